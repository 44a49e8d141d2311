/** Where a row stands in a conversation: that outlasts other rows coming and going around it. */
import type { PlacedRow } from '../tui/scrollback.ts';

/** Ordered by seq, then by index among the rows of that seq. */
export interface RowPlace {
  readonly seq: number;
  readonly index: number;
}

function isAtOrBefore(row: RowPlace, place: RowPlace): boolean {
  return row.seq < place.seq || (row.seq === place.seq && row.index <= place.index);
}

/** The index of the last row at or before a place, -1 for none, by bisection; rows are in order. */
export function indexAt(placed: readonly PlacedRow[], place: RowPlace): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAtOrBefore(placed[middle] as PlacedRow, place)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The index of a message's first row; without one of its own (folded, left out) of what stands for it or comes after it. */
export function indexOf(placed: readonly PlacedRow[], seq: number): number {
  const own = placed.findIndex(({ message }) => message?.seq === seq);
  const next = own < 0 ? placed.findIndex((row) => row.seq >= seq) : own;
  return next < 0 ? placed.length - 1 : next;
}
