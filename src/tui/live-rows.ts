/**
 * Two texts that grow letter by letter, one above the other: each wrapped as running text, its end always in view. Pure:
 * what both have typed → rows, and where the own cursor stands.
 */
import { encodeRow, harmless, type Row } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { shared } from './shared-rows.ts';
import { nickSgr } from './theme.ts';
import { textWidth, truncate } from './width.ts';
import { wrap } from './wrap.ts';

/** One side. */
export interface LivePane {
  readonly handle: string;
  /** What stands over it besides the handle. */
  readonly note: string;
  readonly lines: readonly string[];
  /** The line being typed. */
  readonly line: string;
}

export interface LiveView {
  /** Exactly as many as asked for. */
  readonly rows: readonly Row[];
  /** From 0, within the rows. */
  readonly cursor: { readonly x: number; readonly y: number };
}

/** What gives way in a low pane: the name above, then the rule between. */
const BOTH_NAMES_FROM = 5;
const RULE_FROM = 3;
const BASELESS = /^[\p{M}\p{Cf}]/u;
/** Narrower ones need every column. */
const INDENT_FROM = 12;

/** How many wrapped lines are remembered. */
const REMEMBERED = 64;

/** Lines in rows, remembered: at a key one of those on the screen changes. */
export class WrappedLines {
  readonly #rows = new Map<string, readonly string[]>();
  #columns = 0;

  of(line: string, columns: number): readonly string[] {
    const known = columns === this.#columns ? this.#rows.get(line) : undefined;
    if (known !== undefined) return known;
    if (columns !== this.#columns || this.#rows.size >= REMEMBERED) this.#rows.clear();
    this.#columns = columns;
    const rows = wrap(line, columns);
    this.#rows.set(line, rows);
    return rows;
  }
}

/** The other's text above, one's own below with `cursor` (UTF-16 units into its line). */
export function liveRows(
  upper: LivePane,
  lower: LivePane & { readonly cursor: number },
  style: RowStyle,
  height: number,
  lines = new WrappedLines(),
): LiveView {
  const rules = height >= BOTH_NAMES_FROM ? 2 : height >= RULE_FROM ? 1 : 0;
  const room = Math.max(0, height - rules);
  const above = Math.floor(room / 2);
  const own = ownText(lower, style, room - above, lines);
  const rows = [
    ...(rules === 2 ? [nameRow(upper, style)] : []),
    ...textRows(wrapped([...upper.lines, upper.line], style, above, lines), style, above),
    ...(rules >= 1 ? [nameRow(lower, style)] : []),
    ...textRows(own.rows, style, room - above),
  ];
  const x = Math.min(indentOf(style) + own.x, Math.max(0, style.columns - 1));
  return { rows: shared(rows), cursor: { x, y: Math.max(0, rules + above + own.y) } };
}

/** `── alice (note) ──────`. */
function nameRow({ handle, note }: LivePane, style: RowStyle): Row {
  const rule = sgr(style, 'marker');
  const name = truncate(harmless(handle), Math.max(1, style.columns - 4));
  const after = ` ${note}${note === '' ? '' : ' '}`;
  const rest = style.columns - 3 - textWidth(name);
  const tail = after.length <= rest ? after : ' ';
  return encodeRow(
    [
      { text: '── ', sgr: rule },
      { text: name, sgr: nickSgr(style.theme, style.depth, handle) },
      { text: tail + '─'.repeat(Math.max(0, rest - tail.length)), sgr: rule },
    ],
    style.columns,
  );
}

function indentOf({ columns }: RowStyle): number {
  return columns >= INDENT_FROM ? 1 : 0;
}

/** One column stays free on the right for the cursor. */
function textColumns(style: RowStyle): number {
  return Math.max(1, style.columns - 2 * indentOf(style));
}

/** The last `height` rows of some lines. */
function wrapped(texts: readonly string[], style: RowStyle, height: number, lines: WrappedLines): readonly string[] {
  if (height === 0) return [];
  // Each line takes a row at least, so what stands further up cannot be seen.
  return texts
    .slice(-height)
    .flatMap((text) => lines.of(harmless(text), textColumns(style)))
    .slice(-height);
}

function textRows(rows: readonly string[], style: RowStyle, height: number): readonly Row[] {
  const indent = ' '.repeat(indentOf(style));
  return Array.from({ length: height }, (_, at) => {
    const text = rows[at] ?? '';
    return encodeRow(text === '' ? [] : [{ text: indent + text }], style.columns);
  });
}

/** The rows in view of one's own text, and the cursor among them. */
function ownText(
  { lines: above, line, cursor }: LivePane & { readonly cursor: number },
  style: RowStyle,
  height: number,
  lines: WrappedLines,
): { readonly rows: readonly string[]; readonly x: number; readonly y: number } {
  const before = wrapped(above, style, height, lines);
  // A mark with nothing to stand on would join the blank before it.
  const lead = BASELESS.test(line) ? '◌' : '';
  const shown = lead + line;
  const typed = lines.of(shown, textColumns(style));
  const at = place(typed, shown, cursor === 0 ? 0 : cursor + lead.length);
  const rows = [...before, ...typed];
  const cursorRow = before.length + at.row;
  const top = Math.max(0, Math.min(rows.length - height, cursorRow));
  return { rows: rows.slice(top, top + height), x: at.column, y: cursorRow - top };
}

/** In which of the rows of a wrapped line an offset stands. The spaces at a break belong to the row's end. */
function place(
  rows: readonly string[],
  line: string,
  cursor: number,
): { readonly row: number; readonly column: number } {
  let from = 0;
  for (const [index, row] of rows.entries()) {
    let start = from;
    while (!line.startsWith(row, start) && line.charAt(start) === ' ') start += 1;
    from = start + row.length;
    const isLast = index === rows.length - 1;
    const breaks = isLast || cursor < from || (cursor === from && line.charAt(from) === ' ');
    if (breaks) return { row: index, column: textWidth(line.slice(start, Math.min(Math.max(cursor, start), from))) };
  }
  return { row: 0, column: 0 };
}
