/** What a person has sent and the rate limit holds back: lines leave in order, one after the other, never dropped. */
import type { Pace } from '../chat/pace.ts';
import type { Timers } from './timers.ts';
import type { Unsent } from './unsent.ts';

/** How many lines may wait, larger texts counted as often as they take places; the next is refused and stays in the input line. */
const WAITING = 100;

/** Something to send. */
interface Sendable {
  /** Does it; must not reject. */
  send(): Promise<void>;
  /** Another pace than that of lines. */
  readonly pace?: Pace | undefined;
  /** How many of its places it takes; 1 if absent. */
  readonly places?: number;
  /** The words it is; undefined when they must not be kept, or it is none. */
  words?(): Unsent | undefined;
}

export interface OutboxDeps {
  readonly timers: Timers;
  /** Lines are held back (called every second of it) or none is any more: the hint is to be painted. */
  onChange(): void;
  /** Runs what may have a bug in it; never rejects. */
  guard(work: () => void): Promise<void>;
}

/** One session's queue of lines to send. */
export class Outbox {
  readonly #pace: Pace;
  readonly #deps: OutboxDeps;
  /** `dueAt` in steady ms. */
  #queue: { readonly what: Sendable; readonly dueAt: number }[] = [];
  #placesWaiting = 0;
  #busy = false;
  #closed = false;
  #cancel: (() => void) | undefined;
  #idle: (() => void)[] = [];
  /** A line was held back, and that was told. */
  #isTold = false;

  /** `pace` is that of lines. */
  constructor(pace: Pace, deps: OutboxDeps) {
    this.#pace = pace;
    this.#deps = deps;
  }

  /** How many places all that waits takes. */
  get places(): number {
    return this.#placesWaiting;
  }

  /** How many lines wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Nothing waits, and nothing is being sent. */
  get isEmpty(): boolean {
    return !this.#busy && this.#queue.length === 0;
  }

  /** Whether another line would be taken. */
  get hasRoom(): boolean {
    return !this.#closed && this.#placesWaiting < WAITING;
  }

  /** Milliseconds until the next line leaves; 0 when none is held back. */
  get delay(): number {
    const next = this.#queue[0];
    return next === undefined ? 0 : Math.max(0, next.dueAt - this.#deps.timers.steady());
  }

  /** False when too much waits already: nothing was taken. */
  put(what: Sendable): boolean {
    if (!this.hasRoom) return false;
    const now = this.#deps.timers.steady();
    const { places = 1, pace = this.#pace } = what;
    this.#queue.push({ what, dueAt: now + pace.reserve(now, places) });
    this.#placesWaiting += places;
    this.#run();
    return true;
  }

  /** Takes places for what was sent already: what comes next waits for them. */
  charge(places: number): void {
    this.#pace.reserve(this.#deps.timers.steady(), places);
  }

  /** Resolves when nothing waits (`ssh -T … < file` ends only then). */
  whenEmpty(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /**
   * Takes nothing any more; what waited, oldest first: its words, or undefined for what is none. It took its places for nothing.
   * `sendsDue`: what the pace does not hold back, but only a line before it, is sent yet. Idempotent.
   */
  close(sendsDue: boolean): readonly (Unsent | undefined)[] {
    this.#closed = true;
    const now = this.#deps.timers.steady();
    const firstHeld = sendsDue ? this.#queue.findIndex(({ dueAt }) => dueAt > now) : 0;
    const unsent = firstHeld === -1 ? [] : this.#queue.splice(firstHeld);
    for (const { what } of unsent) (what.pace ?? this.#pace).release(what.places);
    this.#cancel?.();
    this.#cancel = undefined;
    this.#run();
    return unsent.map(({ what }) => what.words?.());
  }

  #run(): void {
    if (this.#busy || this.#cancel !== undefined) return;
    const next = this.#queue[0];
    if (next === undefined) {
      this.#settle();
      return;
    }
    const delay = next.dueAt - this.#deps.timers.steady();
    if (delay > 0) {
      // A second at a time, so that the countdown is seen to move.
      this.#cancel = this.#deps.timers.after(Math.min(delay, 1000), () => {
        this.#cancel = undefined;
        this.#deps.onChange();
        this.#run();
      });
      this.#isTold = true;
      this.#deps.onChange();
      return;
    }
    this.#queue.shift();
    this.#placesWaiting -= next.what.places ?? 1;
    if (this.#isTold) {
      this.#isTold = false;
      this.#deps.onChange();
    }
    this.#busy = true;
    void next.what.send().then(() => {
      this.#busy = false;
      return this.#deps.guard(() => this.#run());
    });
  }

  #settle(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
