/** Time as a session uses it; tests give one that they turn by hand. */
export interface Timers {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `ms`; returns the way to cancel, harmless afterwards. Keeps no process alive. */
  after(ms: number, callback: () => void): () => void;
}

/** The real ones. */
export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
