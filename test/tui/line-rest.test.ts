import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EDITOR_COMMANDS, type EditorAction, EMPTY_LINE, editorText, editorUpdate } from '../../src/tui/line-editor.ts';
import { awoken, laidToRest, restingText } from '../../src/tui/line-rest.ts';
import { HARD_CHARACTERS, hardText } from './texts.ts';

test('a line that rested is what it was, and can be undone as before', () => {
  const action: fc.Arbitrary<EditorAction> = fc.oneof(
    fc.constantFrom(...HARD_CHARACTERS).map((text) => ({ type: 'insert', text }) as const),
    hardText(8).map((text) => ({ type: 'paste', text }) as const),
    fc.constantFrom(...EDITOR_COMMANDS).map((type) => ({ type })),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const state = actions.reduce(editorUpdate, EMPTY_LINE);
      const woken = awoken(laidToRest(state), state.killed);
      assert.deepEqual(woken, { ...state, killing: false, refused: undefined });
    }),
  );
});

test('a text put in at rest is made safe and stands whole, with the cursor at its end, or not at all', () => {
  const resting = restingText('one\r\ntwo\tthree\u001b');
  assert.ok(resting);
  const line = awoken(resting, 'killed');
  assert.equal(editorText(line), 'one\ntwo    three');
  assert.deepEqual([line.cursor, line.newlines, line.bytes, line.killed], [16, 1, 16, 'killed']);
  assert.ok(restingText('λ'.repeat(32_768)));
  assert.equal(restingText('λ'.repeat(32_769)), undefined);
  assert.equal(restingText('\n'.repeat(1000)), undefined);
});
