/** Where each window of one screen is being read: live at its end, or further up, reading history on the way. */
import type { Conversation } from '../chat/message.ts';
import type { Rect } from '../tui/blessed.ts';
import type { RowStyle } from '../tui/rows.ts';
import type { Fresh } from './intake.ts';
import type { ScreenView, WindowView } from './screen-view.ts';
import { Scrolled } from './scrolled.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

const NOTHING_OPENED: ReadonlySet<number> = new Set();

type Move = (scrolled: Scrolled, style: RowStyle, overlay: ReturnType<ScreenView['overlay']>) => Promise<boolean>;

/** One step in a window; `begin`: a live window begins to scroll. */
interface Step {
  readonly window: Window;
  readonly move: Move;
  readonly begin: boolean;
}

/** So many runs of history are kept, those of the windows looked at last; of the others only where they stand. */
const RUNS = 2;
/** A key that is held down asks faster than history can be read: so many steps may wait. */
const MOST_WAITING = 16;

export class ScrollPositions {
  readonly #session: Session;
  readonly #view: ScreenView;
  readonly #place: () => Rect;
  readonly #changed: () => void;
  readonly #windows = new Map<Conversation, WindowView>();
  /** Those looked at last, the last one first. */
  #recent: readonly Conversation[] = [];
  /** Going up reads history: one step at a time, in this window. */
  #reading: Conversation | undefined;
  /** The steps asked for meanwhile. */
  #waiting: Step[] = [];

  /** `place` is where messages stand now; `changed` asks for a frame. */
  constructor(session: Session, view: ScreenView, place: () => Rect, changed: () => void) {
    this.#session = session;
    this.#view = view;
    this.#place = place;
    this.#changed = changed;
  }

  of(window: Window): WindowView {
    let view = this.#windows.get(window.conversation);
    if (view === undefined) {
      view = { scrolled: undefined, opened: NOTHING_OPENED, clearedSeq: 0 };
      this.#windows.set(window.conversation, view);
    }
    return view;
  }

  /** The message at the bottom of the view; 0 for a window at its end. */
  bottomSeq(window: Window): number {
    return this.#windows.get(window.conversation)?.scrolled?.bottomSeq ?? 0;
  }

  /** Goes on reading with that message at the bottom, when the window is looked at; 0 is the end. */
  restore(window: Window, bottomSeq: number): void {
    const { deps, windows } = this.#session;
    this.of(window).scrolled =
      bottomSeq === 0 ? undefined : Scrolled.endingWith(deps.log, window.conversation, bottomSeq, window.readSeq);
    if (window === windows.current) this.lookAt(window);
  }

