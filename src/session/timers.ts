/** Time and what waits for it: node's, and one under which a bug ends the session whose time it was. */
import type { Clock } from '../chat/ports/clock.ts';

/** Time as a session uses it; tests give one that they turn by hand. */
export interface Timers extends Clock {
  /** Calls back once after `ms`; returns the way to cancel, harmless afterwards. Keeps no process alive. */
  after(ms: number, callback: () => void): () => void;
}

/** The same time; what breaks when it has come breaks under `guard`, which never throws. */
export function guardedTimers(timers: Timers, guard: (work: () => void) => unknown): Timers {
  return {
    now: () => timers.now(),
    steady: () => timers.steady(),
    after: (ms, callback) => timers.after(ms, () => void guard(callback)),
  };
}

/** The real ones. */
export const systemTimers: Timers = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
