// What was entered and waits when a session ends is not lost unsaid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givenBack } from '../../src/session/unsent.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

/** alice may say a line a minute. */
async function slowly() {
  const stage = await sessionStage({ burst: 2, perSecond: 1 / 60 });
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  const drafts = async () =>
    (await stage.stores.profiles.windows(id)).map(({ conversation, draft }) => `${conversation} ${draft}`);
  const enter = (...lines: readonly string[]) => {
    for (const line of lines) alice.type(`${line}\r`);
  };
  return { stage, alice, id, enter, drafts };
}

test('words that the pace holds back are a draft again where they were typed, before what is being typed', async () => {
  const { stage, alice, id, enter, drafts } = await slowly();
  await stage.chat.enter(id, '#dev');
  await stage.pass(500);
  enter('one', 'two', 'three', 'four');
  alice.type('next');
  alice.type('\u001b2');
  enter('in dev');
  await stage.pass(500);
  alice.end();
  await stage.pass(500);
  assert.deepEqual(await drafts(), ['#lobby three\nfour\nnext', '#dev in dev']);
  assert.deepEqual(stage.bugs, []);
});

test('commands are no draft, least of all those with a secret; how many were not carried out is said', async () => {
  const { stage, alice, enter, drafts } = await slowly();
  enter('one', 'two', 'three', ...Array(20).fill('/read'), '/claim open-sesame', '/me waves');
  await stage.pass(0);
  alice.isTapped = true;
  await stage.sessions.closeAll('The server goes down.');
  assert.match(alice.tap, /The server goes down\. 2 lines that waited were not sent\./);
  assert.deepEqual(await drafts(), ['#lobby three']);
});

test('whoever has no screen reads how many lines were not sent, for drafts are nothing to them', async () => {
  const { stage, alice, id, drafts } = await slowly();
  alice.end();
  await stage.pass(500);
  await stage.stores.profiles.setSetting(id, 'screen', 'plain');
  const plain = new ScreenTerminal(SIZE);
  await stage.enters('alice', plain);
  plain.type(Array.from({ length: 130 }, (_, at) => `line ${at}\r`).join(''));
  await stage.pass(500);
  plain.isTapped = true;
  await stage.sessions.closeAll('The server goes down.');
  // A hundred in the outbox and more behind it; two were sent.
  assert.match(plain.tap, /-- The server goes down\. 128 lines that waited were not sent\./);
  assert.deepEqual(await drafts(), []);
  assert.deepEqual(stage.bugs, []);
});

test('what would be too much for one message, and what has no window any more, is counted', () => {
  const paste = 'x'.repeat(30_000);
  const waiting = [...[paste, 'a', paste, 'b'].map((text) => ({ conversation: '#dev' as const, text })), undefined];
  const typed = 'y'.repeat(10_000);
  const { drafts, lost } = givenBack([...waiting, { conversation: '#gone', text: 'c' }], (conversation) =>
    conversation === '#dev' ? typed : undefined,
  );
  assert.deepEqual(drafts.get('#dev'), [paste, 'a', 'b']);
  assert.equal(lost, 3);
});
