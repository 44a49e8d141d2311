/**
 * What lies over the scrollback: a text to read or a list to choose from. Both are this one thing: rows for a place, made
 * from what keys and the mouse did to it. Nothing here knows who shows it or what becomes of a choice.
 */
import type { Choice, ChoiceAct } from '../chat/choices.ts';
import type { Key, Mouse } from './key-names.ts';
import type { Paste } from './paste.ts';
import { encodeRow, harmless, type Row } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { shared } from './shared-rows.ts';
import { textWidth, truncate } from './width.ts';

/** What it takes: keys, text, pastes, and the mouse with its row counted from the body's first. */
export type OverlayEvent = Key | Paste | Mouse | { readonly type: 'text'; readonly text: string };

/** What becomes of it: `close` is Esc, `act` something that is to be done with a row, and what was typed for it. */
export type Outcome =
  | { readonly type: 'stay' }
  | { readonly type: 'close' }
  /** Closes, and has a command run that was typed. */
  | { readonly type: 'run'; readonly command: string }
  | { readonly type: 'act'; readonly act: ChoiceAct; readonly choice: Choice; readonly typed: string };

export const STAY: Outcome = { type: 'stay' };
export const CLOSE: Outcome = { type: 'close' };

/** One of them. Bars above and below come from {@link framed}; `body` is what stands between. */
export interface OverlayContent {
  /** For the bar above. */
  readonly title: string;
  /** For the bar below: the keys that do something here, and how far one is. */
  readonly footer: string;
  /** Changes whenever other rows are to be shown in the same place. */
  readonly revision: number;
  /** Where something is typed, from the body's first cell, as of the last {@link body}; undefined for nowhere. */
  readonly cursor: { readonly column: number; readonly row: number } | undefined;
  /** How many rows it wants at most, bars included, of a place so high; the rest stays the scrollback's. */
  wants(height: number): number;
  /** The rows between the bars: exactly `height`. Called before each {@link take} that depends on the place. */
  body(style: RowStyle, height: number): readonly Row[];
  take(event: OverlayEvent): Outcome;
}

/** Below this there are no bars: the content has every row. */
const BARS_FROM = 3;

/** The rows above the body in a place so high. */
export function bodyTop(height: number): number {
  return height >= BARS_FROM ? 1 : 0;
}

/** An overlay in its place: exactly `height` rows. */
export function framed(content: OverlayContent, style: RowStyle, height: number): readonly Row[] {
  if (height < BARS_FROM) return shared([...content.body(style, Math.max(0, height))]);
  const body = content.body(style, height - 2);
  const { columns } = style;
  const title = encodeRow(
    [{ text: truncate(` ${harmless(content.title)} `, columns), sgr: sgr(style, 'title') }],
    columns,
    { fill: sgr(style, 'topic') },
  );
  const footer = encodeRow([{ text: fitting(content.footer, columns), sgr: sgr(style, 'topic') }], columns, {
    fill: sgr(style, 'topic'),
  });
  return shared([title, ...body, footer]);
}

/** As many of the parts of a footer (` · ` between them) as fit, the last one first: it says how to get out. */
function fitting(footer: string, columns: number): string {
  const parts = harmless(footer).split(' · ');
  const last = parts.pop() ?? '';
  let text = last;
  for (let count = parts.length; count > 0; count -= 1) {
    const whole = [...parts.slice(0, count), last].join(' · ');
    if (textWidth(whole) + 2 > columns) continue;
    text = whole;
    break;
  }
  return truncate(` ${text} `, columns);
}

/** Esc, or Ctrl-C. */
export function closes(key: Key): boolean {
  return key.name === 'escape' || (key.ctrl && key.name === 'c');
}

/** What keys do in lists and pages; the last line of each list says what else they do there. */
const OVERLAY_KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['↑, ↓, PgUp, PgDn, Home, End', 'move; in lists also Ctrl-P and Ctrl-N'],
  ['letters', 'narrow a list; after / also those that are keys'],
  ['Backspace, Ctrl-U', 'widen it again'],
  ['Enter', 'does what the last line says'],
  ['Esc, q', 'close it'],
];

/** The lines of it for `/keys`. */
export function overlayKeyLines(): readonly string[] {
  const width = Math.max(...OVERLAY_KEYS.map(([keys]) => keys.length));
  return ['Lists and pages', ...OVERLAY_KEYS.map(([keys, does]) => `  ${keys.padEnd(width)}  ${does}`)];
}

/** Rows the wheel moves by. */
export const WHEEL_ROWS = 3;
