/**
 * Rows by what they were made of. They live as long as their message, and no longer than two generations of a budget:
 * somebody who resizes a terminal all day fills no memory.
 */
import type { Row } from './row.ts';
import type { RowStyle } from './row-style.ts';

/** UTF-16 units of row bytes per generation; the cache holds at most two. */
const BUDGET = 8 * 1024 * 1024;
/** What a row costs besides its bytes, about. */
const ROW_COST = 100;

type Kept = Map<RowStyle, Map<string, readonly Row[]>>;

/** Keyed by an object (held weakly), a style and a variant. */
export class RowCache {
  readonly #budget: number;
  #young = new WeakMap<object, Kept>();
  #old = new WeakMap<object, Kept>();
  #spent = 0;

  constructor(budget: number = BUDGET) {
    this.#budget = budget;
  }

  /** What was made before for this key, or what `make` makes now. */
  get(key: object, style: RowStyle, variant: string, make: () => readonly Row[]): readonly Row[] {
    const known = this.#young.get(key)?.get(style)?.get(variant);
    if (known !== undefined) return known;
    const rows = this.#old.get(key)?.get(style)?.get(variant) ?? Object.freeze(make());
    this.#keep(key, style, variant, rows);
    return rows;
  }

  #keep(key: object, style: RowStyle, variant: string, rows: readonly Row[]): void {
    for (const row of rows) this.#spent += row.bytes.length + ROW_COST;
    if (this.#spent > this.#budget) {
      this.#old = this.#young;
      this.#young = new WeakMap();
      this.#spent = 0;
    }
    const kept: Kept = this.#young.get(key) ?? new Map();
    const variants = kept.get(style) ?? new Map<string, readonly Row[]>();
    variants.set(variant, rows);
    kept.set(style, variants);
    this.#young.set(key, kept);
  }
}
