import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type EditorState, EMPTY_LINE, editorUpdate } from '../../src/tui/line-editor.ts';
import { editorView } from '../../src/tui/line-view.ts';
import { clusterWidth, textWidth } from '../../src/tui/width.ts';
import { hardText } from './texts.ts';

function lineOf(text: string, cursor = Number.POSITIVE_INFINITY): EditorState {
  const state = editorUpdate(EMPTY_LINE, { type: 'paste', text });
  return { ...state, cursor: Math.min(cursor, state.clusters.length) };
}

describe('the row of the input line', () => {
  it('shows a short line whole', () => {
    assert.deepEqual(editorView(lineOf('hello'), 10), { text: 'hello', cursorColumn: 5 });
    assert.deepEqual(editorView(lineOf('日本', 1), 10), { text: '日本', cursorColumn: 2 });
    assert.deepEqual(editorView(EMPTY_LINE, 10), { text: '', cursorColumn: 0 });
  });

  it('shows newlines as ⏎', () => {
    assert.deepEqual(editorView(lineOf('a\nb'), 10), { text: 'a⏎b', cursorColumn: 3 });
  });

  it('scrolls so that the cursor is seen, with some of what follows', () => {
    assert.deepEqual(editorView(lineOf('0123456789'), 5), { text: '6789', cursorColumn: 4 });
    assert.deepEqual(editorView(lineOf('0123456789', 6), 6), { text: '234567', cursorColumn: 4 });
    assert.deepEqual(editorView(lineOf('0123456789', 0), 5), { text: '01234', cursorColumn: 0 });
    assert.deepEqual(editorView(lineOf('0123456789', 9), 10), { text: '0123456789', cursorColumn: 9 });
  });

  it('cuts no wide cluster in two', () => {
    assert.deepEqual(editorView(lineOf('日本語'), 4), { text: '語', cursorColumn: 2 });
    assert.deepEqual(editorView(lineOf('日本語', 0), 3), { text: '日', cursorColumn: 0 });
    assert.deepEqual(editorView(lineOf('日本', 0), 1), { text: '?', cursorColumn: 0 });
  });

  it('shows a circle for a mark that has nothing to stand on', () => {
    assert.deepEqual(editorView(lineOf('\u0301a\n🏽b'), 10), { text: '◌a⏎◌b', cursorColumn: 5 });
  });

  it('shows a dot for each grapheme of a secret and nothing of the secret', () => {
    assert.deepEqual(editorView(lineOf('日é\n👨‍👩‍👧'), 10, { masked: true }), { text: '••••', cursorColumn: 4 });
  });

  it('stays in the row for any line, with the cursor and what it stands on', () => {
    fc.assert(
      fc.property(
        hardText(),
        fc.nat(30),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (text, cursor, columns, masked) => {
          const state = lineOf(text, cursor);
          const view = editorView(state, columns, { masked });
          assert.ok(textWidth(view.text) <= columns);
          assert.ok(view.cursorColumn >= 0 && view.cursorColumn < columns);
          assert.ok(!view.text.includes('\n'));
          const under = state.clusters[state.cursor];
          if (under === undefined || masked || under === '\n' || columns === 1) return;
          if (view.text.includes('◌')) return;
          assert.ok(view.cursorColumn + clusterWidth(under) <= textWidth(view.text));
        },
      ),
      { numRuns: 500 },
    );
  });
});
