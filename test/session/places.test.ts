// Where windows are being read outlasts looking elsewhere and coming back; what that costs is only what is looked at.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { MessageLog } from '../../src/chat/ports/message-log.ts';
import { Scrolled } from '../../src/session/scrolled.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const PAGE_UP = '\u001b[5~';
const NAMES = ['#lobby', '#one', '#two', '#three', '#four'] as const;

/** Some channels with a history each, and how many pages of it were read for who scrolls. */
async function channels(t: TestContext, text = (name: string, n: number) => `${name} says ${n}.`) {
  const stage = await sessionStage();
  const { log } = stage.stores;
  const from = { id: 99, handle: 'bob' };
  for (const conversation of NAMES) {
    for (let n = 1; n <= 300; n += 1) {
      await log.append({ kind: 'public', from, text: text(conversation, n), conversation, id: `${conversation}${n}` });
    }
  }
  const before = t.mock.method(log, 'before');
  const pages = () => before.mock.calls.filter(({ arguments: [query] }) => query.limit === 200).length;
  return { stage, pages, forgetPages: () => before.mock.resetCalls() };
}

/** What is on show of a channel's history, and nothing of any other window. */
function rows(person: ScreenTerminal): string {
  return person.screen().split('\n').slice(1, -2).join('\n');
}

/** Nothing is read of history before what is returned is called; with `limit`, no page of that size. */
function holdHistory(t: TestContext, log: MessageLog, limit?: number): () => void {
  const before = log.before.bind(log);
  let open = () => {};
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  t.mock.method(log, 'before', async (query: Parameters<typeof log.before>[0]) => {
    if (limit === undefined || query.limit === limit) await held;
    return await before(query);
  });
  return () => open();
}

test('a login reads history for the window that is looked at, and for the others when they are', async (t) => {
  const { stage, pages, forgetPages } = await channels(t);
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  const stood = new Map<string, string>();
  for (const name of NAMES) {
    alice.type(`/join ${name}\r`);
    await stage.pass(500);
    alice.type(PAGE_UP.repeat(3));
    await stage.pass(500);
    stood.set(name, rows(alice));
  }
  alice.end();
  await stage.pass(1000);

  forgetPages();
  const again = new ScreenTerminal(SIZE);
  await stage.enters('alice', again);
  await stage.pass(1000);
  assert.equal(pages(), 1);
  assert.equal(rows(again), stood.get('#four'));
  for (const [at, name] of NAMES.slice(0, -1).entries()) {
    again.type(`\u001b${at + 1}`);
    await stage.pass(500);
    assert.equal(pages(), at + 2);
    assert.equal(rows(again), stood.get(name));
  }
  assert.deepEqual(stage.bugs, []);
});

test('of windows that one left some time ago only the place is kept, and one comes back to the very row', async (t) => {
  const long = (name: string, n: number) => `${name} ${n}. ${'and so on '.repeat(n % 40)}`;
  const { stage, pages, forgetPages } = await channels(t, long);
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  for (const name of NAMES.slice(1)) await stage.chat.enter(id, name);
  await stage.pass(500);
  const stood: string[] = [];
  const turnTo = async (at: number) => {
    alice.type(`\u001b${at + 1}`);
    await stage.pass(500);
  };
  for (const at of NAMES.keys()) {
    await turnTo(at);
    alice.type(PAGE_UP.repeat(4 + at));
    await stage.pass(500);
    stood.push(rows(alice));
  }
  forgetPages();
  // The last two are there, the others are read again.
  for (const [at, read] of [
    [3, 0],
    [4, 0],
    [0, 1],
    [4, 1],
    [0, 1],
    [3, 2],
    [1, 3],
  ] as const) {
    await turnTo(at);
    assert.equal(rows(alice), stood[at]);
    assert.equal(pages(), read, `${at}`);
  }
  alice.type(PAGE_UP);
  await stage.pass(500);
  assert.notEqual(rows(alice), stood[1]);
  alice.type('\u001b[6~');
  await stage.pass(500);
  assert.equal(rows(alice), stood[1]);
  assert.deepEqual(stage.bugs, []);
});

test('whoever goes elsewhere while history is read finds each window where it was', async (t) => {
  const { stage } = await channels(t);
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  for (const name of NAMES.slice(1)) await stage.chat.enter(id, name);
  alice.type(PAGE_UP.repeat(3));
  await stage.pass(500);
  const open = holdHistory(t, stage.stores.log);
  alice.type(`${PAGE_UP.repeat(16)}\u001b2`);
  await stage.pass(100);
  alice.type('\u001b3');
  await stage.pass(100);
  alice.type('\u001b4');
  await stage.pass(100);
  open();
  await stage.pass(500);
  alice.type('\u001b1');
  await stage.pass(500);
  // Once the step was under way; the others were given up.
  assert.match(rows(alice), /#lobby says \d+\.\n.*#lobby says \d+\.$/);
  const top = () => Number(/says (\d+)\./.exec(rows(alice))?.[1]);
  const at = top();
  alice.type(PAGE_UP);
  await stage.pass(500);
  assert.equal(top(), Math.max(1, at - 20));
  assert.deepEqual(stage.bugs, []);
});

test('keys that come before the history of a restored window go on from where it was read', async (t) => {
  const { stage } = await channels(t);
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  alice.type(PAGE_UP.repeat(3));
  await stage.pass(500);
  const stood = rows(alice);
  alice.type(PAGE_UP);
  await stage.pass(5000);
  const further = rows(alice);
  alice.type('\u001b[6~');
  await stage.pass(5000);
  assert.equal(rows(alice), stood);
  alice.end();
  await stage.pass(1000);

  const open = holdHistory(t, stage.stores.log, 200);
  const again = new ScreenTerminal(SIZE);
  await stage.enters('alice', again);
  await stage.pass(500);
  // Not the newest lines, which would be taken for read.
  assert.doesNotMatch(again.screen(), /says/);
  assert.match(again.screen(), /reading history…/);
  again.type(PAGE_UP);
  await stage.pass(500);
  open();
  await stage.pass(500);
  assert.equal(rows(again), further);
  assert.deepEqual(stage.bugs, []);
});

test('a restored run is no larger than any other', async (t) => {
  const paste = 'x'.repeat(60_000);
  const { stage } = await channels(t, (name, n) => (n > 200 ? `${n} ${paste}` : `${name} says ${n}.`));
  const { log } = stage.stores;
  const scrolled = Scrolled.endingWith(log, '#lobby', 290, 290);
  await scrolled.fetch();
  // A page holds 1 Mi characters, which are 17 of these.
  const before = t.mock.method(log, 'before');
  await scrolled.readOn(-1);
  assert.equal(before.mock.calls[0]?.arguments[0].before, 290 - 17 + 1);
});
