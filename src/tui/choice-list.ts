/**
 * A list over the scrollback: arrows move, typing narrows it, Enter does what the list is for. Which row one is on
 * outlasts narrowing and new rows, for it is known by its key.
 */
import { type Choice, type ChoiceAct, type Choices, cellText } from '../chat/choices.ts';
import { choiceRow, columnWidths, headingRow } from './choice-rows.ts';
import type { Key, Mouse } from './key-names.ts';
import { CLOSE, closes, type Outcome, type OverlayContent, type OverlayEvent, STAY, WHEEL_ROWS } from './overlay.ts';
import { encodeRow, harmless, type Row } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { wrap } from './wrap.ts';

/** How many rows are kept; beyond that the list says so and fetches no more. */
const MOST = 2000;
/** What is explained stands below a rule in a body from this high; in one row of a lower one, from `NOTE_FROM`. */
const RULED_NOTE_FROM = 9;
const NOTE_FROM = 5;
/** Longer is nothing one would type to find a row. */
const FILTER_LENGTH = 64;

/** A row of the body: a heading, or the choice at an index among those shown. */
type Line = string | number;

export class ChoiceList implements OverlayContent {
  readonly choices: Choices;
  revision = 0;
  #items: readonly Choice[];
  /** Those that the filter leaves. */
  #shown: readonly Choice[] = [];
  #lines: readonly Line[] = [];
  /** What is typed; undefined while letters are keys. */
  #filter: string | undefined;
  #selected = 0;
  #top = 0;
  #height = 1;
  #isWhole: boolean;
  #widths: { readonly columns: number; readonly widths: readonly number[] } | undefined;

  constructor(choices: Choices) {
    this.choices = choices;
    this.#items = choices.items;
    this.#isWhole = choices.more === undefined;
    this.#narrow(choices.selected);
  }

