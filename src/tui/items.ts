/** What stands between messages: dates, folded joins and leaves, the read marker, gaps, and lines for this person alone. */
import type { ChatMessage } from '../chat/message.ts';
import { flow } from './flow.ts';
import { clockOf, dateOf } from './local-time.ts';
import { isWhole, presenceText } from './presence.ts';
import { encodeRow, harmless, type Row, type Span } from './row.ts';
import { RowCache } from './row-cache.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { layMessage, messageRows } from './rows.ts';
import type { Role } from './theme.ts';
import { textWidth, truncate } from './width.ts';

/** A line that one session shows; compared and cached by identity, so keep the object. */
export type Notice =
  /** A command's answer, the welcome, words from the server. */
  | { readonly kind: 'info'; readonly text: string }
  /** An expected refusal. */
  | { readonly kind: 'error'; readonly text: string }
  /** So many lines passed unseen and are in reach. */
  | { readonly kind: 'gap'; readonly count: number }
  /** A direct message or page of another conversation; `me` is who looks. */
  | { readonly kind: 'outside'; readonly message: ChatMessage; readonly me: number };

const MAX_LINES = 1024;
/** Longer ones, UTF-16 units, are hardly said twice. */
const ALIKE_LENGTH = 200;
const MAX_ALIKE = 256;
const cache = new RowCache();
const infos = new Map<string, Notice>();
/** Rows made of a few words, per style. */
const lines = new WeakMap<RowStyle, Map<string, Row>>();

function line(style: RowStyle, key: string, make: () => Row): Row {
  const rows = lines.get(style) ?? new Map<string, Row>();
  lines.set(style, rows);
  let row = rows.get(key);
  if (row === undefined) {
    if (rows.size >= MAX_LINES) rows.clear();
    row = make();
    rows.set(key, row);
  }
  return row;
}

/** ` Thursday, 19 November 2026`, shared by all messages of that day. */
export function dateRow(at: number, style: RowStyle): Row {
  const text = dateOf(at, style.zone);
  return line(style, text, () => encodeRow(setIn(text, style, 'date'), style.columns));
}

/** `──── new since 19:04 ────` across the width; `at` is when the last message that was read was said. */
export function newSinceRow(at: number, style: RowStyle): Row {
  const words = `new since ${clockOf(at, style.zone, style.clock)}`;
  return line(style, words, () => {
    const room = style.columns - 2;
    const text = room >= textWidth(words) + 4 ? ` ${words} ` : words;
    const rule = Math.max(0, room - textWidth(text));
    const left = Math.floor(rule / 2);
    const shown = truncate('─'.repeat(left) + text + '─'.repeat(rule - left), Math.max(1, room));
    return encodeRow(setIn(shown, style, 'marker'), style.columns);
  });
}

/** `— 312 lines above, PgUp —`. */
function gapRow(count: number, style: RowStyle): Row {
  const words = `— ${count} ${count === 1 ? 'line' : 'lines'} above, PgUp —`;
  return line(style, words, () => encodeRow(setIn(truncate(words, style.columns - 1), style, 'marker'), style.columns));
}

function setIn(text: string, style: RowStyle, role: Role): Span[] {
  const indent = style.columns > 1 ? 1 : 0;
  return [{ text: ' '.repeat(indent) }, { text: truncate(text, style.columns - indent), sgr: sgr(style, role) }];
}

/** A run of joins and leaves as one line, `erin joined · frank left`; cached with its last message. */
export function foldedRows(run: readonly ChatMessage[], style: RowStyle): readonly Row[] {
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) return [];
  const key = isWhole(run) ? `${first.seq}` : run.map(({ seq }) => seq).join(' ');
  return cache.get(last, style, key, () => {
    const look = sgr(style, 'presence');
    const words = { label: '→', labelSgr: look, inline: ' ', lead: [], text: presenceText(run), textSgr: look };
    return layMessage({ ...words, trail: [], isOpen: false, marked: [], id: '' }, style, first.at);
  });
}

/** The same notice for the same few words: most of the welcome is everybody's. */
function alike(notice: Notice & { readonly kind: 'info' }): Notice {
  const { text } = notice;
  if (text.length > ALIKE_LENGTH) return notice;
  const known = infos.get(text);
  if (known !== undefined) return known;
  if (infos.size >= MAX_ALIKE) infos.clear();
  infos.set(text, notice);
  return notice;
}

/** The rows of a notice. No person's line can look like it: theirs begin with a time or a name. */
export function noticeRows(notice: Notice, style: RowStyle): readonly Row[] {
  switch (notice.kind) {
    case 'outside':
      return outsideRows(notice.message, notice.me, style);
    case 'gap':
      return [gapRow(notice.count, style)];
    case 'info':
      return cache.get(alike(notice), style, 'info', () => ownRows('--', notice.text, 'notice', style));
    case 'error':
      return cache.get(notice, style, 'error', () => ownRows('!!', notice.text, 'error', style));
    default:
      return notice satisfies never;
  }
}

function outsideRows(message: ChatMessage, me: number, style: RowStyle): readonly Row[] {
  const isMine = (message.kind === 'direct' || message.kind === 'page') && message.from.id === me;
  return messageRows(message, style, isMine ? 'from-me' : 'to-me');
}

/** ` -- words`, over the whole width: answers may be laid out in columns of their own. */
function ownRows(mark: string, text: string, role: Role, style: RowStyle): readonly Row[] {
  const look = sgr(style, role);
  const start = style.columns >= 12 ? ` ${mark} ` : '';
  const indent = ' '.repeat(start.length);
  return flow([{ text: harmless(text), sgr: look }], style.columns - start.length).map((row, index) =>
    encodeRow([{ text: index === 0 ? start : indent, sgr: index === 0 ? look : '' }, ...row], style.columns),
  );
}
