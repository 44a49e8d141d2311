/** The time that frames are painted by. */

/** Time, given from outside. */
export interface FrameTimers {
  /** Milliseconds, never going back. */
  now(): number;
  /** Runs after what is going on now, before any timer. */
  soon(run: () => void): void;
  /** Runs once after so many ms; returns the way to stop it. */
  after(ms: number, run: () => void): () => void;
}

export const REAL_TIMERS: FrameTimers = {
  now: () => performance.now(),
  soon: (run) => {
    setImmediate(run);
  },
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
