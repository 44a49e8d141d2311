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

test('what is entered while /close is under way comes back into the line, and why is said', async () => {
  const { stage, alice, enter, said } = await inChannel();
  enter('/close', 'back here');
  await stage.pass(1000);
  assert.deepEqual([await said('#dev'), await said('#lobby')], [[], []]);
  assert.match(alice.screen(), /#dev was closed before what you typed there was sent/);
  assert.match(alice.screen(), /> back here/);
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
