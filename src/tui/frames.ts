/**
 * When each session paints: a first change at once, then at a pace that the eye can follow and the machine can keep.
 * One timer serves every session; a terminal that takes no more is left alone until it says so.
 */
import {
  DEAR_MS,
  DEAR_PART,
  GRID_MS,
  onGrid,
  PaintTime,
  QUIET_FRAME_MS,
  QUIET_GRID_MS,
  type Reason,
} from './frame-pace.ts';
import { FrameSlot, type Painted } from './frame-slot.ts';
import { type FrameTimers, REAL_TIMERS } from './frame-timers.ts';

/** Who comes and goes is painted at most so often on all screens together, however many there are: 62 times a second. */
const QUIET_MS_EACH = 16;
/** An event loop that is behind stretches everybody's pace, by at most this. */
const MAX_STRETCH_MS = 300;
/**
 * More busy screens than this are not written to in one go, which takes 7 to 12 ms: the others are painted when half of their time
 * is over, and then mostly between these, for each gathers from its own last frame on.
 */
export const SCREENS_AT_ONCE = 512;

/** Frames that are due at the same time. */
interface Batch {
  readonly slots: Set<FrameSlot>;
  /**
   * How many screens all had who asked for it, also those who then were painted sooner: a crowd is parted early rather than late.
   */
  screens: number;
}

/** All sessions of a node. */
export class FrameScheduler {
  readonly #timers: FrameTimers;
  readonly #slots = new Set<FrameSlot>();
  #soon = new Set<FrameSlot>();
  /** As `#soon`, but after what is asked for till then. */
  #aside = new Set<FrameSlot>();
  #later = new Map<number, Batch>();
  #stop: (() => void) | undefined;
  #timerDue = Number.POSITIVE_INFINITY;
  #stretch = 0;
  /** What the frames took that were dear, of all people. */
  readonly #dearTime = new PaintTime(DEAR_PART);
  #isSoonSet = false;
  /** The code that paints has run once: some 50 ms, most of it compiling, that are charged to nobody. */
  #hasPainted = false;

  constructor(timers: FrameTimers = REAL_TIMERS) {
    this.#timers = timers;
  }

  /** Sessions, and those among them that wait for a frame: for the tests that count back to zero. */
  get counts(): { readonly sessions: number; readonly waiting: number } {
    let waiting = this.#soon.size + this.#aside.size;
    for (const { slots } of this.#later.values()) waiting += slots.size;
    return { sessions: this.#slots.size, waiting };
  }

  /** Frames of this session are asked for at the slot that is given. `paintTime`: what it shares with other sessions. */
  add(session: Painted, paintTime = new PaintTime()): FrameSlot {
    const slot = new FrameSlot(this, session, paintTime);
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
    this.#forgetSoon(slot);
    this.#arm();
  }

  /** See {@link FrameSlot.request}, for own keys. */
  press(slot: FrameSlot): void {
    if (slot.isRemoved) return;
    slot.isPressed = true;
    this.#addSoon(slot);
  }

  /** See {@link FrameSlot.request}, for all that waits for its time. */
  schedule(slot: FrameSlot, why: Exclude<Reason, 'urgent'>): void {
    if (slot.isRemoved) return;
    const now = this.#timers.now();
    const due = this.#dueAt(slot, why, now);
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
    this.#aside.clear();
    this.#later.clear();
    this.#arm();
  }

  /** When its screen is to be painted: at its pace, but in a crowd with others, or apart from too many of them. */
  #dueAt(slot: FrameSlot, why: Exclude<Reason, 'urgent'>, now: number): number {
    const quiet = Math.max(QUIET_FRAME_MS, this.#slots.size * QUIET_MS_EACH);
    const atPace = slot.pace.dueAt(now, this.#stretch, why, quiet);
    if (why === 'quiet') return quiet > QUIET_FRAME_MS ? onGrid(atPace, QUIET_GRID_MS) : atPace;
    const isParted = why === 'change' && slot.pace.isBusy && this.#isFull(atPace, slot);
    return isParted ? onGrid((now + atPace) / 2) : atPace;
  }

  #addSoon(slot: FrameSlot, to = this.#soon): void {
    to.add(slot);
    if (this.#isSoonSet) return;
    this.#isSoonSet = true;
    this.#timers.soon(() => {
      this.#isSoonSet = false;
      const batch = this.#soon;
      for (const waiting of this.#aside) batch.add(waiting);
      this.#soon = new Set();
      this.#aside = new Set();
      this.#paintAll(batch, true);
    });
  }

  /** Its keys, and what is due at once, are painted, or are not to be any more. */
  #forgetSoon(slot: FrameSlot): void {
    slot.isPressed = false;
    this.#soon.delete(slot);
    this.#aside.delete(slot);
  }

  #scheduleAt(slot: FrameSlot, due: number): void {
    slot.due = due;
    const batch = this.#later.get(due) ?? { slots: new Set<FrameSlot>(), screens: 0 };
    const isNew = batch.slots.size === 0;
    batch.slots.add(slot);
    batch.screens += slot.session.screens;
    if (!isNew) return;
    this.#later.set(due, batch);
    this.#arm();
  }

