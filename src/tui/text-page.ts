/** A text over the scrollback (`/keys`, `/whois`): read with the keys of a pager. */
import type { Key } from './key-names.ts';
import { CLOSE, closes, type Outcome, type OverlayContent, type OverlayEvent, STAY, WHEEL_ROWS } from './overlay.ts';
import { encodeRow, harmless, type Row } from './row.ts';
import type { RowStyle } from './row-style.ts';
import { textWidth } from './width.ts';
import { wrap } from './wrap.ts';

/** What less and more take for moving, besides the keys named so. */
const PAGER: ReadonlyMap<string, string> = new Map([
  [' ', 'pagedown'],
  ['b', 'pageup'],
  ['j', 'down'],
  ['k', 'up'],
  ['g', 'home'],
  ['G', 'end'],
]);

/** How much of a text is kept, in UTF-16 units; the rest of a longer one is left out, and it says so. */
const LONGEST = 1024 * 1024;
const LEFT_OUT = '… the rest does not fit here';

export class TextPage implements OverlayContent {
  readonly title: string;
  readonly cursor = undefined;
  readonly #lines: readonly string[];
  #wrapped: { readonly columns: number; readonly lines: readonly string[] } = { columns: 0, lines: [] };
  /** The first line shown. */
  #top = 0;
  #height = 1;

  constructor(title: string, lines: readonly string[]) {
    this.title = title;
    this.#lines = shortened(lines);
  }

  get revision(): number {
    return this.#top;
  }

  get footer(): string {
    const { length } = this.#wrapped.lines;
    const end = Math.min(length, this.#top + this.#height);
    return end < length || this.#top > 0 ? `${end} of ${length} lines · PgUp PgDn · q closes` : 'q closes';
  }

  wants(height: number): number {
    return height;
  }

  body(style: RowStyle, height: number): readonly Row[] {
    const { columns } = style;
    if (this.#wrapped.columns !== columns) {
      this.#wrapped = { columns, lines: this.#lines.flatMap((line) => wrapped(harmless(line), columns)) };
    }
    this.#height = height;
    this.#moveTo(this.#top);
    const rows = this.#wrapped.lines
      .slice(this.#top, this.#top + height)
      .map((line) => encodeRow([{ text: line }], columns));
    while (rows.length < height) rows.push(encodeRow([], columns));
    return rows;
  }

  take(event: OverlayEvent): Outcome {
    switch (event.type) {
      case 'text':
        if (/^q/i.test(event.text)) return CLOSE;
        this.#move(PAGER.get(event.text) ?? '');
        return STAY;
      case 'paste':
        return STAY;
      case 'mouse':
        if (event.kind === 'wheel-up') this.#moveTo(this.#top - WHEEL_ROWS);
        if (event.kind === 'wheel-down') this.#moveTo(this.#top + WHEEL_ROWS);
        return STAY;
      case 'key':
        return this.#key(event);
      default:
        return event satisfies never;
    }
  }

  #key(key: Key): Outcome {
    if (closes(key) || key.name === 'enter') return CLOSE;
    this.#move(key.name);
    return STAY;
  }

  #move(key: string): void {
    const page = Math.max(1, this.#height - 1);
    if (key === 'up') this.#moveTo(this.#top - 1);
    else if (key === 'down') this.#moveTo(this.#top + 1);
    else if (key === 'pageup') this.#moveTo(this.#top - page);
    else if (key === 'pagedown') this.#moveTo(this.#top + page);
    else if (key === 'home') this.#moveTo(0);
    else if (key === 'end') this.#moveTo(this.#wrapped.lines.length);
  }

  #moveTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.#wrapped.lines.length - this.#height));
  }
}

function shortened(lines: readonly string[]): readonly string[] {
  let room = LONGEST;
  const end = lines.findIndex((line) => {
    // An empty line takes memory, too.
    room -= line.length + 1;
    return room < 0;
  });
  return end < 0 ? lines : [...lines.slice(0, end), LEFT_OUT];
}

/** Keeps columns as they were laid out while they fit; what does not fit is wrapped at words. */
function wrapped(line: string, columns: number): readonly string[] {
  return textWidth(line) <= columns ? [line] : wrap(line, columns);
}
