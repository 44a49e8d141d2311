// What is entered while a line before it is still being run goes where that line led.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Conversation } from '../../src/chat/message.ts';
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
    return messages.flatMap((message) => (message.kind === 'public' ? [message.text] : []));
  };
  const enter = (...lines: readonly string[]) => {
    for (const line of lines) alice.type(`${line}\r`);
  };
  return { stage, alice, enter, said };
}

test('what is entered behind /part goes to the window that is left', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('see you', '/part', 'back here');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [['see you'], ['back here']]);
  assert.doesNotMatch(alice.screen(), /was closed/);
  assert.deepEqual(stage.bugs, []);
});

test('what is entered while /close is under way is not said elsewhere, and why is said', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('/close', 'back here');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [[], []]);
  assert.match(alice.screen(), /#dev was closed before what you typed there was sent/);
  assert.match(alice.screen(), /not sent: back here/);
  assert.doesNotMatch(alice.screen(), /> back here/);
  assert.deepEqual(stage.bugs, []);
});

test('who parts and joins again in one breath is in, and what they say after it is said there', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('/part', '/join #dev', 'good night');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [['good night'], []]);
  assert.doesNotMatch(alice.screen(), /was closed/);
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
  const { stage, alice, enter, said } = await inChannel();
  await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  enter('/msg bob');
  await stage.pass(1000);
  enter('/window 1');
  const go = held(t, stage.stores.channels, 'open');
  enter('/join #slow', 'typed in the lobby', '/window 3', 'for bob alone');
  await stage.pass(100);
  go();
  await stage.pass(1000);
  const { messages } = await stage.stores.log.after({ conversation: '@1:2', after: 0, limit: 50 });
  assert.deepEqual([await said('#lobby'), await said('#slow')], [[], ['typed in the lobby']]);
  assert.deepEqual(
    messages.map((message) => message.kind === 'direct' && message.text),
    ['for bob alone'],
  );
  assert.match(alice.screen(), /#slow/);
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
  assert.match(alice.screen(), /#dev was closed before what you typed there was sent/);
  assert.deepEqual(stage.bugs, []);
});
