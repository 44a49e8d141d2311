/** Values of one session that are made anew only when what they were made of changed, so that what stayed is known by identity. */
import type { Rect } from '../tui/blessed.ts';
import type { Pane } from '../tui/painter.ts';

/** Keeps the last value made, while what it was made of stays the same. */
export class Kept<T> {
  #parts: readonly unknown[] = [];
  #value: T | undefined;

  get(parts: readonly unknown[], make: () => T): T {
    let isSame = this.#value !== undefined && parts.length === this.#parts.length;
    for (let at = 0; isSame && at < parts.length; at += 1) isSame = parts[at] === this.#parts[at];
    if (this.#value === undefined || !isSame) {
      this.#value = make();
      this.#parts = parts;
    }
    return this.#value;
  }
}

/** Makes a pane anew only when its rows or its place changed, so that what stayed is known by identity. */
export class KeptPane {
  #place: Rect | undefined;
  #pane: Pane | undefined;

  /** What it showed last. */
  get rows(): Pane['rows'] | undefined {
    return this.#pane?.rows;
  }

  /** What it showed last may go. */
  letGo(): void {
    this.#pane = undefined;
  }

  with(place: Rect, rows: Pane['rows']): Pane {
    if (this.#pane === undefined || this.#place !== place || this.#pane.rows !== rows) {
      this.#place = place;
      this.#pane = { x: place.x, y: place.y, width: place.width, height: place.height, rows };
    }
    return this.#pane;
  }
}
