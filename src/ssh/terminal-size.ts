/** Sizes as clients report them, which may be anything, and as a session may rely on them. */
import { Pace, type PaceOptions } from '../chat/pace.ts';
import type { TerminalSize } from '../session/terminal.ts';

const DEFAULT: TerminalSize = { columns: 80, rows: 24 };
const LARGEST: TerminalSize = { columns: 500, rows: 200 };
/** Dragging a window's corner reports hundreds of sizes. */
const SETTLE_MS = 50;
/** Each lays all that is shown anew: ten follow the hand, and while it goes on two a second do. */
const RESIZES: PaceOptions = { burst: 10, perSecond: 2 };

/** 1–500 × 1–200; what is 0 or missing is as on a terminal of 80×24. */
export function clampSize(columns: unknown, rows: unknown): TerminalSize {
  const clamp = (value: unknown, fallback: number, largest: number) =>
    typeof value === 'number' && value >= 1 ? Math.min(Math.floor(value), largest) : fallback;
  return {
    columns: clamp(columns, DEFAULT.columns, LARGEST.columns),
    rows: clamp(rows, DEFAULT.rows, LARGEST.rows),
  };
}

/**
 * The last reported size; changes are told at most once per 50 ms, and less often while they go on, the last one always:
 * also one there and back, for a terminal has lost what it cut off in between.
 */
export class SettlingSize {
  #told: TerminalSize;
  #reported: TerminalSize;
  #timer: NodeJS.Timeout | undefined;
  readonly #pace = new Pace(RESIZES);
  /** Set by whoever wants to know; until then a report counts at once. */
  onChange: (() => void) | undefined;

  constructor() {
    this.#told = DEFAULT;
    this.#reported = DEFAULT;
  }

  get size(): TerminalSize {
    return this.#told;
  }

  report(columns: unknown, rows: unknown): void {
    this.#reported = clampSize(columns, rows);
    const { columns: width, rows: height } = this.#told;
    if (this.onChange === undefined) this.#told = this.#reported;
    else if (width !== this.#reported.columns || height !== this.#reported.rows) {
      this.#timer ??= setTimeout(() => this.#tell(), Math.max(SETTLE_MS, this.#pace.reserve(performance.now())));
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.onChange = undefined;
  }

  #tell(): void {
    this.#timer = undefined;
    this.#told = this.#reported;
    this.onChange?.();
  }
}
