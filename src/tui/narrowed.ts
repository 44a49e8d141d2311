/** The rows of a list that what is typed leaves, and the headings above them. */
import { type Choice, cellText } from '../chat/choices.ts';
import { harmless } from './row.ts';

/** How many rows are kept; what comes beyond that is dropped. */
export const MOST_CHOICES = 2000;
/** Longer is nothing one would type to find a row. */
const FILTER_LENGTH = 64;

/** A line of the list: a heading, or the choice at an index among those shown. */
export type ListLine = string | number;

export class Narrowed {
  #items: readonly Choice[] = [];
  #filter: string | undefined;
  /** What is typed began with a slash. */
  #isSlashed = false;
  #shown: readonly Choice[] = [];
  #lines: readonly ListLine[] = [];

  constructor(items: readonly Choice[]) {
    this.items = items;
  }

  /** All there are. */
  get items(): readonly Choice[] {
    return this.#items;
  }

  set items(items: readonly Choice[]) {
    this.#items = items.slice(0, MOST_CHOICES);
    this.#narrow();
  }

  /** Those that hold every word typed, wherever; case does not matter. */
  get shown(): readonly Choice[] {
    return this.#shown;
  }

  get lines(): readonly ListLine[] {
    return this.#lines;
  }

  /** What is typed; undefined while nothing is. */
  get filter(): string | undefined {
    return this.#filter;
  }

  /** What is typed, where it can only be a command: it began with a slash, and no row holds it. */
  get command(): string | undefined {
    const typed = this.#filter ?? '';
    const isOne = this.#isSlashed && /^[^/\s]/.test(typed) && typed.length < FILTER_LENGTH;
    return isOne && this.#shown.length === 0 ? `/${typed}` : undefined;
  }

  /** As in less, a slash begins it, and is none of it. */
  type(typed: string): void {
    if (this.#filter === undefined) this.#isSlashed = typed.startsWith('/');
    const text = this.#filter === undefined ? typed.replace(/^\//, '') : typed;
    this.#filter = ((this.#filter ?? '') + harmless(text).replaceAll('\n', ' ')).trimStart().slice(0, FILTER_LENGTH);
    this.#narrow();
  }

  /** Takes the last character back; from an empty filter, the filter. */
  shorten(): void {
    if (this.#filter === undefined) return;
    this.#filter = this.#filter === '' ? undefined : [...this.#filter].slice(0, -1).join('');
    this.#narrow();
  }

  widen(): void {
    this.#filter = undefined;
    this.#narrow();
  }

  /** Among those shown, the one that is called what is typed, else begins so, else holds it in its first cell; −1 for none. */
  get best(): number {
    const typed = bare(this.#filter ?? '');
    if (typed === '') return -1;
    const names = this.#shown.map(({ cells: [first = ''] }) => bare(cellText(first)));
    const called = names.findIndex((name) => name === typed || name.startsWith(`${typed} `));
    if (called >= 0) return called;
    const begins = names.findIndex((name) => name.startsWith(typed));
    return begins >= 0 ? begins : names.findIndex((name) => name.includes(typed));
  }

  #narrow(): void {
    const words = (this.#filter ?? '').toLowerCase().split(/\s+/);
    this.#shown = words.join('') === '' ? this.#items : this.#items.filter((item) => holds(item, words));
    const lines: ListLine[] = [];
    for (const [at, { heading }] of this.#shown.entries()) {
      if (heading !== undefined && heading !== this.#shown[at - 1]?.heading) lines.push(heading);
      lines.push(at);
    }
    this.#lines = lines;
  }
}

/** Lower case, without what stands before the name. */
function bare(text: string): string {
  return text.toLowerCase().replace(/^[^\p{L}\p{N}]+/u, '');
}

function holds({ cells, heading = '' }: Choice, words: readonly string[]): boolean {
  const text = `${heading} ${cells.map(cellText).join(' ')}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
