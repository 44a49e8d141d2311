/**
 * How fast one person may send: a rate limit that says how long to wait, and never drops or kicks.
 * GCRA (ITU-T I.371): one number, the time at which all that was reserved will have been sent at the steady rate.
 */

export interface PaceOptions {
  /** How many lines may leave at once after a pause; at least 1. */
  readonly burst: number;
  /** The steady rate after that, lines per second; above 0. */
  readonly perSecond: number;
}

/** A text of this many UTF-8 bytes takes one place more than a line, and so does every further one: 64 KiB take 17. */
const PLACE_BYTES = 4096;

/** How many places of the pace a text takes: what is pasted costs everybody by its size. */
export function placesOf(text: string): number {
  return 1 + Math.floor(Buffer.byteLength(text) / PLACE_BYTES);
}

/** One person's allowance, shared by their sessions. */
export class Pace {
  readonly #interval: number;
  readonly #tolerance: number;
  #allSentAt = Number.NEGATIVE_INFINITY;

  constructor(options: PaceOptions) {
    this.#interval = 1000 / options.perSecond;
    this.#tolerance = (options.burst - 1) * this.#interval;
  }

  /**
   * Takes the next places; returns how many milliseconds after `now` (steady ms) the line may leave, 0 for at once. It leaves
   * when the first of them is free, or a block larger than the burst could never leave: what comes after waits for the others.
   */
  reserve(now: number, places = 1): number {
    this.#allSentAt = Math.max(this.#allSentAt, now);
    const delay = Math.max(0, this.#allSentAt - this.#tolerance - now);
    this.#allSentAt += places * this.#interval;
    return delay;
  }

  /** As `reserve`, but takes no place unless one is free at once; returns whether it was. */
  reserveNow(now: number): boolean {
    const isFree = this.reserve(now) === 0;
    if (!isFree) this.release();
    return isFree;
  }

  /** Whether it is as if nothing had ever been sent. */
  isAtRest(now: number): boolean {
    return this.#allSentAt <= now;
  }

  /** Gives back places that were taken for nothing. */
  release(places = 1): void {
    this.#allSentAt -= places * this.#interval;
  }
}
