// Commands that do not wait for the pace of lines have one of their own, which no person notices.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Paces } from '../../src/session/paces.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

async function alone() {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  const enter = (line: string, times = 1) => {
    for (let count = 0; count < times; count += 1) alice.type(`${line}\r`);
  };
  return { stage, alice, enter };
}

test('twenty are done at once; of a hundred the rest waits, visibly, and is done', async () => {
  const { stage, alice, enter } = await alone();
  enter('/read', 99);
  enter('/help');
  await stage.pass(100);
  assert.match(alice.screen(), /sending in 1 s/);
  assert.doesNotMatch(alice.screen(), /Commands/);
  await stage.pass(9000);
  assert.match(alice.screen(), /Commands/);
  assert.doesNotMatch(alice.screen(), /sending in/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('what does not even fit among what waits comes back into the line, with a sentence', async () => {
  const { stage, alice, enter } = await alone();
  enter('/read', 121);
  await stage.pass(100);
  assert.match(alice.screen(), /Too many lines are waiting to be sent; wait a moment\./);
  assert.match(alice.screen(), /> \/read/);
  await stage.sessions.closeAll('');
});

test('whoever has too many of them waiting can quit at once', async () => {
  const { stage, alice, enter } = await alone();
  enter('/read', 90);
  enter('/quit');
  await stage.pass(0);
  assert.equal(alice.ended, true);
  assert.deepEqual(stage.bugs, []);
});

test('keys that change a setting in a list are done at that pace, too, and what is too much is said', async (t) => {
  const { stage, alice } = await alone();
  alice.type('/set\r');
  await stage.pass(100);
  const stores = t.mock.method(stage.stores.profiles, 'setSetting');
  alice.type('clock');
  for (let keys = 0; keys < 250; keys += 1) {
    alice.type('\r');
    await stage.pass(5);
  }
  const atOnce = stores.mock.callCount();
  assert.ok(atOnce >= 20 && atOnce <= 33, `${atOnce}`);
  assert.match(alice.screen(), /Too much is waiting to be done/);
  await stage.pass(15_000);
  const inAll = stores.mock.callCount();
  assert.ok(inAll > 100 && inAll < 140, `${inAll}`);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('who comes again at once has the pace they left with, and no more is remembered than that', async () => {
  const stage = await sessionStage({ burst: 5, perSecond: 1 });
  const enters = async () => {
    const alice = new ScreenTerminal(SIZE);
    await stage.enters('alice', alice);
    return alice;
  };
  const said = async () => {
    const { messages } = await stage.stores.log.before({ conversation: '#lobby', before: 1e9, limit: 100 });
    return messages.filter(({ kind }) => kind === 'public').length;
  };
  // A visit takes a second, in which one more line may be said; what was not said took no place.
  for (let visit = 1; visit <= 4; visit += 1) {
    const alice = await enters();
    alice.type('\u0015');
    for (let line = 0; line < 6; line += 1) alice.type(`${visit} ${line}\r`);
    alice.type('/quit\r');
    await stage.pass(0);
    assert.equal(alice.ended, true);
    assert.equal(await said(), 4 + visit);
  }
  assert.deepEqual([stage.paces.size, stage.paces.remembered], [0, 1]);
  await stage.pass(10_000);
  stage.paces.sweep(stage.timers.steady());
  assert.equal(stage.paces.remembered, 0);
  assert.deepEqual(stage.bugs, []);
});

test('of those who left the last 16,384 are remembered', () => {
  const paces = new Paces({ burst: 5, perSecond: 1 });
  for (let user = 1; user <= 16_385; user += 1) {
    paces.acquire(user).lines.reserve(0);
    paces.release(user, 0);
  }
  assert.equal(paces.remembered, 16_384);
  assert.equal(paces.acquire(1).lines.isAtRest(0), true);
  assert.equal(paces.acquire(2).lines.isAtRest(0), false);
});

test('a person has one pace of each kind in all their sessions, and nobody who left has any', () => {
  const paces = new Paces({ burst: 5, perSecond: 1 });
  const first = paces.acquire(1);
  assert.equal(paces.acquire(1), first);
  assert.notEqual(paces.acquire(2).free, first.free);
  for (const user of [1, 1, 2]) paces.release(user, 0);
  assert.deepEqual([paces.size, paces.remembered], [0, 0]);
});

test('what somebody owes for frames when they leave they owe when they come again', () => {
  const paces = new Paces({ burst: 5, perSecond: 1 });
  const { painting } = paces.acquire(1);
  painting.spend(0, 50);
  painting.spend(50, 100);
  paces.release(1, 100);
  const again = paces.acquire(1).painting;
  assert.ok(again.freeAt > 800);
  // That there will be more of them is expected for a minute.
  assert.equal(again.isDear(60_099), true);
  paces.release(1, 1000);
  assert.equal(paces.remembered, 1);
  paces.acquire(1);
  paces.release(1, 60_100);
  assert.equal(paces.remembered, 0);
});
