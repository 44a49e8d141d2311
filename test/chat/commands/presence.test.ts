import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './stage.ts';

test('/away with and without a reason, and /back', async () => {
  const { chat, enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/away'), ['You are away. /back when you return.']);
  assert.equal(chat.participant(alice.id)?.away, '');
  assert.deepEqual(await alice.types('/away lunch'), ['You are away (lunch). /back when you return.']);
  assert.equal(chat.participant(alice.id)?.away, 'lunch');
  assert.deepEqual(await alice.types('/back'), ['You are back.']);
  assert.equal(chat.participant(alice.id)?.away, undefined);
  assert.deepEqual(await alice.types('/back'), ['You were not away.']);
});

test('a reason that would not fit a row is refused', async () => {
  const { chat, enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types(`/away ${'🎉'.repeat(101)}`), [
    '! A reason has at most 100 characters; this one has 101.',
  ]);
  assert.equal(chat.participant(alice.id)?.away, undefined);
  await alice.types(`/away ${'🎉'.repeat(100)}`);
  assert.equal(chat.participant(alice.id)?.away, '🎉'.repeat(100));
});

test('/dnd on and off; anything else says how it stands', async () => {
  const { chat, enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/dnd on'), ['Nothing rings until /dnd off.']);
  assert.equal(chat.participant(alice.id)?.dnd, true);
  assert.deepEqual(await alice.types('/dnd perhaps'), ['! Do not disturb is on. Usage: /dnd on|off']);
  assert.deepEqual(await alice.types('/dnd OFF'), ['Pages and mentions ring again.']);
  assert.equal(chat.participant(alice.id)?.dnd, false);
});
