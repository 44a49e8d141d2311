/**
 * Reading further up: a bounded run of history and the place of the bottom row in it. New lines arrive elsewhere, so
 * what is being read never moves.
 */
import type { ChatMessage, Conversation } from '../chat/message.ts';
import type { HistoryPage, MessageLog } from '../chat/ports/message-log.ts';
import type { Line } from '../chat/quote.ts';
import type { Row, RowStyle } from '../tui/rows.ts';
import { layRows, type Overlay, type PlacedRow } from '../tui/scrollback.ts';
import { selectedRow } from '../tui/selected-row.ts';
import { newestOf, oldestOf, renew } from './newest.ts';
import { isPickable, linesOf, picked } from './picking.ts';
import { indexAt, indexOf, type RowPlace } from './row-place.ts';

/** How many messages the run keeps; the far end is let go beyond that. */
const KEEP = 600;
/** History is read in pages of this many. */
const PAGE = 200;
/** How many pages are read at once at the most, where most of what they hold is folded or left out. */
const MOST_READS = 5;

export class Scrolled {
  readonly #log: MessageLog;
  readonly #conversation: Conversation;
  #messages: ChatMessage[];
  /** Changes told while history is being read: what is read may be older. */
  #told: ChatMessage[] | undefined;
  /** Only where it stands is known so far, while it is not. */
  #isAtHand = true;
  #fetching: Promise<boolean> | undefined;
  #bottom: RowPlace;
  /** The seq of the line that is picked; undefined while none is. */
  picked: number | undefined;
  /** It was gone to at once, and there is a way back (jump.ts). */
  isVisit = false;
  /** The newest seq when the person began to scroll: what came since is new. */
  readonly sinceSeq: number;

  /** With this message at the bottom, or where it stood, once it is fetched. `sinceSeq`: the newest that was known. */
  static endingWith(log: MessageLog, conversation: Conversation, seq: number, sinceSeq: number): Scrolled {
    const scrolled = new Scrolled(log, conversation, [], sinceSeq);
    scrolled.#isAtHand = false;
    scrolled.#bottom = { seq, index: Number.POSITIVE_INFINITY };
    return scrolled;
  }

  /** Begins at the bottom of `messages`, a contiguous run. `sinceSeq`: what came after it is new. */
  constructor(
    log: MessageLog,
    conversation: Conversation,
    messages: readonly ChatMessage[],
    sinceSeq = messages.at(-1)?.seq ?? 0,
  ) {
    this.#log = log;
    this.#conversation = conversation;
    this.#messages = [...messages];
    this.sinceSeq = sinceSeq;
    this.#bottom = { seq: Number.POSITIVE_INFINITY, index: 0 };
  }

  /** Whether there is a run to show; if not, {@link fetch} reads it. */
  get isAtHand(): boolean {
    return this.#isAtHand;
  }

  /** Reads the run that ends where it stands, unless it is there. False when there is no history. */
  async fetch(): Promise<boolean> {
    if (this.#isAtHand) return true;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return await this.#fetching;
  }

  async #fetch(): Promise<boolean> {
    const { messages } = await this.#read('before', this.#bottom.seq + 1);
    this.#messages = newestOf(messages, PAGE);
    this.#isAtHand = this.#messages.length > 0;
    return this.#isAtHand;
  }

