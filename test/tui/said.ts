/** Messages for the tests of rows, and rows as the words they show. */
import type { ChatMessage, Said } from '../../src/chat/message.ts';
import { LaidRun, type PlacedRow } from '../../src/tui/laid-run.ts';
import { type Overlay, piecesOf } from '../../src/tui/pieces.ts';
import type { Row } from '../../src/tui/row.ts';
import { type RowStyle, rowStyle } from '../../src/tui/rows.ts';
import { themeOf } from '../../src/tui/theme.ts';

/** Thursday, 19 November 2026, 19:00 UTC. */
export const SEVEN = Date.UTC(2026, 10, 19, 19, 0);

const people = ['nobody', 'alice', 'bob', 'carol', 'dave', 'erin', 'frank'];

export function who(handle: string): { readonly id: number; readonly handle: string } {
  return { id: Math.max(0, people.indexOf(handle)), handle };
}

let seq = 0;

export function message(said: Said, minute = 0, conversation: ChatMessage['conversation'] = '#lobby'): ChatMessage {
  seq += 1;
  return { ...said, conversation, id: `m${seq}`, seq, at: SEVEN + minute * 60_000 };
}

export function line(handle: string, text: string, minute = 0): ChatMessage {
  return message({ kind: 'public', from: who(handle), text }, minute);
}

/** All rows of a run, from one of its messages on. */
export function layRows(
  messages: readonly ChatMessage[],
  from: number,
  look: RowStyle,
  overlay?: Overlay,
): readonly PlacedRow[] {
  const run = new LaidRun(piecesOf(messages, from, look, overlay));
  return run.upTo(run.last, Number.POSITIVE_INFINITY);
}

export function style(columns: number, more: Partial<RowStyle> = {}): RowStyle {
  const theme = themeOf('dark');
  return rowStyle({ columns, theme, depth: '256', zone: 'UTC', clock: '24h', links: false, ...more });
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: what rows are made of besides words
/** The beginning of a link: its id and address. */
export const LINK = /\x1b\]8;id=([^;]+);([^\x1b]+)\x1b\\/g;
/** Everything a row may hold that is no text: SGR, links, column sets, and the erasing before wide clusters. */
const CONTROLS = /\x1b\]8;[^\x1b\p{Cc}]*\x1b\\|\x1b\[[\d;]*[mGX]/gu;
/** SGR of attributes alone. */
export const ATTRIBUTES = /^(\x1b\[[12347](;[12347])*m)?$/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: to here

/** A row without its controls. */
export function words(row: Row): string {
  return row.bytes.replace(CONTROLS, '').trimEnd();
}

export function shown(rows: readonly Row[]): string[] {
  return rows.map(words);
}
