/**
 * How fast one session paints: a first change at once, then as the eye can follow, and more slowly while there is no end of
 * changes, or while its frames take more than their part of the time. Pure.
 */

/** Between two frames of a session, ms. */
export const FRAME_MS = 33;
/**
 * The same for a session that has been getting more than ten frames a second for half a second; and how long it then gathers
 * what comes, counted from the first of it: nothing waits longer, and frames are as few as they can be.
 */
export const BUSY_FRAME_MS = 100;
/** The same while people only come and go: 500 who join in 5 s are not painted 500 times for everybody. */
export const QUIET_FRAME_MS = 500;
const BUSY_FRAMES = 6;
/** A busy one stays so while it uses most of its slower frames. */
const STILL_BUSY_FRAMES = 3;
const WINDOW_MS = 500;
/** Frames are due on multiples of this, so that one timer finds many of them. */
export const GRID_MS = 4;

/** Own typing does not wait for the pace; what only tells who is here may wait longer. */
export type Reason = 'urgent' | 'change' | 'quiet';

/** How one session has been painting. Changed in place: there is a frame of somebody's every 200 µs. */
export class Pace {
  #lastFrame = Number.NEGATIVE_INFINITY;
  #windowStart = 0;
  #frames = 0;
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

  /** Goes on as another one that it was painted along with. */
  follow(other: Pace): void {
    this.#lastFrame = other.#lastFrame;
    this.#windowStart = other.#windowStart;
    this.#frames = other.#frames;
    this.#isBusy = other.#isBusy;
  }

  /** It paints now. */
  painted(now: number): void {
    const isFresh = now - this.#lastFrame >= WINDOW_MS;
    this.#lastFrame = now;
    if (!isFresh && now - this.#windowStart < WINDOW_MS) {
      this.#frames += 1;
      return;
    }
    this.#isBusy = !isFresh && this.#frames >= (this.#isBusy ? STILL_BUSY_FRAMES : BUSY_FRAMES);
    this.#windowStart = now;
    this.#frames = 1;
  }
}

/** After a frame that took so long, ms, the others of its batch wait for the loop's next turn. */
export const DEAR_MS = 5;
/** Frames that are dear: what may be painted without waiting, ms; then this part of the time; and the longest wait for it, ms. */
const ALLOWANCE_MS = 10;
const PART = 1 / 10;
const LONGEST_WAIT_MS = 3000;

/** What one person's frames take of the loop. Ordinary ones never use it up; after one of 50 ms the next waits 400. */
export class PaintTime {
  /** When what was painted so far will have been its part of the time. */
  #paidAt = Number.NEGATIVE_INFINITY;

  /** When the next frame may be painted, one of the times that many share; mostly long ago. */
  get freeAt(): number {
    return onGrid(this.#paidAt - ALLOWANCE_MS / PART);
  }

  /** Whether it is as if no frame had ever been made. */
  isAtRest(now: number): boolean {
    return this.#paidAt <= now;
  }

  /** A frame was made from `began` to `ended`, in steady ms. */
  spend(began: number, ended: number): void {
    const paidAt = Math.max(this.#paidAt, began) + (ended - began) / PART;
    this.#paidAt = Math.min(paidAt, ended + ALLOWANCE_MS / PART + LONGEST_WAIT_MS);
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
function onGrid(time: number): number {
  return Math.ceil(time / GRID_MS) * GRID_MS;
}
