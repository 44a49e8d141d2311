import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HELD_BYTES } from '../../src/session/held-lines.ts';
import { KeyTime, Slices } from '../../src/session/slices.ts';
import { lineEnds, TypedInput } from '../../src/session/typed-input.ts';
import { HandTimers } from './hand-timers.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const BACKSPACE = '\u007f';

/** Time that work takes besides that which passes. */
class BusyTimers extends HandTimers {
  worked = 0;

  override steady(): number {
    return super.steady() + this.worked;
  }
}

interface House {
  readonly timers: BusyTimers;
  readonly slices: Slices;
  /** What everybody's steps did, in order. */
  readonly done: string[];
}

function house(): House {
  const timers = new BusyTimers();
  return { timers, slices: new Slices(timers), done: [] };
}

/** Somebody whose every character is a step of so many ms; an ESC at the end is undecided, `!` ends the session. */
function typist({ timers, slices, done }: House, name: string, stepMs: number, keyTime = new KeyTime()) {
  let text = '';
  let isEscape = false;
  const session = {
    deps: { timers, slices },
    keyTime,
    secrecy: { isOn: false },
    ended: false,
    terminal: { writeError: (words: string) => void done.push(words.trim()) },
    guard: async (work: () => unknown) => void work(),
    end: async () => {
      session.ended = true;
    },
  };
  const typing = {
    data: (chunk: Buffer) => {
      text += chunk.toString();
    },
    step: () => {
      const [key = ''] = text;
      text = text.slice(1);
      timers.worked += stepMs;
      if (key === '!') session.ended = true;
      else if (key === '\u001b') isEscape = true;
      else done.push(name + (isEscape ? 'alt-' : '') + key);
      if (key !== '\u001b') isEscape = false;
      return text !== '';
    },
    get lines() {
      return lineEnds(text);
    },
    drop: () => {
      text = '';
    },
    get isUndecided() {
      return isEscape;
    },
    decide: () => {
      isEscape = false;
      done.push(`${name}esc`);
    },
  };
  const input = new TypedInput(session);
  const listen = () =>
    input.listen({
      typing,
      isAsked: false,
      eof: () => done.push(`${name}eof`),
      flooded: () => done.push(`${name}flooded`),
      dropped: () => done.push(`${name}dropped`),
    });
  return { session, input, listen, type: (keys: string) => input.data(Buffer.from(keys)) };
}

test('the lines in what waits can be counted, those of the piece under way, too', () => {
  const alice = typist(house(), '', 2);
  alice.listen();
  alice.type('a\rb\nc\r\nd\re\r');
  alice.type('f\r');
  // Three steps are done.
  assert.equal(alice.input.lines, 5);
  alice.input.close();
});

test('a key that costs little is taken at once, key after key', () => {
  const place = house();
  const alice = typist(place, '', 0);
  alice.listen();
  for (const key of 'hello') alice.type(key);
  assert.equal(place.done.join(''), 'hello');
  assert.equal(place.timers.waiting, 0);
});

test('what takes longer than a slice waits, all have slices in turn, and each finds their keys in order', async () => {
  const place = house();
  const [alice, bob] = [typist(place, 'a', 1), typist(place, 'b', 1)];
  for (const each of [alice, bob]) each.listen();
  alice.type('0123456789ABCDEFGHI');
  assert.equal(place.done.length, 5, 'a slice');
  assert.equal(place.slices.size, 1);
  bob.type('0123456789');
  alice.type('J');
  await place.timers.pass(1000);
  const slices = place.done.join('').match(/(?:a.)+|(?:b.)+/g) ?? [];
  assert.deepEqual(
    slices.map((slice) => slice.length / 2),
    [5, 5, 5, 5, 10],
    'alice, bob, alice, bob, and alice alone',
  );
  assert.deepEqual(place.done.join('').replaceAll(/b.|a/g, ''), '0123456789ABCDEFGHIJ');
  assert.deepEqual([place.slices.size, place.timers.waiting], [0, 0]);
});

test('one slice takes a bounded number of steps, also by a clock that stands', async () => {
  const place = house();
  const alice = typist(place, '', 0);
  alice.listen();
  alice.type('x'.repeat(2000));
  assert.equal(place.done.length, 512);
  await place.timers.pass(100);
  assert.equal(place.done.length, 2000);
});

test('keys that come one by one and are dear wait, too, for all sessions of a person together', async () => {
  const place = house();
  const person = new KeyTime();
  const sessions = [typist(place, '', 1, person), typist(place, '', 1, person)];
  for (const each of sessions) each.listen();
  for (let key = 0; key < 50; key += 1) sessions[key % 2]?.type('x');
  assert.ok(place.done.length <= 7, `${place.done.length} at once`);
  await place.timers.pass(1000);
  assert.equal(place.done.length, 50);
  await place.timers.pass(1000);
  sessions[0]?.type('y');
  assert.equal(place.done.at(-1), 'y', 'after a rest at once again');
});

