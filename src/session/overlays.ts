/**
 * The overlays of one screen, one upon the other: the newest is shown and has the keys until it closes. What is chosen in
 * one is done here, on the person's behalf.
 */
import type { Rect } from '../tui/blessed.ts';
import { ChoiceList } from '../tui/choice-list.ts';
import type { Mouse } from '../tui/key-names.ts';
import { bodyTop, framed, type Outcome, type OverlayContent, type OverlayEvent } from '../tui/overlay.ts';
import type { Row, RowStyle } from '../tui/rows.ts';
import type { Session } from './session.ts';

/** More than anybody opens one upon the other; the lowest is let go beyond that. */
const DEEPEST = 8;

/** What was made last, and of what. */
interface Made {
  readonly content: OverlayContent;
  readonly revision: number;
  readonly style: RowStyle;
  readonly height: number;
  readonly rows: readonly Row[];
}

export class Overlays {
  readonly #session: Session;
  readonly #changed: () => void;
  #stack: OverlayContent[] = [];
  #made: Made | undefined;
  /** More of it could not be read: not asked for again before the next key. */
  #stuck: ChoiceList | undefined;

  /** `changed` asks for a frame. */
  constructor(session: Session, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  get isOpen(): boolean {
    return this.#stack.length > 0;
  }

  open(content: OverlayContent): void {
    if (this.#stack.length >= DEEPEST) this.#stack.shift();
    this.#stack.push(content);
    this.#changed();
  }

  /** Closes all of them, as Esc would. */
  closeAll(): void {
    for (const content of [...this.#stack].reverse()) this.#leave(content);
  }

  /** How many rows of a place so high are covered, from its bottom. */
  coveredRows(height: number): number {
    return this.#stack.at(-1)?.wants(height) ?? 0;
  }

  /** The newest one, exactly `height` rows; the same array while it shows the same. */
  rows(style: RowStyle, height: number): readonly Row[] {
    const content = this.#stack.at(-1);
    if (content === undefined) return [];
    const made = this.#made;
    const { revision } = content;
    const isSame = made?.content === content && made.revision === revision;
    if (isSame && made.style === style && made.height === height) return made.rows;
    const rows = framed(content, style, height);
    this.#made = { content, revision, style, height, rows };
    this.#fetch(content);
    return rows;
  }

  /** Where something is typed in the newest one, in a pane at `place`; as of the last {@link rows}. */
  cursor(place: Rect): { readonly x: number; readonly y: number } | undefined {
    const cursor = this.#stack.at(-1)?.cursor;
    if (cursor === undefined) return undefined;
    const height = this.coveredRows(place.height);
    return { x: place.x + cursor.column, y: place.y + place.height - height + bodyTop(height) + cursor.row };
  }

  /** Gives a key to the newest one. */
  take(event: OverlayEvent): void {
    const content = this.#stack.at(-1);
    if (content === undefined) return;
    if (this.#stuck !== undefined) this.#stuck.isFetching = false;
    this.#stuck = undefined;
    const before = currentOf(content);
    const outcome = content.take(event);
    const choice = currentOf(content);
    if (content instanceof ChoiceList && choice !== before) content.choices.preview?.(choice);
    this.#do(content, outcome);
    this.#fetch(content);
  }

  /** The same for the mouse, in a pane at `place`; false when it is not over the newest one. */
  takeMouse(mouse: Mouse, place: Rect): boolean {
    const height = this.coveredRows(place.height);
    const row = mouse.row - (place.y + place.height - height);
    if (row < 0 || row >= height || mouse.column >= place.x + place.width) return false;
    this.take({ ...mouse, row: row - bodyTop(height) });
    return true;
  }

  #do(content: OverlayContent, outcome: Outcome): void {
    switch (outcome.type) {
      case 'stay':
        break;
      case 'close':
        this.#leave(content);
        break;
      case 'run':
        this.#leave(content);
        this.#session.enter(outcome.command);
        break;
      case 'act':
        if (content instanceof ChoiceList) this.#act(content, outcome);
        break;
      default:
        outcome satisfies never;
    }
  }

  #act(list: ChoiceList, { act, choice, typed }: Outcome & { readonly type: 'act' }): void {
    const close = () => {
      if (list.choices.after === undefined) this.#remove(list);
    };
    const isTaken = this.#session.sending.act(async () => {
      // First, for what is done may open another.
      close();
      const line = await act.run(choice, typed);
      if (line !== undefined) this.#session.enter(line);
      const items = list.choices.after?.();
      if (items !== undefined) list.replace(items);
      this.#changed();
    }, 'free');
    // Also what is done a little later.
    if (isTaken) close();
  }

  /** Gone without a choice. */
  #leave(content: OverlayContent): void {
    this.#remove(content);
    if (content instanceof ChoiceList) content.choices.preview?.(undefined);
  }

  #remove(content: OverlayContent): void {
    this.#stack = this.#stack.filter((each) => each !== content);
    this.#made = undefined;
  }

  async #more(list: ChoiceList) {
    try {
      return await list.choices.more?.();
    } catch (error) {
      this.#stuck = list;
      throw error;
    }
  }

  #fetch(content: OverlayContent): void {
    if (!(content instanceof ChoiceList) || !content.wantsMore) return;
    content.isFetching = true;
    void this.#session.guard(async () => {
      const items = await this.#more(content);
      content.isFetching = false;
      if (!this.#stack.includes(content)) return;
      content.add(items ?? []);
      this.#changed();
    });
  }
}

function currentOf(content: OverlayContent) {
  return content instanceof ChoiceList ? content.current : undefined;
}
