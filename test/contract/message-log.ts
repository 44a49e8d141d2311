/**
 * What every MessageLog promises (src/chat/ports/message-log.ts), each promise a test. What a crash leaves is the backend's own
 * test.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Author,
  type ChatMessage,
  type Conversation,
  type Draft,
  isMessage,
  type Said,
} from '../../src/chat/message.ts';
import type { WallClock } from '../../src/chat/ports/clock.ts';
import type { MessageLog } from '../../src/chat/ports/message-log.ts';

/** Makes an empty log. */
export type MakeLog = (clock: WallClock) => Promise<{ readonly log: MessageLog; close(): Promise<void> }>;

const alice = { id: 3, handle: 'Alice' };
const bob = { id: 7, handle: 'bob' };
const carol = { id: 12, handle: 'carol' };

const everyKind: readonly Said[] = [
  { kind: 'public', from: alice, text: 'hello' },
  { kind: 'action', from: alice, action: 'waves' },
  { kind: 'system', text: 'the server starts' },
  { kind: 'system', text: 'bob set the topic: tea', by: bob },
  { kind: 'direct', from: alice, to: bob, text: 'psst' },
  { kind: 'join', who: bob },
  { kind: 'leave', who: bob, reason: 'connection lost' },
  { kind: 'leave', who: bob, reason: '' },
  { kind: 'page', from: bob, to: alice, reason: 'lunch' },
];

const awkward: readonly string[] = [
  ' leading and trailing ',
  'two\nlines\n',
  'tab\tand \u00e9 next to e\u0301',
  '日本語もOK',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'می‌خواهم',
  "'; DROP TABLE message; -- %_?",
  'a\0b',
  'x'.repeat(65_536),
];

const line = (conversation: Conversation, id: string, text = id): Draft => ({
  kind: 'public',
  from: alice,
  text,
  conversation,
  id,
});

/** The oldest thousand messages. */
const history = async (log: MessageLog, conversation: Conversation) =>
  (await log.after({ conversation, after: 0, limit: 1000 })).messages;

const seqs = (messages: readonly ChatMessage[]) => messages.map(({ seq }) => seq);

export function messageLogContract(name: string, make: MakeLog): void {
  const withLog = (sentence: string, body: (log: MessageLog, clock: { time: number }) => Promise<void>) =>
    test(sentence, async () => {
      const clock = { time: 1_700_000_000_000 };
      const { log, close } = await make({ now: () => clock.time });
      try {
        await body(log, clock);
      } finally {
        await close();
      }
    });

  describe(`${name}: message log`, () => {
    orderTests(withLog);
    followTests(withLog);
    pageTests(withLog);
    directTests(withLog);
  });
}

type WithLog = (sentence: string, body: (log: MessageLog, clock: { time: number }) => Promise<void>) => void;

function orderTests(withLog: WithLog): void {
  withLog('seq counts from 1 per conversation without gaps', async (log) => {
    const stamped: ChatMessage[] = [];
    for (const id of ['a', 'b', 'c']) stamped.push(await log.append(line('#lobby', id)));
    stamped.push(await log.append(line('#dev', 'a')));
    assert.deepEqual(seqs(stamped), [1, 2, 3, 1]);
  });

  withLog('many appends at once are stored in the order they were asked for, without gaps', async (log) => {
    const ids = Array.from({ length: 700 }, (_, index) => `id${index}`);
    const stamped = await Promise.all(ids.map((id) => log.append(line('#lobby', id))));
    assert.deepEqual(
      seqs(stamped),
      ids.map((_, index) => index + 1),
    );
    const stored = await history(log, '#lobby');
    assert.deepEqual(
      stored.map(({ id }) => id),
      ids,
    );
  });

  withLog('a draft that is already stored is not stored again: the first stamp comes back', async (log, clock) => {
    const first = await log.append(line('#lobby', 'same', 'first words'));
    await log.append(line('#lobby', 'other'));
    clock.time += 5000;
    const again = await log.append(line('#lobby', 'same', 'other words'));
    assert.deepEqual(again, first);
    assert.deepEqual((await log.lastSeqs(['#lobby'])).get('#lobby'), 2);
  });

  withLog('a draft sent twice at the same moment is stored once', async (log) => {
    const [first, again] = await Promise.all([
      log.append(line('#lobby', 'same', 'first words')),
      log.append(line('#lobby', 'same', 'other words')),
    ]);
    assert.deepEqual(again, first);
    assert.equal(first.seq, 1);
    assert.equal((await log.append(line('#lobby', 'next'))).seq, 2);
  });

  withLog('the same id in another conversation is another message', async (log) => {
    await log.append(line('#lobby', 'same'));
    const other = await log.append(line('#dev', 'same', 'elsewhere'));
    assert.equal(other.seq, 1);
    assert.deepEqual(await history(log, '#dev'), [other]);
  });

  withLog('the time of a message is the clock, and never goes back within a conversation', async (log, clock) => {
    const start = clock.time;
    assert.equal((await log.append(line('#lobby', 'a'))).at, start);
    clock.time = start - 60_000;
    assert.equal((await log.append(line('#lobby', 'b'))).at, start);
    assert.equal((await log.append(line('#dev', 'b'))).at, start - 60_000);
    clock.time = start + 1;
    assert.equal((await log.append(line('#lobby', 'c'))).at, start + 1);
  });
}

