/** One session among those that are painted: what it shows itself by, and what it has asked for. */
import { Pace, type PaintTime, type Reason } from './frame-pace.ts';
import type { FrameScheduler } from './frames.ts';
import type { Bytes } from './shared-frame.ts';

/** What is painted; a session's screen. */
export interface Painted {
  /** False while the terminal takes no more. It must be requested again when it does. */
  readonly writable: boolean;
  /** How many terminals a frame of it is written to. */
  readonly screens: number;
  /**
   * The bytes of a frame; empty when nothing changed. `isEarly`: own keys are painted now, what else came has a frame of its own
   * later.
   */
  paint(isEarly: boolean): Bytes;
  /** How many changes the last frame held that were told of all at once. */
  readonly changes: number;
  write(bytes: Bytes): void;
  /** One of these threw: a bug that is its own. Must not throw. */
  failed(error: unknown): void;
}

/** One session's place among the frames; given by {@link FrameScheduler.add}. */
export class FrameSlot {
  readonly session: Painted;
  readonly pace = new Pace();
  /** What its frames take is taken from. */
  paintTime: PaintTime;
  /** When it is to be painted; undefined when nothing is asked for, `soon` for the batch that comes next. */
  due: number | 'soon' | undefined;
  /** What is due was asked for quietly, so a change may be due before it. */
  isQuiet = false;
  /** Own keys are to be painted in the batch that comes next, whatever else is due, and when. */
  isPressed = false;
  /** How often a change was told of since the last frame. */
  told = 0;
  /** Made and not written yet. */
  frame: Bytes = '';
  isRemoved = false;
  readonly #scheduler: FrameScheduler;

  constructor(scheduler: FrameScheduler, session: Painted, paintTime: PaintTime) {
    this.#scheduler = scheduler;
    this.session = session;
    this.paintTime = paintTime;
  }

  /** Asks for a frame. Asking again changes nothing, unless what is asked for now is due earlier. */
  request(why: Reason = 'change'): void {
    if (why === 'change') this.told += 1;
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
