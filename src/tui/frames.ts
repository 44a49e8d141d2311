/**
 * When each session paints: a first change at once, then at a pace that the eye can follow and the machine can keep.
 * One timer serves every session; a terminal that takes no more is left alone until it says so.
 */
import { GRID_MS, Pace, QUIET_FRAME_MS, type Reason } from './frame-pace.ts';
import type { Bytes } from './shared-frame.ts';

/** What is painted; a session's screen. */
export interface Painted {
  /** False while the terminal takes no more. It must be requested again when it does. */
  readonly writable: boolean;
  /** The bytes of a frame; empty when nothing changed. `isEarly`: own keys are painted now, what else came has a frame of its own later. */
  paint(isEarly: boolean): Bytes;
  write(bytes: Bytes): void;
  /** One of these threw: a bug that is its own. Must not throw. */
  failed(error: unknown): void;
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

/** Who comes and goes is painted at most so often on all screens together, however many there are: 250 times a second. */
const QUIET_MS_EACH = 4;
/** An event loop that is behind stretches everybody's pace, by at most this. */
const MAX_STRETCH_MS = 300;

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

const NO_BYTES = '';

/** One session's place among the frames; given by {@link FrameScheduler.add}. */
export class FrameSlot {
  readonly session: Painted;
  readonly pace = new Pace();
  /** When it is to be painted; undefined when nothing is asked for, `soon` for the batch that comes next. */
  due: number | 'soon' | undefined;
  /** What is due was asked for quietly, so a change may be due before it. */
  isQuiet = false;
  /** Own keys are to be painted in the batch that comes next, whatever else is due, and when. */
  isPressed = false;
  /** Made and not written yet. */
  frame: Bytes = NO_BYTES;
  isRemoved = false;
  readonly #scheduler: FrameScheduler;

  constructor(scheduler: FrameScheduler, session: Painted) {
    this.#scheduler = scheduler;
    this.session = session;
  }

  /** Asks for a frame. Asking again changes nothing, unless what is asked for now is due earlier. */
  request(why: Reason = 'change'): void {
    // Nothing can be due earlier than what is asked for already: most requests end here.
    if (this.due === 'soon') return;
    if (why === 'urgent') {
      if (!this.isPressed) this.#scheduler.press(this);
      return;
    }
    if (this.due !== undefined && (why === 'quiet' || (why === 'change' && !this.isQuiet))) return;
    this.#scheduler.schedule(this, why);
  }

  /** Nothing is asked for any more. */
  cancel(): void {
    this.#scheduler.cancel(this);
  }

  /** Nothing of it stays behind; idempotent. */
  remove(): void {
    this.#scheduler.remove(this);
  }
}

/** All sessions of a node. */
export class FrameScheduler {
  readonly #timers: FrameTimers;
  readonly #slots = new Set<FrameSlot>();
  #soon = new Set<FrameSlot>();
  readonly #later = new Map<number, Set<FrameSlot>>();
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
    for (const slots of this.#later.values()) waiting += slots.size;
    return { sessions: this.#slots.size, waiting };
  }

  /** Frames of this session are asked for at the slot that is given. */
  add(session: Painted): FrameSlot {
    const slot = new FrameSlot(this, session);
    this.#slots.add(slot);
    return slot;
  }

  /** See {@link FrameSlot.remove}. */
  remove(slot: FrameSlot): void {
    if (!this.#slots.delete(slot)) return;
    slot.isRemoved = true;
    this.cancel(slot);
  }

  /** See {@link FrameSlot.cancel}. */
  cancel(slot: FrameSlot): void {
    this.#unschedule(slot);
    slot.isPressed = false;
    this.#soon.delete(slot);
    this.#arm();
  }

  /** See {@link FrameSlot.request}, for own keys. */
  press(slot: FrameSlot): void {
    if (slot.isRemoved) return;
    slot.isPressed = true;
    this.#addSoon(slot);
  }

  /** The same for all that waits for its time. */
  schedule(slot: FrameSlot, why: Exclude<Reason, 'urgent'>): void {
    if (slot.isRemoved) return;
    const quiet = Math.max(QUIET_FRAME_MS, this.#slots.size * QUIET_MS_EACH);
    const now = this.#timers.now();
    const due = slot.pace.dueAt(now, this.#stretch, why, quiet);
    if (typeof slot.due === 'number' && slot.due <= due) return;
    this.#unschedule(slot);
    slot.isQuiet = why === 'quiet';
    if (due > now) this.#scheduleAt(slot, due);
    else {
      slot.due = 'soon';
      this.#addSoon(slot);
    }
  }

  /** Stops the timer and forgets everyone. */
  close(): void {
    for (const slot of this.#slots) slot.isRemoved = true;
    this.#slots.clear();
    this.#soon.clear();
    this.#later.clear();
    this.#arm();
  }

  #addSoon(slot: FrameSlot): void {
    this.#soon.add(slot);
    if (this.#isSoonSet) return;
    this.#isSoonSet = true;
    this.#timers.soon(() => {
      this.#isSoonSet = false;
      const batch = this.#soon;
      this.#soon = new Set();
      this.#paintAll(batch, true);
    });
  }

  #scheduleAt(slot: FrameSlot, due: number): void {
    slot.due = due;
    const slots = this.#later.get(due);
    if (slots === undefined) {
      this.#later.set(due, new Set([slot]));
      this.#arm();
    } else slots.add(slot);
  }

  #unschedule(slot: FrameSlot): void {
    if (slot.due === 'soon') this.#soon.delete(slot);
    else if (slot.due !== undefined) {
      const slots = this.#later.get(slot.due);
      slots?.delete(slot);
      if (slots?.size === 0) this.#later.delete(slot.due);
    }
    slot.due = undefined;
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
    for (const [due, slots] of [...this.#later]) {
      if (due > now) continue;
      this.#later.delete(due);
      this.#paintAll(slots, false);
    }
    this.#arm();
  }

  /**
   * First all frames are made, then all are written: the system calls come in one burst, as cheap as bare ssh2's (each
   * cost 2.5 times as much when it stood between two frames' making, measured at 500 sessions).
   */
  #paintAll(slots: ReadonlySet<FrameSlot>, isSoon: boolean): void {
    const now = this.#timers.now();
    const made: FrameSlot[] = [];
    for (const slot of slots) {
      const isEarly = isSoon && typeof slot.due === 'number';
      if (!isEarly) slot.due = undefined;
      if (slot.isPressed) {
        slot.isPressed = false;
        this.#soon.delete(slot);
      }
      const { session } = slot;
      if (slot.isRemoved || !session.writable) continue;
      // Own keys before their time delay nothing else.
      if (!isEarly) slot.pace.painted(now);
      try {
        slot.frame = session.paint(isEarly);
      } catch (error) {
        session.failed(error);
      }
      if (slot.frame.length > 0) made.push(slot);
    }
    for (const slot of made) {
      const { frame } = slot;
      slot.frame = NO_BYTES;
      try {
        slot.session.write(frame);
      } catch (error) {
        slot.session.failed(error);
      }
    }
  }
}
