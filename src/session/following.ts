/**
 * Following the newest lines of a window: what is everybody's, and what words add to a pane of one's own. The same words add the
 * same rows for all who follow, also where a person's own lines (the welcome, an answer) still stand further up.
 */
import type { Rect } from '../tui/blessed.ts';
import type { RowStyle } from '../tui/rows.ts';
import { filled } from '../tui/shared-frame.ts';
import { isShared, type Rows } from '../tui/shared-rows.ts';
import type { WindowView } from './screen-view.ts';
import type { Session } from './session.ts';
import type { LivePane } from './transcript.ts';
import type { Window } from './window.ts';

/** A window, as one person looks at it. */
export interface Looked {
  readonly window: Window;
  readonly view: WindowView;
  readonly style: RowStyle;
}

/** From the rows that were on show to those after them. */
export interface Step {
  readonly rows: Rows;
  /** How many were added below those of a pane of one's own; undefined where all of it is everybody's. */
  readonly added: number | undefined;
  /** Everybody's pane, at whose bottom they stand. */
  readonly source: Rows;
}

/** The rows that everybody sees who is up to date; undefined when this person sees something else. */
export function sharedRows(session: Session, { window, view, style }: Looked, height: number): Rows | undefined {
  const { transcript, notices, newSince } = window;
  const last = notices.at(-1);
  // In view for certain, as a rule: nothing has to be laid to know it.
  if (last !== undefined && last.afterSeq >= transcript.lastFoldSeq - 1) return undefined;
  const live = transcript.live(style, height);
  // Where there is room left, even what stands before the first message is in view.
  const isFull = live.rows.at(-1) !== undefined;
  const isShared =
    view.clearedSeq < live.firstSeq &&
    (last === undefined || (isFull && last.afterSeq < live.firstSeq)) &&
    (newSince === undefined || (isFull && newSince < live.firstSeq - 1)) &&
    !seesMore(session, view, live);
  return isShared ? live.rows : undefined;
}

/** Whether this person sees in those messages what others do not. */
function seesMore({ ignored, userId, attention }: Session, view: WindowView, live: LivePane): boolean {
  return ignored.size > 0 || view.opened.size > 0 || live.reacted.has(userId) || attention.isCalledInAny(live.calling);
}

export class Following {
  readonly place: Rect;
  readonly #session: Session;
  readonly #looked: Looked;
  /** What else it was made of, besides what was said. */
  readonly #made: readonly unknown[];
  #isShared: boolean;
  /** Up to here the messages are on show. */
  #seq: number;

  /** `rows`: what is on show at `place`; everybody's are shared ones. */
  constructor(session: Session, looked: Looked & { readonly place: Rect }, rows: Rows) {
    this.place = looked.place;
    this.#session = session;
    this.#looked = looked;
    this.#made = madeOf(looked);
    this.#isShared = isShared(rows);
    this.#seq = looked.window.transcript.lastSeq;
  }

  /** What has to be the same for others who see the same; undefined while something of one's own is on show. */
  get shared(): { readonly window: Window; readonly style: RowStyle; readonly seq: number } | undefined {
    const { window, style } = this.#looked;
    return this.#isShared ? { window, style, seq: this.#seq } : undefined;
  }

  /** Whether composed anew it would be the same, but for what came meanwhile. */
  isAsBefore({ window, view, style, place }: Looked & { readonly place: Rect }): boolean {
    const mine = this.#looked;
    const made = madeOf(mine);
    return (
      window === mine.window &&
      view === mine.view &&
      style === mine.style &&
      place === this.place &&
      view.scrolled === undefined &&
      made.every((part, at) => part === this.#made[at])
    );
  }

  /** Messages up to here came to be on show without a step. */
  caughtUp(seq: number): void {
    this.#seq = seq;
  }

  /** What comes after `rows`, which are on show, when nothing but words came; undefined when it has to be composed. */
  step(rows: Rows | undefined): Step | undefined {
    const { height } = this.place;
    const { transcript } = this.#looked.window;
    const from = this.#seq;
    this.#seq = transcript.lastSeq;
    const shared = sharedRows(this.#session, this.#looked, height);
    if (this.#isShared) return shared && { rows: shared, added: undefined, source: shared };
    this.#isShared = shared !== undefined;
    const live = this.#adding(from);
    if (live === undefined || rows === undefined) return undefined;
    const kept = live.seqs.findLastIndex((seq) => seq <= from) + 1;
    if (kept === 0 && live.seqs.length === height) return undefined;
    const fresh = live.rows.slice(kept, live.seqs.length);
    return { rows: shared ?? below(rows, fresh, height), added: fresh.length, source: live.rows };
  }

  /** Everybody's pane, if what came after a message adds the same to it as to this person's own. */
  #adding(seq: number): LivePane | undefined {
    const { window, view, style } = this.#looked;
    const { transcript, newSince } = window;
    // After nothing the day is said first; and whoever speaks may now be seen to have come, further up.
    if (
      view.clearedSeq >= seq ||
      style.joins === 'smart' ||
      (newSince !== undefined && newSince >= seq) ||
      !transcript.isApart(seq)
    )
      return undefined;
    const live = transcript.live(style, this.place.height);
    return seesMore(this.#session, view, live) ? undefined : live;
  }
}

function madeOf({ window: { notices, newSince }, view: { opened, clearedSeq } }: Looked): readonly unknown[] {
  return [notices.length, notices.at(-1), newSince, opened, clearedSeq];
}

/** So many rows of a pane after more were put below those that are there. */
function below(rows: Rows, added: Rows, height: number): Rows {
  const all = [...rows.slice(0, filled(rows)), ...added].slice(-height);
  while (all.length < height) all.push(undefined);
  return all;
}
