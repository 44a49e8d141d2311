// What is entered while a line before it is still being run goes where that line led.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '../../src/chat/message.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

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

test('words that were typed in another window meanwhile are said there, wherever a line before them leads', async (t) => {
  const { stage, alice, enter, said } = await inChannel();
  await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  enter('/msg bob');
  await stage.pass(1000);
  enter('/window 1');
  const { channels } = stage.stores;
  const open = channels.open.bind(channels);
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  t.mock.method(channels, 'open', async (...args: Parameters<typeof open>) => {
    await held;
    return await open(...args);
  });
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
  let open = () => {};
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { roster } = stage.stores;
  const exit = roster.exit.bind(roster);
  t.mock.method(roster, 'exit', async (...args: Parameters<typeof exit>) => {
    await held;
    await exit(...args);
  });
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
