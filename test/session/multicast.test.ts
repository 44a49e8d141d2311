import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Transcript } from '../../src/session/transcript.ts';
import type { FrameSlot } from '../../src/tui/frame-slot.ts';
import { FrameScheduler } from '../../src/tui/frames.ts';
import { heapInUse } from '../heap.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

interface Room {
  readonly stage: SessionStage;
  readonly people: readonly ScreenTerminal[];
  /** Somebody else says the next line. */
  say(text?: string): Promise<void>;
}

/** Four who look at a full channel, in step. */
async function room(members?: number): Promise<Room> {
  const stage = await sessionStage(undefined, undefined, members);
  const people = ['alice', 'bob', 'carol', 'dave'].map(() => new ScreenTerminal(SIZE));
  const erin = await stage.enters('erin', new ScreenTerminal({ columns: 40, rows: 8 }));
  for (const [at, handle] of ['alice', 'bob', 'carol', 'dave'].entries()) {
    await stage.enters(handle, people[at] as ScreenTerminal);
  }
  let count = 0;
  const say = async (text = `line ${++count}.`) => {
    const said = await stage.chat.say(erin, '#lobby', text);
    assert.ok(said.ok);
    await stage.pass(120);
  };
  for (let n = 0; n < 40; n += 1) await say();
  return { stage, people, say };
}

/** The rows of the messages. */
function rows(person: ScreenTerminal): string {
  return person.screen().split('\n').slice(1, -2).join('\n');
}

test('screens in step are one group, and nothing of it stays when all are gone', async () => {
  const { stage, people, say } = await room();
  // Erin's is of another size.
  assert.equal(stage.multicast.size, 2);
  await say();
  assert.equal(stage.multicast.size, 2);
  for (const person of people) assert.match(rows(person), /line 41\./);
  await stage.sessions.closeAll('');
  assert.equal(stage.multicast.size, 0);
  assert.deepEqual(stage.bugs, []);
});

test('more screens in step than a group takes are several, and all of them show all', async () => {
  const { stage, people, say } = await room(3);
  assert.equal(stage.multicast.size, 3);
  people[0]?.type('a draft');
  await say();
  await say();
  for (const person of people) assert.match(rows(person), /line 41\..*line 42\./s);
  assert.equal(stage.multicast.size, 3);
  await stage.sessions.closeAll('');
  assert.equal(stage.multicast.size, 0);
});

test('whoever types, is called, looks elsewhere or comes late misses nothing and is back in step', async () => {
  const { stage, people, say } = await room();
  const [alice, bob, carol, dave] = people as [ScreenTerminal, ScreenTerminal, ScreenTerminal, ScreenTerminal];
  alice.type('a draft');
  await say();
  await say('bob: look here');
  carol.type('\u001b[5~');
  await stage.pass(60);
  await say();
  dave.resize({ columns: 80, rows: 12 });
  await say();
  carol.type('\u001b[1;3F');
  dave.resize(SIZE);
  alice.type('\u0015');
  for (let n = 0; n < 3; n += 1) await say();
  for (const person of people) assert.equal(rows(person), rows(bob));
  assert.match(rows(alice), /look here.*line 42\..*line 43\..*line 44\..*line 45\..*line 46\./s);
  assert.equal(stage.multicast.size > 0, true);
});

test('keys are on show at once while words wait for their frame, and an entered line brings its speaker back in step', async () => {
  const { stage, people } = await room();
  const [alice, bob] = people as [ScreenTerminal, ScreenTerminal];
  const frank = await stage.enters('frank', new ScreenTerminal({ columns: 40, rows: 8 }));
  await stage.chat.say(frank, '#lobby', 'first');
  await stage.pass(1000);
  for (let n = 0; n < 32; n += 1) {
    await stage.chat.say(frank, '#lobby', `busy ${n}.`);
    await stage.pass(50);
  }
  await stage.pass(60);
  await stage.chat.say(frank, '#lobby', 'something that waits');
  alice.type('half a');
  await stage.pass(1);
  assert.match(alice.screen(), /half a$/m);
  assert.doesNotMatch(alice.screen(), /something that waits/);
  await stage.pass(120);
  assert.equal(rows(alice), rows(bob));
  assert.match(rows(alice), /something that waits/);

  await stage.chat.say(frank, '#lobby', 'something more');
  await stage.pass(1);
  const groups = stage.multicast.size;
  alice.isTapped = true;
  alice.type(' line\r');
  await stage.pass(1);
  const early = alice.tap.length;
  assert.ok(early > 0, 'the line is out of the input at once');
  assert.doesNotMatch(alice.tap, /something more|half a line/);
  assert.equal(stage.multicast.size, groups - 1, 'in the group of the others, no more in one of her own');
  await stage.pass(120);
  assert.match(alice.tap, /something more.*half a line/s);
  assert.deepEqual(stage.bugs, []);
});

