// What is entered while a line before it is still being run goes where that line led.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Conversation } from '../../src/chat/message.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

/** What `object` is asked by that name waits for what is returned to be called. */
function held<T extends object, K extends keyof T & string>(t: TestContext, object: T, name: K): () => void {
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  const method = object[name] as (...args: unknown[]) => Promise<unknown>;
  const waiting = async (...args: unknown[]) => await isOpen.then(() => method.apply(object, args));
  t.mock.method(object, name as never, waiting as never);
  return () => open();
}

/** Somebody in a channel of their own, and what was said since in the lobby and in it. */
async function inChannel() {
  const stage = await sessionStage();
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', alice);
  alice.type('/join #dev\r');
  await stage.pass(1000);
  const said = async (conversation: Conversation) => {
    const { messages } = await stage.stores.log.after({ conversation, after: 0, limit: 50 });
    return messages.flatMap((message) => ('text' in message && 'from' in message ? [message.text] : []));
  };
  const enter = (...lines: readonly string[]) => {
    for (const line of lines) alice.type(`${line}\r`);
  };
  return { stage, alice, enter, said };
}

/** The same, looking at their window with bob, which is the third. */
async function besideBob() {
  const place = await inChannel();
  await place.stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  place.enter('/msg bob');
  await place.stage.pass(1000);
  return place;
}

test('what is entered behind /part goes to the window that is left', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('see you', '/part', 'back here');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [['see you'], ['back here']]);
  assert.doesNotMatch(alice.screen(), /not sent/);
  assert.deepEqual(stage.bugs, []);
});

test('what is entered while /close is under way is not said elsewhere, and why is said', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('/close', 'back here');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [[], []]);
  assert.match(alice.screen(), /#dev is not open, so what you typed for it was not sent/);
  assert.match(alice.screen(), /not sent: back here/);
  assert.doesNotMatch(alice.screen(), /> back here/);
  assert.deepEqual(stage.bugs, []);
});

test('who parts and joins again in one breath is in, and what they say after it is said there', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('/part', '/join #dev', 'good night');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [['good night'], []]);
  assert.doesNotMatch(alice.screen(), /not sent/);
  assert.deepEqual(stage.bugs, []);
});

test('words that are entered between the two are said where the second leads', async (t) => {
  const { stage, alice, enter, said } = await inChannel();
  const part = held(t, stage.stores.roster, 'exit');
  const join = held(t, stage.stores.roster, 'enter');
  enter('/part', '/join #dev');
  await stage.pass(100);
  part();
  await stage.pass(100);
  assert.match(alice.screen(), /^ #lobby/);
  enter('good night');
  await stage.pass(100);
  join();
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [['good night'], []]);
  assert.deepEqual(stage.bugs, []);
});

test('words that were typed in another window meanwhile are said there, wherever a line before them leads', async (t) => {
  const { stage, alice, enter, said } = await besideBob();
  enter('/window 1');
  const go = held(t, stage.stores.channels, 'open');
  enter('/join #slow', 'typed in the lobby', '/window 3', 'for bob alone');
  await stage.pass(100);
  go();
  await stage.pass(1000);
  assert.deepEqual(
    [await said('#lobby'), await said('#slow'), await said('@1:2')],
    [[], ['typed in the lobby'], ['for bob alone']],
  );
  assert.match(alice.screen(), /#slow/);
  assert.deepEqual(stage.bugs, []);
});

test('who goes to another window while /part and /join are under way says there what they say there', async (t) => {
  const { stage, alice, enter, said } = await besideBob();
  enter('/window #dev');
  await stage.pass(100);
  const part = held(t, stage.stores.roster, 'exit');
  const join = held(t, stage.stores.roster, 'enter');
  enter('/part', '/join #new', 'to the new ones', '/window bob');
  part();
  await stage.pass(100);
  enter('for bob alone');
  join();
  await stage.pass(1000);
  assert.deepEqual(await Promise.all(['#dev', '#lobby', '#new', '@1:2'].map((each) => said(each as Conversation))), [
    [],
    [],
    [],
    ['for bob alone'],
  ]);
  for (const line of ['/join #new', 'to the new ones']) assert.match(alice.screen(), new RegExp(`not sent: ${line}`));
  assert.deepEqual(stage.bugs, []);
});

test('what was entered behind /part is said nowhere when its person went elsewhere by themselves', async (t) => {
  const { stage, alice, enter, said } = await besideBob();
  enter('/window #dev');
  await stage.pass(100);
  const part = held(t, stage.stores.roster, 'exit');
  enter('/part', 'for who is left', '/window bob');
  await stage.pass(100);
  part();
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby'), await said('@1:2')], [[], [], []]);
  assert.match(alice.screen(), /#dev is not open, so what you typed for it was not sent\./);
  assert.match(alice.screen(), /not sent: for who is left/);
  assert.doesNotMatch(alice.screen(), /> for who/);
  assert.deepEqual(stage.bugs, []);
});

test('words behind a conversation that could not be opened are said nowhere else', async (t) => {
  const { stage, alice, enter, said } = await inChannel();
  await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  t.mock.method(stage.stores.accounts, 'get', async () => {
    throw new StoreUnavailable('The disk is full.');
  });
  enter('/msg bob', 'for bob alone');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby'), await said('@1:2')], [[], [], []]);
  assert.match(alice.screen(), /That conversation is not open, so what you typed for it was not sent\./);
  assert.match(alice.screen(), /not sent: for bob alone/);
  assert.deepEqual(stage.bugs, []);
});

test('several that were entered while /close is under way are all told, and found with the up arrow', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('/close', 'one', 'two');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [[], []]);
  assert.match(alice.screen(), /not sent: one/);
  assert.match(alice.screen(), /not sent: two/);
  alice.type('half typed');
  for (const line of ['two', 'one']) {
    alice.type('\u001b[A');
    await stage.pass(100);
    assert.match(alice.screen(), new RegExp(`> ${line}`));
  }
  alice.type('\u001b[B\u001b[B');
  await stage.pass(100);
  assert.match(alice.screen(), /> half typed/);
  assert.deepEqual(stage.bugs, []);
});

test('words that were entered where somebody was taken out meanwhile are said nowhere', async (t) => {
  const { stage, alice, enter, said } = await inChannel();
  const elsewhere = new ScreenTerminal({ columns: 80, rows: 24 });
  await stage.enters('alice', elsewhere);
  const open = held(t, stage.stores.roster, 'exit');
  elsewhere.type('/part #dev\r');
  await stage.pass(100);
  enter('/part', 'only for here');
  await stage.pass(100);
  open();
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [[], []]);
  assert.match(alice.screen(), /#dev is not open, so what you typed for it was not sent/);
  assert.deepEqual(stage.bugs, []);
});
