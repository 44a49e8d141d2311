/**
 * How often passwords may be tried. Each handle, there or not, has an allowance of its own, so that many addresses together
 * guess no faster than one; the address (of IPv6 the /64) that its owner signed in from has another, which nobody else can use up. Keys
 * are not guessed and never wait. Pure: the time is given.
 */
import { Pace, type PaceOptions } from '../chat/pace.ts';

/** At most 20 tries in any minute, 10 a minute for as long as somebody goes on. */
const GUESSES: PaceOptions = { burst: 10, perSecond: 10 / 60 };

/** How many handles, and how many addresses of owners, are remembered; those asked about longest ago go first. */
const REMEMBERED = 16_384;

/** A map that forgets what was used longest ago. */
class Recent<V> {
  readonly #entries = new Map<string, V>();

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= REMEMBERED) return;
    for (const [oldest] of this.#entries) {
      this.#entries.delete(oldest);
      return;
    }
  }
}

export class GuessLimits {
  readonly #handles = new Recent<Pace>();
  /** By handle and address. */
  readonly #owners = new Recent<Pace>();

  /** How many handles and owners are remembered. */
  get size(): number {
    return this.#handles.size + this.#owners.size;
  }

  /**
   * Whether one more password may be compared now, and if so the way to say that it was not. `handle` is a skeleton, `now`
   * steady ms.
   */
  allow(handle: string, address: string, now: number): (() => void) | undefined {
    const pace = this.#owners.get(`${handle} ${address}`) ?? this.#ofAnyone(handle);
    return pace.reserveNow(now) ? () => pace.release() : undefined;
  }

  #ofAnyone(handle: string): Pace {
    const known = this.#handles.get(handle);
    if (known !== undefined) return known;
    const pace = new Pace(GUESSES);
    this.#handles.set(handle, pace);
    return pace;
  }

  /** The right password came from this address. */
  wasRight(handle: string, address: string): void {
    this.#owners.set(`${handle} ${address}`, new Pace(GUESSES));
  }
}
