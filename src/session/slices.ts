/**
 * Time for what people type, where it is more than a moment's work: sessions have a slice of it each, one after the other,
 * and the server's loop is free for as long again after each. Somebody who sends a packet of 32 KB of keys delays others by a
 * slice.
 */
import type { Timers } from './timers.ts';

/** How long one session is attended to before others have their turn, ms; and how many steps that is at most. */
const SLICE_MS = 5;
const SLICE_STEPS = 512;
/** What a person's keys may take as they come, before they wait for slices: the time of one, and then this part of the time. */
const OWN = { burstMs: SLICE_MS, part: 1 / 10 } as const;
/** And those of all people together who press keys that are dear: an ordinary one takes 0.2 ms, one that opens a large paste 60. */
const DEAR = { burstMs: 50, part: 1 / 4 } as const;
const DEAR_MS = 10;
/** Who pressed one is expected to press more for so long, ms. */
const DEAR_FOR_MS = 60_000;

/** Somebody whose input waits. */
export interface Waiting {
  /** Uses a slice; false when nothing waits any more. */
  use(slice: Slice): boolean;
}

export class Slices {
  readonly #timers: Timers;
  readonly #waiting = new Set<Waiting>();
  #isArmed = false;
  /** What dear keys take as they come, of all people. */
  readonly #dear = new KeyTime(DEAR);

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

  /** Whether the next key of somebody waits for a slice. */
  mustWait(own: KeyTime, now: number): boolean {
    return own.isSpent(now) || (own.isDear(now) && this.#dear.isSpent(now));
  }

  /** Somebody's keys took from `began` to `now` as they came. */
  spend(own: KeyTime, began: number, now: number): void {
    own.spend(began, now);
    if (own.isDear(now)) this.#dear.spend(began, now);
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

/** What keys take of the loop without waiting for slices: one person's, in all their sessions, unless other bounds are given. */
export class KeyTime {
  readonly #part: number;
  readonly #burst: number;
  /** When what was taken so far will have been their part of the time, steady ms. */
  #paidAt = Number.NEGATIVE_INFINITY;
  #dearUntil = Number.NEGATIVE_INFINITY;

  constructor({ burstMs, part }: { readonly burstMs: number; readonly part: number } = OWN) {
    this.#part = part;
    this.#burst = burstMs / part;
  }

  /** Whether the next key has to wait. */
  isSpent(now: number): boolean {
    return this.#paidAt - now > this.#burst;
  }

  /** Whether a key took long within the last minute. */
  isDear(now: number): boolean {
    return now < this.#dearUntil;
  }

  /** Whether it is as if no key had ever been pressed. */
  isAtRest(now: number): boolean {
    return this.#paidAt <= now && !this.isDear(now);
  }

  /** Keys took from `began` to `now`. */
  spend(began: number, now: number): void {
    if (now - began > DEAR_MS) this.#dearUntil = now + DEAR_FOR_MS;
    this.#paidAt = Math.max(this.#paidAt, began) + (now - began) / this.#part;
  }
}
