import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../../src/session/outbox.ts';
import { Paces } from '../../src/session/paces.ts';
import { HandTimers, settle } from './hand-timers.ts';

function world() {
  const timers = new HandTimers();
  const paces = new Paces({ burst: 2, perSecond: 1 });
  const sent: string[] = [];
  let changes = 0;
  const guard = async (work: () => void) => work();
  const onChange = () => {
    changes += 1;
  };
  const open = () => new Outbox(paces.acquire(1).lines, { timers, onChange, guard });
  const outbox = open();
  const put = (text: string, places = 1, into = outbox) =>
    into.put({
      send: async () => {
        sent.push(text);
      },
      places,
      words: () => (text.startsWith('/') ? undefined : { conversation: '#dev', text }),
    });
  return { open, timers, paces, sent, outbox, put, changes: () => changes };
}

test('the first lines leave at once, in order', async () => {
  const { put, sent, changes } = world();
  put('one');
  put('two');
  await settle();
  assert.deepEqual(sent, ['one', 'two']);
  assert.equal(changes(), 0);
});

test('lines beyond the burst are delayed, not dropped, and the wait is told', async () => {
  const { put, sent, outbox, timers, changes } = world();
  for (const text of ['one', 'two', 'three', 'four']) put(text);
  await settle();
  assert.deepEqual(sent, ['one', 'two']);
  assert.equal(outbox.waiting, 2);
  assert.equal(outbox.delay, 1000);
  const before = changes();
  await timers.pass(1000);
  assert.deepEqual(sent, ['one', 'two', 'three']);
  assert.ok(changes() > before);
  await timers.pass(1000);
  assert.deepEqual(sent, ['one', 'two', 'three', 'four']);
  assert.equal(outbox.delay, 0);
  const told = changes();
  await timers.pass(5000);
  assert.equal(changes(), told, 'told once that nothing waits any more');
});

test('a line is sent only after the one before it has been answered', async () => {
  const { outbox, put, sent } = world();
  let answer: () => void = () => undefined;
  const send = () =>
    new Promise<void>((resolve) => {
      answer = resolve;
    });
  outbox.put({ send });
  put('second');
  await settle();
  assert.deepEqual(sent, []);
  answer();
  await settle();
  assert.deepEqual(sent, ['second']);
});

test('the hundred and first waiting line is refused and stays with its author', async () => {
  const { put } = world();
  const taken = Array.from({ length: 120 }, (_, index) => put(String(index)));
  assert.ok(taken.slice(0, 100).every(Boolean));
  assert.equal(taken.at(-1), false);
});

test('a second session of the same person buys no second allowance', async () => {
  const { open, put, sent } = world();
  const second = open();
  put('one');
  put('two');
  put('three', 1, second);
  await settle();
  assert.deepEqual(sent, ['one', 'two']);
  assert.equal(second.delay, 1000);
});

test('closing gives back the words that wait, in order, and leaves no timer behind', async () => {
  const { put, outbox, timers, sent } = world();
  for (const text of ['one', 'two', 'three', '/claim code', 'four']) put(text);
  await settle();
  const words = outbox.close(false);
  assert.deepEqual(
    words.map((each) => each?.text),
    ['three', undefined, 'four'],
  );
  await timers.pass(5000);
  assert.deepEqual(sent, ['one', 'two']);
  assert.equal(timers.waiting, 0);
  assert.equal(put('late'), false);
});

test('whoever waits for an empty outbox is told when the last line is answered', async () => {
  const { put, outbox, timers } = world();
  for (const text of ['one', 'two', 'three']) put(text);
  let empty = false;
  void outbox.whenEmpty().then(() => {
    empty = true;
  });
  await settle();
  assert.equal(empty, false);
  await timers.pass(1000);
  await settle();
  assert.equal(empty, true);
});

test('a large block leaves at once, and the lines after it wait for its size, visibly', async () => {
  const { put, outbox, sent, timers } = world();
  put('block', 17);
  put('line');
  await settle();
  assert.deepEqual(sent, ['block']);
  assert.equal(outbox.delay, 16_000);
  await timers.pass(15_000);
  assert.deepEqual(sent, ['block']);
  await timers.pass(1000);
  assert.deepEqual(sent, ['block', 'line']);
});

test('of large blocks fewer may wait, and there is room again when they have left', async () => {
  const { put, outbox, timers } = world();
  const taken = Array.from({ length: 8 }, (_, index) => put(String(index), 17));
  assert.deepEqual(taken, [true, true, true, true, true, true, true, false]);
  await timers.pass(17_000);
  assert.equal(outbox.hasRoom, true);
});

test('what was sent at the price of a line is charged afterwards', async () => {
  const { put, outbox, sent } = world();
  put('edit');
  outbox.charge(16);
  put('line');
  await settle();
  assert.deepEqual(sent, ['edit']);
  assert.equal(outbox.delay, 16_000);
});

test('who parts sends what only waits for the line before it; what the pace holds back took no place', async () => {
  const { open, outbox, put, sent, timers } = world();
  let answer: () => void = () => undefined;
  outbox.put({
    send: () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  });
  for (const text of ['two', 'three', 'four']) put(text);
  const words = outbox.close(true);
  assert.deepEqual(
    words.map((each) => each?.text),
    ['three', 'four'],
  );
  assert.deepEqual([sent, outbox.isEmpty, outbox.hasRoom], [[], false, false]);
  answer();
  await settle();
  assert.deepEqual([sent, outbox.isEmpty, timers.waiting], [['two'], true, 0]);
  const again = open();
  put('three', 1, again);
  assert.equal(again.delay, 1000);
});
