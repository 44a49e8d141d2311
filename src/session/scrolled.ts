/**
 * Reading further up: a bounded run of history and the place of the bottom row in it. New lines arrive elsewhere, so
 * what is being read never moves.
 */
import type { ChatMessage, Conversation } from '../chat/message.ts';
import type { HistoryPage, MessageLog } from '../chat/ports/message-log.ts';
import type { Line } from '../chat/quote.ts';
import { isBelow, LaidRun, type PlacedRow, type RowPlace, type Spot } from '../tui/laid-run.ts';
import { type Overlay, piecesOf } from '../tui/pieces.ts';
import type { Row, RowStyle } from '../tui/rows.ts';
import { selectedRow } from '../tui/selected-row.ts';
import { newestOf, oldestOf, renew } from './newest.ts';
import { isPickable, linesOf, picked } from './picking.ts';

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
    const run = this.#run(style, overlay);
    return run.upTo(filling(run, run.at(this.#bottom), height), height);
  }

  /**
   * Moves by `step` rows (negative: up), reading history as it goes. Resolves to true when the newest row is
   * reached, so that the window is live again.
   */
  async move(step: number, style: RowStyle, overlay: Overlay, height: number): Promise<boolean> {
    let run = this.#run(style, overlay);
    let from = run.at(this.#bottom);
    let isWhole = false;
    const isAtEnd = () => run.move(from, step + 1).left > 0;
    const needsMore = () =>
      step < 0 ? this.#hasOlder && run.move(from, step - height).left > 0 : !isWhole && isAtEnd();
    for (let reads = 0; reads < MOST_READS && needsMore(); reads += 1) {
      const anchor = run.isEmpty ? this.#bottom : run.placeOf(from);
      if (step < 0) await this.#readOlder();
      else isWhole = await this.#readNewer();
      run = this.#run(style, overlay);
      from = run.at(anchor);
    }
    if (isWhole && isAtEnd()) return true;
    this.#stand(run, run.move(from, step).spot, height);
    return false;
  }

  /** To the beginning of history. */
  async toBeginning(style: RowStyle, overlay: Overlay, height: number): Promise<void> {
    const { messages, hasMore } = await this.#read('after', 0);
    this.#messages = [...messages];
    let isWhole = !hasMore;
    let run = this.#run(style, overlay);
    const isFull = () => run.move(run.first, height - 1).left === 0;
    for (let reads = 0; reads < MOST_READS && !isFull() && !isWhole; reads += 1) {
      isWhole = await this.#readNewer();
      run = this.#run(style, overlay);
    }
    this.#stand(run, run.first, height);
  }

  /** To a line, which is picked and stands in the middle. False when it is not there. */
  async goTo(seq: number, style: RowStyle, overlay: Overlay, height: number): Promise<boolean> {
    const [older, newer] = [await this.#read('before', seq), await this.#read('after', seq - 1)];
    if (newer.messages[0]?.seq !== seq) return false;
    this.#messages = [...older.messages, ...newer.messages];
    let run = this.#run(style, overlay);
    // What is folded or left out fills no rows: the line may stand near the top of what was read.
    const isNearTop = () => run.move(run.spotOf(seq), -height).left > 0;
    for (let reads = 0; reads < MOST_READS && isNearTop() && this.#hasOlder; reads += 1) {
      await this.#readOlder();
      run = this.#run(style, overlay);
    }
    const at = run.spotOf(seq);
    this.picked = run.pieces[at.piece]?.message?.seq;
    this.#stand(run, run.move(at, Math.floor(height / 2)).spot, height);
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
    const run = this.#run(style, overlay);
    const from = this.picked ?? (run.pieces[run.at(this.#bottom).piece]?.seq ?? 0) + 1;
    const { line, left } = picked(run.pieces, from, step);
    if (line !== undefined) {
      this.picked = line.seq;
      this.#reveal(run, line.seq, height);
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
  #reveal(run: LaidRun, seq: number, height: number): void {
    const first = run.spotOf(seq);
    const last = run.endOf(first);
    const bottom = filling(run, run.at(this.#bottom), height);
    const lowest = run.move(first, height - 1).spot;
    const wanted = isBelow(last, bottom) ? last : bottom;
    this.#stand(run, isBelow(wanted, lowest) ? lowest : wanted, height);
  }

  #stand(run: LaidRun, bottom: Spot, height: number): void {
    if (!run.isEmpty) this.#bottom = run.placeOf(filling(run, bottom, height));
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

  #run(style: RowStyle, overlay: Overlay): LaidRun {
    // The first message of the run only tells whether the second needs a date line, unless it is the very first.
    const from = (this.#messages[0]?.seq ?? 1) > 1 ? 1 : 0;
    return new LaidRun(piecesOf(this.#messages, from, style, overlay));
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

/** This row, or one further down, if the rows above it do not fill a pane so high. */
function filling(run: LaidRun, bottom: Spot, height: number): Spot {
  const above = Math.max(0, height - 1);
  return run.move(bottom, -above).left === 0 ? bottom : run.move(run.first, above).spot;
}
