/**
 * What changed in one rectangle: the rows to repaint, and the other way of saying it, a scroll and the rows after it.
 * What lies between two arrays of shared rows is remembered with them, so that five hundred sessions in the same state cost one
 * diff.
 */
import type { Row } from './row.ts';
import { isShared, NO_ROWS, Notes, type Rows } from './shared-rows.ts';

/** A rectangle, in cells from 0. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The ways to get from one state of a pane to another; each begins and ends with attributes off. */
export interface PaneDiff {
  /** Repaints what differs; empty when nothing does. */
  readonly repaint: string;
  /** Absent when the pane did not move. Moves all that stands in these lines, beside the pane too. */
  readonly scroll?: { readonly by: number; readonly bytes: string };
}

/** How many ways to the same rows are remembered: sessions in step have one, those that lag a few more. */
const REMEMBERED = 16;

interface Remembered {
  readonly from: number;
  readonly geometry: string;
  readonly diff: PaneDiff;
}

const remembered = new Notes<Remembered[]>(() => []);
/**
 * Arrays are told apart by number: a diff that held on to where it came from would keep, through a session that stands
 * still, every state since.
 */
const ids = new Notes(() => ++lastId);
let lastId = 0;

/** The number of an array of shared rows; never that of another one. */
export function idOf(rows: Rows): number {
  return ids.of(rows);
}

const NOTHING: PaneDiff = { repaint: '' };

/** From `before` (undefined: a cleared screen) to `after` in a screen so wide. */
export function paneDiff(before: Rows = NO_ROWS, after: Rows, place: Place, columns: number): PaneDiff {
  if (before === after || place.width <= 0 || place.height <= 0) return NOTHING;
  if (!isShared(before) || !isShared(after)) return diff(before, after, place, columns);
  const from = idOf(before);
  const geometry = `${place.x} ${place.y} ${place.width} ${place.height} ${columns}`;
  const ways = remembered.of(after);
  let way = ways.find((each) => each.from === from && each.geometry === geometry);
  if (way === undefined) {
    way = { from, geometry, diff: diff(before, after, place, columns) };
    if (ways.length >= REMEMBERED) ways.shift();
    ways.push(way);
  }
  return way.diff;
}

/** What has to be repainted of a pane that moved along with its neighbour by `by` rows (up is positive). */
export function repaired(before: Rows, after: Rows, place: Place, columns: number, by: number): string {
  return changed(before, after, place, columns, by);
}

function diff(before: Rows, after: Rows, place: Place, columns: number): PaneDiff {
  const repaint = changed(before, after, place, columns, 0);
  if (repaint === '') return NOTHING;
  const scrolls = shifts(before, after, place.height).map((by) => ({
    by,
    bytes: scrollBy(by, place) + changed(before, after, place, columns, by),
  }));
  const best = scrolls.sort((a, b) => a.bytes.length - b.bytes.length)[0];
  return best === undefined || best.bytes.length >= repaint.length ? { repaint } : { repaint, scroll: best };
}

/** By how many rows the pane may have moved: where its outermost rows are found again. */
function shifts(before: Rows, after: Rows, height: number): readonly number[] {
  const candidates = new Set<number>();
  const find = (row: Row | undefined, rows: Rows) => (row === undefined ? -1 : rows.indexOf(row));
  const top = find(after[0], before);
  if (top > 0) candidates.add(top);
  const down = find(before[0], after);
  if (down > 0) candidates.add(-down);
  const bottom = find(before[height - 1], after);
  if (bottom >= 0 && bottom < height - 1) candidates.add(height - 1 - bottom);
  const last = find(after[height - 1], before);
  if (last >= 0 && last < height - 1) candidates.add(last - (height - 1));
  return [...candidates].filter((by) => Math.abs(by) < height);
}

/**
 * Deleting or inserting lines inside a scroll region (DECSTBM), not SU and SD: the Linux console does not know those.
 * The cursor has to stand in the region.
 */
function scrollBy(by: number, { y, height }: Place): string {
  return `\x1b[${y + 1};${y + height}r\x1b[${y + 1}H\x1b[${Math.abs(by)}${by > 0 ? 'M' : 'L'}\x1b[r`;
}

/** The rows that differ after everything moved up by `by`. */
function changed(before: Rows, after: Rows, place: Place, columns: number, by: number): string {
  let bytes = '';
  let last = -2;
  for (let at = 0; at < place.height; at += 1) {
    const from = at + by;
    const old = from >= 0 && from < place.height ? before[from] : undefined;
    const row = after[at];
    if (isSame(old, row)) continue;
    // Where the pane begins in the first column, the next line is two bytes away.
    bytes +=
      at === last + 1 && place.x === 0 ? '\r\n' : `\x1b[${place.y + at + 1}${place.x === 0 ? '' : `;${place.x + 1}`}H`;
    bytes += (row?.bytes ?? '') + erased(row, old, place, columns);
    last = at;
  }
  return bytes;
}

function isSame(a: Row | undefined, b: Row | undefined): boolean {
  if (a === b) return true;
  return (a?.width ?? 0) === (b?.width ?? 0) && (a?.bytes ?? '') === (b?.bytes ?? '');
}

/** Blanks right of a row, up to the pane's edge; nothing where it is blank already. */
function erased(row: Row | undefined, old: Row | undefined, place: Place, columns: number): string {
  const blank = place.width - (row?.width ?? 0);
  if (old === undefined || old.bytes === '' || blank <= 0) return '';
  return place.x + place.width >= columns ? '\x1b[K' : `\x1b[${blank}X`;
}
