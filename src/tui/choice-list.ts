/**
 * A list over the scrollback: arrows move, typing narrows it, Enter does what the list is for. Which row one is on
 * outlasts narrowing and new rows, for it is known by its key.
 */
import type { Choice, ChoiceAct, Choices } from '../chat/choices.ts';
import { choiceRow, columnWidths, emptyRows, headingRow, noteRows } from './choice-rows.ts';
import type { Key, Mouse } from './key-names.ts';
import { MOST_CHOICES, Narrowed } from './narrowed.ts';
import { CLOSE, closes, type Outcome, type OverlayContent, type OverlayEvent, STAY, WHEEL_ROWS } from './overlay.ts';
import { Prompt } from './prompt.ts';
import { encodeRow, type Row } from './row.ts';
import type { RowStyle } from './row-style.ts';

/** A row is being asked for what goes with it. */
interface Asking {
  readonly act: ChoiceAct;
  readonly choice: Choice;
  readonly prompt: Prompt;
}

export class ChoiceList implements OverlayContent {
  readonly choices: Choices;
  /** Set by whoever fetches. */
  isFetching = false;
  revision = 0;
  cursor: OverlayContent['cursor'];
  readonly #narrowed: Narrowed;
  #selected = 0;
  #top = 0;
  #height = 1;
  #isWhole: boolean;
  #asking: Asking | undefined;
  #widths: { readonly shown: readonly Choice[]; readonly columns: number; readonly widths: readonly number[] } = {
    shown: [],
    columns: 0,
    widths: [],
  };

  constructor(choices: Choices) {
    this.#narrowed = new Narrowed(choices.items);
    // Whoever gave more rows than are kept keeps them alone.
    this.choices = { ...choices, items: this.#narrowed.items };
    this.#isWhole = choices.more === undefined;
    this.#find(choices.selected);
  }

  get title(): string {
    const { filter, shown, items } = this.#narrowed;
    const { title } = this.choices;
    return filter === undefined ? title : `${title} · /${filter}_ ${shown.length} of ${items.length}`;
  }

  get footer(): string {
    if (this.#asking !== undefined) return 'Enter keeps it · Esc gives up';
    const { enter, keys = [] } = this.choices;
    const { filter, items, shown } = this.#narrowed;
    const isFiltering = filter !== undefined;
    const parts = [`Enter ${this.#command === undefined ? enter.does : 'runs it'}`];
    if (!isFiltering) parts.push(...keys.map(({ letter, does }) => `${letter} ${does}`));
    if (items.length >= MOST_CHOICES) parts.push(`the first ${MOST_CHOICES} only`);
    if (shown.length > this.#height) parts.push(`${this.#selected + 1} of ${shown.length}`);
    parts.push(isFiltering ? 'Backspace widens' : 'type to narrow', isFiltering ? 'Esc closes' : 'q closes');
    return parts.join(' · ');
  }

  /** The row one is on; undefined in an empty list. */
  get current(): Choice | undefined {
    return this.#narrowed.shown[this.#selected];
  }

  /** True when further rows should be fetched, and are not being fetched: one is near the end of those there are. */
  get wantsMore(): boolean {
    const { items, shown } = this.#narrowed;
    return (
      !this.isFetching &&
      !this.#isWhole &&
      items.length < MOST_CHOICES &&
      this.#selected + this.#height >= shown.length - 1
    );
  }

  /** Adds fetched rows; none means that there are no more. */
  add(items: readonly Choice[]): void {
    this.#isWhole = items.length === 0;
    this.#change(() => {
      this.#narrowed.items = [...this.#narrowed.items, ...items];
    });
  }

  /** Other rows, as something was done with one; in the place of one that is gone stands the next. */
  replace(items: readonly Choice[]): void {
    const [before, at] = [this.current?.key, this.#selected];
    this.#change(() => {
      this.#narrowed.items = items;
    });
    if (this.current?.key !== before) this.#moveTo(at);
  }

  wants(height: number): number {
    if (this.choices.preview === undefined) return height;
    const wanted = this.#narrowed.lines.length + (this.#hasNotes ? 3 : 0) + 2;
    return Math.max(Math.min(height, 5), Math.min(Math.ceil(height / 2), wanted));
  }

  body(style: RowStyle, height: number): readonly Row[] {
    const note = this.current?.note ?? this.choices.note ?? '';
    const notes = this.#hasNotes ? noteRows(note, style, height) : [];
    this.#height = Math.max(0, height - notes.length);
    this.#scroll();
    this.cursor = undefined;
    const rows = this.#narrowed.lines.slice(this.#top, this.#top + this.#height).map((line, at) => {
      return typeof line === 'string' ? headingRow(line, style) : this.#row(line, at, style);
    });
    if (this.#narrowed.lines.length === 0) rows.push(...emptyRows(this.#nothing(), style, this.#height));
    while (rows.length < this.#height) rows.push(encodeRow([], style.columns));
    return [...rows, ...notes];
  }

  take(event: OverlayEvent): Outcome {
    this.revision += 1;
    if (this.#asking !== undefined) return event.type === 'mouse' ? STAY : this.#answer(this.#asking, event);
    switch (event.type) {
      case 'text':
        return this.#text(event.text);
      case 'paste':
        this.#type(event.text);
        return STAY;
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
    const isFiltering = this.#narrowed.filter !== undefined;
    if (!isFiltering) {
      if (/^q$/i.test(first)) return CLOSE;
      const key = this.choices.keys?.find(({ letter }) => letter === first);
      if (key !== undefined) return this.#act(key);
    }
    this.#type(text);
    return STAY;
  }

  /** Narrows, and goes to the row that is called so, if one is. */
  #type(text: string): void {
    this.#change(() => this.#narrowed.type(text));
    const { best } = this.#narrowed;
    if (best >= 0) this.#moveTo(best);
  }

  #key(key: Key): Outcome {
    if (closes(key)) return CLOSE;
    const page = Math.max(1, this.#height - 1);
    if (key.name === 'enter') {
      const command = this.#command;
      return command === undefined ? this.#act(this.choices.enter) : { type: 'run', command };
    }
    if (key.name === 'backspace') this.#change(() => this.#narrowed.shorten());
    else if (key.ctrl && key.name === 'u') this.#change(() => this.#narrowed.widen());
    else if (key.name === 'up' || (key.ctrl && key.name === 'p')) this.#moveTo(this.#selected - 1);
    else if (key.name === 'down' || (key.ctrl && key.name === 'n')) this.#moveTo(this.#selected + 1);
    else if (key.name === 'pageup') this.#moveTo(this.#selected - page);
    else if (key.name === 'pagedown') this.#moveTo(this.#selected + page);
    else if (key.name === 'home') this.#moveTo(0);
    else if (key.name === 'end') this.#moveTo(this.#narrowed.shown.length);
    return STAY;
  }

  #mouse({ kind, button, row }: Mouse): Outcome {
    if (kind === 'wheel-up') this.#moveTo(this.#selected - WHEEL_ROWS);
    else if (kind === 'wheel-down') this.#moveTo(this.#selected + WHEEL_ROWS);
    else if (kind === 'press' && button === 0 && row >= 0 && row < this.#height) {
      const line = this.#narrowed.lines[this.#top + row];
      if (line === this.#selected) return this.#act(this.choices.enter);
      if (typeof line === 'number') this.#moveTo(line);
    }
    return STAY;
  }

  #act(act: ChoiceAct): Outcome {
    const choice = this.current;
    if (choice === undefined) return STAY;
    const asked = act.ask?.(choice);
    if (asked === undefined) return { type: 'act', act, choice, typed: '' };
    this.#asking = { act, choice, prompt: new Prompt(choice.key, asked) };
    return STAY;
  }

  #answer({ act, choice, prompt }: Asking, event: Exclude<OverlayEvent, Mouse>): Outcome {
    const answer = prompt.take(event);
    if (answer === 'stay') return STAY;
    this.#asking = undefined;
    return answer === 'enter' ? { type: 'act', act, choice, typed: prompt.text } : STAY;
  }

  /** Changes what is shown, staying on a row if it is among that. */
  #change(change: () => void): void {
    const key = this.current?.key;
    change();
    this.revision += 1;
    this.#find(key);
  }

  #find(key: string | undefined): void {
    this.#moveTo(this.#narrowed.shown.findIndex((item) => item.key === key));
  }

  #moveTo(index: number): void {
    this.#selected = Math.max(0, Math.min(index, this.#narrowed.shown.length - 1));
  }

  /** So that the row one is on is in view, with its heading where that stands right above. */
  #scroll(): void {
    const { lines } = this.#narrowed;
    const at = lines.indexOf(this.#selected);
    const from = typeof lines[at - 1] === 'string' && this.#height > 1 ? at - 1 : at;
    this.#top = Math.max(0, Math.min(this.#top, from, lines.length - 1));
    if (at >= this.#top + this.#height) this.#top = at - this.#height + 1;
    this.#top = Math.min(this.#top, Math.max(0, lines.length - this.#height));
  }

  get #hasNotes(): boolean {
    return this.choices.note !== undefined || this.#narrowed.items.some(({ note }) => note !== undefined);
  }

  #row(index: number, at: number, style: RowStyle): Row {
    const { shown } = this.#narrowed;
    const isSelected = index === this.#selected;
    if (isSelected && this.#asking !== undefined) {
      const { row, cursor } = this.#asking.prompt.row(style);
      this.cursor = { column: cursor, row: at };
      return row;
    }
    const { columns } = style;
    if (this.#widths.columns !== columns || this.#widths.shown !== shown) {
      this.#widths = { shown, columns, widths: columnWidths(shown, columns) };
    }
    return choiceRow(shown[index] as Choice, this.#widths.widths, isSelected, style);
  }

  /** A command that was typed here as if there were no list. */
  get #command(): string | undefined {
    return this.#isWhole ? this.#narrowed.command : undefined;
  }

  #nothing(): string {
    const { items, filter } = this.#narrowed;
    return items.length > 0 ? `nothing here with ${filter}` : this.#isWhole ? this.choices.empty : '…';
  }
}
