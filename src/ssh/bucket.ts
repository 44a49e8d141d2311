/** A token bucket: so much at once, and so much a second after that. Pure: the time is given. */

export class Bucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #level: number;
  #at: number;

  /** Full. `now` in ms of any steady clock, the same for all calls. */
  constructor(burst: number, perSecond: number, now: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#level = burst;
    this.#at = now;
  }

  /** What may be taken now. */
  level(now: number): number {
    const gained = (Math.max(0, now - this.#at) / 1000) * this.#perSecond;
    this.#level = Math.min(this.#burst, this.#level + gained);
    this.#at = now;
    return this.#level;
  }

  /** Takes `amount` if it is there; false, and nothing taken, if not. */
  take(amount: number, now: number): boolean {
    if (this.level(now) < amount) return false;
    this.#level -= amount;
    return true;
  }

  /** As good as new. */
  isFull(now: number): boolean {
    return this.level(now) >= this.#burst;
  }
}
