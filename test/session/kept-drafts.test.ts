import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { KeptDrafts } from '../../src/session/kept-drafts.ts';
import { ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 120, rows: 24 };
const PASTE = 'word '.repeat(12_000).trim();

/** Puts a paste into the line that is looked at. */
function paste(terminal: ScreenTerminal, text: string) {
  terminal.type(`\u001b[200~${text}\u001b[201~`);
}

test('those that changed last are kept, and each is kept whole or not at all', () => {
  const drafts = new KeptDrafts();
  for (const name of ['#a', '#b', '#c', '#d', '#e'] as const) drafts.note(name, PASTE);
  assert.deepEqual([...drafts.tooMuch], ['#a']);
  drafts.note('#a', `${PASTE}!`);
  assert.deepEqual([...drafts.tooMuch], ['#b']);
  drafts.note('#c', '');
  assert.deepEqual([...drafts.tooMuch], []);
});

test('whoever types more than is kept reads what is lost when they leave, and that alone is', async () => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  const id = await stage.enters('alice', alice);
  const channels = ['#a', '#b', '#c', '#d', '#e'];
  for (const channel of channels) {
    alice.type(`/join ${channel}\r`);
    await stage.pass(500);
  }
  for (const at of channels.keys()) {
    alice.type(`\u001b${at + 2}`);
    await stage.pass(100);
    paste(alice, PASTE);
    await stage.pass(100);
  }
  await stage.pass(4000);
  assert.match(alice.screen().replaceAll(/\s+/g, ' '), /what stands in the line of #a is lost/);
  alice.end();
  await stage.pass(1000);
  const saved = await stage.stores.profiles.windows(id);
  const lengths = new Map(saved.map(({ conversation, draft }) => [conversation, draft.length]));
  assert.deepEqual(
    channels.map((channel) => lengths.get(channel as '#a') ?? 0),
    [0, ...Array(4).fill(PASTE.length)],
  );
  assert.deepEqual(stage.bugs, []);
});

/** How often all windows of somebody are read. */
function reads(t: TestContext, { stores }: Awaited<ReturnType<typeof sessionStage>>) {
  const read = t.mock.method(stores.profiles, 'windows');
  return () => read.mock.callCount();
}

test('what one session saves is read by the others alone, each once', async (t) => {
  const stage = await sessionStage();
  const terminals = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)] as const;
  for (const terminal of terminals) await stage.enters('alice', terminal);
  await stage.pass(5000);
  const [desk, sofa, phone] = terminals;
  const count = reads(t, stage);
  desk.type('from the desk');
  await stage.pass(4000);
  assert.equal(count(), 2);
  for (const each of [sofa, phone]) assert.match(each.screen(), /> from the desk/);
  assert.deepEqual(stage.bugs, []);
});