test('what was on show when a screen came in step is not kept while others paint it', async (t) => {
  const { people, say } = await room();
  const shown = new Set<WeakRef<object>>();
  const { live } = Transcript.prototype;
  t.after(() => {
    Transcript.prototype.live = live;
  });
  Transcript.prototype.live = function (...args) {
    const pane = live.apply(this, args);
    shown.add(new WeakRef(pane.rows));
    return pane;
  };
  for (const person of people) {
    person.type('x\u007f');
    await say();
  }
  const seen = shown.size;
  for (let n = 0; n < 4; n += 1) await say();
  // What a WeakRef was asked for, or was made of, stays until the next turn.
  await new Promise(setImmediate);
  heapInUse();
  const alive = new Set([...shown].slice(0, seen).map((ref) => ref.deref())).size - 1;
  assert.equal(alive, 0);
});

test('words in other windows are told although keys came first', async () => {
  const { stage, people } = await room();
  const [alice, bob] = people as [ScreenTerminal, ScreenTerminal];
  for (const person of [alice, bob]) {
    person.type('/join #side\r');
    await stage.pass(300);
    person.type('/window 1\r');
    await stage.pass(300);
  }
  const terminal = new ScreenTerminal({ columns: 40, rows: 8 });
  const frank = await stage.enters('frank', terminal);
  terminal.type('/join #side\r');
  await stage.pass(1000);
  for (let n = 0; n < 32; n += 1) {
    await stage.chat.say(frank, '#lobby', `busy ${n}.`);
    await stage.pass(50);
  }
  await stage.pass(60);
  await stage.chat.say(frank, '#lobby', 'here');
  await stage.chat.say(frank, '#side', 'there');
  alice.type('x');
  await stage.pass(1);
  alice.type('\u0015');
  await stage.pass(300);
  assert.match(rows(alice), /here/);
  for (const person of [alice, bob]) assert.match(person.screen(), /2:#side\W+1/);
});

test('a terminal that takes no more holds nobody up, and has every line when it takes more', async () => {
  const { people, say } = await room();
  const [alice, bob] = people as [ScreenTerminal, ScreenTerminal];
  alice.take(false);
  for (let n = 0; n < 5; n += 1) await say();
  assert.match(rows(bob), /line 45\./);
  assert.doesNotMatch(rows(alice), /line 41\./);
  alice.take(true);
  await say();
  assert.equal(rows(alice), rows(bob));
});

test('words are not held up by a clock that moves on, and comings and changes are seen by all', async () => {
  const { stage, people, say } = await room();
  const frank = await stage.enters('frank', new ScreenTerminal(SIZE));
  for (let n = 0; n < 3; n += 1) await say();
  await stage.chat.say(frank, '#lobby', 'good evening');
  stage.sessions.tick();
  await stage.pass(120);
  for (const person of people) assert.match(rows(person), /frank joined.*good evening/s);
  const line = (await stage.chat.amendments.recent(frank, '#lobby')).at(-1);
  const edited = await stage.chat.amendments.edit(frank, '#lobby', line?.seq ?? 0, 'good morning');
  assert.ok(edited.ok);
  await stage.pass(200);
  for (const person of people) assert.match(rows(person), /good morning/);
  await say();
  for (const person of people) assert.match(rows(person), /line 44\./);
});

test('a group paints in the time of the one person whose screens are in it, and in its own when there are several', async (t) => {
  const add = t.mock.method(FrameScheduler.prototype, 'add');
  const stage = await sessionStage();
  const erin = await stage.enters('erin', new ScreenTerminal({ columns: 40, rows: 8 }));
  const times = async () => {
    // What one person's sessions tell each other has them leave for a frame.
    for (let n = 0; n < 40 || (stage.multicast.size < 2 && n < 60); n += 1) {
      await stage.chat.say(erin, '#lobby', `line ${n}.`);
      await stage.pass(120);
    }
    const slots = add.mock.calls.flatMap(({ result }) => (result === undefined || result.isRemoved ? [] : [result]));
    const isGroup = ({ session }: FrameSlot) => 'fits' in session;
    const people = new Set(slots.filter((slot) => !isGroup(slot)).map(({ paintTime }) => paintTime));
    return slots.filter(isGroup).map(({ paintTime }) => people.has(paintTime));
  };
  await stage.enters('alice', new ScreenTerminal(SIZE));
  await stage.enters('alice', new ScreenTerminal(SIZE));
  assert.deepEqual(await times(), [true, true], 'erin’s and alice’s');
  await stage.enters('bob', new ScreenTerminal(SIZE));
  assert.deepEqual((await times()).sort(), [false, true]);
  assert.deepEqual(stage.bugs, []);
});
