/**
 * A run of pieces as rows, of which only those are made that are looked at: what a frame costs follows from how high its pane
 * is, not from how much there is to scroll through.
 */
import type { ChatMessage } from '../chat/message.ts';
import type { Piece } from './piece.ts';
import type { Row } from './row.ts';

/** Where a row stands in a conversation; that outlasts other rows coming and going around it. Ordered by seq, then by index. */
export interface RowPlace {
  readonly seq: number;
  /** Among the rows of that seq; not without gaps. */
  readonly index: number;
}

/** A row and its place. */
export interface PlacedRow extends RowPlace {
  readonly row: Row;
  /** The key of what is folded in it (see folds.ts). */
  readonly fold: number | undefined;
  /** The message whose row it is; undefined for what stands between messages. */
  readonly message: ChatMessage | undefined;
}

/** A row of a run: of which piece, and which of its rows. */
export interface Spot {
  readonly piece: number;
  readonly row: number;
}

/** No piece has as many rows. */
const ROWS_EACH = 2 ** 20;

export class LaidRun {
  /** In their order. */
  readonly pieces: readonly Piece[];
  readonly #rows: (readonly PlacedRow[] | undefined)[] = [];

  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  /** The rows of a piece; none where there is no piece. */
  rowsOf(at: number): readonly PlacedRow[] {
    let rows = this.#rows[at];
    if (rows === undefined) {
      rows = placed(this.pieces[at]);
      this.#rows[at] = rows;
    }
    return rows;
  }

  get first(): Spot {
    return { piece: 0, row: 0 };
  }

  get last(): Spot {
    return this.#lastOf(Math.max(0, this.pieces.length - 1));
  }

  /** The last row at or before a place, the first if there is none; by bisection. */
  at({ seq, index }: RowPlace): Spot {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const piece = this.pieces[middle] as Piece;
      if (piece.seq < seq || (piece.seq === seq && piece.order * ROWS_EACH <= index)) low = middle + 1;
      else high = middle;
    }
    const piece = low - 1;
    const found = this.pieces[piece];
    if (found === undefined) return this.first;
    const last = this.#lastOf(piece);
    return found.seq === seq ? { piece, row: Math.min(index - found.order * ROWS_EACH, last.row) } : last;
  }

  placeOf({ piece, row }: Spot): RowPlace {
    const { seq, order } = this.pieces[piece] as Piece;
    return { seq, index: order * ROWS_EACH + row };
  }

  /** The first row of a message; without one of its own (folded, left out) of what stands for it or comes after it. */
  spotOf(seq: number): Spot {
    const own = this.pieces.findIndex(({ message }) => message?.seq === seq);
    const piece = own < 0 ? this.pieces.findIndex((each) => each.seq >= seq) : own;
    return piece < 0 ? this.last : { piece, row: 0 };
  }

  /** The last row of the same piece. */
  endOf({ piece }: Spot): Spot {
    return this.#lastOf(piece);
  }

  /** So many rows on (negative: up), or as many as there are that way; `left` are those that there are not. */
  move({ piece, row }: Spot, step: number): { readonly spot: Spot; readonly left: number } {
    const way = step < 0 ? -1 : 1;
    let left = Math.abs(step);
    let spot = { piece, row };
    for (;;) {
      const room = way < 0 ? spot.row : this.#lastOf(spot.piece).row - spot.row;
      const taken = Math.min(left, Math.max(0, room));
      spot = { piece: spot.piece, row: spot.row + way * taken };
      left -= taken;
      const next = spot.piece + way;
      if (left === 0 || next < 0 || next >= this.pieces.length) return { spot, left };
      spot = way < 0 ? this.#lastOf(next) : { piece: next, row: 0 };
      left -= 1;
    }
  }

  /** The rows up to one, it included: `height` of them, if there are as many. */
  upTo({ piece, row }: Spot, height: number): readonly PlacedRow[] {
    let first = piece;
    let count = row + 1;
    while (count < height && first > 0) {
      first -= 1;
      count += this.rowsOf(first).length;
    }
    const rows: PlacedRow[] = [];
    let passed = Math.max(0, count - height);
    for (let at = first; at <= piece; at += 1) {
      const all = this.rowsOf(at);
      const end = at === piece ? Math.min(row + 1, all.length) : all.length;
      for (let index = passed; index < end; index += 1) rows.push(all[index] as PlacedRow);
      passed = Math.max(0, passed - end);
    }
    return rows;
  }

  #lastOf(piece: number): Spot {
    return { piece, row: Math.max(0, this.rowsOf(piece).length - 1) };
  }
}

function placed(piece: Piece | undefined): readonly PlacedRow[] {
  if (piece === undefined) return [];
  const { seq, order, message } = piece;
  const { rows, fold } = piece.lay();
  return rows.map((row, at) => ({ row, seq, index: order * ROWS_EACH + at, fold, message }));
}

/** Whether one row stands further down than another. */
export function isBelow(a: Spot, b: Spot): boolean {
  return a.piece > b.piece || (a.piece === b.piece && a.row > b.row);
}