  /** With this one, more screens would be due by then, or just before or after, than are painted at once. */
  #isFull(due: number, { session }: FrameSlot): boolean {
    let { screens } = session;
    for (const at of [due - GRID_MS, due, due + GRID_MS]) screens += this.#later.get(at)?.screens ?? 0;
    return screens > SCREENS_AT_ONCE;
  }

  #unschedule(slot: FrameSlot): void {
    if (slot.due === 'soon') {
      this.#soon.delete(slot);
      this.#aside.delete(slot);
    } else if (slot.due !== undefined) {
      const batch = this.#later.get(slot.due);
      batch?.slots.delete(slot);
      if (batch?.slots.size === 0) this.#later.delete(slot.due);
    }
    slot.due = undefined;
  }

  /** When it may be painted: those whose frames are dear have a quarter of the time, all together. */
  #freeAt({ paintTime }: FrameSlot, now: number): number {
    const own = paintTime.freeAt;
    return paintTime.isDear(now) ? Math.max(own, this.#dearTime.freeAt) : own;
  }

  /** Its frames are dear: one for all that is asked for until there is time for it again. */
  #putOff(slot: FrameSlot, now: number): void {
    const due = this.#freeAt(slot, now);
    slot.isQuiet = false;
    this.#forgetSoon(slot);
    // Whoever waits already keeps their place among those who share the time.
    if (slot.due === due && this.#later.get(due)?.slots.has(slot) === true) return;
    this.#unschedule(slot);
    this.#scheduleAt(slot, due);
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
    const batch = new Set<FrameSlot>();
    // A new map: V8's tables of one that is emptied over and over hold on to each other, and to what was in them.
    const later = new Map<number, Batch>();
    for (const [due, waiting] of this.#later) {
      if (due > now) later.set(due, waiting);
      else for (const slot of waiting.slots) batch.add(slot);
    }
    this.#later = later;
    this.#paintAll(batch, false);
    this.#arm();
  }

  /**
   * First all frames are made, then all are written: the system calls come in one burst, as cheap as bare ssh2's (each
   * cost 2.5 times as much when it stood between two frames' making, measured at 500 sessions). Behind a dear frame the loop
   * has its turn, and what is asked for in it is painted before the rest.
   */
  #paintAll(slots: ReadonlySet<FrameSlot>, isSoon: boolean): void {
    const now = this.#timers.now();
    let began = now;
    let isDear = false;
    const made: FrameSlot[] = [];
    for (const slot of slots) {
      if (this.#freeAt(slot, began) > began && !slot.isRemoved) {
        this.#putOff(slot, began);
        continue;
      }
      if (isDear && !slot.isRemoved) {
        if (!isSoon) slot.due = 'soon';
        this.#addSoon(slot, this.#aside);
        continue;
      }
      const isEarly = isSoon && typeof slot.due === 'number';
      if (!isEarly) slot.due = undefined;
      if (slot.isPressed) this.#forgetSoon(slot);
      const { session } = slot;
      if (slot.isRemoved || !session.writable) continue;
      // Own keys before their time delay nothing else.
      if (!isEarly) slot.pace.painted(now);
      try {
        slot.frame = session.paint(isEarly);
        if (!isEarly) {
          slot.pace.held(Math.max(session.changes, slot.told), now);
          slot.told = 0;
        }
      } catch (error) {
        session.failed(error);
      }
      const ended = this.#timers.now();
      isDear = ended - began > DEAR_MS;
      if (this.#hasPainted) {
        slot.paintTime.spend(began, ended);
        if (isDear) this.#dearTime.spend(began, ended);
      }
      this.#hasPainted = true;
      began = ended;
      if (slot.frame.length > 0) made.push(slot);
    }
    for (const slot of made) {
      const { frame } = slot;
      slot.frame = '';
      try {
        slot.session.write(frame);
      } catch (error) {
        slot.session.failed(error);
      }
    }
  }
}
