/**
 * How much one address may ask of the door before any cryptography: connections that have not signed in yet, and new ones
 * per time. An IPv6 customer is a /64, so that is one address here. Pure: the time is given.
 */
import ipaddr from 'ipaddr.js';

export interface AddressLimitOptions {
  /** Connections at once that have not signed in. */
  readonly perAddress: number;
  /** New connections at once, and after that per second. */
  readonly burst: number;
  readonly perSecond: number;
  /** CIDR blocks without limits. */
  readonly exempt: readonly string[];
}

interface Source {
  waiting: number;
  /** New connections still allowed, as of `at`. */
  tokens: number;
  at: number;
  /** A refusal was already written down. */
  noted: boolean;
}

/** What to do with a new connection. `isNews`: the first refusal of this address since it last behaved. */
export type Admission =
  | { readonly ok: true; readonly source: string }
  | { readonly ok: false; readonly isNews: boolean };

/** After so many sources all that are at rest are forgotten. */
const SWEEP = 4096;

/** As people write it: IPv4 as such, also when it came through an IPv6 socket (`::ffff:192.0.2.1`). */
export function plainAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** The IPv4 address, or the /64 of an IPv6 one. */
function sourceOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}

export class AddressLimits {
  readonly #options: AddressLimitOptions;
  readonly #exempt: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
  readonly #sources = new Map<string, Source>();
  #sweepAt = SWEEP;

  constructor(options: AddressLimitOptions) {
    this.#options = options;
    this.#exempt = options.exempt.map((block) => ipaddr.parseCIDR(block));
  }

  /** How many sources are remembered. */
  get size(): number {
    return this.#sources.size;
  }

  /** Counts a new connection in, or refuses it. Pair each admission with one `settled`. */
  admit(address: string, now: number): Admission {
    if (this.#isExempt(address)) return { ok: true, source: '' };
    const name = sourceOf(address);
    const source = this.#refilled(name, now);
    if (source.waiting >= this.#options.perAddress || source.tokens < 1) {
      const isNews = !source.noted;
      source.noted = true;
      return { ok: false, isNews };
    }
    source.tokens -= 1;
    source.waiting += 1;
    source.noted = false;
    return { ok: true, source: name };
  }

  /** A connection signed in or ended. */
  settled(source: string): void {
    const known = this.#sources.get(source);
    if (known !== undefined) known.waiting -= 1;
  }

  #refilled(name: string, now: number): Source {
    const { burst, perSecond } = this.#options;
    let source = this.#sources.get(name);
    if (source === undefined) {
      if (this.#sources.size >= this.#sweepAt) this.#sweep(now);
      source = { waiting: 0, tokens: burst, at: now, noted: false };
      this.#sources.set(name, source);
      return source;
    }
    source.tokens = Math.min(burst, source.tokens + (Math.max(0, now - source.at) / 1000) * perSecond);
    source.at = now;
    return source;
  }

  /** Forgets whoever is as good as new; grows the mark so that the sweep stays cheap per connection. */
  #sweep(now: number): void {
    for (const [name, { waiting }] of this.#sources) {
      if (waiting > 0) continue;
      if (this.#refilled(name, now).tokens >= this.#options.burst) this.#sources.delete(name);
    }
    this.#sweepAt = Math.max(SWEEP, this.#sources.size * 2);
  }

  #isExempt(address: string): boolean {
    if (this.#exempt.length === 0 || !ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.#exempt.some(([block, bits]) => block.kind() === parsed.kind() && parsed.match(block, bits));
  }
}