function followTests(withLog: WithLog): void {
  withLog('followers are told of every message in order, before its append resolves', async (log) => {
    const told: ChatMessage[] = [];
    log.follow((batch) => told.push(...batch.filter(isMessage)));
    const ids = Array.from({ length: 60 }, (_, index) => `id${index}`);
    await Promise.all(
      ids.map(async (id) => {
        const message = await log.append(line('#lobby', id));
        assert.ok(told.some(({ seq }) => seq === message.seq));
      }),
    );
    assert.deepEqual(
      seqs(told),
      ids.map((_, index) => index + 1),
    );
  });

  withLog('followers are given what append gives and what history gives', async (log) => {
    const told: ChatMessage[] = [];
    log.follow((batch) => told.push(...batch.filter(isMessage)));
    const message = await log.append(line('#lobby', 'a'));
    assert.deepEqual(told, [message]);
    assert.deepEqual(await history(log, '#lobby'), [message]);
  });

  withLog('followers are not told of a draft that was already stored', async (log) => {
    await log.append(line('#lobby', 'a'));
    const told: ChatMessage[] = [];
    log.follow((batch) => told.push(...batch.filter(isMessage)));
    await log.append(line('#lobby', 'a'));
    assert.deepEqual(told, []);
  });

  withLog('who stops following is told no more, and stopping twice stops nobody else', async (log) => {
    const told: string[] = [];
    const stop = log.follow((batch) => told.push(...batch.filter(isMessage).map(({ id }) => `first ${id}`)));
    log.follow((batch) => told.push(...batch.filter(isMessage).map(({ id }) => `second ${id}`)));
    await log.append(line('#lobby', 'a'));
    stop();
    stop();
    await log.append(line('#lobby', 'b'));
    assert.deepEqual(told, ['first a', 'second a', 'second b']);
  });
}

function pageTests(withLog: WithLog): void {
  withLog('every kind comes back as it was said', async (log) => {
    const drafts = everyKind.map((said, index): Draft => ({ ...said, conversation: '#lobby', id: `id${index}` }));
    const stamped = await Promise.all(drafts.map((draft) => log.append(draft)));
    const stored = await history(log, '#lobby');
    assert.deepEqual(stored, stamped);
    assert.deepEqual(
      stored,
      drafts.map((draft, index) => ({ ...draft, seq: index + 1, at: 1_700_000_000_000 })),
    );
  });

  withLog('text comes back byte for byte', async (log) => {
    for (const [index, text] of awkward.entries()) await log.append(line('#lobby', `id${index}`, text));
    const stored = await history(log, '#lobby');
    assert.deepEqual(
      stored.map((message) => message.kind === 'public' && message.text),
      awkward,
    );
  });

  withLog('before gives the newest below its bound, oldest first', async (log) => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await log.append(line('#lobby', id));
    const page = async (before: number, limit: number) =>
      seqs((await log.before({ conversation: '#lobby', before, limit })).messages);
    assert.deepEqual(await page(Infinity, 2), [4, 5]);
    assert.deepEqual(await page(4, 2), [2, 3]);
    assert.deepEqual(await page(2, 10), [1]);
    assert.deepEqual(await page(1, 10), []);
  });

  withLog('after gives the oldest above its bound, oldest first', async (log) => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await log.append(line('#lobby', id));
    const page = async (after: number, limit: number) =>
      seqs((await log.after({ conversation: '#lobby', after, limit })).messages);
    assert.deepEqual(await page(0, 2), [1, 2]);
    assert.deepEqual(await page(2, 2), [3, 4]);
    assert.deepEqual(await page(4, 10), [5]);
    assert.deepEqual(await page(5, 10), []);
  });

  withLog('a page holds one message at the least and a thousand at the most', async (log) => {
    await Promise.all(Array.from({ length: 1005 }, (_, index) => log.append(line('#lobby', `id${index}`))));
    const newest = async (limit: number) =>
      seqs((await log.before({ conversation: '#lobby', before: Infinity, limit })).messages);
    assert.equal((await newest(5000)).length, 1000);
    assert.deepEqual(await newest(0), [1005]);
  });

  withLog('a page says whether there is more that way, to the very last message', async (log) => {
    for (const id of ['a', 'b', 'c']) await log.append(line('#lobby', id));
    await log.append(line('#dev', 'elsewhere'));
    const older = async (before: number, limit: number) =>
      (await log.before({ conversation: '#lobby', before, limit })).hasMore;
    const newer = async (after: number, limit: number) =>
      (await log.after({ conversation: '#lobby', after, limit })).hasMore;
    assert.deepEqual([await older(Infinity, 2), await older(Infinity, 3), await older(3, 2)], [true, false, false]);
    assert.deepEqual([await newer(0, 2), await newer(0, 3), await newer(1, 2)], [true, false, false]);
  });

  withLog('long messages come in shorter pages, and the largest of all still one at a time', async (log) => {
    const sizes = [1, 700_000, 700_000, 1_400_000, 2];
    for (const [at, size] of sizes.entries()) await log.append(line('#lobby', `id${at}`, 'x'.repeat(size)));
    const back: number[][] = [];
    for (let before = Infinity, hasMore = true; hasMore; ) {
      const page = await log.before({ conversation: '#lobby', before, limit: 100 });
      back.push(seqs(page.messages));
      [before, hasMore] = [page.messages[0]?.seq ?? 0, page.hasMore];
    }
    assert.deepEqual(back, [[5], [4], [3], [1, 2]]);
    const on: number[][] = [];
    for (let after = 0, hasMore = true; hasMore; ) {
      const page = await log.after({ conversation: '#lobby', after, limit: 100 });
      on.push(seqs(page.messages));
      [after, hasMore] = [page.messages.at(-1)?.seq ?? Infinity, page.hasMore];
    }
    assert.deepEqual(on, [[1, 2], [3], [4], [5]]);
  });

  withLog('a conversation without a word has an empty history and last seq 0', async (log) => {
    await log.append(line('#lobby', 'a'));
    const nothing = { messages: [], hasMore: false };
    assert.deepEqual(await log.before({ conversation: '#dev', before: Infinity, limit: 10 }), nothing);
    assert.deepEqual(await log.after({ conversation: '#dev', after: 0, limit: 10 }), nothing);
    assert.deepEqual([...(await log.lastSeqs(['#dev', '#lobby']))].sort(), [
      ['#dev', 0],
      ['#lobby', 1],
    ]);
  });
}

