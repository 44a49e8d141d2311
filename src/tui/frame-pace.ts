/**
 * How fast one session paints: a first change at once, then as the eye can follow, and more slowly while there is no end of
 * changes, or while its frames take more than their part of the time. Pure.
 */

/** Between two frames of a session, ms. */
export const FRAME_MS = 33;
/**
 * The same for a session that keeps changing, more than some fifteen times a second; and how long it then gathers what comes,
 * counted from the first of it: nothing waits longer, and frames are as few as they can be. Ten lines a second are painted
 * as they come.
 */
export const BUSY_FRAME_MS = 100;
/** The same while people only come and go: 500 who join in 5 s are not painted 500 times for everybody. */
export const QUIET_FRAME_MS = 500;
/** What came lately, each change weighing less as it ages: over the one a session is busy, under the other no longer. */
const BUSY_CHANGES = 8;
const CALM_CHANGES = 7;
/** More are not counted, so that a flood is soon forgotten. */
const MOST_CHANGES = 16;
/** Nor of one frame, while it is not busy: it is not one burst that keeps changing. */
const BURST_CHANGES = 2;
/** After so long, ms, a change weighs 1/e of what it did: ten a second are 5 to 6 at any time, twenty 9 to 12. */
const AGE_MS = 500;
/** Frames are due on multiples of this, so that one timer finds many of them. */
export const GRID_MS = 4;
/** In a crowd those that only tell who is here are due on these: many then show the same, which is made once for all of them. */
export const QUIET_GRID_MS = 100;

/** Own typing does not wait for the pace; what only tells who is here may wait longer. */
export type Reason = 'urgent' | 'change' | 'quiet';

/** How one session has been painting. Changed in place: there is a frame of somebody's every 200 µs. */
export class Pace {
  #lastFrame = Number.NEGATIVE_INFINITY;
  #changes = 0;
  #countedAt = 0;
  #isBusy = false;

  /**
   * When what is asked for at `now` may be painted, on one of the times that many share. `stretch` is what the event loop's
   * delay adds, ms; `quiet` lies between two frames that only tell who is here.
   */
  dueAt(now: number, stretch: number, why: Exclude<Reason, 'urgent'> = 'change', quiet = QUIET_FRAME_MS): number {
    const isGathering = this.#isBusy && why === 'change';
    const gap = (why === 'quiet' ? quiet : this.#isBusy ? BUSY_FRAME_MS : FRAME_MS) + stretch;
    const isRested = now - this.#lastFrame >= gap;
    return onGrid((isGathering && !isRested ? now : this.#lastFrame) + gap);
  }

  /** Whether it keeps changing, so that its frames are {@link BUSY_FRAME_MS} apart. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Goes on as another one that it was painted along with. */
  follow(other: Pace): void {
    this.#lastFrame = other.#lastFrame;
    this.#changes = other.#changes;
    this.#countedAt = other.#countedAt;
    this.#isBusy = other.#isBusy;
  }

  /** It paints now. */
  painted(now: number): void {
    this.#lastFrame = now;
  }

  /** The frame that is painted now holds so many changes. They are counted, for how often it paints depends on this. */
  held(changes: number, now: number): void {
    const left = this.#changes * Math.exp((this.#countedAt - now) / AGE_MS);
    this.#changes = Math.min(left + (this.#isBusy ? changes : Math.min(changes, BURST_CHANGES)), MOST_CHANGES);
    this.#countedAt = now;
    this.#isBusy = this.#changes > (this.#isBusy ? CALM_CHANGES : BUSY_CHANGES);
  }
}

/** After a frame that took so long, ms, the others of its batch wait for the loop's next turn. */
export const DEAR_MS = 5;
/** Frames that are dear: what may be painted without waiting, ms; then this part of the time; and the longest wait for it, ms. */
const ALLOWANCE_MS = 10;
const PART = 1 / 10;
const LONGEST_WAIT_MS = 3000;
/** What all people's frames may take of it that are dear: with the keys that are (session/slices.ts) half is left for all others. */
export const DEAR_PART = 1 / 4;
/** Whose frames took so long twice within this time is expected to have more such ones for as long again, ms. */
const VERY_DEAR_MS = 25;
const DEAR_FOR_MS = 60_000;
/** Whose terminal has more cells than this, twice what a large screen has, is expected to have them from the beginning. */
const LARGE_CELLS = 30_000;

/** What one person's frames take of the loop. Ordinary ones never use it up; after one of 50 ms the next waits 400. */
export class PaintTime {
  readonly #part: number;
  #lastDear = Number.NEGATIVE_INFINITY;
  #dearUntil = Number.NEGATIVE_INFINITY;
  /** When what was painted so far will have been its part of the time. */
  #paidAt = Number.NEGATIVE_INFINITY;

  constructor(part = PART) {
    this.#part = part;
  }

  /** When the next frame may be painted, one of the times that many share; mostly long ago. */
  get freeAt(): number {
    return onGrid(this.#paidAt - ALLOWANCE_MS / this.#part);
  }

  /** Whether frames are dear again and again: one may have been delayed by something else. */
  isDear(now: number): boolean {
    return now < this.#dearUntil;
  }

  /** The terminal has that size now. */
  sized({ columns, rows }: { readonly columns: number; readonly rows: number }, now: number): void {
    if (columns * rows > LARGE_CELLS) this.#dearUntil = now + DEAR_FOR_MS;
  }

  /** Whether it is as if no frame had ever been made. */
  isAtRest(now: number): boolean {
    return this.#paidAt <= now && !this.isDear(now);
  }

  /** A frame was made from `began` to `ended`, in steady ms. */
  spend(began: number, ended: number): void {
    if (ended - began > VERY_DEAR_MS) {
      if (began - this.#lastDear < DEAR_FOR_MS) this.#dearUntil = ended + DEAR_FOR_MS;
      this.#lastDear = ended;
    }
    const paidAt = Math.max(this.#paidAt, began) + (ended - began) / this.#part;
    this.#paidAt = Math.min(paidAt, ended + ALLOWANCE_MS / this.#part + LONGEST_WAIT_MS);
  }

  /** Of its own, with as much owed. */
  another(): PaintTime {
    const another = new PaintTime();
    another.takeOver(this);
    return another;
  }

  /** What another one owes is owed here. */
  takeOver(other: PaintTime): void {
    this.#paidAt = Math.max(this.#paidAt, other.#paidAt);
  }
}

/** The first of the times that many share, from this one on. */
export function onGrid(time: number, grid = GRID_MS): number {
  return Math.ceil(time / grid) * grid;
}
