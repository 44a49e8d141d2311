/** How fast one session paints: a first change at once, then as the eye can follow, and more slowly while there is no end of changes. Pure. */

/** Between two frames of a session, ms. */
export const FRAME_MS = 33;
/** The same for a session that has been getting more than ten frames a second for half a second. */
export const BUSY_FRAME_MS = 100;
/** The same while people only come and go: 500 who join in 5 s are not painted 500 times for everybody. */
export const QUIET_FRAME_MS = 500;
const BUSY_FRAMES = 6;
/** A busy one stays so while it uses most of its slower frames. */
const STILL_BUSY_FRAMES = 3;
const WINDOW_MS = 500;
/** Frames are due on multiples of this, so that one timer finds many of them. */
export const GRID_MS = 4;
/** And those of busy sessions, so that many of them go from the same rows to the same rows, in one burst of writes. */
const BUSY_GRID_MS = 100;

/** Own typing does not wait for the pace; what only tells who is here may wait longer. */
export type Reason = 'urgent' | 'change' | 'quiet';

/** How one session has been painting. Changed in place: there is a frame of somebody's every 200 µs. */
export class Pace {
  #lastFrame = Number.NEGATIVE_INFINITY;
  #windowStart = 0;
  #frames = 0;
  #isBusy = false;

  /**
   * From when on it may paint again, on one of the times that many share. `stretch` is what the event loop's delay adds, ms;
   * `quiet` lies between two frames that only tell who is here.
   */
  dueAt(stretch: number, why: Exclude<Reason, 'urgent'> = 'change', quiet = QUIET_FRAME_MS): number {
    if (this.#isBusy) {
      const due = this.#lastFrame + (why === 'quiet' ? quiet : BUSY_FRAME_MS) + stretch;
      // To the nearest: rounded up, a frame that came a moment late would make the next one very late.
      return Math.round(due / BUSY_GRID_MS) * BUSY_GRID_MS;
    }
    const due = this.#lastFrame + (why === 'quiet' ? quiet : FRAME_MS) + stretch;
    return Math.ceil(due / GRID_MS) * GRID_MS;
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
