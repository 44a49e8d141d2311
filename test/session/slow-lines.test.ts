import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SlowLines } from '../../src/session/slow-lines.ts';
import { HandTimers, settle } from './hand-timers.ts';

function world() {
  const timers = new HandTimers();
  const [said, back] = [[] as string[], [] as string[]];
  let changes = 0;
  let freeAt = timers.now();
  const lines = new SlowLines(
    timers,
    () => {
      changes += 1;
    },
    (text) => back.push(text),
  );
  const words = (text: string) => ({
    text,
    wait: () => Math.max(0, freeAt - timers.now()),
    say: async () => {
      if (text === 'refused') return false;
      said.push(text);
      freeAt = timers.now() + 10_000;
      return true;
    },
  });
  const slowUntil = (ms: number) => {
    freeAt = timers.now() + ms;
  };
  return { timers, said, back, lines, words, slowUntil, changes: () => changes };
}

test('words wait for their time, one after the other, and the countdown moves', async () => {
  const { timers, said, lines, words, slowUntil, changes } = world();
  slowUntil(10_000);
  for (const text of ['one', 'two']) assert.equal(lines.hold('#dev', words(text)), true);
  assert.deepEqual([lines.countOf('#dev'), lines.waitOf('#dev'), lines.waitOf('#ops')], [2, 10_000, undefined]);
  await timers.pass(9999);
  assert.deepEqual(said, []);
  assert.ok(changes() >= 9);
  let isEmpty = false;
  void lines.whenEmpty().then(() => {
    isEmpty = true;
  });
  await timers.pass(1);
  await settle();
  assert.deepEqual(said, ['one']);
  await timers.pass(10_000);
  await settle();
  assert.deepEqual(said, ['one', 'two']);
  await timers.pass(1000);
  assert.equal(isEmpty, true);
  assert.equal(timers.waiting, 0);
});

test('the newest can be taken back, and what is refused in the end comes back', async () => {
  const { timers, said, back, lines, words, slowUntil } = world();
  slowUntil(1000);
  lines.hold('#dev', words('refused'));
  lines.hold('#dev', words('no, wait'));
  assert.equal(lines.takeBack('#dev'), 'no, wait');
  assert.equal(lines.takeBack('#ops'), undefined);
  await timers.pass(2000);
  await settle();
  assert.deepEqual([said, back, lines.countOf('#dev')], [[], ['refused'], 0]);
});

test('a hundred may wait for a channel, and nothing after the end', async () => {
  const { timers, said, lines, words, slowUntil } = world();
  slowUntil(5000);
  for (let n = 0; n < 100; n += 1) assert.equal(lines.hold('#dev', words(`${n}`)), true);
  assert.equal(lines.hold('#dev', words('more')), false);
  assert.equal(lines.hold('#ops', words('elsewhere')), true);
  lines.close();
  await lines.whenEmpty();
  await timers.pass(10_000);
  assert.deepEqual([said, timers.waiting, lines.hold('#dev', words('late'))], [[], 0, false]);
});
