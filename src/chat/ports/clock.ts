/** Time, of two kinds: what stands on a clock may be set forward or back, what passes may not. */

/** For stamps, and for what people read. */
export interface WallClock {
  /** Epoch milliseconds. */
  now(): number;
}

/** For how long something took, and for what is due. */
export interface SteadyClock {
  /** Milliseconds since some moment before the first call; never less than before, whatever the wall clock does. */
  steady(): number;
}

export interface Clock extends WallClock, SteadyClock {}
