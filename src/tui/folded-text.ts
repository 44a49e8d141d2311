/** The words of a message in the rows that are shown of them: of a paste the first, of a line all but in the narrowest panes. */
import { Highlights } from '../chat/mention.ts';
import { isBlock } from '../chat/text.ts';
import { flow, linked, MAX_URL } from './flow.ts';
import { highlighted } from './highlight.ts';
import { inlineStyled } from './inline-style.ts';
import { harmless, type Span } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';
import type { Words } from './rows.ts';

/** Words that call the person who looks stand out by more than colour. */
const REVERSE = '\x1b[7m';

/** Lines of a paste that are shown while it is folded. */
const FOLD_LINES = 3;
/** And rows, at most: its lines may be long. */
const FOLD_ROWS = 12;
/** Rows of a line that was typed; in 80 columns the longest has fewer. */
const LINE_ROWS = 100;
/** Rows of either that was opened: 64 KiB in 80 columns are fewer. */
const OPEN_ROWS = 1000;
/**
 * UTF-16 units that are looked at for each column of those rows: one, and more only while that leaves rows empty. A flag has two.
 */
const UNITS_PER_COLUMN = 4;

/** How words stand in their pane. */
export interface Frame {
  readonly start: readonly Span[];
  readonly startWidth: number;
  /** The start is wrapped with the words (narrow), or stands before them in columns of its own. */
  readonly isStartWrapped: boolean;
  /** The column of the words, in all rows but perhaps the first. */
  readonly indent: number;
  readonly nameColumn: number;
}

export interface Folded {
  /** The spans of each row. */
  readonly lines: readonly Span[][];
  readonly hiddenLines: number;
}

/**
 * The rows that are shown, and no more of the text styled and wrapped than it takes to fill them: 64 KiB take 80 ms, and
 * there is a screen full of it.
 */
export function folded(words: Words, style: RowStyle, frame: Frame): Folded {
  const { columns } = style;
  const block = isBlock(words.text);
  const mostRows = words.isOpen ? OPEN_ROWS : block ? FOLD_ROWS : LINE_ROWS;
  const all = block && !words.isOpen ? words.text.split('\n') : [words.text];
  const shown = all.length > FOLD_LINES ? all.slice(0, FOLD_LINES).join('\n') : words.text;
  const folds = Math.max(0, all.length - FOLD_LINES);
  for (let units = mostRows * columns; ; units *= 2) {
    const text = startOf(shown, units);
    const isCut = text.length < shown.length;
    const trail = isCut || folds > 0 ? [] : words.trail;
    const lines = flow(spansOf(words, text, trail, style, frame), columns - frame.indent, columns - frame.startWidth);
    if (lines.length > mostRows) return { lines: lines.slice(0, mostRows), hiddenLines: Math.max(1, folds) };
    const isAll = !isCut || units >= mostRows * columns * UNITS_PER_COLUMN;
    if (isAll) return { lines, hiddenLines: isCut ? Math.max(1, folds) : folds };
  }
}

/**
 * So many UTF-16 units of a text or a few more: it ends between words, lest half an address become a link; never within a surrogate
 * pair.
 */
function startOf(text: string, units: number): string {
  if (text.length <= units) return text;
  const more = Math.max(0, text.slice(units, units + MAX_URL).search(/\s/));
  return text.slice(0, units + more).replace(/[\ud800-\udbff]$/, '');
}

function spansOf(words: Words, shown: string, trail: readonly Span[], style: RowStyle, frame: Frame): readonly Span[] {
  const safe = harmless(shown);
  const text = style.links
    ? linked(safe, words.textSgr, sgr(style, 'link'), words.id)
    : [{ text: safe, sgr: words.textSgr }];
  return [
    ...(frame.isStartWrapped ? frame.start : []),
    ...words.lead,
    ...standingOut(words.isWritten === true ? inlineStyled(text, style) : text, words.marked, style),
    ...trail,
  ];
}

function standingOut(text: readonly Span[], marked: readonly string[], style: RowStyle): readonly Span[] {
  if (marked.length === 0) return text;
  const shown = text.map((span) => span.text).join('');
  return highlighted(text, new Highlights(marked).rangesIn(shown), sgr(style, 'mention') + REVERSE);
}
