// When what was said is taken into the search index.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../src/chat/message.ts';
import { Indexing } from '../../src/storage/sqlite/indexing.ts';

function line(seq: number, text = 'words'): ChatMessage {
  return { kind: 'public', from: { id: 1, handle: 'alice' }, text, conversation: '#lobby', id: `${seq}`, seq, at: 0 };
}

/** An index that counts how often it was written, and is refused while `refuse` says so. */
function scene() {
  const calls = { count: 0, refuse: false, left: 0 };
  const indexing = new Indexing(async () => {
    calls.count += 1;
    if (calls.refuse) throw new Error('the disk is full');
    calls.left = Math.max(0, calls.left - 1);
    return calls.left > 0;
  });
  return { calls, indexing };
}

test('nothing is written when nothing was said', async () => {
  const { calls, indexing } = scene();
  indexing.added({ kind: 'join', who: { id: 1, handle: 'alice' }, conversation: '#lobby', id: '1', seq: 1, at: 0 });
  await indexing.caughtUp();
  assert.equal(calls.count, 0);
});

test('a search waits for what was said before it, all of it, and is written for once', async () => {
  const { calls, indexing } = scene();
  calls.left = 3;
  indexing.added(line(1));
  await Promise.all([indexing.caughtUp(), indexing.caughtUp()]);
  assert.equal(calls.count, 3);
  await indexing.caughtUp();
  assert.equal(calls.count, 3);
});

test('what is said while it is written is written for the next search', async () => {
  const { calls, indexing } = scene();
  indexing.added(line(1));
  const first = indexing.caughtUp();
  await Promise.resolve();
  indexing.added(line(2));
  await Promise.all([first, indexing.caughtUp()]);
  assert.equal(calls.count, 2);
});

test('64 lines, or a long one, are written without a search, fewer are not', async () => {
  const { calls, indexing } = scene();
  for (let seq = 1; seq <= 63; seq += 1) indexing.added(line(seq));
  await Promise.resolve();
  assert.equal(calls.count, 0);
  indexing.added(line(64));
  await Promise.resolve();
  assert.equal(calls.count, 1);
  indexing.added(line(65, 'x'.repeat(65_536)));
  await indexing.caughtUp();
  assert.equal(calls.count, 2);
});

test('few lines are written after a while, once, and again when the disk took none', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { calls, indexing } = scene();
  calls.refuse = true;
  indexing.added(line(1));
  indexing.added(line(2));
  t.mock.timers.tick(4999);
  await Promise.resolve();
  assert.equal(calls.count, 0);
  t.mock.timers.tick(1);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(calls.count, 1);
  calls.refuse = false;
  t.mock.timers.tick(5000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(calls.count, 2);
  t.mock.timers.tick(60_000);
  await indexing.caughtUp();
  assert.equal(calls.count, 2);
});

test('what the server before left is written at once, and again when the disk took none', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { calls, indexing } = scene();
  calls.refuse = true;
  await indexing.begin();
  assert.equal(calls.count, 1);
  calls.refuse = false;
  t.mock.timers.tick(5000);
  await indexing.caughtUp();
  assert.equal(calls.count, 2);
});

test('a search goes on without the newest lines when the disk takes none of them', async () => {
  const { calls, indexing } = scene();
  calls.refuse = true;
  indexing.added(line(1));
  await indexing.caughtUp();
  assert.equal(calls.count, 1);
  calls.refuse = false;
  await indexing.caughtUp();
  assert.equal(calls.count, 2);
});
