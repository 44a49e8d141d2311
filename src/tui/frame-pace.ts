/** How fast one session paints: a first change at once, then as the eye can follow, and more slowly while there is no end of changes. Pure. */

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

function onGrid(time: number): number {
  return Math.ceil(time / GRID_MS) * GRID_MS;
}
