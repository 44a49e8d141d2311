import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BLOCK_BYTES, BLOCK_LINES, LINE_BYTES } from '../../src/chat/text.ts';
import {
  EDITOR_COMMANDS,
  EDITOR_LIMITS,
  type EditorAction,
  type EditorState,
  EMPTY_LINE,
  editorHalves,
  editorText,
  editorUpdate,
} from '../../src/tui/line-editor.ts';
import { graphemes } from '../../src/tui/width.ts';
import { HARD_CHARACTERS, hardText } from './texts.ts';

const FAMILY = '👨‍👩‍👧‍👦';

/** Text is typed in one go; a word in angle brackets is a command. */
function play(script: string, from: EditorState = EMPTY_LINE): EditorState {
  let state = from;
  for (const part of script.split(/(<[a-z-]+>)/).filter(Boolean)) {
    const command = EDITOR_COMMANDS.find((name) => `<${name}>` === part);
    state = editorUpdate(state, command === undefined ? { type: 'insert', text: part } : { type: command });
  }
  return state;
}

/** The line with `|` for the cursor. */
function line(state: EditorState): string {
  const { before, after } = editorHalves(state);
  return `${before}|${after}`;
}

describe('the input line', () => {
  it('is edited with the keys of readline', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['hello', 'hello|'],
      ['hello<home>oh <end>!', 'oh hello!|'],
      ['ac<left>b', 'ab|c'],
      ['abc<home><right>x', 'ax|bc'],
      ['abc<left><backspace>', 'a|c'],
      ['abc<home><delete>', '|bc'],
      ['<backspace><delete><left><right>', '|'],
      ['see a/b.c<word-left>', 'see a/b.|c'],
      ['see a/b.c<home><word-right><word-right>', 'see a|/b.c'],
      ['see a/b.c <delete-word-left>', 'see |'],
      ['see a/b.c<kill-word-left>', 'see a/b.|'],
      ['see a/b.c<home><kill-word-right>', '| a/b.c'],
      ['one two<word-left><kill-to-start>', '|two'],
      ['one two<word-left><kill-to-end>', 'one |'],
      ['one two<word-left><kill-to-end><home><yank> ', 'two |one '],
      ['one two three<delete-word-left><delete-word-left>-<yank>', 'one -two three|'],
      ['one two<home><kill-word-right><kill-word-right><end>:<yank>', ':one two|'],
      ['ab<transpose>', 'ba|'],
      ['abc<left><left><transpose>', 'ba|c'],
      ['a<transpose>', 'a|'],
      ['ab<home><transpose>', '|ab'],
      ['abc<clear>', '|'],
    ];
    for (const [script, expected] of cases) assert.equal(line(play(script)), expected, script);
  });

  it('moves and deletes by grapheme: one Backspace removes one family', () => {
    assert.equal(line(play(`a${FAMILY}<backspace>`)), 'a|');
    assert.equal(line(play(`a${FAMILY}b<left><left>`)), `a|${FAMILY}b`);
    assert.equal(line(play('🇩🇪🇫🇷<backspace>')), '🇩🇪|');
  });

  it('joins a combining mark that is typed after its letter', () => {
    const state = editorUpdate(play('e'), { type: 'insert', text: '\u0301' });
    assert.deepEqual(state.clusters, ['e\u0301']);
    assert.equal(state.cursor, 1);
    assert.equal(editorText(play('<backspace>', state)), '');
  });

  it('undoes by word what was typed, and each other change', () => {
    assert.equal(line(play('one two')), 'one two|');
    let state = EMPTY_LINE;
    for (const letter of 'one two') state = editorUpdate(state, { type: 'insert', text: letter });
    state = play('<undo>', state);
    assert.equal(line(state), 'one |');
    state = play('<undo>', state);
    assert.equal(line(state), '|');
    assert.equal(line(play('<undo>', state)), '|');
    assert.equal(line(play('one<clear><undo>')), 'one|');
    assert.equal(line(play('one two<home><kill-word-right><undo>')), '|one two');
    const joined = editorUpdate(play('e'), { type: 'insert', text: '\u0301' });
    assert.equal(line(play('<undo>', joined)), 'e|');
  });

  it('is replaced by a line from history', () => {
    const state = editorUpdate(play('al x<left>'), { type: 'set', text: 'hello' });
    assert.equal(line(state), 'hello|');
    assert.equal(line(play('<undo>', state)), 'al |x');
  });

  it('has a word before the cursor completed, and what stands around it is left alone', () => {
    const state = editorUpdate(play('so al x<left><left>'), { type: 'complete', units: 2, text: 'alice' });
    assert.equal(line(state), 'so alice| x');
    assert.equal(line(play('<undo>', state)), 'so al| x');
    assert.equal(line(editorUpdate(play('👍'), { type: 'complete', units: 2, text: '👎' })), '👎|');
  });

  it('keeps the newlines of a paste, makes tabs spaces, and lets no control in', () => {
    const state = editorUpdate(EMPTY_LINE, { type: 'paste', text: 'a\r\nb\rc\n\td\x1b\x07\x9b' });
    assert.equal(editorText(state), 'a\nb\nc\n    d');
    assert.equal(state.newlines, 3);
    assert.equal(editorText(editorUpdate(EMPTY_LINE, { type: 'insert', text: 'a\nb\0' })), 'a b');
  });

  it('has the limits of a message', () => {
    assert.deepEqual(EDITOR_LIMITS, { lineBytes: LINE_BYTES, blockBytes: BLOCK_BYTES, blockLines: BLOCK_LINES });
  });

  it('refuses with a sentence what does not fit, and stays as it was', () => {
    const full = play('é'.repeat(2048));
    assert.equal(full.bytes, 4096);
    const refused: readonly (readonly [EditorState, EditorAction, RegExp])[] = [
      [full, { type: 'insert', text: 'x' }, /4,096 bytes/],
      [EMPTY_LINE, { type: 'paste', text: `a\n${'b'.repeat(65_535)}` }, /65,536 bytes/],
      [EMPTY_LINE, { type: 'paste', text: 'x'.repeat(1_000_000) }, /65,536 bytes/],
      [EMPTY_LINE, { type: 'paste', text: 'short\n', truncated: true }, /65,536 bytes/],
      [EMPTY_LINE, { type: 'paste', text: '\n'.repeat(1000) }, /1,000 lines/],
      [full, { type: 'set', text: 'x'.repeat(65_537) }, /65,536 bytes/],
      [editorUpdate(full, { type: 'paste', text: 'x'.repeat(61_440) }), { type: 'insert', text: 'x' }, /65,536 bytes/],
    ];
    for (const [state, action, sentence] of refused) {
      const after = editorUpdate(state, action);
      assert.match(after.refused ?? '', sentence);
      // What the status row has room for beside one's name and the time.
      assert.ok((after.refused ?? '').length <= 60, after.refused);
      assert.equal(line(after), line(state));
      assert.equal(editorUpdate(after, { type: 'left' }).refused, undefined);
    }
    assert.equal(editorUpdate(EMPTY_LINE, { type: 'paste', text: `a\n${'b'.repeat(65_534)}` }).refused, undefined);
    assert.equal(editorUpdate(EMPTY_LINE, { type: 'paste', text: '\n'.repeat(999) }).refused, undefined);
    const pasted = editorUpdate(EMPTY_LINE, { type: 'paste', text: 'x'.repeat(65_535) });
    assert.equal(editorUpdate(pasted, { type: 'insert', text: 'y' }).bytes, 65_536);
    assert.equal(editorUpdate(full, { type: 'backspace' }).bytes, 4094);
  });

  it('holds the clusters of its text, its size and its cursor through any edits, and undo leads back', () => {
    const action: fc.Arbitrary<EditorAction> = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...HARD_CHARACTERS).map((text) => ({ type: 'insert', text }) as const) },
      { weight: 1, arbitrary: hardText(8).map((text) => ({ type: 'paste', text }) as const) },
      { weight: 1, arbitrary: hardText(5).map((text) => ({ type: 'set', text }) as const) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.nat(5), hardText(5))
          .map(([units, text]) => ({ type: 'complete', units, text }) as const),
      },
      { weight: 5, arbitrary: fc.constantFrom(...EDITOR_COMMANDS).map((type) => ({ type })) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        let state = EMPTY_LINE;
        for (const each of actions) {
          const before = state;
          state = editorUpdate(state, each);
          const text = editorText(state);
          assert.deepEqual(state.clusters, graphemes(text), JSON.stringify([editorText(before), before.cursor, each]));
          assert.equal(state.bytes, Buffer.byteLength(text));
          assert.equal(state.newlines, text.split('\n').length - 1);
          assert.ok(state.cursor >= 0 && state.cursor <= state.clusters.length);
        }
        while (state.undo.changes.length > 0) state = editorUpdate(state, { type: 'undo' });
        assert.equal(editorText(state), '');
        assert.equal(state.undo.size, 0);
      }),
      { numRuns: 300 },
    );
  });

  it('pairs a long row of flags anew, and cuts a long row of what is never joined as it was', () => {
    const unjoined = ['\u200b', '\u0600', '\u0600\u0301', '\u2028x'].map((text) => text.repeat(200));
    for (const text of ['🇩🇪'.repeat(200), '🇩🇪🇫'.repeat(101), ...unjoined]) {
      let state = play('<home>', editorUpdate(EMPTY_LINE, { type: 'paste', text: `x${text}y` }));
      for (const script of ['🇩', '<delete>', '<right>🇫', 'x', '<backspace>', '<delete><delete>', '<undo><undo>']) {
        state = play(script, state);
        assert.deepEqual(state.clusters, graphemes(editorText(state)), script);
      }
      while (state.undo.changes.length > 0) state = play('<undo>', state);
      assert.equal(editorText(state), '');
    }
  });

  it('bounds what undo keeps', () => {
    const paste = `${'x'.repeat(60_000)}\n`;
    let state = EMPTY_LINE;
    for (let round = 0; round < 5; round += 1) {
      state = editorUpdate(editorUpdate(state, { type: 'paste', text: paste }), { type: 'clear' });
    }
    assert.ok(state.undo.size <= 131_072);
    for (let round = 0; round < 300; round += 1) state = play('a<clear>', state);
    assert.ok(state.undo.changes.length <= 200);
  });

  it('is edited in the middle of a paste of 64 KiB', () => {
    let state = editorUpdate(EMPTY_LINE, { type: 'paste', text: `\n${FAMILY.repeat(2600)}` });
    assert.equal(state.refused, undefined);
    for (let round = 0; round < 30; round += 1) state = play('x<left><left>', state);
    assert.equal(editorText(state), `\n${FAMILY.repeat(2571)}x${`${FAMILY}x`.repeat(29)}`);
  });
});
