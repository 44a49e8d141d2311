/**
 * How much one address may ask of the door before any cryptography: connections that have not signed in yet, and new ones
 * per time; each of its sources ({@link sourcesOf}) within that source's shares. Pure: the time is given.
 */
import type { Source } from './address.ts';
import { Bucket } from './bucket.ts';

export interface AddressLimitOptions {
  /** Connections at once that have not signed in. */
  readonly perAddress: number;
  /** New connections at once, and after that per second. */
  readonly burst: number;
  readonly perSecond: number;
}

interface Seen {
  waiting: number;
  readonly arrivals: Bucket;
}

/** After so many sources all that are at rest are forgotten. */
const SWEEP = 4096;
/** After so many the oldest are as well, unless they wait; what all together may have holds them. */
const MOST_SOURCES = 65_536;

export class AddressLimits {
  readonly #options: AddressLimitOptions;
  readonly #seen = new Map<string, Seen>();
  #sweepAt = SWEEP;

  constructor(options: AddressLimitOptions) {
    this.#options = options;
  }

  /** How many sources are remembered. */
  get size(): number {
    return this.#seen.size;
  }

  /** Counts a new connection in, or says which limit it would exceed. Pair each that comes in with one `settled`. */
  admit(sources: readonly Source[], now: number): 'waiting' | 'arrivals' | undefined {
    const unknown = sources.filter(({ name }) => !this.#seen.has(name));
    // Once, before any is added: a sweep for the second would forget the first, at rest until it is counted below.
    if (unknown.length > 0 && this.#seen.size + unknown.length > this.#sweepAt) this.#sweep(now);
    const all = sources.map(({ name, shares }) => ({ seen: this.#find(name, shares, now), shares }));
    if (all.some(({ seen, shares }) => seen.waiting >= this.#options.perAddress * shares)) return 'waiting';
    if (all.some(({ seen }) => seen.arrivals.level(now) < 1)) return 'arrivals';
    for (const { seen } of all) {
      seen.arrivals.take(1, now);
      seen.waiting += 1;
    }
    return undefined;
  }

  /** A connection signed in or ended. */
  settled(sources: readonly Source[]): void {
    for (const { name } of sources) {
      const seen = this.#seen.get(name);
      if (seen !== undefined) seen.waiting -= 1;
    }
  }

  #find(name: string, shares: number, now: number): Seen {
    const known = this.#seen.get(name);
    if (known !== undefined) return known;
    const { burst, perSecond } = this.#options;
    const seen = { waiting: 0, arrivals: new Bucket(burst * shares, perSecond * shares, now) };
    this.#seen.set(name, seen);
    return seen;
  }

  /** Forgets whoever is as good as new; grows the mark so that the sweep stays cheap per connection. */
  #sweep(now: number): void {
    for (const [name, { waiting, arrivals }] of this.#seen) {
      if (waiting <= 0 && arrivals.isFull(now)) this.#seen.delete(name);
    }
    let excess = this.#seen.size - (MOST_SOURCES * 7) / 8;
    for (const [name, { waiting }] of this.#seen) {
      if (excess <= 0) break;
      if (waiting > 0) continue;
      this.#seen.delete(name);
      excess -= 1;
    }
    this.#sweepAt = Math.min(MOST_SOURCES, Math.max(SWEEP, this.#seen.size * 2));
  }
}
