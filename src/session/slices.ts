/**
 * Time for what people type, where it is more than a moment's work: sessions have a slice of it each, one after the other,
 * and the server's loop is free for as long again after each. Somebody who sends a packet of 32 KB of keys delays others by a
 * slice.
 */
import type { Timers } from './timers.ts';

/** How long one session is attended to before others have their turn, ms; and how many steps that is at most. */
const SLICE_MS = 5;
const SLICE_STEPS = 512;
/** What keys may take as they come, before they wait for slices: the time of one, and then this part of the time. */
const PART = 1 / 10;

/** Somebody whose input waits. */
export interface Waiting {
  /** Uses a slice; false when nothing waits any more. */
  use(slice: Slice): boolean;
}

export class Slices {
  readonly #timers: Timers;
  readonly #waiting = new Set<Waiting>();
  #isArmed = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** How many sessions wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Puts it at the end of those who wait, unless it is there. */
  queue(waiting: Waiting): void {
    this.#waiting.add(waiting);
    this.#arm(0);
  }

  /** It needs none any more. */
  forget(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }

  #arm(ms: number): void {
    if (this.#isArmed || this.#waiting.size === 0) return;
    this.#isArmed = true;
    this.#timers.after(ms, () => {
      this.#isArmed = false;
      this.#next();
    });
  }

  #next(): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    const began = this.#timers.steady();
    this.#waiting.delete(next);
    if (next.use(new Slice(this.#timers, began))) this.#waiting.add(next);
    this.#arm(Math.max(1, this.#timers.steady() - began));
  }
}

/** A stretch of time that is nearly over as soon as it began. */
export class Slice {
  readonly #timers: Pick<Timers, 'steady'>;
  readonly #began: number;
  #steps = 0;

  /** `began`: now, steady ms. */
  constructor(timers: Pick<Timers, 'steady'>, began: number) {
    this.#timers = timers;
    this.#began = began;
  }

  /** A step was made; false when it was the last. */
  step(): boolean {
    this.#steps += 1;
    return this.#steps < SLICE_STEPS && this.#timers.steady() - this.#began < SLICE_MS;
  }
}

/** What one person's keys, in all their sessions, take of the loop without waiting for slices. */
export class KeyTime {
  /** When what was taken so far will have been their part of the time, steady ms. */
  #paidAt = Number.NEGATIVE_INFINITY;

  /** Whether the next key has to wait. */
  isSpent(now: number): boolean {
    return this.#paidAt - now > SLICE_MS / PART;
  }

  /** Whether it is as if no key had ever been pressed. */
  isAtRest(now: number): boolean {
    return this.#paidAt <= now;
  }

  /** Keys took from `began` to `now`. */
  spend(began: number, now: number): void {
    this.#paidAt = Math.max(this.#paidAt, began) + (now - began) / PART;
  }
}
