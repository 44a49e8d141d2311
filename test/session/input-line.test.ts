// The input line of a screen: what keys put into it, and what becomes of the draft.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };

async function entered(): Promise<SessionStage & { alice: ScreenTerminal; keys(text: string): Promise<string> }> {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  await stage.enters('alice', alice);
  /** Types, and gives the input row back. */
  const keys = async (text: string) => {
    alice.type(text);
    await stage.pass(200);
    return (
      alice.emulator.buffer.active
        .getLine(SIZE.rows - 1)
        ?.translateToString(true)
        .trimEnd() ?? ''
    );
  };
  return { ...stage, alice, keys };
}

test('Alt-Enter and Ctrl-V begin another row of the same message, which Enter sends', async () => {
  const { chat, keys, sessions } = await entered();
  const got: string[] = [];
  const feed = chat.subscribe('#lobby', () => {
    for (const entry of feed.drain().entries) if ('text' in entry) got.push(entry.text);
  });
  assert.equal(await keys('one\u001b\r'), '> one⏎');
  assert.equal(await keys('two\u0016three'), '> one⏎two⏎three');
  assert.equal(await keys('\r'), '>');
  assert.deepEqual(got, ['one\ntwo\nthree']);
  feed.close();
  await sessions.closeAll('');
});

test('a secret has no rows', async () => {
  const { keys, sessions } = await entered();
  await keys('/password');
  const masked = await keys('\r');
  assert.match(masked, /password/i);
  assert.equal(await keys('\u001b\r\u0016'), masked);
  await sessions.closeAll('');
});

test('a command that is too long comes back to be shortened', async () => {
  const { alice, keys, sessions } = await entered();
  assert.match(await keys(`\u001b[200~/topic ${'so '.repeat(1500)}long\u001b[201~`), /so long$/);
  assert.match(await keys('\r'), /so long$/);
  assert.match(alice.screen(), /This line is 4,504 bytes long; at most 4,096 fit/);
  await sessions.closeAll('');
});

test('Alt-S puts the draft aside: it is back when the search is sent or given up', async () => {
  const { keys, sessions } = await entered();
  assert.equal(await keys('half a thou\u001bs'), '> /search');
  assert.equal(await keys('\u001b'), '> half a thou');
  assert.equal(await keys('\u001bs\u001bs'), '> /search');
  assert.equal(await keys('words\r'), '> half a thou');
  await keys('\u001b');
  assert.equal(await keys('ght'), '> half a thought');
  await sessions.closeAll('');
});

test('a draft that a search has put aside is what a window keeps', async () => {
  const stage = await entered();
  await stage.keys('half a thou\u001bs');
  stage.alice.end();
  await stage.pass(1000);
  const back = new ScreenTerminal(SIZE);
  await stage.enters('alice', back);
  const row = back.emulator.buffer.active
    .getLine(SIZE.rows - 1)
    ?.translateToString(true)
    .trimEnd();
  assert.equal(row, '> half a thou');
  await stage.sessions.closeAll('');
});
