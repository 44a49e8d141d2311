/**
 * The title of the terminal's own window: written only when it changes, and given back on leaving. XTWINOPS 22 and 23 save
 * and restore it; the Linux console has none and would print an OSC.
 */
import { harmless } from './row.ts';
import { truncate } from './width.ts';

/** Columns; a task bar shows less. */
const COLUMNS = 80;

/** What waits in one window. */
export interface Waiting {
  readonly unread: number;
  readonly activity: 'none' | 'presence' | 'lines' | 'mention';
}

/** `(3!) Partyline: #lobby`: lines that wait in all windows, `!` when one of them calls the person, and the window looked at. */
export function titleText(windows: readonly Waiting[], current: string | undefined): string {
  let unread = 0;
  let isCalled = false;
  for (const window of windows) {
    unread += window.unread;
    if (window.activity === 'mention') isCalled = true;
  }
  const count = unread === 0 ? '' : `(${unread}${isCalled ? '!' : ''}) `;
  return `${count}Partyline${current === undefined ? '' : `: ${current}`}`;
}

/** One terminal's title. */
export class WindowTitle {
  #shown: string | undefined;

  /** The bytes that make it this; undefined gives back what the terminal showed before. Empty when nothing changes. */
  show(title: string | undefined): string {
    if (title === this.#shown) return '';
    const saved = this.#shown === undefined ? '\x1b[22;0t' : '';
    this.#shown = title;
    if (title === undefined) return '\x1b[23;0t';
    return `${saved}\x1b]2;${truncate(harmless(title).replaceAll('\n', ' '), COLUMNS)}\x1b\\`;
  }
}
