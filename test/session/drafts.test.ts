// A draft that nobody looks at is its text: neither memory nor time is spent on the letters of it.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Conversation } from '../../src/chat/message.ts';
import type { Line } from '../../src/chat/quote.ts';
import { Drafts } from '../../src/session/drafts.ts';
import { LineInput } from '../../src/session/line-input.ts';
import { heapGrowth } from '../heap.ts';
import { line } from '../tui/said.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

/** Two bytes a letter in every count, and nothing that is cut into clusters without looking. */
const LETTER = 'ܒ';
const LONG = LETTER.repeat(32_000);
const MIB = 1024 * 1024;
const SIZE = { columns: 80, rows: 24 };

function windows(count: number): readonly Conversation[] {
  return Array.from({ length: count }, (_, at): Conversation => `#w${at}`);
}

function said(text: string): Line {
  return line('carol', text) as Line;
}

/** How much text the segmenter is given, UTF-16 units. */
function segmented(t: TestContext): () => number {
  const { mock } = t.mock.method(Intl.Segmenter.prototype, 'segment');
  return () => mock.calls.reduce((sum, { arguments: [text = ''] }) => sum + text.length, 0);
}

function typed(input: LineInput, ...parts: readonly string[]): void {
  for (const text of parts) input.edit({ type: 'paste', text });
}

test('drafts of many windows take the memory of their text, also when each was looked at', async () => {
  const grown = await heapGrowth(() => {
    const drafts = new Drafts();
    for (const [at, window] of windows(51).entries()) {
      drafts.restore(window, `${at}${LONG}`);
      drafts.turnTo(window);
    }
    return drafts;
  });
  // 51 of 64,000 bytes and one cut into letters; all of them cut are 51 MiB.
  assert.ok(grown < 6 * MIB, `${grown / MIB} MiB`);
});

test('what is restored is cut into letters when its window is looked at, and no sooner', (t) => {
  const cut = segmented(t);
  const input = new LineInput();
  input.turnTo('#here');
  for (const window of windows(8)) input.drafts.restore(window, LONG);
  assert.equal(cut(), 0);
  input.turnTo('#w3');
  assert.equal(input.text, LONG);
  assert.ok(cut() >= LONG.length && cut() < LONG.length * 2, `${cut()}`);
});

test('a letter that another session typed into the same long line costs a letter', (t) => {
  const input = new LineInput();
  input.turnTo('#here');
  typed(input, LONG);
  const cut = segmented(t);
  for (const text of [`${LONG}${LETTER}`, `${LETTER}x${LONG}`, LONG]) {
    input.drafts.restore('#here', text);
    assert.equal(input.text, text);
  }
  assert.ok(cut() < 1000, `${cut()}`);
  assert.equal(input.drafts.current.editor.cursor, LONG.length);
});

test('whoever goes from window to window and back finds what they left', () => {
  const input = new LineInput();
  input.turnTo('#a');
  typed(input, 'one');
  input.sent('one', []);
  typed(input, 'a thought');
  input.edit({ type: 'word-left' });
  input.turnTo('#b');
  assert.equal(input.text, '');
  typed(input, 'half');
  input.begin('/search ');
  input.edit({ type: 'insert', text: 'x' });
  input.turnTo('#c');
  typed(input, 'half an answer');
  input.aim({ kind: 'edit', line: said('as it was') }, 'as it was');
  for (const window of ['#a', '#b', '#c'] as const) input.turnTo(window);

  input.turnTo('#a');
  input.edit({ type: 'insert', text: 'good ' });
  assert.equal(input.text, 'a good thought');
  input.edit({ type: 'undo' });
  assert.equal(input.text, 'a thought');
  input.up();
  assert.equal(input.text, 'one');
  input.turnTo('#c');
  assert.deepEqual([input.text, input.aimed?.kind, input.drafts.unsent('#c')], ['as it was', 'edit', 'half an answer']);
  assert.equal(input.cancel(), true);
  assert.equal(input.text, 'half an answer');
  input.turnTo('#b');
  assert.equal(input.text, '/search x');
  assert.equal(input.cancel(), true);
  assert.equal(input.text, 'half');
  input.turnTo('#a');
  input.down();
  assert.equal(input.text, 'a thought');
});

test('what was killed in one window is brought back in another', () => {
  const input = new LineInput();
  input.turnTo('#a');
  typed(input, 'to be moved');
  input.edit({ type: 'kill-to-start' });
  input.turnTo('#b');
  input.edit({ type: 'yank' });
  assert.equal(input.text, 'to be moved');
});