  /** Keeps only where it stands. Not to be called while it is moved. */
  letGo(): void {
    if (!this.#isAtHand || this.#messages.length === 0) return;
    const { bottomSeq } = this;
    if (bottomSeq !== this.#bottom.seq) this.#bottom = { seq: bottomSeq, index: Number.POSITIVE_INFINITY };
    this.#messages = [];
    this.#isAtHand = false;
  }

  /** The message at the bottom. */
  get bottomSeq(): number {
    if (!this.#isAtHand) return this.#bottom.seq;
    return Math.min(this.#bottom.seq, this.#messages.at(-1)?.seq ?? 0);
  }

  /** The rows to show, `height` of them; those above the beginning of history are blank below. */
  rows(style: RowStyle, overlay: Overlay, height: number): readonly (Row | undefined)[] {
    const rows: (Row | undefined)[] = this.visible(style, overlay, height).map(({ row, message }) =>
      message !== undefined && message.seq === this.picked ? selectedRow(row, style.columns) : row,
    );
    while (rows.length < height) rows.push(undefined);
    return rows;
  }

  /** The rows in view, with their places; at most `height`, none while there is no run. */
  visible(style: RowStyle, overlay: Overlay, height: number): readonly PlacedRow[] {
    if (!this.#isAtHand) return [];
    const placed = this.#lay(style, overlay);
    const end = Math.max(this.#bottomIndex(placed), Math.min(height, placed.length) - 1) + 1;
    return placed.slice(Math.max(0, end - height), end);
  }

  /**
   * Moves by `step` rows (negative: up), reading history as it goes. Resolves to true when the newest row is
   * reached, so that the window is live again.
   */
  async move(step: number, style: RowStyle, overlay: Overlay, height: number): Promise<boolean> {
    let placed = this.#lay(style, overlay);
    let at = this.#bottomIndex(placed);
    let isWhole = false;
    const needsMore = () =>
      step < 0 ? at + step < height && this.#hasOlder : at + step >= placed.length - 1 && !isWhole;
    for (let reads = 0; reads < MOST_READS && needsMore(); reads += 1) {
      const anchor = placed[at];
      if (step < 0) await this.#readOlder();
      else isWhole = await this.#readNewer();
      placed = this.#lay(style, overlay);
      at = anchor === undefined ? this.#bottomIndex(placed) : indexAt(placed, anchor);
    }
    if (isWhole && at + step >= placed.length - 1) return true;
    this.#placeAt(placed, Math.max(Math.min(height, placed.length) - 1, at + step));
    return false;
  }

  /** To the beginning of history. */
  async toBeginning(style: RowStyle, overlay: Overlay, height: number): Promise<void> {
    const { messages, hasMore } = await this.#read('after', 0);
    this.#messages = [...messages];
    let isWhole = !hasMore;
    let placed = this.#lay(style, overlay);
    for (let reads = 0; reads < MOST_READS && placed.length < height && !isWhole; reads += 1) {
      isWhole = await this.#readNewer();
      placed = this.#lay(style, overlay);
    }
    this.#placeAt(placed, height - 1);
  }

  /** To a line, which is picked and stands in the middle. False when it is not there. */
  async goTo(seq: number, style: RowStyle, overlay: Overlay, height: number): Promise<boolean> {
    const [older, newer] = [await this.#read('before', seq), await this.#read('after', seq - 1)];
    if (newer.messages[0]?.seq !== seq) return false;
    this.#messages = [...older.messages, ...newer.messages];
    let placed = this.#lay(style, overlay);
    // What is folded or left out fills no rows: the line may stand near the top of what was read.
    for (let reads = 0; reads < MOST_READS && indexOf(placed, seq) < height && this.#hasOlder; reads += 1) {
      await this.#readOlder();
      placed = this.#lay(style, overlay);
    }
    const at = indexOf(placed, seq);
    this.picked = placed[at]?.message?.seq;
    this.#placeAt(placed, Math.max(at + Math.floor(height / 2), height - 1));
    return true;
  }

  /** The line that is picked, as it stands. */
  get pickedLine(): Line | undefined {
    const line = this.#messages.find(({ seq }) => seq === this.picked);
    return line !== undefined && isPickable(line) ? line : undefined;
  }

  /**
   * Picks the line so many further on (negative: up), or the last that way, and brings it into view. Returns how many lines
   * further it would have gone, for which history must be read on.
   */
  pick(step: number, style: RowStyle, overlay: Overlay, height: number): number {
    const placed = this.#lay(style, overlay);
    const from = this.picked ?? (placed[this.#bottomIndex(placed)]?.seq ?? 0) + 1;
    const { line, left } = picked(placed, from, step);
    if (line !== undefined) {
      this.picked = line.seq;
      this.#reveal(placed, line.seq, height);
    }
    return left;
  }

  /** Reads a page of history further on (negative: up), if there is more. */
  async readOn(step: number): Promise<void> {
    if (step > 0) await this.#readNewer();
    else if (this.#hasOlder) await this.#readOlder();
  }

  /** How many lines can be picked among the rows in view. */
  pickable(style: RowStyle, overlay: Overlay, height: number): number {
    return linesOf(this.visible(style, overlay, height)).length;
  }

  /** Moves no further than it takes for all rows of a message to be in view. */
  #reveal(placed: readonly PlacedRow[], seq: number, height: number): void {
    const isOf = ({ message }: PlacedRow) => message?.seq === seq;
    const [first, last] = [placed.findIndex(isOf), placed.findLastIndex(isOf)];
    const bottom = Math.max(this.#bottomIndex(placed), Math.min(height, placed.length) - 1);
    const wanted = Math.min(Math.max(bottom, last), first + height - 1);
    const place = placed[Math.min(wanted, placed.length - 1)];
    if (place !== undefined) this.#bottom = { seq: place.seq, index: place.index };
  }

  #placeAt(placed: readonly PlacedRow[], bottom: number): void {
    const place = placed[Math.min(bottom, placed.length - 1)];
    if (place !== undefined) this.#bottom = { seq: place.seq, index: place.index };
  }

  /** A message changed: what is being read says so at once. */
  renew(message: ChatMessage): void {
    this.#told?.push(message);
    renew(this.#messages, message);
  }

  /** Changes passed unseen: the run is read anew. */
  async refresh(): Promise<void> {
    const last = this.#messages.at(-1)?.seq ?? 0;
    for (let after = (this.#messages[0]?.seq ?? 1) - 1; after < last; ) {
      const { messages } = await this.#log.after({ conversation: this.#conversation, after, limit: PAGE });
      for (const message of messages) this.renew(message);
      after = messages.at(-1)?.seq ?? last;
    }
  }

  /** A page of history, as it stands when it is here. */
  async #read(direction: 'before' | 'after', seq: number): Promise<HistoryPage> {
    this.#told = [];
    const query = { conversation: this.#conversation, limit: PAGE };
    const page = await (direction === 'before'
      ? this.#log.before({ ...query, before: seq })
      : this.#log.after({ ...query, after: seq }));
    const messages = [...page.messages];
    for (const message of this.#told) renew(messages, message);
    this.#told = undefined;
    return { ...page, messages };
  }

  #lay(style: RowStyle, overlay: Overlay): readonly PlacedRow[] {
    // The first message of the run only tells whether the second needs a date line, unless it is the very first.
    const from = (this.#messages[0]?.seq ?? 1) > 1 ? 1 : 0;
    return layRows(this.#messages, from, style, overlay);
  }

  #bottomIndex(placed: readonly PlacedRow[]): number {
    return indexAt(placed, this.#bottom);
  }

  get #hasOlder(): boolean {
    return (this.#messages[0]?.seq ?? 1) > 1;
  }

  async #readOlder(): Promise<void> {
    const before = this.#messages[0]?.seq ?? 1;
    const { messages } = await this.#read('before', before);
    this.#messages = oldestOf([...messages, ...this.#messages], KEEP);
  }

  /** True when the run now ends with the newest message. */
  async #readNewer(): Promise<boolean> {
    const after = this.#messages.at(-1)?.seq ?? 0;
    const { messages, hasMore } = await this.#read('after', after);
    this.#messages = newestOf([...this.#messages, ...messages], KEEP);
    return !hasMore;
  }
}