function directTests(withLog: WithLog): void {
  withLog(
    'the direct conversations of a person come newest first, with the peer as last spelled',
    async (log, clock) => {
      const say = (draft: Said, conversation: Conversation) => {
        clock.time += 1000;
        return log.append({ ...draft, conversation, id: `id${clock.time}` });
      };
      await say({ kind: 'direct', from: alice, to: bob, text: 'hi' }, '@3:7');
      await say({ kind: 'page', from: carol, to: alice, reason: '' }, '@3:12');
      await say({ kind: 'direct', from: bob, to: carol, text: 'not for alice' }, '@7:12');
      const last = await say({ kind: 'direct', from: { id: 7, handle: 'Bob' }, to: alice, text: 'hello' }, '@3:7');
      const list = await log.directsOf(3);
      assert.deepEqual(
        list.map(({ conversation, peer, lastSeq }) => [conversation, peer, lastSeq]),
        [
          ['@3:7', { id: 7, handle: 'Bob' }, 2],
          ['@3:12', carol, 1],
        ],
      );
      assert.equal(list[0]?.lastAt, last.at);
      assert.deepEqual(
        (await log.directsOf(12)).map(({ peer }) => peer.handle),
        ['bob', 'Alice'],
      );
    },
  );

  withLog('direct conversations that spoke in the same millisecond come in the order of speech', async (log) => {
    await log.append({ kind: 'direct', from: alice, to: bob, text: '1', conversation: '@3:7', id: 'a' });
    await log.append({ kind: 'direct', from: alice, to: carol, text: '2', conversation: '@3:12', id: 'b' });
    await log.append({ kind: 'direct', from: bob, to: alice, text: '3', conversation: '@3:7', id: 'c' });
    assert.deepEqual(
      (await log.directsOf(3)).map(({ conversation }) => conversation),
      ['@3:7', '@3:12'],
    );
  });

  withLog('of more than a thousand direct conversations those that spoke last are listed', async (log) => {
    const writers = Array.from({ length: 1001 }, (_, n) => ({ id: 10 + n, handle: `writer${n}` }));
    const write = (from: Author) =>
      log.append({ kind: 'direct', from, to: alice, text: 'hi', conversation: `@3:${from.id}`, id: from.handle });
    await Promise.all(writers.map(write));
    const list = await log.directsOf(3);
    assert.equal(list.length, 1000);
    assert.deepEqual([list[0]?.peer.handle, list.at(-1)?.peer.handle], ['writer1000', 'writer1']);
  });

  withLog('notes to oneself are a direct conversation with oneself', async (log) => {
    await log.append({ kind: 'direct', from: alice, to: alice, text: 'milk', conversation: '@3:3', id: 'a' });
    assert.deepEqual(
      (await log.directsOf(3)).map(({ peer }) => peer),
      [alice],
    );
  });

  withLog('who never wrote or was written to has no direct conversations', async (log) => {
    await log.append({ kind: 'direct', from: alice, to: bob, text: 'hi', conversation: '@3:7', id: 'a' });
    await log.append(line('#lobby', 'b'));
    assert.deepEqual(await log.directsOf(12), []);
  });
}
