/** How often one person may ring another's bell. */
import type { UserId } from './message.ts';

export class PageInterval {
  readonly #interval: number;
  readonly #rangAt = new Map<string, number>();

  /** `interval` in ms, per pair of pager and paged: whoever was paged may answer with a page at once. */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** How many pages are remembered. */
  get size(): number {
    return this.#rangAt.size;
  }

  /** The ms until the pair may again; 0 for now. `now` in steady ms, here as everywhere. */
  wait(from: UserId, to: UserId, now: number): number {
    const rangAt = this.#rangAt.get(`${from}:${to}`);
    return rangAt === undefined ? 0 : Math.max(0, rangAt + this.#interval - now);
  }

  /** Takes the pair's turn; returns 0, or the ms until they may (then nothing was taken). */
  take(from: UserId, to: UserId, now: number): number {
    const wait = this.wait(from, to, now);
    if (wait === 0) this.#rangAt.set(`${from}:${to}`, now);
    return wait;
  }

  /** The page was not accepted after all. */
  giveBack(from: UserId, to: UserId): void {
    this.#rangAt.delete(`${from}:${to}`);
  }

  /** Forgets what no longer matters. */
  sweep(now: number): void {
    for (const [key, rangAt] of this.#rangAt) if (rangAt + this.#interval <= now) this.#rangAt.delete(key);
  }
}
