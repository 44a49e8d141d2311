/**
 * Text into rows of a given width: at words, between wide characters, by grapheme. What is longer than a row is broken;
 * the spaces at a break are swallowed. The only other thing not shown as written is a wide cluster in a one-column row.
 */
import { clusterWidth, drawable, graphemes } from './width.ts';

/** Stands for a wide cluster where only one column is. */
const TOO_WIDE = '?';
/** May not begin a row (JIS X 4051): closing brackets, stops, small kana, prolonged sound marks. */
const NOT_FIRST = /^[、。，．：；！？」』】〕〉》）］｝・ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
/** May not end a row: opening brackets. */
const NOT_LAST = /[「『【〔〈《（［｛]$/u;
const IDEOGRAPHIC = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;

/** Clusters between which there is no break, and the spaces before them. */
interface Word {
  readonly spaces: number;
  readonly clusters: readonly string[];
  readonly width: number;
}

/** Columns that a cluster takes. */
type WidthOf = (cluster: string) => number;

/**
 * Rows of at most `columns` (≥ 1; less is taken as 1), the first of at most `firstColumns`. At least one row; an empty
 * line gives an empty row. Spaces at the start of a line are kept while they fit; controls other than `\n` are dropped.
 */
export function wrap(
  text: string,
  columns: number,
  firstColumns: number = columns,
  widthOf: WidthOf = clusterWidth,
): string[] {
  const rest = Math.max(1, Math.floor(columns));
  const first = Math.max(1, Math.floor(firstColumns));
  const rows: string[] = [];
  for (const line of text.split('\n')) wrapLine(line, rows, rest, first, widthOf);
  return rows;
}

/** The row being filled. */
interface Filling {
  row: string;
  width: number;
  /** Of the row, in columns. */
  room: number;
}

function wrapLine(line: string, rows: string[], columns: number, firstColumns: number, widthOf: WidthOf): void {
  const room = rows.length === 0 ? firstColumns : columns;
  if (/^[\x20-\x7e]*$/.test(line) && line.length <= room) {
    rows.push(line);
    return;
  }
  const filling: Filling = { row: '', width: 0, room };
  const next = () => {
    rows.push(filling.row);
    Object.assign(filling, { row: '', width: 0, room: columns });
  };
  for (const word of wordsOf(line, widthOf)) {
    if (filling.width + word.spaces + word.width <= filling.room) {
      filling.row += ' '.repeat(word.spaces) + word.clusters.join('');
      filling.width += word.spaces + word.width;
    } else if (word.clusters.length > 0) {
      if (filling.row !== '') next();
      place(word, filling, columns, next, widthOf);
    }
  }
  rows.push(filling.row);
}

/** A word on a fresh row, broken over as many as it needs. */
function place(word: Word, filling: Filling, columns: number, next: () => void, widthOf: WidthOf): void {
  for (const cluster of word.clusters) {
    const width = widthOf(cluster);
    // From an empty row it only helps to go on when the next one is wider.
    if (filling.width + width > filling.room && (filling.row !== '' || width <= columns)) next();
    const fits = width <= filling.room;
    filling.row += fits ? cluster : TOO_WIDE;
    filling.width += fits ? width : 1;
  }
}

function wordsOf(line: string, widthOf: WidthOf): Word[] {
  const words: Word[] = [];
  let spaces = 0;
  let clusters: string[] = [];
  let width = 0;
  const end = () => {
    words.push({ spaces, clusters, width });
    spaces = 0;
    clusters = [];
    width = 0;
  };
  for (const cluster of graphemes(drawable(line))) {
    const before = clusters.at(-1);
    if (cluster === ' ') {
      if (before !== undefined) end();
      spaces += 1;
      continue;
    }
    if (before !== undefined && mayBreak(before, cluster)) end();
    clusters.push(cluster);
    width += widthOf(cluster);
  }
  if (clusters.length > 0 || spaces > 0) end();
  return words;
}

/** Scripts without spaces break between characters (UAX #14 ID), but not before a closing or after an opening bracket. */
function mayBreak(before: string, after: string): boolean {
  if (!IDEOGRAPHIC.test(before) && !IDEOGRAPHIC.test(after)) return false;
  return !NOT_FIRST.test(after) && !NOT_LAST.test(before);
}
