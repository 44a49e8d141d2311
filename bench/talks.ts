/** What a server's talks cost, all together, as figures. */
import type { Heard } from './crowd.ts';
import type { Reading } from './process.ts';

/** What one round of one server gave; NaN is what it did not measure. */
export interface Figures {
  /** Microseconds of server CPU per delivered line. */
  readonly perLine: number;
  /** KiB of resident memory per session, after collection. */
  readonly perSession: number;
  /** KiB that resident memory grew by during the talk. */
  readonly grown: number;
  /** Milliseconds of server CPU per login. */
  readonly perLogin: number;
  /** From the key to the other screens, ms. */
  readonly p50: number;
  readonly p99: number;
  /** Lines on screens, of those that belong there. */
  readonly delivered: number;
  readonly bytesPerLine: number;
}

/** What the talks under one attack cost, or those in peace, all together. */
export class Talks {
  #cpu = 0;
  #first: Reading | undefined;
  #grown = Number.NaN;
  #heard: Heard | undefined;

  /** `before` it all, from the `start` of the lines to their `end`. */
  add(before: Reading, start: Reading, end: Reading, heard: Heard): void {
    this.#first ??= before;
    this.#cpu += end.cpu - start.cpu;
    this.#grown = end.rss - this.#first.rss;
    this.#heard = heard;
  }

  get figures(): Partial<Figures> {
    if (this.#heard === undefined) throw new Error('nobody has talked');
    const { delivered, expected, bytes, p50, p99 } = this.#heard;
    return {
      perLine: (this.#cpu * 1e6) / delivered,
      grown: this.#grown,
      delivered: delivered / expected,
      bytesPerLine: bytes / delivered,
      p50,
      p99,
    };
  }
}
