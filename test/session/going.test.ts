// Going from window to window, and to what is new in them, as the screen shows it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '../../src/chat/message.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const NEXT = '\u000e';

interface Going extends SessionStage {
  readonly alice: ScreenTerminal;
  /** Types; the screen after that. */
  keys(text: string): Promise<string>;
  /** Somebody else says something in a channel. */
  says(channel: Conversation, text: string): Promise<void>;
}

/** alice in #lobby, #dev and #ops, looking at #lobby; bob is there too. */
async function going(): Promise<Going> {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  for (const channel of ['#dev', '#ops']) {
    await stage.chat.enter(bob, channel);
    await stage.chat.enter(id, channel);
  }
  await stage.pass(1000);
  const keys = async (text: string) => {
    alice.type(text);
    await stage.pass(200);
    return alice.screen();
  };
  const says = async (channel: Conversation, text: string) => {
    await stage.chat.say(bob, channel, text);
    await stage.pass(100);
  };
  return { ...stage, alice, keys, says };
}

test('Alt-U goes to the first line that was new, however far up, and Esc comes back', async () => {
  const { bugs, keys, says, sessions } = await going();
  await says('#dev', 'old.');
  await keys(NEXT);
  await keys('\u0010');
  for (let n = 1; n <= 60; n += 1) await says('#dev', `line ${n}.`);
  assert.doesNotMatch(await keys(NEXT), /new since/);
  assert.match(await keys('\u001bu'), /old\.[\s\S]*new since[^\n]*\n>\d\d:\d\d bob +line 1\./);
  assert.match(await keys('\u001b'), /line 60\./);
  await keys(NEXT);
  assert.match(await keys('\u001bu'), /!! Nothing was new here/);
  await sessions.closeAll('');
  assert.deepEqual(bugs, []);
});

test('/read leaves nothing waiting, at the next login neither', async () => {
  const stage = await going();
  const { keys, says } = stage;
  await says('#dev', 'one');
  await says('#ops', 'alice: two');
  assert.match(stage.alice.screen(), /1:#lobby +2:#dev 1 +3:#ops !1/);
  const after = await keys('/read\r');
  assert.match(after, /Marked as read: 2 windows\./);
  assert.match(after, /1:#lobby +2:#dev +3:#ops /);
  stage.alice.end();
  await stage.pass(1000);
  const back = new ScreenTerminal(SIZE);
  await stage.enters('alice', back);
  assert.match(back.screen(), /1:#lobby +2:#dev +3:#ops /);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('/window takes the beginning of a name, a whole name before it', async () => {
  const { keys, sessions } = await going();
  assert.match(await keys('/window d\r'), /^ #dev/);
  assert.match(await keys('/window LOB\r'), /^ #lobby/);
  await keys('/join #de\r');
  await keys('/window lobby\r');
  assert.match(await keys('/window de\r'), /^ #de /);
  assert.match(await keys('/window x\r'), /!! You have no window x/);
  await sessions.closeAll('');
});

test('who closes a window comes back to the one looked at before', async () => {
  const { keys, sessions } = await going();
  await keys('/window ops\r');
  await keys('/window lobby\r');
  await keys('/window dev\r');
  assert.match(await keys('/close\r'), /^ #lobby[\s\S]*1:#lobby +2:#ops/);
  await sessions.closeAll('');
});
