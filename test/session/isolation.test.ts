// What breaks in one session ends that session: it is told so, the log can be searched for it, and nobody else notices.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts } from '../../src/session/drafts.ts';
import { Session } from '../../src/session/session.ts';
import { TypedInput } from '../../src/session/typed-input.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

/** Three who look at a full channel, in step, and somebody else who speaks. */
async function room() {
  const stage = await sessionStage();
  const people = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)] as const;
  const erin = await stage.enters('erin', new ScreenTerminal({ columns: 40, rows: 8 }));
  for (const [at, person] of people.entries()) await stage.enters(`person${at}`, person);
  const say = async (text: string) => {
    await stage.chat.say(erin, '#lobby', text);
    await stage.pass(200);
  };
  for (let n = 1; n <= 40; n += 1) await say(`line ${n}`);
  return { stage, people, say };
}

/** The one session that ended, with an apology that the log knows. */
function assertOneFailed({ bugs, references }: SessionStage, bug: Error, last: string) {
  assert.deepEqual(new Set(bugs), new Set([bug]));
  assert.equal(new Set(references).size, 1);
  assert.ok(last.includes(`(reference ${references[0]})`), last);
}

/** Throws once. */
function breaking(bug: Error) {
  let isBroken = false;
  return () => {
    if (isBroken) return;
    isBroken = true;
    throw bug;
  };
}

test('a terminal that cannot be written to costs nobody who is in step with it their frame', async (t) => {
  const { stage, people, say } = await room();
  const [alice, bob, carol] = people;
  const bug = new Error('no such channel');
  const breaks = breaking(bug);
  const write = bob.write.bind(bob);
  bob.isTapped = true;
  t.mock.method(bob, 'write', (bytes: string | Buffer) => {
    breaks();
    write(bytes);
  });
  await say('and on');
  for (const each of [alice, carol]) assert.match(each.screen(), /and on/);
  assert.deepEqual([alice.ended, bob.ended, carol.ended], [false, true, false]);
  assertOneFailed(stage, bug, bob.tap);
});

test('one that can never be written to again ends all the same, and gives everything back', async (t) => {
  const { stage, people, say } = await room();
  const [alice, bob] = people;
  bob.type('typed alone');
  await stage.pass(200);
  t.mock.method(bob, 'write', () => {
    throw new Error('no such channel');
  });
  bob.type('!');
  await say('and on');
  assert.match(alice.screen(), /and on/);
  assert.equal(bob.ended, true);
  assert.equal(stage.sessions.size, 3);
  assert.equal(new Set(stage.references).size, 1);
  await stage.sessions.closeAll('');
  assert.equal(stage.multicast.size, 0);
});

test('what breaks when its time has come ends the session whose time it was', async (t) => {
  const { stage, people, say } = await room();
  const [alice, bob, carol] = people;
  const bug = new Error('a bug in what saves drafts');
  t.mock.method(Drafts.prototype, 'unsent', function (this: Drafts) {
    if (this.current.text === 'poison') throw bug;
    return '';
  });
  for (const each of people) each.type('a draft');
  bob.type('\u0015poison');
  await stage.pass(2000);
  assert.equal(bob.ended, false);
  bob.isTapped = true;
  await stage.pass(2000);
  await say('and on');
  for (const each of [alice, carol]) assert.match(each.screen(), /and on/);
  assert.deepEqual([alice.ended, bob.ended, carol.ended], [false, true, false]);
  assert.equal(stage.sessions.size, 3);
  assertOneFailed(stage, bug, bob.tap);
});

test('what breaks at a key that is typed, or at a packet that is heard, ends the session it came to', async (t) => {
  for (const breaks of ['data', 'heard'] as const) {
    const stage = await sessionStage();
    const alice = new ScreenTerminal(SIZE);
    await stage.enters('alice', alice);
    const bob = new ScreenTerminal(SIZE);
    await stage.enters('bob', bob);
    const bug = new Error(`a bug in ${breaks}`);
    const broken =
      breaks === 'data'
        ? t.mock.method(TypedInput.prototype, 'data', breaking(bug))
        : t.mock.method(Session.prototype, 'heard', breaking(bug));
    bob.isTapped = true;
    bob.type('x');
    await stage.pass(1000);
    broken.mock.restore();
    assert.deepEqual([alice.ended, bob.ended], [false, true], breaks);
    assertOneFailed(stage, bug, bob.tap);
    await stage.sessions.closeAll('');
  }
});

test('what breaks at the first direct message of somebody ends the session it came to, and not the server', async (t) => {
  const stage = await sessionStage();
  const alice = await stage.enters('alice', new ScreenTerminal(SIZE));
  const bob = new ScreenTerminal(SIZE, new Map(), { kind: 'plain', echo: true });
  await stage.enters('bob', bob);
  const bug = new Error('no such channel');
  const write = bob.write.bind(bob);
  bob.isTapped = true;
  t.mock.method(bob, 'write', (bytes: string | Buffer) => {
    if (bytes.toString().includes('\u0007')) throw bug;
    write(bytes);
  });
  await stage.chat.direct(alice, 'bob', 'psst');
  await stage.pass(1000);
  assert.equal(bob.ended, true);
  assertOneFailed(stage, bug, bob.tap);
  await stage.sessions.closeAll('');
});
