/** A page of lines over the scrollback (`/help`, `/keys`, `/who`): what is shown of it, and the keys that move it. */
import type { Key } from '../tui/key-names.ts';
import { wrap } from '../tui/wrap.ts';

const CLOSES: ReadonlySet<string> = new Set(['escape', 'enter']);

export class Page {
  readonly title: string;
  readonly #lines: readonly string[];
  #wrapped: { readonly columns: number; readonly lines: readonly string[] } | undefined;
  /** The first line shown. */
  #top = 0;

  constructor(title: string, lines: readonly string[]) {
    this.title = title;
    this.#lines = lines;
  }

  /** Changes whenever other lines are to be shown. */
  get place(): number {
    return this.#top;
  }

  /** The lines for a pane; fewer than `height` at the end. */
  visible(columns: number, height: number): readonly string[] {
    const lines = this.#wrap(columns);
    this.#top = Math.max(0, Math.min(this.#top, lines.length - height));
    return lines.slice(this.#top, this.#top + height);
  }

  /** What to press, and how far one has read: for the last row. */
  footer(columns: number, height: number): string {
    const { length } = this.#wrap(columns);
    const end = Math.min(length, this.#top + height);
    return end < length || this.#top > 0 ? `${end} of ${length} lines · PgUp PgDn · q closes` : 'q closes';
  }

  closesOn(key: Key): boolean {
    return CLOSES.has(key.name) || (key.ctrl && key.name === 'c');
  }

  /** Moves by what a key says; `height` is a page. */
  scrollBy(key: Key, height: number): void {
    switch (key.name) {
      case 'up':
        this.#top -= 1;
        break;
      case 'down':
        this.#top += 1;
        break;
      case 'pageup':
        this.#top -= height;
        break;
      case 'pagedown':
        this.#top += height;
        break;
      case 'home':
        this.#top = 0;
        break;
      case 'end':
        this.#top = Number.MAX_SAFE_INTEGER;
        break;
    }
    this.#top = Math.max(0, this.#top);
  }

  #wrap(columns: number): readonly string[] {
    if (this.#wrapped?.columns !== columns) {
      const lines = this.#lines.flatMap((line) => wrapIndented(line, columns));
      this.#wrapped = { columns, lines };
    }
    return this.#wrapped.lines;
  }
}

/** Keeps columns as they were laid out while they fit; what does not fit is wrapped at words. */
function wrapIndented(line: string, columns: number): readonly string[] {
  return line.length <= columns ? [line] : wrap(line, columns);
}