  get title(): string {
    const { title } = this.choices;
    if (this.#filter === undefined) return title;
    return `${title} · /${this.#filter}_ ${this.#shown.length} of ${this.#items.length}`;
  }

  get footer(): string {
    const { enter, keys = [] } = this.choices;
    const isFiltering = this.#filter !== undefined;
    const letters = isFiltering ? [] : keys.map(({ letter, does }) => `${letter} ${does}`);
    const place = this.#shown.length > this.#height ? [`${this.#selected + 1} of ${this.#shown.length}`] : [];
    const typing = isFiltering ? 'Backspace widens' : 'type to narrow';
    const full = this.#items.length >= MOST && !this.#isWhole ? [`the first ${MOST} only`] : [];
    return [`Enter ${enter.does}`, ...letters, ...full, ...place, typing, isFiltering ? 'Esc closes' : 'q closes'].join(
      ' · ',
    );
  }

  /** The row one is on; undefined in an empty list. */
  get current(): Choice | undefined {
    return this.#shown[this.#selected];
  }

  /** True when further rows should be fetched: one is near the end of those there are. */
  get wantsMore(): boolean {
    return !this.#isWhole && this.#items.length < MOST && this.#selected + this.#height >= this.#shown.length - 1;
  }

  /** Adds fetched rows; none means that there are no more. */
  add(items: readonly Choice[]): void {
    this.#isWhole = items.length === 0;
    this.#items = [...this.#items, ...items].slice(0, MOST);
    this.#narrow(this.current?.key);
  }

  /** Other rows, as something was done with one; in the place of one that is gone stands the next. */
  replace(items: readonly Choice[]): void {
    const [before, at] = [this.current?.key, this.#selected];
    this.#items = items;
    this.#narrow(before);
    if (this.current?.key !== before) this.#moveTo(at);
  }

  wants(height: number): number {
    if (this.choices.preview === undefined) return height;
    const note = this.#hasNotes ? 3 : 0;
    return Math.max(Math.min(height, 5), Math.min(Math.ceil(height / 2), this.#lines.length + note + 2));
  }

  body(style: RowStyle, height: number): readonly Row[] {
    const notes = this.#noteRows(style, height);
    this.#height = Math.max(0, height - notes.length);
    this.#scroll();
    const { columns } = style;
    if (this.#widths?.columns !== columns) this.#widths = { columns, widths: columnWidths(this.#shown, columns) };
    const { widths } = this.#widths;
    const rows = this.#lines.slice(this.#top, this.#top + this.#height).map((line) => {
      if (typeof line === 'string') return headingRow(line, style);
      return choiceRow(this.#shown[line] as Choice, widths, line === this.#selected, style);
    });
    if (this.#lines.length === 0 && this.#height > 0) rows.push(this.#nothing(style));
    while (rows.length < this.#height) rows.push(encodeRow([], columns));
    return [...rows, ...notes];
  }

  take(event: OverlayEvent): Outcome {
    this.revision += 1;
    switch (event.type) {
      case 'text':
        return this.#text(event.text);
      case 'mouse':
        return this.#mouse(event);
      case 'key':
        return this.#key(event);
      default:
        return event satisfies never;
    }
  }

  #text(text: string): Outcome {
    const first = text.charAt(0);
    if (this.#filter === undefined) {
      if (/^q$/i.test(first)) return CLOSE;
      const key = this.choices.keys?.find(({ letter }) => letter === first);
      if (key !== undefined) return this.#act(key);
    }
    // As in less, a / makes letters text that would be keys.
    const added = this.#filter === undefined && first === '/' ? text.slice(1) : text;
    this.#filter = ((this.#filter ?? '') + harmless(added)).trimStart().slice(0, FILTER_LENGTH);
    this.#narrow(this.current?.key);
    return STAY;
  }

  #key(key: Key): Outcome {
    if (closes(key)) return CLOSE;
    const page = Math.max(1, this.#height - 1);
    if (key.name === 'enter') return this.#act(this.choices.enter);
    if (key.name === 'backspace') this.#shorten();
    else if (key.ctrl && key.name === 'u') this.#widen();
    else if (key.name === 'up' || (key.ctrl && key.name === 'p')) this.#moveTo(this.#selected - 1);
    else if (key.name === 'down' || (key.ctrl && key.name === 'n')) this.#moveTo(this.#selected + 1);
    else if (key.name === 'pageup') this.#moveTo(this.#selected - page);
    else if (key.name === 'pagedown') this.#moveTo(this.#selected + page);
    else if (key.name === 'home') this.#moveTo(0);
    else if (key.name === 'end') this.#moveTo(this.#shown.length);
    return STAY;
  }

  #mouse({ kind, button, row }: Mouse): Outcome {
    if (kind === 'wheel-up') this.#moveTo(this.#selected - WHEEL_ROWS);
    else if (kind === 'wheel-down') this.#moveTo(this.#selected + WHEEL_ROWS);
    else if (kind === 'press' && button === 0 && row >= 0 && row < this.#height) {
      const line = this.#lines[this.#top + row];
      if (line === this.#selected) return this.#act(this.choices.enter);
      if (typeof line === 'number') this.#moveTo(line);
    }
    return STAY;
  }

  #act(act: ChoiceAct): Outcome {
    const choice = this.current;
    return choice === undefined ? STAY : { type: 'act', act, choice };
  }

  #shorten(): void {
    if (this.#filter === undefined) return;
    const graphemes = [...this.#filter].slice(0, -1).join('');
    this.#filter = this.#filter === '' ? undefined : graphemes;
    this.#narrow(this.current?.key);
  }

  #widen(): void {
    this.#filter = undefined;
    this.#narrow(this.current?.key);
  }

  #moveTo(index: number): void {
    this.#selected = Math.max(0, Math.min(index, this.#shown.length - 1));
  }

  /** Finds what the filter leaves, and stays on a row if it is among that. */
  #narrow(key: string | undefined): void {
    const words = (this.#filter ?? '').toLowerCase().split(/\s+/);
    this.#shown = words.join('') === '' ? this.#items : this.#items.filter((item) => holds(item, words));
    const lines: Line[] = [];
    for (const [at, { heading }] of this.#shown.entries()) {
      if (heading !== undefined && heading !== this.#shown[at - 1]?.heading) lines.push(heading);
      lines.push(at);
    }
    this.#lines = lines;
    this.#widths = undefined;
    this.revision += 1;
    this.#moveTo(
      Math.max(
        0,
        this.#shown.findIndex((item) => item.key === key),
      ),
    );
  }

  /** So that the row one is on is in view, with its heading where that stands right above. */
  #scroll(): void {
    const at = this.#lines.indexOf(this.#selected);
    const from = typeof this.#lines[at - 1] === 'string' && this.#height > 1 ? at - 1 : at;
    this.#top = Math.max(0, Math.min(this.#top, from, this.#lines.length - 1));
    if (at >= this.#top + this.#height) this.#top = at - this.#height + 1;
    this.#top = Math.min(this.#top, Math.max(0, this.#lines.length - this.#height));
  }

  get #hasNotes(): boolean {
    return this.choices.note !== undefined || this.#items.some(({ note }) => note !== undefined);
  }

  #noteRows(style: RowStyle, height: number): readonly Row[] {
    if (height < NOTE_FROM || !this.#hasNotes) return [];
    const { columns } = style;
    const isRuled = height >= RULED_NOTE_FROM;
    const lines = wrap(harmless(this.current?.note ?? this.choices.note ?? ''), columns).slice(0, isRuled ? 2 : 1);
    while (isRuled && lines.length < 2) lines.push('');
    const rows = lines.map((text) => encodeRow([{ text, sgr: sgr(style, 'notice') }], columns));
    return isRuled ? [encodeRow([{ text: '─'.repeat(columns), sgr: sgr(style, 'time') }], columns), ...rows] : rows;
  }

  #nothing(style: RowStyle): Row {
    const { empty } = this.choices;
    const text = this.#items.length === 0 ? (this.#isWhole ? empty : '…') : `nothing here with ${this.#filter}`;
    return encodeRow([{ text: `  ${harmless(text)}`, sgr: sgr(style, 'system') }], style.columns);
  }
}

function holds({ cells, heading = '' }: Choice, words: readonly string[]): boolean {
  const text = `${heading} ${cells.map(cellText).join(' ')}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
