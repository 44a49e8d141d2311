import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

interface Room {
  readonly stage: SessionStage;
  readonly people: readonly ScreenTerminal[];
  /** Somebody else says the next line. */
  say(text?: string): Promise<void>;
}

/** Four who look at a full channel, in step. */
async function room(): Promise<Room> {
  const stage = await sessionStage();
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