  /** A window is looked at: what it shows of history is read, if it is not at hand. */
  lookAt(window: Window): void {
    const { conversation } = window;
    this.#recent = [conversation, ...this.#recent.filter((each) => each !== conversation)].slice(0, RUNS);
    this.#letGo();
    const view = this.of(window);
    const { scrolled } = view;
    if (scrolled === undefined || scrolled.isAtHand) return;
    void this.#session.guard(async () => {
      let isThere = false;
      try {
        isThere = await scrolled.fetch();
      } finally {
        // While history cannot be read the newest lines are better than none.
        if (!isThere && view.scrolled === scrolled) view.scrolled = undefined;
        this.#changed();
      }
    });
  }

  /** What one has not looked at lately costs no more than its place. */
  #letGo(): void {
    for (const [conversation, { scrolled }] of this.#windows) {
      if (conversation !== this.#reading && !this.#recent.includes(conversation)) scrolled?.letGo();
    }
  }

  forget(conversation: Conversation): void {
    this.#windows.delete(conversation);
    this.#recent = this.#recent.filter((each) => each !== conversation);
  }

  /** By so many rows; negative is back. Reaching the end makes the window live again. */
  move(rows: number): void {
    const { height } = this.#place();
    this.#go((scrolled, style, overlay) => scrolled.move(rows, style, overlay, height), rows < 0);
  }

  /** By a page less one line. */
  turn(direction: 1 | -1): void {
    this.move(direction * Math.max(1, this.#place().height - 1));
  }

  toBeginning(): void {
    const { height } = this.#place();
    this.#go(async (scrolled, style, overlay) => {
      await scrolled.toBeginning(style, overlay, height);
      return false;
    }, true);
  }

  toEnd(): void {
    const window = this.#session.windows.current;
    if (window === undefined) return;
    this.of(window).scrolled = undefined;
    this.#waiting = [];
    this.#changed();
  }

  /** To a line of a window, marked and in the middle; where that is, or undefined when the line is not there. */
  async goTo(window: Window, seq: number): Promise<Scrolled | undefined> {
    const view = this.of(window);
    const { width, height } = this.#place();
    const scrolled = this.#scrolledOf(window);
    const eyes = [this.#view.mainStyle(width, window), this.#view.overlay(window, view), height] as const;
    if (!(await scrolled.goTo(seq, ...eyes))) return undefined;
    view.scrolled = scrolled;
    this.#changed();
    return scrolled;
  }

  /** Whether a line is picked and in view. */
  showsPicked(window: Window): boolean {
    const view = this.of(window);
    const { width, height } = this.#place();
    const eyes = [this.#view.mainStyle(width, window), this.#view.overlay(window, view), height] as const;
    const { scrolled } = view;
    if (scrolled?.pickedLine === undefined) return false;
    return scrolled.visible(...eyes).some(({ message }) => message?.seq === scrolled.picked);
  }

  /** Picks the line so many further on (negative is up), or as many as are in view less one; at once, if it is at hand. */
  pick(step: number | 'page-up' | 'page-down'): void {
    const window = this.#session.windows.current;
    if (window === undefined || this.#reading !== undefined) return;
    const view = this.of(window);
    const { width, height } = this.#place();
    const eyes = [this.#view.mainStyle(width, window), this.#view.overlay(window, view), height] as const;
    view.scrolled ??= this.#scrolledOf(window);
    if (!view.scrolled.isAtHand) return;
    const page = Math.max(1, view.scrolled.pickable(...eyes) - 1);
    const lines = step === 'page-up' ? -page : step === 'page-down' ? page : step;
    const left = view.scrolled.pick(lines, ...eyes);
    this.#changed();
    if (left === 0) return;
    this.#go(async (scrolled, style, overlay) => {
      await scrolled.readOn(left);
      scrolled.pick(left, style, overlay, height);
      return false;
    }, true);
  }

  /** Shows nothing of what was said in the current window so far. */
  clear(): void {
    const window = this.#session.windows.current;
    if (window === undefined) return;
    const view = this.of(window);
    view.clearedSeq = window.transcript.lastSeq;
    view.scrolled = undefined;
    window.notices.length = 0;
    window.newSince = undefined;
    this.#changed();
  }

  /** Opens what is folded: the newest thing in view, then all of them there, then folds them again. False for nothing. */
  unfold(): boolean {
    const window = this.#session.windows.current;
    if (window === undefined) return false;
    this.#changed();
    return this.#view.unfold(window, this.of(window), this.#place());
  }

  /** What came to a window is taken in where it is read. */
  take(fresh: Fresh): void {
    this.#noteGap(fresh);
    this.#renew(fresh);
  }

  /** What changed may be on show further up, where this session holds a run of history of its own. */
  #renew({ window, isStale, amended }: Fresh): void {
    const scrolled = this.#windows.get(window.conversation)?.scrolled;
    if (scrolled === undefined) return;
    for (const { message } of amended) scrolled.renew(message);
    if (!isStale || !scrolled.isAtHand) return;
    void this.#session.insist(`history of ${window.conversation}`, async () => {
      await scrolled.refresh();
      this.#changed();
    });
  }

  /** The ring ran past this session: what lies above the screen is in reach, and said to be. */
  #noteGap({ window, messages, missedAfter }: Fresh): void {
    if (missedAfter === undefined || window !== this.#session.windows.current) return;
    const shown = Math.max(0, this.#place().height - 1);
    const newest = messages.at(-1)?.seq ?? window.transcript.lastSeq;
    const above = newest - missedAfter - shown;
    if (above > 0) window.addNotice({ kind: 'gap', count: above }, newest - shown);
  }

  /** Scrolls one step at a time: it may have to wait for history. */
  #go(move: Move, begin: boolean): void {
    const window = this.#session.windows.current;
    if (window === undefined) return;
    if (this.#reading === undefined) this.#step({ window, move, begin });
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ window, move, begin });
  }

  /** The next step in the window that is still looked at. */
  #next(): void {
    const step = this.#waiting.shift();
    if (step !== undefined && step.window === this.#session.windows.current) this.#step(step);
    else this.#waiting = [];
  }

  #step({ window, move, begin }: Step): void {
    const view = this.of(window);
    if (view.scrolled === undefined && !begin) {
      this.#next();
      return;
    }
    const wasLive = view.scrolled === undefined;
    const scrolled = view.scrolled ?? this.#scrolledOf(window);
    view.scrolled = scrolled;
    this.#reading = window.conversation;
    void this.#session.guard(async () => {
      try {
        await scrolled.fetch();
        const style = this.#view.mainStyle(this.#place().width, window);
        const live = await move(scrolled, style, this.#view.overlay(window, view));
        // Whoever went back to now meanwhile stays there.
        if (live && view.scrolled === scrolled) view.scrolled = undefined;
      } catch (error) {
        // History cannot be read: all stays where it was, and what was asked for meanwhile is not done out of the blue.
        this.#waiting = [];
        if (wasLive && view.scrolled === scrolled) view.scrolled = undefined;
        throw error;
      } finally {
        this.#reading = undefined;
        this.#letGo();
      }
      this.#changed();
      this.#next();
    });
  }

  #scrolledOf(window: Window): Scrolled {
    return new Scrolled(this.#session.deps.log, window.conversation, window.transcript.messages);
  }
}
