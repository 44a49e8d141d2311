/**
 * When each session paints: a first change at once, then at a pace that the eye can follow and the machine can keep.
 * One timer serves every session; a terminal that takes no more is left alone until it says so.
 */

/** What is painted; a session's screen. */
export interface Painted {
  /** False while the terminal takes no more. It must be requested again when it does. */
  readonly writable: boolean;
  /** The bytes of a frame; empty when nothing changed. */
  paint(): string;
  write(bytes: string): void;
}

/** Time, given from outside. */
export interface FrameTimers {
  /** Milliseconds, never going back. */
  now(): number;
  /** Runs after what is going on now, before any timer. */
  soon(run: () => void): void;
  /** Runs once after so many ms; returns the way to stop it. */
  after(ms: number, run: () => void): () => void;
}

/** Between two frames of a session, ms. */
export const FRAME_MS = 33;
/** The same for a session that has been getting more than ten frames a second for half a second. */
export const BUSY_FRAME_MS = 100;
/** The same while people only come and go: 500 who join in 5 s are not painted 500 times for everybody. */
export const QUIET_FRAME_MS = 500;
const BUSY_FRAMES = 6;
/** A busy one stays so while it uses most of its slower frames. */
const STILL_BUSY_FRAMES = 3;
const WINDOW_MS = 500;
/** Frames are due on multiples of this, so that one timer finds many of them. */
const GRID_MS = 4;
/** And those of busy sessions, so that many of them go from the same rows to the same rows, in one burst of writes. */
const BUSY_GRID_MS = 100;
/** An event loop that is behind stretches everybody's pace, by at most this. */
const MAX_STRETCH_MS = 300;

/** Own typing does not wait for the pace; what only tells who is here may wait longer. */
export type Reason = 'urgent' | 'change' | 'quiet';

/** How a session has been painting. */
export interface Pace {
  readonly lastFrame: number;
  readonly windowStart: number;
  readonly frames: number;
  readonly isBusy: boolean;
}

/** Of a session that has not painted yet. */
export const NEW_PACE: Pace = { lastFrame: Number.NEGATIVE_INFINITY, windowStart: 0, frames: 0, isBusy: false };

/** From when on a session may paint again. `stretch` is what the event loop's delay adds, ms. */
export function dueAt(pace: Pace, stretch: number, why: Reason = 'change'): number {
  if (why === 'urgent') return Number.NEGATIVE_INFINITY;
  if (why === 'quiet') return pace.lastFrame + QUIET_FRAME_MS + stretch;
  return pace.lastFrame + (pace.isBusy ? BUSY_FRAME_MS : FRAME_MS) + stretch;
}

/** The pace after a frame. */
export function afterFrame(pace: Pace, now: number): Pace {
  if (now - pace.lastFrame >= WINDOW_MS) return { lastFrame: now, windowStart: now, frames: 1, isBusy: false };
  if (now - pace.windowStart < WINDOW_MS) return { ...pace, lastFrame: now, frames: pace.frames + 1 };
  const isBusy = pace.frames >= (pace.isBusy ? STILL_BUSY_FRAMES : BUSY_FRAMES);
  return { lastFrame: now, windowStart: now, frames: 1, isBusy };
}

