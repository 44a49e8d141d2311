import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AmendedEvent, RingEntry } from '../../src/chat/message.ts';
import { Ring, type Subscription } from '../../src/chat/ring.ts';
import { Rings } from '../../src/chat/rings.ts';
import { line } from '../tui/said.ts';

function entry(text: string): RingEntry {
  return { event: 'notice', text };
}

function noBug(error: unknown): void {
  throw error;
}

function texts(entries: readonly RingEntry[]): string[] {
  return entries.map((each) => ('text' in each ? each.text : ''));
}

function found(cursor: Subscription) {
  const { entries, missed } = cursor.drain();
  return { entries, missed };
}

test('a cursor sees what is pushed from now on, in order, once', () => {
  const ring = new Ring(10, noBug);
  ring.push(entry('before'));
  const cursor = ring.subscribe(() => {});
  assert.equal(cursor.pending, false);
  for (const text of ['a', 'b', 'c']) ring.push(entry(text));
  assert.equal(cursor.pending, true);
  const { entries, missed } = cursor.drain();
  assert.deepEqual(texts(entries), ['a', 'b', 'c']);
  assert.equal(missed, 0);
  assert.deepEqual(found(cursor), { entries: [], missed: 0 });
});

test('when the ring has run past a cursor it learns how many it missed, and reads on with the oldest there', () => {
  const ring = new Ring(3, noBug);
  const slow = ring.subscribe(() => {});
  for (let i = 1; i <= 8; i += 1) ring.push(entry(String(i)));
  const { entries, missed } = slow.drain();
  assert.equal(missed, 5);
  assert.deepEqual(texts(entries), ['6', '7', '8']);
});

test('blocks push out older entries by their size, and a cursor that they passed learns how many it missed', () => {
  const ring = new Ring(100, noBug);
  const block = (size: number): RingEntry => ({ ...line('bob', 'x'.repeat(size)), conversation: '#lobby' });
  const slow = ring.subscribe(() => {});
  for (let at = 0; at < 40; at += 1) ring.push(block(65_536));
  assert.equal(ring.end - ring.start, 16);
  const { entries, missed } = slow.drain();
  assert.deepEqual([entries.length, missed], [16, 24]);
  ring.push(block(2_000_000));
  assert.equal(ring.end - ring.start, 1, 'the newest is there however large');
  for (let at = 0; at < 150; at += 1) ring.push(block(20));
  assert.deepEqual(
    [ring.end - ring.start, slow.drain().entries.length],
    [100, 100],
    'small ones have all the room again',
  );
});

test('a drain takes at most what was asked for and leaves the rest', () => {
  const ring = new Ring(3, noBug);
  const cursor = ring.subscribe(() => {});
  for (let i = 1; i <= 4; i += 1) ring.push(entry(String(i)));
  assert.deepEqual(cursor.drain(2).missed, 1);
  assert.equal(cursor.pending, true);
  assert.deepEqual(texts(cursor.drain(2).entries), ['4']);
  assert.equal(cursor.pending, false);
});

test('a subscriber is woken once until it drains', () => {
  const ring = new Ring(3, noBug);
  let wakes = 0;
  const cursor = ring.subscribe(() => {
    wakes += 1;
  });
  ring.push(entry('a'));
  ring.push(entry('b'));
  assert.equal(wakes, 1);
  cursor.drain();
  ring.push(entry('c'));
  assert.equal(wakes, 2);
});

test('comings and goings wake a subscriber once until it drains, and words that follow them once more', () => {
  const ring = new Ring(9, noBug);
  const wakes: boolean[] = [];
  const cursor = ring.subscribe((isQuiet) => wakes.push(isQuiet));
  const comes: RingEntry = { event: 'members', conversation: '#dev' };
  for (const each of [comes, comes, entry('a'), entry('b'), comes]) ring.push(each);
  assert.deepEqual(wakes, [true, false]);
  cursor.drain();
  for (const each of [entry('c'), comes]) ring.push(each);
  assert.deepEqual(wakes, [true, false, false]);
});

test('a subscriber may drain while it is being woken, and misses nothing', () => {
  const ring = new Ring(1, noBug);
  const seen: string[] = [];
  const cursor = ring.subscribe(() => seen.push(...texts(cursor.drain().entries)));
  for (const text of ['a', 'b', 'c']) ring.push(entry(text));
  assert.deepEqual(seen, ['a', 'b', 'c']);
});

test('a wake-up that throws keeps nobody else from waking, and is told', () => {
  const bugs: unknown[] = [];
  const ring = new Ring(3, (error) => bugs.push(error));
  let woken = false;
  ring.subscribe(() => {
    throw new Error('mine');
  });
  ring.subscribe(() => {
    woken = true;
  });
  ring.push(entry('a'));
  assert.equal(woken, true);
  assert.equal(bugs.length, 1);
});

test('closing is idempotent, even while being woken, and the count returns to zero', () => {
  const ring = new Ring(3, noBug);
  let wakes = 0;
  const cursor = ring.subscribe(() => {
    wakes += 1;
    cursor.close();
  });
  const other = ring.subscribe(() => {});
  assert.equal(ring.subscribers, 2);
  ring.push(entry('a'));
  ring.push(entry('b'));
  cursor.close();
  assert.equal(ring.subscribers, 1);
  other.close();
  other.close();
  assert.equal(ring.subscribers, 0);
  assert.equal(wakes, 1);
  assert.equal(cursor.pending, false);
  assert.deepEqual(found(cursor), { entries: [], missed: 0 });
  ring.push(entry('c'));
  assert.equal(wakes, 1, 'a drain after closing arms nothing');
});

test('a ring nobody listens to is dropped', () => {
  const rings = new Rings(3, noBug);
  const first = rings.subscribe('#dev', () => {});
  const second = rings.subscribe('#dev', () => {});
  const inbox = rings.inbox(1, () => {});
  assert.equal(rings.size, 2);
  first.close();
  first.close();
  assert.equal(rings.size, 2);
  rings.publish('#dev', entry('still heard'));
  assert.deepEqual(texts(second.drain().entries), ['still heard']);
  second.close();
  inbox.close();
  assert.equal(rings.size, 0);
});

test('a change that the log tells again, or late, is heard once', () => {
  const rings = new Rings(10, noBug);
  const by = { id: 1, handle: 'alice' };
  const amended = (seq: number, revision: number): AmendedEvent => ({
    event: 'amended',
    conversation: '#lobby',
    by,
    change: { change: 'delete' },
    message: { kind: 'public', from: by, text: '', conversation: '#lobby', id: `${seq}`, seq, at: 0, revision },
  });
  const cursor = rings.subscribe('#lobby', () => {});
  for (const event of [amended(5, 1), amended(3, 2), amended(5, 1), amended(3, 2), amended(5, 3)]) rings.deliver(event);
  assert.deepEqual(
    cursor.drain().entries.map((each) => ('message' in each ? `${each.message.seq} r${each.message.revision}` : '')),
    ['5 r1', '3 r2', '5 r3'],
  );
});
