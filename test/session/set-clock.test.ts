/** Somebody sets the server's clock, an hour back or forward: nobody's lines, keys or bells wait for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../../src/session/outbox.ts';
import { Paces } from '../../src/session/paces.ts';
import { type Slice, Slices } from '../../src/session/slices.ts';
import { HandTimers, settle } from './hand-timers.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const HOUR = 3_600_000;

for (const [way, step] of [
  ['back', -HOUR],
  ['forward', HOUR],
] as const) {
  test(`lines that wait leave in their time when the clock is set ${way}`, async () => {
    const timers = new HandTimers();
    const pace = new Paces({ burst: 1, perSecond: 1 }).acquire(1).lines;
    const outbox = new Outbox(pace, { timers, onChange: () => undefined, guard: async (work) => work() });
    const sent: string[] = [];
    const put = (text: string) => outbox.put({ send: async () => void sent.push(text) });
    for (const text of ['one', 'two', 'three']) put(text);
    await settle();
    timers.set(step);
    put('four');
    assert.equal(outbox.delay, 1000);
    await timers.pass(999);
    assert.deepEqual(sent, ['one']);
    await timers.pass(1);
    assert.deepEqual(sent, ['one', 'two']);
    await timers.pass(2000);
    assert.deepEqual(sent, ['one', 'two', 'three', 'four']);
  });

  test(`a slice in which the clock is set ${way} holds up nobody after it`, async () => {
    const timers = new HandTimers();
    const slices = new Slices(timers);
    const had: string[] = [];
    const use = (name: string) => (slice: Slice) => {
      had.push(name);
      timers.set(step);
      assert.equal(slice.step(), true, 'time has not passed');
      return false;
    };
    for (const name of ['alice', 'bob']) slices.queue({ use: use(name) });
    await timers.pass(2);
    assert.deepEqual(had, ['alice', 'bob']);
  });

  test(`keys are taken at once, and calls ring, when the clock was set ${way}`, async () => {
    const stage = await sessionStage();
    const [alice, bob] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
    await stage.enters('alice', alice);
    await stage.enters('bob', bob);
    let bells = 0;
    bob.emulator.onBell(() => {
      bells += 1;
    });
    alice.type('bob: are you there?\r');
    await stage.pass(1500);
    stage.timers.set(step);
    alice.type('bob: hello?\r');
    await stage.pass(1500);
    assert.equal(bells, 2);
    bob.type('yes');
    await stage.pass(50);
    assert.match(bob.screen(), /> yes/);
    await stage.sessions.closeAll('');
    assert.deepEqual(stage.bugs, []);
  });
}
