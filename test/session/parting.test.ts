// What was entered before somebody parts is said before it; what was not is theirs again, or they are told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Conversation, directConversation } from '../../src/chat/message.ts';
import type { PaceOptions } from '../../src/chat/pace.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import type { Door } from '../../src/session/terminal.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const SCREEN: Door = { kind: 'screen', term: 'xterm-256color' };
const PTY: Door = { kind: 'plain', echo: true };
const PIPE: Door = { kind: 'plain', echo: false };

/** alice behind a door, and bob, who is here. */
async function stageOf(door: Door, lines?: PaceOptions) {
  const stage = await sessionStage(lines);
  const bobId = await stage.enters('bob', new ScreenTerminal(SIZE));
  const alice = new ScreenTerminal(SIZE, new Map(), door);
  const id = await stage.enters('alice', alice);
  const type = async (...chunks: readonly string[]) => {
    for (const chunk of chunks) alice.type(chunk);
    await stage.pass(100);
  };
  const said = async (conversation: Conversation) => {
    const { messages } = await stage.stores.log.before({ conversation, before: Number.POSITIVE_INFINITY, limit: 100 });
    return messages.flatMap((message) => ('text' in message ? message.text : message.kind === 'leave' ? 'leave' : []));
  };
  const drafts = async () => (await stage.stores.profiles.windows(id)).map(({ draft }) => draft);
  return { stage, alice, id, bobId, type, said, drafts };
}

for (const [name, door, chunks] of [
  ['/quit on a screen', SCREEN, ['hello\r', '/quit\r']],
  ['/quit in plain lines', PTY, ['hello\r/quit\r']],
  ['/quit in a pipe', PIPE, ['hello\n/quit\n']],
  ['Ctrl-D in plain lines', PTY, ['hello\r\u0004']],
] as const) {
  test(`${name}: the line before it is said first`, async () => {
    const { stage, alice, type, said } = await stageOf(door);
    await type(...chunks);
    assert.deepEqual(await said('#lobby'), ['hello', 'leave']);
    assert.deepEqual([alice.ended, alice.status], [true, 0]);
    assert.doesNotMatch(alice.screen(), /not sent/);
    assert.deepEqual(stage.bugs, []);
  });
}

test('so are three lines; what the pace holds back becomes a draft', async () => {
  const { stage, type, said, drafts } = await stageOf(SCREEN, { burst: 3, perSecond: 1 });
  await type('one\r', 'two\r', 'three\r', 'four\r', 'five\r', '/quit\r');
  assert.deepEqual(await said('#lobby'), ['one', 'two', 'three', 'leave']);
  assert.deepEqual(await drafts(), ['four\nfive']);
  assert.deepEqual(stage.bugs, []);
});

test('in a direct window it is, too, though the store answers slowly who that is', async () => {
  const { stage, alice, id, bobId, type, said } = await stageOf(SCREEN);
  await type('/msg bob\r');
  const { accounts } = stage.stores;
  const get = accounts.get.bind(accounts);
  accounts.get = async (user) => {
    await new Promise<void>((resolve) => void stage.timers.after(500, resolve));
    return await get(user);
  };
  await type('one\r', 'two\r', '/quit\r');
  assert.equal(alice.ended, false);
  await stage.pass(2000);
  assert.equal(alice.ended, true);
  assert.deepEqual(await said(directConversation(id, bobId)), ['one', 'two']);
  assert.deepEqual(await said('#lobby'), ['leave']);
});

test('what was under way and is refused after all is counted in the last words', async () => {
  const { stage, alice, type } = await stageOf(SCREEN);
  const { log } = stage.stores;
  log.append = async () => {
    await new Promise<void>((resolve) => void stage.timers.after(500, resolve));
    throw new StoreUnavailable('disk full');
  };
  await type('hello\r', '/quit\r');
  assert.equal(alice.ended, false);
  await stage.pass(2000);
  assert.equal(alice.ended, true);
  assert.match(alice.screen(), /Goodbye\. 1 line that waited was not sent\./);
  assert.deepEqual(stage.bugs, []);
});

test('who quits waits two seconds for it, and is told what was not sent by then', async () => {
  const { stage, alice, type } = await stageOf(PTY);
  stage.stores.log.append = () => new Promise(() => undefined);
  await type('one\rtwo\r/quit\r');
  await stage.pass(1800);
  assert.equal(alice.ended, false);
  await stage.pass(200);
  assert.equal(alice.ended, true);
  assert.match(alice.screen(), /Goodbye\. 2 lines that waited were not sent\./);
});

test('a lost link waits for nothing that is not under way', async () => {
  const { stage, alice, type, said, drafts } = await stageOf(SCREEN);
  alice.type('one\r');
  alice.type('two\r');
  alice.lose();
  await type();
  assert.deepEqual(await said('#lobby'), ['one']);
  assert.deepEqual(await drafts(), ['two']);
  assert.deepEqual(stage.bugs, []);
});

test('/close does not overtake the lines before it', async () => {
  const { stage, alice, id, type, said } = await stageOf(SCREEN);
  await stage.chat.enter(id, '#dev');
  await stage.pass(1000);
  await type('\u001b2');
  await type('one\r', 'two\r', '/close\r');
  assert.deepEqual(await said('#dev'), ['one', 'two', 'leave']);
  assert.doesNotMatch(alice.screen(), /#dev/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});