const REAL_TIMERS: FrameTimers = {
  now: () => performance.now(),
  soon: (run) => {
    setImmediate(run);
  },
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

interface Entry {
  pace: Pace;
  /** When it is to be painted; undefined when nothing is asked for, `soon` for the batch that comes next. */
  due: number | 'soon' | undefined;
  /** What is due was asked for quietly, so a change may be due before it. */
  isQuiet: boolean;
}

/** All sessions of a node. */
export class FrameScheduler {
  readonly #timers: FrameTimers;
  readonly #entries = new Map<Painted, Entry>();
  #soon = new Set<Painted>();
  readonly #later = new Map<number, Set<Painted>>();
  #stop: (() => void) | undefined;
  #timerDue = Number.POSITIVE_INFINITY;
  #stretch = 0;
  #isSoonSet = false;

  constructor(timers: FrameTimers = REAL_TIMERS) {
    this.#timers = timers;
  }

  /** Sessions, and those among them that wait for a frame: for the tests that count back to zero. */
  get counts(): { readonly sessions: number; readonly waiting: number } {
    let waiting = this.#soon.size;
    for (const sessions of this.#later.values()) waiting += sessions.size;
    return { sessions: this.#entries.size, waiting };
  }

  add(session: Painted): void {
    if (!this.#entries.has(session)) this.#entries.set(session, { pace: NEW_PACE, due: undefined, isQuiet: false });
  }

  /** Nothing of it stays behind; idempotent. */
  remove(session: Painted): void {
    const entry = this.#entries.get(session);
    if (entry === undefined) return;
    this.#unschedule(session, entry);
    this.#entries.delete(session);
    this.#arm();
  }

  /** Asks for a frame. Asking again changes nothing, unless what is asked for now is due earlier. */
  request(session: Painted, why: Reason = 'change'): void {
    const entry = this.#entries.get(session);
    if (entry === undefined || entry.due === 'soon') return;
    // Nothing can be due earlier than what is asked for already: most requests end here.
    if (entry.due !== undefined && (why === 'quiet' || (why === 'change' && !entry.isQuiet))) return;
    if (!session.writable) return;
    const due = dueAt(entry.pace, this.#stretch, why);
    // To the nearest for the busy ones: rounded up, a frame that came a moment late would make the next one very late.
    const paced = entry.pace.isBusy
      ? Math.round(due / BUSY_GRID_MS) * BUSY_GRID_MS
      : Math.ceil(due / GRID_MS) * GRID_MS;
    if (entry.due !== undefined && entry.due <= paced) return;
    this.#unschedule(session, entry);
    entry.isQuiet = why === 'quiet';
    if (paced <= this.#timers.now()) this.#scheduleSoon(session, entry);
    else this.#scheduleAt(session, entry, paced);
  }

  /** Stops the timer and forgets everyone. */
  close(): void {
    this.#entries.clear();
    this.#soon.clear();
    this.#later.clear();
    this.#arm();
  }

  #scheduleSoon(session: Painted, entry: Entry): void {
    entry.due = 'soon';
    this.#soon.add(session);
    if (this.#isSoonSet) return;
    this.#isSoonSet = true;
    this.#timers.soon(() => {
      this.#isSoonSet = false;
      const batch = this.#soon;
      this.#soon = new Set();
      this.#paintAll(batch);
    });
  }

  #scheduleAt(session: Painted, entry: Entry, due: number): void {
    entry.due = due;
    const sessions = this.#later.get(due);
    if (sessions === undefined) this.#later.set(due, new Set([session]));
    else sessions.add(session);
    this.#arm();
  }

  #unschedule(session: Painted, entry: Entry): void {
    if (entry.due === 'soon') this.#soon.delete(session);
    else if (entry.due !== undefined) {
      const sessions = this.#later.get(entry.due);
      sessions?.delete(session);
      if (sessions?.size === 0) this.#later.delete(entry.due);
    }
    entry.due = undefined;
  }

  /** Sets the one timer for the earliest frame that is due. */
  #arm(): void {
    let earliest = Number.POSITIVE_INFINITY;
    for (const due of this.#later.keys()) earliest = Math.min(earliest, due);
    if (earliest === this.#timerDue) return;
    this.#stop?.();
    this.#stop = undefined;
    this.#timerDue = earliest;
    if (earliest === Number.POSITIVE_INFINITY) return;
    this.#stop = this.#timers.after(Math.max(0, earliest - this.#timers.now()), () => this.#tick());
  }

  #tick(): void {
    const now = this.#timers.now();
    // Half of the last delay is remembered: one long collection of garbage slows nobody for long.
    const late = Math.max(0, now - this.#timerDue - GRID_MS);
    this.#stretch = Math.min(MAX_STRETCH_MS, Math.floor((this.#stretch + late) / 2));
    this.#stop = undefined;
    this.#timerDue = Number.POSITIVE_INFINITY;
    const batches = [...this.#later].filter(([due]) => due <= now);
    for (const [due] of batches) this.#later.delete(due);
    this.#paintAll(batches.flatMap(([, sessions]) => [...sessions]));
    this.#arm();
  }

  /**
   * First all frames are made, then all are written: the system calls come in one burst, as cheap as bare ssh2's (each
   * cost 2.5 times as much when it stood between two frames' making, measured at 500 sessions).
   */
  #paintAll(sessions: Iterable<Painted>): void {
    const frames: { readonly session: Painted; readonly bytes: string }[] = [];
    for (const session of sessions) {
      const entry = this.#entries.get(session);
      if (entry === undefined) continue;
      entry.due = undefined;
      if (!session.writable) continue;
      entry.pace = afterFrame(entry.pace, this.#timers.now());
      const bytes = session.paint();
      if (bytes !== '') frames.push({ session, bytes });
    }
    for (const { session, bytes } of frames) session.write(bytes);
  }
}
