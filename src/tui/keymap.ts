/**
 * The keys and what they do: the only list of them. `/keys` is made from it, and every Alt key has another way, for some
 * terminals send Option as accents.
 */
import type { Key } from './key-names.ts';
import type { EditorCommand } from './line-editor.ts';

/** Where `/keys` shows a row. */
export type KeySection = 'windows' | 'scrolling' | 'editing' | 'completion and history' | 'overlays and the rest';

/** What a key asks for, besides editing. `window-number` goes with the digit in the key's name. */
export type KeyCommand =
  | 'window-number'
  | 'window-last'
  | 'window-next'
  | 'window-previous'
  | 'window-active'
  | 'window-list'
  | 'read-all'
  | 'page-up'
  | 'page-down'
  | 'scroll-start'
  | 'scroll-end'
  | 'unread'
  | 'select'
  | 'enter'
  | 'newline'
  | 'delete-or-quit'
  | 'clear-or-quit'
  | 'complete'
  | 'complete-back'
  | 'history-up'
  | 'history-down'
  | 'history-search'
  | 'search'
  | 'open-folded'
  | 'help'
  | 'people'
  | 'redraw'
  | 'cancel';

export type KeyAction = KeyCommand | EditorCommand;

/** One row of the table. */
export interface KeyRow {
  /** As {@link keyName} spells them. */
  readonly keys: readonly string[];
  readonly action: KeyAction;
  readonly section: KeySection;
  /** What it does, for `/keys`. */
  readonly does: string;
  /** How the keys are written in `/keys` where that is not simply their names. */
  readonly label?: string;
}

const digits = Array.from('1234567890', (digit) => `alt-${digit}`);

export const KEYMAP: readonly KeyRow[] = [
  {
    section: 'windows',
    keys: digits,
    label: 'Alt-1 … Alt-0',
    action: 'window-number',
    does: 'window 1 … 10 (/window N)',
  },
  { section: 'windows', keys: ['ctrl-n', 'f6'], action: 'window-next', does: 'next window' },
  { section: 'windows', keys: ['ctrl-p', 'f5'], action: 'window-previous', does: 'previous window' },
  {
    section: 'windows',
    keys: ['alt-a', 'ctrl-g'],
    action: 'window-active',
    does: 'next window with activity, mentions first; then back',
  },
  { section: 'windows', keys: ['alt-/'], action: 'window-last', does: 'the window looked at before (/window -)' },
  {
    section: 'windows',
    keys: ['f3', 'alt-j'],
    action: 'window-list',
    does: 'the list of windows; type to narrow (/window)',
  },
  { section: 'windows', keys: ['alt-h'], action: 'read-all', does: 'mark what waits in all windows as read (/read)' },

  { section: 'scrolling', keys: ['pageup', 'shift-up'], action: 'page-up', does: 'back by a page less one line' },
  {
    section: 'scrolling',
    keys: ['pagedown', 'shift-down'],
    action: 'page-down',
    does: 'forward by a page less one line',
  },
  {
    section: 'scrolling',
    keys: ['alt-home', 'ctrl-home'],
    action: 'scroll-start',
    does: 'to the beginning of history',
  },
  { section: 'scrolling', keys: ['alt-end', 'ctrl-end'], action: 'scroll-end', does: 'to the newest line' },
  { section: 'scrolling', keys: ['alt-u'], action: 'unread', does: 'to the first new line (/history unread)' },
  {
    section: 'scrolling',
    keys: ['alt-up'],
    action: 'select',
    does: 'pick a line to quote, edit, delete or react to (/select)',
  },

  { section: 'editing', keys: ['enter'], action: 'enter', does: 'send the line' },
  {
    section: 'editing',
    keys: ['alt-enter', 'ctrl-v'],
    action: 'newline',
    does: 'begin another row of the same message',
  },
  { section: 'editing', keys: ['left', 'ctrl-b'], action: 'left', does: 'a character left' },
  { section: 'editing', keys: ['right', 'ctrl-f'], action: 'right', does: 'a character right' },
  { section: 'editing', keys: ['home', 'ctrl-a'], action: 'home', does: 'to the start of the line' },
  { section: 'editing', keys: ['end', 'ctrl-e'], action: 'end', does: 'to its end' },
  { section: 'editing', keys: ['alt-b', 'ctrl-left', 'alt-left'], action: 'word-left', does: 'a word left' },
  { section: 'editing', keys: ['alt-f', 'ctrl-right', 'alt-right'], action: 'word-right', does: 'a word right' },
  { section: 'editing', keys: ['backspace'], action: 'backspace', does: 'delete the character before the cursor' },
  { section: 'editing', keys: ['delete'], action: 'delete', does: 'delete the character under it' },
  {
    section: 'editing',
    keys: ['ctrl-d'],
    action: 'delete-or-quit',
    does: 'the same; on an empty line: quit? (asks)',
  },
  { section: 'editing', keys: ['ctrl-w'], action: 'delete-word-left', does: 'cut back to the last space' },
  {
    section: 'editing',
    keys: ['alt-backspace'],
    action: 'kill-word-left',
    does: 'cut the word before the cursor (or Ctrl-W)',
  },
  { section: 'editing', keys: ['alt-d', 'ctrl-delete'], action: 'kill-word-right', does: 'cut the word after it' },
  { section: 'editing', keys: ['ctrl-u'], action: 'kill-to-start', does: 'cut everything before the cursor' },
  { section: 'editing', keys: ['ctrl-k'], action: 'kill-to-end', does: 'cut everything after it' },
  { section: 'editing', keys: ['ctrl-y'], action: 'yank', does: 'put back what was cut' },
  { section: 'editing', keys: ['ctrl-t'], action: 'transpose', does: 'swap two characters' },
  { section: 'editing', keys: ['ctrl-_'], action: 'undo', does: 'undo' },

  { section: 'completion and history', keys: ['tab'], action: 'complete', does: 'complete; again for the next' },
  { section: 'completion and history', keys: ['shift-tab'], action: 'complete-back', does: 'the one before' },
  { section: 'completion and history', keys: ['up'], action: 'history-up', does: 'the line sent before' },
  { section: 'completion and history', keys: ['down'], action: 'history-down', does: 'the line sent after, the draft' },
  { section: 'completion and history', keys: ['ctrl-r'], action: 'history-search', does: 'search what was sent' },

  {
    section: 'overlays and the rest',
    keys: ['escape'],
    action: 'cancel',
    does: 'close a list or page, end a live chat, or a question',
  },
  {
    section: 'overlays and the rest',
    keys: ['ctrl-c'],
    action: 'clear-or-quit',
    does: 'clear the line; twice on an empty one: quit? (asks)',
  },
  {
    section: 'overlays and the rest',
    keys: ['ctrl-o'],
    action: 'open-folded',
    does: 'unfold the newest folded thing; again: all',
  },
  { section: 'overlays and the rest', keys: ['alt-s'], action: 'search', does: 'search history (/search words)' },
  { section: 'overlays and the rest', keys: ['f1'], action: 'help', does: 'help (/help)' },
  { section: 'overlays and the rest', keys: ['f2'], action: 'people', does: 'show or hide the people (/people)' },
  { section: 'overlays and the rest', keys: ['ctrl-l'], action: 'redraw', does: 'draw the screen anew' },
];

