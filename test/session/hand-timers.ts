/** Time that a test turns by hand. */
import type { Timers } from '../../src/session/timers.ts';

export class HandTimers implements Timers {
  /** Another beginning than that of the wall clock, so that nobody can mix them up. */
  #now = 5000;
  #wall = 995_000;
  #due: { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#wall + this.#now;
  }

  steady(): number {
    return this.#now;
  }

  /** Somebody sets the wall clock, by so many ms. */
  set(ms: number): void {
    this.#wall += ms;
  }

  after(ms: number, callback: () => void): () => void {
    const entry = { at: this.#now + ms, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((each) => each !== entry);
    };
  }

  /** How many callbacks wait. */
  get waiting(): number {
    return this.#due.length;
  }

  /** Lets time pass; whatever is due runs in its order, and promises settle after each. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((each) => each !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

/** Everything that is ready to run has run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
