import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LivePane, liveRows, WrappedLines } from '../../src/tui/live-rows.ts';
import { rowStyle } from '../../src/tui/rows.ts';
import { THEMES } from '../../src/tui/theme.ts';
import { textWidth } from '../../src/tui/width.ts';

function style(columns: number) {
  const theme = THEMES.get('mono');
  assert.ok(theme);
  return rowStyle({ columns, theme, depth: 'none', zone: 'UTC', clock: '24h', links: false });
}

function pane(handle: string, line: string, lines: readonly string[] = []): LivePane {
  return { handle, note: '', lines, line };
}

/** The rows as text, and the cursor as `x,y`. */
function view(upper: LivePane, lower: LivePane, columns: number, height: number, cursor = lower.line.length) {
  const { rows, cursor: at } = liveRows(upper, { ...lower, cursor }, style(columns), height);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences begin with ESC
  return { rows: rows.map(({ bytes }) => bytes.replace(/\x1b\[[0-9;]*[a-zA-Z]/g, '')), cursor: `${at.x},${at.y}` };
}

test('the other stands above, oneself below, each under a name, and the cursor at the own end', () => {
  const { rows, cursor } = view(pane('bob', 'hel', ['hi']), pane('alice', 'wh'), 20, 8);
  assert.deepEqual(rows, ['── bob ─────────────', ' hi', ' hel', '', '── alice ───────────', ' wh', '', '']);
  assert.equal(cursor, '3,5');
});

test('a long line wraps at words, and the end of both texts stays in view', () => {
  const lines = Array.from({ length: 30 }, (_, n) => `line ${n + 1}`);
  const { rows, cursor } = view(pane('bob', 'one two three four five', lines), pane('alice', 'x', lines), 14, 8);
  assert.deepEqual(rows.slice(1, 4), [' line 30', ' one two', ' three four', ' five'].slice(-3));
  assert.deepEqual(rows.slice(5), [' line 29', ' line 30', ' x']);
  assert.equal(cursor, '2,7');
});

test('the cursor stands where the next letter goes: in the middle, after a break, at a space that a break swallowed', () => {
  const typed = pane('alice', 'one two three four');
  const at = (cursor: number) => view(pane('bob', ''), typed, 14, 8, cursor).cursor;
  assert.equal(at(0), '1,5');
  assert.equal(at(4), '5,5');
  assert.equal(at(7), '8,5', 'at the space that the break swallowed');
  assert.equal(at(8), '1,6', 'before `three`');
  assert.equal(at(18), '11,6');
  assert.equal(view(pane('bob', ''), pane('alice', '日本 👍'), 14, 8).cursor, '8,5');
  assert.equal(view(pane('bob', ''), pane('alice', 'full twelve!'), 14, 8).cursor, '13,5');
});

test('a cursor far up in a line longer than the pane takes the pane there', () => {
  const typed = pane('alice', 'abcdefghijkl'.repeat(20));
  const { rows, cursor } = view(pane('bob', ''), typed, 14, 6, 3);
  assert.equal(cursor, '4,4');
  assert.equal(rows[4], ' abcdefghijkl');
});

test('every size has its rows, none too wide, and a cursor inside', () => {
  const text = 'wörds 日本語 👨‍👩‍👧 العربية and a_very_long_word_that_no_row_can_hold e\u0301';
  for (const columns of [1, 2, 3, 5, 11, 12, 20, 80, 200]) {
    for (const height of [0, 1, 2, 3, 4, 5, 24, 60]) {
      for (const cursor of [0, 7, text.length]) {
        const upper = pane('bob', text, [text, '']);
        const shown = liveRows(upper, { ...pane('alice', text, ['x']), cursor }, style(columns), height);
        assert.equal(shown.rows.length, height);
        for (const row of shown.rows) assert.ok(row.width <= columns, `${columns}x${height}`);
        assert.ok(
          shown.cursor.x < columns && shown.cursor.y < Math.max(1, height),
          `${columns}x${height} at ${cursor}`,
        );
      }
    }
  }
  assert.equal(textWidth('👨‍👩‍👧'), 2);
});

test('at a key nothing is wrapped anew but the line being typed', () => {
  const lines = new WrappedLines();
  const long = 'words '.repeat(100);
  const first = lines.of(long, 20);
  assert.equal(lines.of(long, 20), first);
  assert.notDeepEqual(lines.of(long, 30), first);
  for (let n = 0; n < 200; n += 1) lines.of(`line ${n}`, 30);
  assert.deepEqual(lines.of(long, 20), first);
});
