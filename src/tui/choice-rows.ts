/** The rows of a list: its cells in columns as wide as what stands in them, the row in question marked by more than colour. */
import { type Cell, type Choice, cellText, type Tone } from '../chat/choices.ts';
import { encodeRow, harmless, type Row, type Span } from './row.ts';
import { RowCache } from './row-cache.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { nickSgr } from './theme.ts';
import { textWidth, truncate } from './width.ts';
import { wrap } from './wrap.ts';

/** No column but the last is wider. */
const WIDEST = 28;
const GAP = 2;
/** What is left of a column narrower than this says nothing. */
const NARROWEST = 4;
const MARK = '› ';
/** UTF-16 units that are looked at for a column of a cell: a family has eleven on two. */
const UNITS_PER_COLUMN = 8;
/** Of the rows of lists, in UTF-16 units: a few screens full. */
const BUDGET = 1024 * 1024;
const cache = new RowCache(BUDGET);
/** What is explained stands below a rule in a body from this high; in one row of a lower one, from `NOTE_FROM`. */
const RULED_NOTE_FROM = 9;
const NOTE_FROM = 5;

/**
 * The widths of the columns of a list in so many cells; 0 for one that is empty everywhere or finds no room. A cell of which
 * it matters only that it is long is not measured: there are thousands.
 */
export function columnWidths(choices: readonly Choice[], room: number): readonly number[] {
  const natural: number[] = [];
  for (const { cells } of choices) {
    for (const [at, cell] of cells.entries()) {
      const isLast = at === cells.length - 1;
      const most = isLast ? room : WIDEST;
      const known = natural[at] ?? 0;
      natural[at] = known >= most ? known : Math.max(known, Math.min(most, cellWidth(cell, isLast)));
    }
  }
  let left = room - MARK.length;
  return natural.map((width, at) => {
    const fitted = Math.min(width, Math.max(0, left));
    if (fitted < Math.min(width, at === 0 ? 1 : NARROWEST)) return 0;
    if (fitted > 0) left -= fitted + GAP;
    return fitted;
  });
}

function cellWidth(cell: Cell, isLast: boolean): number {
  const text = cellText(cell);
  if (isLast && text.length > WIDEST) return Number.POSITIVE_INFINITY;
  return textWidth(harmless(startOf(text, WIDEST)));
}

/** As much of a text as is looked at to fill so many columns. */
function startOf(text: string, columns: number): string {
  return text.slice(0, columns * UNITS_PER_COLUMN);
}

/** One row of the list; the same one as long as its columns are as wide, unless it is selected. */
export function choiceRow(choice: Choice, widths: readonly number[], isSelected: boolean, style: RowStyle): Row {
  if (isSelected) return makeRow(choice, widths, true, style);
  const [row] = cache.get(choice, style, widths.join(' '), () => [makeRow(choice, widths, false, style)]);
  return row as Row;
}

function makeRow({ cells }: Choice, widths: readonly number[], isSelected: boolean, style: RowStyle): Row {
  const bar = sgr(style, 'title');
  const spans: Span[] = [isSelected ? { text: MARK, sgr: bar } : { text: ' '.repeat(MARK.length) }];
  for (const [at, cell] of cells.entries()) {
    const width = widths[at] ?? 0;
    if (width === 0) continue;
    const gap = spans.length === 1 ? '' : ' '.repeat(GAP);
    const inCell = isSelected ? barSpans(cell, bar) : cellSpans(cell, style);
    spans.push({ text: gap, sgr: isSelected ? bar : '' }, ...cut(inCell, width, isSelected ? bar : ''));
    // Nothing stands after it.
    if (at === cells.length - 1) spans.pop();
  }
  return encodeRow(spans, style.columns, isSelected ? { fill: bar } : {});
}

/** A heading between the rows. */
export function headingRow(heading: string, style: RowStyle): Row {
  return encodeRow([{ text: truncate(harmless(heading), style.columns), sgr: sgr(style, 'date') }], style.columns);
}

/** What is explained below a list, as many rows whatever it says; none where the body is low. */
export function noteRows(note: string, style: RowStyle, height: number): readonly Row[] {
  if (height < NOTE_FROM) return [];
  const { columns } = style;
  const isRuled = height >= RULED_NOTE_FROM;
  const lines = wrapped(note, columns, isRuled ? 2 : 1);
  while (isRuled && lines.length < 2) lines.push('');
  const rows = lines.map((text) => encodeRow([{ text, sgr: sgr(style, 'notice') }], columns));
  return isRuled ? [encodeRow([{ text: '─'.repeat(columns), sgr: sgr(style, 'time') }], columns), ...rows] : rows;
}

/** At most so many rows of a text; where it goes on, the last one says so. */
function wrapped(text: string, columns: number, most: number): string[] {
  const lines = wrap(harmless(text), columns);
  if (lines.length <= most) return lines;
  const rest = lines.slice(Math.max(0, most - 1), most + 1).join(' ');
  return most === 0 ? [] : [...lines.slice(0, most - 1), truncate(rest, columns)];
}

/** What a list without rows says, at most `height` rows of it. */
export function emptyRows(text: string, style: RowStyle, height: number): readonly Row[] {
  const indent = style.columns > MARK.length ? ' '.repeat(MARK.length) : '';
  const lines = wrapped(text, style.columns - indent.length, height);
  return lines.map((line) => encodeRow([{ text: `${indent}${line}`, sgr: sgr(style, 'system') }], style.columns));
}

function cellSpans(cell: Cell, style: RowStyle): readonly Span[] {
  if (typeof cell === 'string') return [{ text: cell }];
  return cell.map(({ text, tone }) => ({ text, sgr: tone === undefined ? '' : toneSgr(tone, text, style) }));
}

function toneSgr(tone: Tone, text: string, style: RowStyle): string {
  switch (tone) {
    case 'handle':
      return nickSgr(style.theme, style.depth, text);
    case 'aside':
      return sgr(style, 'time');
    case 'match':
      return sgr(style, 'mention');
    case 'strong':
      return sgr(style, 'prompt');
    default:
      return tone satisfies never;
  }
}

/** On the bar only what was searched for stands out, by a line under it. */
function barSpans(cell: Cell, bar: string): readonly Span[] {
  if (typeof cell === 'string') return [{ text: cell, sgr: bar }];
  return cell.map(({ text, tone }) => ({ text, sgr: tone === 'match' ? `${bar}\x1b[4m` : bar }));
}

/** As `truncate`, looking at no more of the text than may be shown. */
function truncated(text: string, columns: number): string {
  const start = startOf(text, columns);
  return start.length === text.length ? truncate(text, columns) : truncate(`${start}…`, columns);
}

/** The spans in exactly so many columns. */
function cut(spans: readonly Span[], columns: number, fill: string): Span[] {
  const cutSpans: Span[] = [];
  let left = columns;
  for (const span of spans) {
    const whole = harmless(span.text);
    const text = truncated(whole, left);
    cutSpans.push({ ...span, text });
    left -= textWidth(text);
    if (text !== whole) break;
  }
  cutSpans.push({ text: ' '.repeat(Math.max(0, left)), sgr: fill });
  return cutSpans;
}
