/**
 * Rows that many screens show, and with them what was worked out for all of those: it goes when they go. In a WeakMap it
 * would stay for longer. V8's young collections take a WeakMap's values for alive, so all of them went into the old space,
 * and collecting that was a tenth of the server's CPU (1,000 × 40).
 */
import type { Row } from './row.ts';

export type Rows = readonly (Row | undefined)[];

const NOTES = Symbol('notes');

interface Noted {
  readonly [NOTES]?: unknown[];
}

/** Freezes rows that many may show; the same array. */
export function shared<R extends Rows>(rows: R): Readonly<R> {
  Object.defineProperty(rows, NOTES, { value: Notes.none() });
  return Object.freeze(rows);
}

/** Whether they are frozen, and can be known by identity. */
export function isShared(rows: Rows): boolean {
  return (rows as Noted)[NOTES] !== undefined;
}

/** What one module works out of shared rows. */
export class Notes<T> {
  static #count = 0;

  static none(): unknown[] {
    return new Array(Notes.#count);
  }

  readonly #at = Notes.#count++;
  readonly #make: () => T;

  /** @param make what there is for rows of which nothing was asked yet */
  constructor(make: () => T) {
    this.#make = make;
  }

  /** Those of rows that are {@link shared}; throws for others. */
  of(rows: Rows): T {
    const notes = (rows as Noted)[NOTES];
    if (notes === undefined) throw new Error('nothing is kept with rows that are not shared');
    if (notes[this.#at] === undefined) notes[this.#at] = this.#make();
    return notes[this.#at] as T;
  }
}

export const NO_ROWS: readonly never[] = shared([]);