test('an Esc is told from the beginning of a sequence by when the next key came, not by when it was taken', async () => {
  const place = house();
  const alice = typist(place, '', 1);
  alice.listen();
  alice.type('123456\u001b');
  await place.timers.pass(20);
  alice.type('x');
  await place.timers.pass(100);
  assert.deepEqual(place.done.splice(0), [...'123456', 'alt-x']);

  alice.type('123456\u001b');
  alice.type('y');
  await place.timers.pass(100);
  assert.deepEqual(place.done.splice(0), [...'123456', 'alt-y']);

  alice.type('123456\u001b');
  await place.timers.pass(100);
  alice.type('z');
  assert.deepEqual(place.done.splice(0), [...'123456', 'esc', 'z']);
});

test('the end of the input is told after all of it, once', async () => {
  const place = house();
  const alice = typist(place, '', 1);
  alice.type('early');
  alice.input.eof();
  alice.listen();
  assert.deepEqual(place.done, []);
  alice.input.begin();
  await place.timers.pass(100);
  assert.deepEqual(place.done, [...'early', 'eof']);
  alice.type('late');
  alice.input.eof();
  assert.equal(place.done.length, 6);
});

test('a session that ends in the middle takes nothing more and leaves nothing behind', async () => {
  const place = house();
  const [alice, bob] = [typist(place, 'a', 1), typist(place, 'b', 1)];
  for (const each of [alice, bob]) each.listen();
  alice.type('12!3456789');
  bob.type('123456789\u001b');
  bob.input.close();
  await place.timers.pass(1000);
  assert.deepEqual(place.done, ['a1', 'a2', 'b1', 'b2', 'b3', 'b4', 'b5']);
  assert.deepEqual([place.slices.size, place.timers.waiting], [0, 0]);
});

test('what waits is bounded: beyond that it is said, and nothing is taken any more', async () => {
  const place = house();
  const alice = typist(place, '', 0);
  alice.listen();
  const chunk = `\u001b${'\u001b'.repeat(32_767)}`;
  let chunks = 0;
  while (place.done.length === 0 && chunks < 1000) {
    alice.type(chunk);
    chunks += 1;
  }
  assert.deepEqual(place.done, ['flooded']);
  assert.ok(chunks * chunk.length < HELD_BYTES + 3 * chunk.length);
  alice.type('x');
  await place.timers.pass(10_000);
  assert.deepEqual(place.done, ['flooded', 'eof']);
  assert.equal(place.slices.size, 0);
});

test('a packet of Backspaces leaves the loop to others, and the line is right in the end', async () => {
  const stage = await sessionStage();
  const [alice, bob] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
  await stage.enters('alice', alice);
  await stage.enters('bob', bob);
  alice.type(`${'x'.repeat(4000)}${BACKSPACE.repeat(3990)}`);
  assert.equal(stage.slices.size, 1);
  bob.type('still here\r');
  await stage.pass(0);
  assert.equal(stage.slices.size, 1);
  alice.type('yz');
  await stage.pass(500);
  assert.match(alice.screen(), /> x{10}yz$/m);
  assert.match(alice.screen(), /bob +still here/);
  assert.equal(stage.slices.size, 0);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('keys behind those that leave, and a link that is lost in the middle, harm nobody', async () => {
  const stage = await sessionStage();
  const [alice, bob] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
  await stage.enters('alice', alice);
  await stage.enters('bob', bob);
  alice.type(`${BACKSPACE.repeat(3000)}/quit\r${'\t'.repeat(3000)}`);
  bob.type(BACKSPACE.repeat(3000));
  bob.end();
  await stage.pass(1000);
  assert.equal(alice.ended, true);
  assert.equal(stage.slices.size, 0);
  assert.equal(stage.sessions.size, 0);
  assert.deepEqual(stage.bugs, []);
});

test('a paste without brackets stays one paste, however long', async () => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  alice.type(`first\r${'line\r'.repeat(600)}`);
  alice.type('\r');
  await stage.pass(500);
  assert.match(alice.screen(), /> .*line⏎/);
  alice.type('\r');
  await stage.pass(500);
  assert.match(alice.screen(), /Send 601 lines as one message\? y\/n/);
  await stage.sessions.closeAll('');
});

test('keys held down while a line is picked count one by one, a packet full of them as a handful; what ends it is followed by words', async () => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  alice.type('one\r');
  await stage.pass(500);
  alice.type('two\r');
  await stage.pass(500);
  alice.type('/select\r');
  await stage.pass(500);
  alice.type('k'.repeat(30_000));
  await stage.pass(500);
  assert.match(alice.screen(), /Enter quotes/);
  alice.type('jjjrsome words');
  await stage.pass(500);
  assert.match(alice.screen(), /some words$/m);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('keys that are dear have a quarter of the time, all people’s together, and others do not wait for them', () => {
  const { slices } = house();
  const dear = Array.from({ length: 10 }, () => new KeyTime());
  for (const [n, own] of dear.entries()) slices.spend(own, n * 40, (n + 1) * 40);
  const [first] = dear as [KeyTime];
  assert.equal(first.isSpent(400), false);
  assert.equal(slices.mustWait(first, 400), true);
  assert.equal(slices.mustWait(new KeyTime(), 400), false);
  assert.equal(slices.mustWait(first, 1400), false);
  assert.deepEqual([first.isAtRest(60_000), first.isAtRest(60_040)], [false, true]);
});
