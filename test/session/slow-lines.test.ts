import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeldWords } from '../../src/chat/command.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { SlowLines } from '../../src/session/slow-lines.ts';
import { HandTimers, settle } from './hand-timers.ts';

function world() {
  const timers = new HandTimers();
  const [said, back, bugs] = [[] as string[], [] as string[], [] as unknown[]];
  let changes = 0;
  let freeAt = timers.steady();
  const lines = new SlowLines({
    timers,
    onChange: () => {
      changes += 1;
    },
    giveBack: (conversation, { text }) => back.push(`${conversation} ${text}`),
    guard: (work) => work().catch((error: unknown) => void bugs.push(error)),
  });
  const words = (text: string, say?: HeldWords['say']): HeldWords => ({
    text,
    aim: undefined,
    wait: () => Math.max(0, freeAt - timers.steady()),
    say:
      say ??
      (async () => {
        said.push(text);
        freeAt = timers.steady() + 10_000;
        return 'said';
      }),
  });
  const slowUntil = (ms: number) => {
    freeAt = timers.steady() + ms;
  };
  return { timers, said, back, bugs, lines, words, slowUntil, changes: () => changes };
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

test('the newest can be taken back, and what is refused in the end comes back to where it was typed', async () => {
  const { timers, back, lines, words, slowUntil } = world();
  slowUntil(1000);
  lines.hold(
    '#dev',
    words('refused', async () => 'refused'),
  );
  lines.hold('#dev', words('no, wait'));
  assert.equal(lines.takeBack('#dev')?.text, 'no, wait');
  assert.equal(lines.takeBack('#ops'), undefined);
  await timers.pass(2000);
  await settle();
  assert.deepEqual([back, lines.countOf('#dev'), timers.waiting], [['#dev refused'], 0, 0]);
});

test('while the log takes its time nothing is looked for, and what is being said is not taken back', async () => {
  const { timers, said, lines, words, changes } = world();
  let written = () => {};
  const slowly = new Promise<'said'>((resolve) => {
    written = () => resolve('said');
  });
  lines.hold(
    '#dev',
    words('one', () => slowly),
  );
  await timers.pass(0);
  const before = changes();
  assert.equal(lines.takeBack('#dev'), undefined);
  assert.equal(lines.hold('#dev', words('two')), true);
  await timers.pass(60_000);
  assert.deepEqual([changes() - before, timers.waiting, lines.countOf('#dev'), said], [1, 0, 2, []]);
  written();
  await settle();
  await timers.pass(0);
  assert.deepEqual([said, lines.countOf('#dev')], [['two'], 0]);
});

test('words that another session was quicker than wait on, before those that came after them', async () => {
  const { timers, said, back, lines, words, slowUntil } = world();
  let tries = 0;
  const one = words('one', async () => {
    tries += 1;
    if (tries > 1) return words('one').say();
    slowUntil(10_000);
    return 'early';
  });
  for (const each of [one, words('two')]) lines.hold('#dev', each);
  await timers.pass(9999);
  assert.deepEqual([tries, said, lines.countOf('#dev')], [1, [], 2]);
  await timers.pass(20_000);
  assert.deepEqual([said, back], [['one', 'two'], []]);
});

test('a bug in saying them is for the session to end by, and is not tried again', async () => {
  const { timers, bugs, lines, words } = world();
  const bug = new Error('the reader is gone');
  lines.hold(
    '#dev',
    words('one', () => Promise.reject(bug)),
  );
  await timers.pass(10_000);
  assert.deepEqual([bugs, timers.waiting], [[bug], 0]);
});

test('a hundred may wait for a channel; at the end they are handed out, and no more come', async () => {
  const { timers, said, lines, words, slowUntil } = world();
  slowUntil(5000);
  for (let n = 0; n < 100; n += 1) assert.equal(lines.hold('#dev', words(`${n}`)), true);
  assert.equal(lines.hold('#dev', words('more')), false);
  assert.equal(lines.hold('#ops', words('elsewhere')), true);
  const unsaid = lines.close();
  assert.deepEqual(unsaid[0], { conversation: '#dev', text: '0' });
  assert.deepEqual([unsaid.length, unsaid.at(-1)], [101, { conversation: '#ops', text: 'elsewhere' }]);
  await lines.whenEmpty();
  await timers.pass(10_000);
  assert.deepEqual([said, timers.waiting, lines.hold('#dev', words('late'))], [[], 0, false]);
});

test('words that could not be said for want of the store come back, and those behind them are said', async () => {
  const { timers, said, back, bugs, lines, words, slowUntil } = world();
  slowUntil(1000);
  const failing = async (): Promise<never> => {
    throw new StoreUnavailable('reading the disk failed');
  };
  lines.hold('#dev', words('one', failing));
  lines.hold('#dev', words('two'));
  await timers.pass(3000);
  assert.deepEqual([back, said, bugs.length], [['#dev one'], ['two'], 1]);
  await lines.whenEmpty();
});

test('large texts take as many places as they do elsewhere, and all channels together have a bound', async () => {
  const { timers, lines, words, slowUntil } = world();
  slowUntil(5000);
  const block = 'x'.repeat(65_536);
  const fill = (conversation: `#${string}`) => {
    let taken = 0;
    while (lines.hold(conversation, words(block))) taken += 1;
    return taken;
  };
  // 17 each: the sixth begins below a hundred.
  assert.equal(fill('#dev'), 6);
  assert.equal(lines.hasRoom('#dev'), false);
  assert.equal(lines.takeBack('#dev')?.text, block);
  assert.equal(fill('#dev'), 1);
  assert.deepEqual([fill('#a'), fill('#b'), fill('#c'), fill('#d')], [6, 6, 6, 0]);
  assert.equal(lines.hasRoom('#d'), false);
  await timers.pass(300_000);
  assert.equal(lines.hasRoom('#d', 99), true);
  assert.equal(lines.hasRoom('#d', 100), false);
});
