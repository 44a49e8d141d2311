/** What a person has sent and the rate limit holds back: lines leave in order, one after the other, never dropped. */
import type { Pace } from '../chat/pace.ts';
import type { Timers } from './timers.ts';

/** How many lines may wait, larger texts counted as often as they take places; the next is refused and stays in the input line. */
const WAITING = 100;

/** One session's queue of lines to send. */
export class Outbox {
  readonly #pace: Pace;
  readonly #timers: Timers;
  readonly #onChange: () => void;
  #queue: { readonly send: () => Promise<void>; readonly places: number; readonly dueAt: number }[] = [];
  #placesWaiting = 0;
  #busy = false;
  #closed = false;
  #cancel: (() => void) | undefined;
  #idle: (() => void)[] = [];
  /** A line was held back, and that was told. */
  #isTold = false;

  /** `onChange` is called when lines are held back, every second of it, and when none is any more, so that the hint is painted. */
  constructor(pace: Pace, timers: Timers, onChange: () => void) {
    this.#pace = pace;
    this.#timers = timers;
    this.#onChange = onChange;
  }

  /** How many lines wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether another line would be taken. */
  get hasRoom(): boolean {
    return !this.#closed && this.#placesWaiting < WAITING;
  }

  /** Milliseconds until the next line leaves; 0 when none is held back. */
  get delay(): number {
    const next = this.#queue[0];
    return next === undefined ? 0 : Math.max(0, next.dueAt - this.#timers.now());
  }

  /** False when too much waits already: nothing was taken. Another pace than that of lines may be given. */
  put(send: () => Promise<void>, places = 1, pace = this.#pace): boolean {
    if (!this.hasRoom) return false;
    const now = this.#timers.now();
    this.#queue.push({ send, places, dueAt: now + pace.reserve(now, places) });
    this.#placesWaiting += places;
    this.#run();
    return true;
  }

  /** Takes places for what was sent already: what comes next waits for them. */
  charge(places: number): void {
    this.#pace.reserve(this.#timers.now(), places);
  }

  /** Resolves when nothing waits (`ssh -T … < file` ends only then). */
  whenEmpty(): Promise<void> {
    if (!this.#busy && this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Forgets what waits. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#cancel?.();
    this.#settle();
  }

  #run(): void {
    if (this.#busy || this.#cancel !== undefined || this.#closed) return;
    const next = this.#queue[0];
    if (next === undefined) {
      this.#settle();
      return;
    }
    const delay = next.dueAt - this.#timers.now();
    if (delay > 0) {
      // A second at a time, so that the countdown is seen to move.
      this.#cancel = this.#timers.after(Math.min(delay, 1000), () => {
        this.#cancel = undefined;
        this.#onChange();
        this.#run();
      });
      this.#isTold = true;
      this.#onChange();
      return;
    }
    this.#queue.shift();
    this.#placesWaiting -= next.places;
    if (this.#isTold) {
      this.#isTold = false;
      this.#onChange();
    }
    this.#busy = true;
    void next.send().finally(() => {
      this.#busy = false;
      this.#run();
    });
  }

  #settle(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
