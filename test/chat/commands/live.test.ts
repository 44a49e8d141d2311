import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './stage.ts';

test('/chat opens a live chat for a sysop, and alone answers it; /end declines, takes back or ends', async () => {
  const { chat, enters } = await stage();
  const [boss, alice] = [await enters('boss', 'sysop'), await enters('alice')];
  assert.deepEqual(await boss.types('/chat alice'), ['alice is asked; /end takes it back.']);
  assert.deepEqual(await alice.types('/chat'), []);
  assert.equal(chat.live.of(alice.id)?.state, 'on');
  assert.equal(chat.live.of(alice.id)?.guest.session, "alice's");
  assert.deepEqual(await boss.types('/end'), []);
  assert.equal(chat.live.of(alice.id)?.ending?.how, 'ended');
  assert.deepEqual(await alice.types('/decline'), ['! You are in no live chat, and nobody asks for one.']);
});

test('a user who types /chat bob is told how to ask for one', async () => {
  const { enters } = await stage();
  const [alice] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/chat bob'), [
    '! Only a sysop opens a live chat; /page sysop asks one of them to.',
  ]);
  assert.deepEqual(await alice.types('/chat'), [
    '! Nobody opens a live chat with you right now; /page sysop asks for one.',
  ]);
});

test('a sysop who types /chat alone, and is asked by nobody, is told to name somebody', async () => {
  const { enters } = await stage();
  const boss = await enters('boss', 'sysop');
  assert.deepEqual(await boss.types('/chat'), [
    '! Nobody opens a live chat with you right now; /chat bob opens one with bob.',
  ]);
});
