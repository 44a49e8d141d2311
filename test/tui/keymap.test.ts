import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KEYMAP, keymapLines, keyName, lookup } from '../../src/tui/keymap.ts';
import { EDITOR_COMMANDS } from '../../src/tui/line-editor.ts';
import { eventsOf } from './typed.ts';

describe('the keymap', () => {
  it('finds the action of the bytes a terminal sends', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['\x1b1', 'window-number'],
      ['\x0e', 'window-next'],
      ['\x10', 'window-previous'],
      ['\x1ba', 'window-active'],
      ['\x1b[17~', 'window-next'],
      ['\x1b[15~', 'window-previous'],
      ['\x1bOR', 'window-list'],
      ['\x1bj', 'window-list'],
      ['\x1bh', 'read-all'],
      ['\x1bu', 'unread'],
      ['\x1b[5~', 'page-up'],
      ['\x1b[5;2~', 'page-up'],
      ['\x1b[1;2A', 'page-up'],
      ['\x1b[1;3A', 'select'],
      ['\x1b[1;3H', 'scroll-start'],
      ['\x1b[1;5F', 'scroll-end'],
      ['\r', 'enter'],
      ['\x1b\r', 'newline'],
      ['\x16', 'newline'],
      ['\x04', 'delete-or-quit'],
      ['\x03', 'clear-or-quit'],
      ['\x0c', 'redraw'],
      ['\t', 'complete'],
      ['\x1b[Z', 'complete-back'],
      ['\x1bOP', 'help'],
      ['\x1bOQ', 'people'],
      ['\x12', 'history-search'],
      ['\x1bs', 'search'],
      ['\x0f', 'open-folded'],
      ['\x1f', 'undo'],
      ['\x1b\x7f', 'kill-word-left'],
      ['\x17', 'delete-word-left'],
      ['\x06', 'right'],
    ];
    for (const [bytes, action] of cases) {
      const [event] = eventsOf(bytes);
      assert.ok(event?.type === 'key', JSON.stringify(bytes));
      assert.equal(lookup(event), action, keyName(event));
    }
  });

  it('has no key twice', () => {
    const keys = KEYMAP.flatMap((row) => row.keys);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('has another way for every Alt key: another key, or one that is named with it', () => {
    for (const row of KEYMAP) {
      const otherKey = row.keys.some((key) => !key.includes('alt-'));
      assert.ok(otherKey || /\(.*[/]\w+.*\)|\(or Ctrl-\w\)/.test(row.does), row.does);
    }
  });

  it('reaches everything the input line can do', () => {
    const bound = new Set<string>(KEYMAP.map((row) => row.action));
    // `clear` is what `clear-or-quit` does to a line that is not empty.
    assert.deepEqual(
      EDITOR_COMMANDS.filter((command) => !bound.has(command)),
      ['clear'],
    );
  });

  it('tells itself to /keys, a line each under its section, in 80 columns', () => {
    const lines = keymapLines();
    for (const row of KEYMAP)
      assert.ok(
        lines.some((line) => line.endsWith(`  ${row.does}`)),
        row.does,
      );
    assert.ok(lines.includes('Windows') && lines.includes('Overlays and the rest'));
    assert.match(lines.join('\n'), /^ {2}PgUp, Shift-↑ +back by a page/m);
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
  });
});
