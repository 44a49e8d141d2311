/** The keys of one terminal: bytes become events, and a lone Esc is told from the beginning of a sequence by silence. */
import { KeyDecoder, type KeyEvent } from '../tui/keys.ts';
import type { Timers } from './timers.ts';

/** That silence. */
const ESCAPE_MS = 50;

export class Keyboard {
  readonly #decoder = new KeyDecoder();
  readonly #timers: Timers;
  readonly #take: (events: readonly KeyEvent[]) => void;
  #cancelEscape: (() => void) | undefined;

  /** `take` is called once for each chunk, and for what time decided. */
  constructor(timers: Timers, take: (events: readonly KeyEvent[]) => void) {
    this.#timers = timers;
    this.#take = take;
  }

  data(chunk: Buffer): void {
    this.close();
    this.#take(this.#decoder.write(chunk));
    if (!this.#decoder.pending) return;
    this.#cancelEscape = this.#timers.after(ESCAPE_MS, () => this.#take(this.#decoder.flush()));
  }

  /** Waits for nothing any more; idempotent. */
  close(): void {
    this.#cancelEscape?.();
    this.#cancelEscape = undefined;
  }
}
