// What was written into a link that nobody listened to any more was not read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainTerminal, ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const MINUTE_MS = 60_000;

interface Reading extends SessionStage {
  readonly alice: number;
  /** bob says it in #lobby. */
  says(...texts: readonly string[]): Promise<void>;
  /** How far alice has read in #lobby, as it is stored. */
  marker(): Promise<number>;
  /** The seq of the line that was said last. */
  last(): Promise<number>;
}

/** alice and bob in #lobby, where alice has read one line. */
async function reading(terminal: ScreenTerminal): Promise<Reading> {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const alice = await stage.enters('alice', terminal);
  const says = async (...texts: readonly string[]) => {
    for (const text of texts) await stage.chat.say(bob, '#lobby', text);
    await stage.pass(1000);
  };
  await says('shown.');
  const marker = async () => (await stage.stores.profiles.readMarkers(alice)).get('#lobby') ?? 0;
  const last = async () => (await stage.stores.log.lastSeqs(['#lobby'])).get('#lobby') ?? 0;
  return { ...stage, alice, says, marker, last };
}

/** They come back, on a screen. */
async function returns(stage: Reading): Promise<ScreenTerminal> {
  const back = new ScreenTerminal(SIZE);
  await stage.enters('alice', back);
  return back;
}

test('a login that ends before its first frame has read nothing', async () => {
  const first = new ScreenTerminal(SIZE);
  const stage = await reading(first);
  first.end();
  await stage.pass(1000);
  await stage.says('one.', 'two.', 'three.');
  const before = await stage.marker();
  for (const end of ['end', 'lose'] as const) {
    const stopped = new ScreenTerminal(SIZE);
    stopped.isTapped = true;
    stopped.take(false);
    await stage.enters('alice', stopped);
    stopped[end]();
    await stage.pass(1000);
    assert.equal(stopped.tap.replace(/\r\n$/, ''), '');
    assert.equal(await stage.marker(), before);
  }
  const back = await returns(stage);
  assert.match(back.screen(), /nobody saw you go\. 3 new lines in #lobby\./);
  assert.match(back.screen(), /shown\.[\s\S]*new since[\s\S]*one\.[\s\S]*two\.[\s\S]*three\./);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

for (const [door, open] of [
  ['a screen', () => new ScreenTerminal(SIZE)],
  ['plain lines', () => new PlainTerminal()],
] as const) {
  test(`of what was written to a dead link nothing is read, however long that goes on: ${door}`, async () => {
    const terminal = open();
    const stage = await reading(terminal);
    await stage.pass(3 * MINUTE_MS);
    const shown = await stage.marker();
    assert.equal(shown, await stage.last());
    terminal.isDead = true;
    terminal.isTapped = true;
    terminal.tap = '';
    await stage.says('one.', 'two.');
    await stage.pass(2 * MINUTE_MS);
    await stage.says('three.');
    await stage.pass(2 * MINUTE_MS);
    assert.match(terminal.tap, /one\.[\s\S]*two\.[\s\S]*three\./);
    terminal.lose();
    await stage.pass(1000);
    assert.equal(await stage.marker(), shown);
    const back = await returns(stage);
    assert.match(back.screen(), /nobody saw you go\. 3 new lines in #lobby\./);
    assert.match(back.screen(), /shown\.[\s\S]*new since[\s\S]*one\.[\s\S]*two\.[\s\S]*three\./);
    assert.equal(back.screen().match(/(one|two|three)\./g)?.length, 3);
    await stage.sessions.closeAll('');
    assert.deepEqual(stage.bugs, []);
  });
}

test('what was on show when the link was heard of last is read, and is not new at the return', async () => {
  const terminal = new ScreenTerminal(SIZE);
  const stage = await reading(terminal);
  await stage.says('heard.');
  const heard = await stage.last();
  terminal.isDead = true;
  await stage.says('unheard.');
  terminal.lose();
  await stage.pass(1000);
  assert.equal(await stage.marker(), heard);
  const back = await returns(stage);
  assert.match(back.screen(), /1 new line in #lobby\./);
  assert.match(back.screen(), /heard\.[\s\S]*new since[\s\S]*unheard\./);
  await stage.sessions.closeAll('');
});

test('the dead link of one session leaves the other its unread lines', async () => {
  const laptop = new ScreenTerminal(SIZE);
  const stage = await reading(laptop);
  const phone = new ScreenTerminal(SIZE);
  await stage.enters('alice', phone);
  await stage.chat.enter(stage.alice, '#dev');
  await stage.pass(1000);
  phone.type('/window dev\r');
  await stage.pass(1000);
  await stage.says('seen on the laptop.');
  await stage.pass(1000);
  assert.match(phone.screen(), /1:#lobby +2:#dev/);
  laptop.isDead = true;
  await stage.says('one.', 'two.');
  await stage.pass(MINUTE_MS);
  assert.match(phone.screen(), /1:#lobby 2 +2:#dev/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('what an overlay covers is read when it is closed', async () => {
  const terminal = new ScreenTerminal(SIZE);
  const stage = await reading(terminal);
  terminal.type('/help\r');
  await stage.pass(1000);
  assert.doesNotMatch(terminal.screen(), /shown\./);
  const before = await stage.last();
  await stage.says('covered.');
  await stage.pass(3 * MINUTE_MS);
  assert.equal(await stage.marker(), before);
  terminal.type('\u001b');
  await stage.pass(1000);
  assert.match(terminal.screen(), /covered\./);
  await stage.pass(3 * MINUTE_MS);
  assert.equal(await stage.marker(), await stage.last());
  await stage.sessions.closeAll('');
});

test('a window that was only passed by on a stopped terminal is unread as before', async () => {
  const terminal = new ScreenTerminal(SIZE);
  const stage = await reading(terminal);
  const bob = stage.chat.getHandleUserId('bob') ?? 0;
  for (const user of [bob, stage.alice]) await stage.chat.enter(user, '#dev');
  await stage.pass(1000);
  await stage.chat.say(bob, '#dev', 'alice: look');
  await stage.pass(1000);
  assert.match(terminal.screen(), /2:#dev !1/);
  terminal.take(false);
  for (const name of ['dev', 'lobby']) {
    terminal.type(`/window ${name}\r`);
    await stage.pass(1000);
  }
  terminal.take(true);
  await stage.pass(1000);
  assert.match(terminal.screen(), /^ #lobby/);
  assert.match(terminal.screen(), /2:#dev !1/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('who quits, or has said all through a pipe, has read what was shown', async () => {
  const pipe = new PlainTerminal();
  const stage = await reading(pipe);
  await stage.says('one.');
  pipe.isDead = true;
  await stage.says('two.');
  assert.match(pipe.tap, /two\./);
  const last = await stage.last();
  pipe.eof();
  await stage.pass(1000);
  assert.equal(await stage.marker(), last);
  assert.deepEqual(stage.bugs, []);
});