const ROWS: ReadonlyMap<string, KeyRow> = new Map(KEYMAP.flatMap((row) => row.keys.map((key) => [key, row])));

/** A key as the table spells it: `ctrl-`, `alt-`, `shift-` in this order, then its name. */
export function keyName(key: Pick<Key, 'name' | 'ctrl' | 'alt' | 'shift'>): string {
  return `${key.ctrl ? 'ctrl-' : ''}${key.alt ? 'alt-' : ''}${key.shift ? 'shift-' : ''}${key.name}`;
}

/** What a key does, or undefined. A shift that makes no difference (Shift-PgUp, Alt-Shift-A) is overlooked. */
export function lookup(key: Key): KeyAction | undefined {
  return (ROWS.get(keyName(key)) ?? ROWS.get(keyName({ ...key, shift: false })))?.action;
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['pageup', 'PgUp'],
  ['pagedown', 'PgDn'],
  ['escape', 'Esc'],
  ['left', '←'],
  ['right', '→'],
  ['up', '↑'],
  ['down', '↓'],
]);

/** `ctrl-pageup` → `Ctrl-PgUp`. */
function keyLabel(key: string): string {
  return key
    .split('-')
    .map((part) => NAMES.get(part) ?? part.charAt(0).toUpperCase() + part.slice(1))
    .join('-');
}

/** The lines of `/keys`: a heading per section, under it a line per row. */
export function keymapLines(): string[] {
  const labels = KEYMAP.map((row) => row.label ?? row.keys.map(keyLabel).join(', '));
  const width = Math.max(...labels.map((label) => label.length));
  const lines: string[] = [];
  let section: KeySection | undefined;
  for (const [index, row] of KEYMAP.entries()) {
    if (row.section !== section) {
      if (section !== undefined) lines.push('');
      lines.push(row.section.charAt(0).toUpperCase() + row.section.slice(1));
      section = row.section;
    }
    lines.push(`  ${(labels[index] ?? '').padEnd(width)}  ${row.does}`);
  }
  return lines;
}
