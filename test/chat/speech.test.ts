/** What is said, to whom it goes, in which order, and what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../src/chat/message.ts';
import { House, heard, refusal, unwrap } from './house.ts';

test('what is said reaches whoever listens to the channel, the speaker too, and nobody else', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  let wakes = 0;
  const lobby = house.chat.subscribe('#lobby', () => {
    wakes += 1;
  });
  const dev = house.chat.subscribe('#dev', () => {});
  const message = unwrap(await house.chat.say(alice, '#lobby', 'hello', 'my-id'));
  assert.equal(message.id, 'my-id');
  assert.equal(message.seq, 2);
  unwrap(await house.chat.act(alice, '#lobby', 'waves'));
  assert.deepEqual(heard(lobby), ['public alice hello', 'action alice waves']);
  assert.equal(wakes, 1);
  assert.deepEqual(heard(dev), []);
});

test('a broadcast to nobody is no error', async () => {
  const house = await House.open();
  house.chat.broadcast('#nowhere', { event: 'notice', text: 'anyone?' });
  house.chat.broadcast('@1:2', { event: 'notice', text: 'anyone?' });
  house.chat.notify(7, { event: 'windows' });
  house.chat.notifyAll('bye');
  assert.deepEqual(house.bugs, []);
});

test('a broadcast reaches every cursor; a notice to all reaches every inbox', async () => {
  const house = await House.open();
  const cursors = [house.chat.subscribe('#lobby', () => {}), house.chat.subscribe('#lobby', () => {})];
  house.chat.broadcast('#lobby', { event: 'notice', text: 'hi' });
  for (const cursor of cursors) assert.deepEqual(heard(cursor), ['(notice hi)']);
  const inboxes = [house.chat.inbox(1, () => {}), house.chat.inbox(2, () => {})];
  house.chat.broadcast('@1:1', { event: 'notice', text: 'to yourself' });
  house.chat.broadcast('@1:2', { event: 'notice', text: 'to both' });
  assert.deepEqual(inboxes.map(heard), [['(notice to yourself)', '(notice to both)'], ['(notice to both)']]);
  house.chat.notifyAll('The server is going down');
  for (const inbox of inboxes) assert.deepEqual(heard(inbox), ['(notice The server is going down)']);
});

test('three quick lines come in the order they were typed, even from somebody new', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice', { provisional: true });
  await Promise.all(['one', 'two', 'three'].map((text) => house.chat.say(alice, '#lobby', text)));
  assert.deepEqual(house.lines('#lobby').slice(1), ['public alice one', 'public alice two', 'public alice three']);
});

test('quick lines wait for the disk together, not one after the other, and nobody sees them before', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const lobby = house.chat.subscribe('#lobby', () => {});
  let wake = () => {};
  house.slowDisk = new Promise((resolve) => {
    wake = resolve;
  });
  const saying = ['one', 'two', 'three'].map((text) => house.chat.say(alice, '#lobby', text));
  await new Promise(setImmediate);
  assert.equal(house.writing, 3);
  assert.equal(lobby.pending, false);
  wake();
  for (const said of await Promise.all(saying)) assert.ok(said.ok);
  assert.deepEqual(heard(lobby), ['public alice one', 'public alice two', 'public alice three']);
});

test('a slow disk holds nobody in: who leaves while a line is being written is gone after it', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const saying = house.chat.say(alice, '#lobby', 'bye');
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  unwrap(await saying);
  assert.deepEqual(house.lines('#lobby'), ['join alice', 'public alice bye', 'leave alice']);
});

test('a ring that has run past a cursor says how many were missed', async () => {
  const house = await House.open({ backlog: 5 });
  const alice = await house.arrive('alice');
  const slow = house.chat.subscribe('#lobby', () => {});
  for (let i = 1; i <= 12; i += 1) unwrap(await house.chat.say(alice, '#lobby', String(i)));
  const { entries, missed } = slow.drain();
  assert.equal(missed, 7);
  assert.deepEqual(
    entries.map((entry) => (entry as ChatMessage).seq),
    [9, 10, 11, 12, 13],
  );
});

test('what the log repeats is not shown twice', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const lobby = house.chat.subscribe('#lobby', () => {});
  const first = unwrap(await house.chat.say(alice, '#lobby', 'one'));
  const second = unwrap(await house.chat.say(alice, '#lobby', 'two'));
  house.tell(first, second);
  assert.deepEqual(heard(lobby), ['public alice one', 'public alice two']);
});

test('after stopping, nothing follows the log', async () => {
  const house = await House.open();
  house.chat.stop();
  house.chat.stop();
  assert.equal(house.followers.size, 0);
});

test('a retry with the same id is one line', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const first = unwrap(await house.chat.say(alice, '#lobby', 'once', 'x'));
  const retry = unwrap(await house.chat.say(alice, '#lobby', 'once', 'x'));
  assert.equal(retry.seq, first.seq);
  assert.deepEqual(house.lines('#lobby'), ['join alice', 'public alice once']);
});

test('words are made safe, and a paste keeps its lines', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  unwrap(await house.chat.say(alice, '#lobby', 'a\u001b[2J\u202eb\r\nc'));
  unwrap(await house.chat.act(alice, '#lobby', 'waves\nand bows'));
  assert.deepEqual(house.lines('#lobby').slice(1), ['public alice ab\nc', 'action alice waves and bows']);
});

test('nothing, too much, and words in the wrong place are refused', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  assert.equal(refusal(await house.chat.say(alice, '#lobby', ' \u200b\n ')).code, 'empty');
  assert.equal(refusal(await house.chat.act(alice, '#lobby', '')).code, 'empty');
  assert.equal(refusal(await house.chat.say(alice, '#lobby', 'x'.repeat(65_537))).code, 'too-long');
  const elsewhere = refusal(await house.chat.say(alice, '#dev', 'hi'));
  assert.equal(elsewhere.code, 'not-in-channel');
  assert.equal(elsewhere.sentence, 'You are not in #dev; /join #dev first.');
  assert.equal(refusal(await house.chat.act(alice, '@1:1', 'waves')).code, 'not-a-channel');
  assert.equal(refusal(await house.chat.say(99, '#lobby', 'hi')).code, 'not-here');
  assert.deepEqual(house.lines('#lobby'), ['join alice']);
});

test('a disk that cannot write is said to the sender, and nobody saw the line', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const lobby = house.chat.subscribe('#lobby', () => {});
  house.diskFull = true;
  assert.deepEqual(await house.chat.say(alice, '#lobby', 'hello'), {
    ok: false,
    code: 'not-saved',
    sentence: 'Not saved, and shown to nobody: the server cannot write to its disk right now. Try again shortly.',
  });
  assert.deepEqual(heard(lobby), []);
  house.diskFull = false;
  unwrap(await house.chat.say(alice, '#lobby', 'hello'));
  assert.deepEqual(heard(lobby), ['public alice hello']);
});

test('a direct message reaches both people and no third', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const bob = await house.arrive('Bob');
  const carol = await house.arrive('carol');
  const inboxes = [alice, bob, carol].map((user) => house.chat.inbox(user, () => {}));
  const lobby = house.chat.subscribe('#lobby', () => {});
  const sent = unwrap(await house.chat.direct(alice, '@bob', 'lunch?'));
  assert.equal(sent.message.conversation, `@${alice}:${bob}`);
  assert.equal(sent.to.handle, 'Bob');
  assert.equal(sent.here, true);
  assert.equal(sent.away, undefined);
  assert.deepEqual(inboxes.map(heard), [['direct alice lunch?'], ['direct alice lunch?'], []]);
  assert.deepEqual(heard(lobby), []);
});

test('a note to oneself arrives once', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const inbox = house.chat.inbox(alice, () => {});
  unwrap(await house.chat.direct(alice, 'Alice', 'buy milk'));
  assert.deepEqual(heard(inbox), ['direct alice buy milk']);
});

test('a direct message to somebody away says so, and to somebody gone is kept', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const bob = await house.arrive('bob');
  house.chat.setAway(bob, 'lunch');
  const away = unwrap(await house.chat.direct(alice, 'bob', 'hi'));
  assert.deepEqual([away.here, away.away], [true, 'lunch']);
  await house.chat.leave(bob, 'bob-1', { how: 'lost' });
  assert.equal(unwrap(await house.chat.direct(alice, 'bob', 'hi')).here, false);
  house.now += 600_000;
  await house.chat.sweep();
  const gone = unwrap(await house.chat.direct(alice, 'BOB', 'hi'));
  assert.deepEqual([gone.here, gone.away], [false, undefined]);
  assert.equal(house.lines(`@${alice}:${bob}`).length, 3);
});

test('an unknown handle is refused and the nearest one here offered; a look-alike is somebody else', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  await house.arrive('robert');
  const near = refusal(await house.chat.direct(alice, 'robret', 'hi'));
  assert.equal(near.code, 'no-such-handle');
  assert.equal(near.sentence, 'Nobody is called robret. Did you mean robert?');
  const far = refusal(await house.chat.page(alice, 'z\u001b[2Jed', ''));
  assert.equal(far.sentence, 'Nobody is called z?[2Jed. /who lists who is here.');
  house.account('Bill');
  assert.equal(refusal(await house.chat.direct(alice, 'B1ll', 'hi')).code, 'no-such-handle');
  assert.equal(unwrap(await house.chat.direct(alice, 'bill', 'hi')).to.handle, 'Bill');
});