test('more than all windows may hold is refused where it is typed, and what stands there stays', () => {
  const input = new LineInput();
  const block = 'x'.repeat(60_000);
  for (const window of windows(8)) {
    input.turnTo(window);
    typed(input, block);
    assert.equal(input.refused, undefined);
  }
  input.turnTo('#more');
  typed(input, 'some', block);
  assert.match(input.refused ?? '', /^Too much is typed in your windows; send or clear some\.$/);
  assert.equal(input.text, 'some');
  // A line that is aimed at counts, for it is held.
  input.aim({ kind: 'reply', line: said(block) }, '');
  assert.deepEqual([input.aimed, input.refused === undefined], [undefined, false]);
  input.turnTo('#w0');
  input.edit({ type: 'clear' });
  input.turnTo('#more');
  typed(input, block);
  assert.deepEqual([input.refused, input.text.length], [undefined, 60_004]);
  for (const window of windows(8).slice(1)) assert.equal(input.drafts.unsent(window), block);
});

test('what was sent counts as typed when it is brought back', () => {
  const input = new LineInput();
  const block = 'x'.repeat(60_000);
  input.turnTo('#more');
  typed(input, block);
  input.sent(block, []);
  for (const window of windows(8)) {
    input.turnTo(window);
    typed(input, block);
  }
  input.turnTo('#more');
  typed(input, 'a draft');
  input.up();
  assert.deepEqual([input.text, input.refused === undefined], ['a draft', false]);
  input.edit({ type: 'clear' });
  assert.equal(input.refused, undefined);
});

test('what can be undone and what was sent is given up of the windows looked at longest ago, their drafts never', () => {
  const input = new LineInput();
  const block = 'x'.repeat(50_000);
  const all = windows(12);
  for (const window of all) {
    input.turnTo(window);
    typed(input, block);
    input.sent(block, []);
    typed(input, `draft of ${window}`);
    input.edit({ type: 'clear' });
    input.edit({ type: 'undo' });
    if (window === '#w1') input.up();
  }
  const [last, first] = [all.at(-1) as Conversation, '#w0' as const];
  for (const window of all) assert.equal(input.drafts.unsent(window), window === '#w1' ? block : `draft of ${window}`);
  input.turnTo(last);
  input.up();
  assert.equal(input.text, block);
  input.down();
  input.turnTo(first);
  input.up();
  assert.equal(input.text, 'draft of #w0');
  input.edit({ type: 'undo' });
  assert.equal(input.text, 'draft of #w0');
  // The one that was being looked through is left as it stands.
  input.turnTo('#w1');
  assert.equal(input.text, block);
  input.down();
  assert.equal(input.text, 'draft of #w1');
});

/** alice comes in, and writes a long draft in each of so many channels: the windows from 2 on. */
async function typesInEach(stage: SessionStage, alice: ScreenTerminal, count: number): Promise<void> {
  const id = await stage.enters('alice', alice);
  for (const [at, channel] of windows(count).entries()) {
    await stage.chat.enter(id, channel);
    await stage.pass(500);
    alice.type(`\u001b${at + 2}`);
    await stage.pass(500);
    alice.type(`\u001b[200~${LONG}\u001b[201~`);
    await stage.pass(500);
  }
  await stage.pass(5000);
}

test('a letter in each of eight long drafts makes other sessions cut what they show, and nothing else', async (t) => {
  const stage = await sessionStage();
  const [desk, sofa] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
  await typesInEach(stage, desk, 8);
  const cut = segmented(t);
  await stage.enters('alice', sofa);
  await stage.pass(5000);
  const atLogin = cut();
  assert.ok(atLogin < 3 * LONG.length, `${atLogin}`);
  for (let at = 0; at < 8; at += 1) {
    desk.type(`\u001b${at + 2}x`);
    await stage.pass(100);
  }
  const byDesk = cut();
  await stage.pass(5000);
  assert.ok(cut() - byDesk < LONG.length, `${cut() - byDesk}`);
  sofa.type('\u001b2');
  await stage.pass(500);
  assert.match(sofa.screen(), /ܒx\n?$/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('drafts that did not change are not put together again to be saved', async (t) => {
  const stage = await sessionStage();
  const alice = new ScreenTerminal(SIZE);
  await typesInEach(stage, alice, 3);
  alice.type('\u001b1x');
  await stage.pass(100);
  const { join } = Array.prototype;
  t.after(() => {
    Array.prototype.join = join;
  });
  let long = 0;
  Array.prototype.join = function (...between) {
    if (this.length > 1000) long += 1;
    return join.apply(this, between);
  };
  await stage.pass(4000);
  assert.equal(long, 0);
  await stage.sessions.closeAll('');
});
