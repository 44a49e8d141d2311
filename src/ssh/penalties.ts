/**
 * Addresses that misbehaved are kept out for a while, as OpenSSH's PerSourcePenalties does it (sshd_config(5)): each
 * offence adds seconds, and once enough have come together the address is refused until they have run off. Pure: the time is given.
 */
import type { Source } from './address.ts';

/** What each offence costs, in seconds; OpenSSH's numbers. */
const COSTS = {
  /** Signed in with no success: one for a connection, however many passwords it tried. */
  failed: 5,
  /** Went away without trying. */
  silent: 1,
  /** Took too long. */
  grace: 10,
  /** Sent what no honest client sends; OpenSSH's "crash". */
  violation: 90,
} as const;

export type Offence = keyof typeof COSTS;

/** Seconds that must come together before anybody is refused. */
const LEAST = 15;
/** Addresses that are remembered; beyond that the oldest are let go. */
const MOST_SOURCES = 65_536;

export class Penalties {
  readonly #longest: number;
  /** When it is over, in ms, and whether it is enforced; oldest first. */
  readonly #sources = new Map<string, { until: number; isActive: boolean }>();

  /** @param longest ms; 0: nobody is kept out */
  constructor(longest: number) {
    this.#longest = longest;
  }

  get size(): number {
    return this.#sources.size;
  }

  /**
   * A source that has more shares pays as much less: of a /48 eight customers would have to misbehave.
   * @returns for how many seconds the source is refused from now on, if it was not before
   */
  add({ name, shares }: Source, offence: Offence, now: number): number | undefined {
    if (this.#longest === 0) return undefined;
    const before = this.#sources.get(name);
    const isFresh = before === undefined || before.until <= now;
    const from = isFresh ? now : before.until;
    const until = Math.min(from + (COSTS[offence] * 1000) / shares, now + this.#longest);
    const wasActive = !isFresh && before.isActive;
    const isActive = wasActive || until - now >= Math.min(LEAST * 1000, this.#longest);
    this.#sources.delete(name);
    if (this.#sources.size >= MOST_SOURCES) this.#makeRoom(now);
    this.#sources.set(name, { until, isActive });
    return isActive && !wasActive ? Math.ceil((until - now) / 1000) : undefined;
  }

  isRefused(source: string, now: number): boolean {
    const found = this.#sources.get(source);
    if (found === undefined) return false;
    if (found.until > now) return found.isActive;
    this.#sources.delete(source);
    return false;
  }

  /** An eighth at a time, so that it is not done for each. */
  #makeRoom(now: number): void {
    for (const [source, { until }] of this.#sources) if (until <= now) this.#sources.delete(source);
    for (const source of this.#sources.keys()) {
      if (this.#sources.size < (MOST_SOURCES * 7) / 8) return;
      this.#sources.delete(source);
    }
  }
}
