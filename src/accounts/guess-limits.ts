/**
 * How often passwords may be tried. Each handle, there or not, has an allowance of its own, so that many addresses together
 * guess no faster than one; the address (of IPv6 the /64) that its owner signed in from has another, which nobody else can use up.
 * Keys are not guessed and never wait. Pure: the time is given.
 */
import { Pace, type PaceOptions } from '../chat/pace.ts';
import { Recent } from '../chat/recent.ts';

/** At most 20 tries in any minute, 10 a minute for as long as somebody goes on. */
const GUESSES: PaceOptions = { burst: 10, perSecond: 10 / 60 };

/** How many handles, and how many addresses of owners, are remembered; those asked about longest ago go first. */
const REMEMBERED = 16_384;

export class GuessLimits {
  readonly #handles = new Recent<string, Pace>(REMEMBERED);
  /** By handle and address. */
  readonly #owners = new Recent<string, Pace>(REMEMBERED);

  /** How many handles and owners are remembered. */
  get size(): number {
    return this.#handles.size + this.#owners.size;
  }

  /**
   * Whether one more password may be compared now, and if so the way to say that it was not. `handle` is a skeleton, `now`
   * steady ms.
   */
  allow(handle: string, address: string, now: number): (() => void) | undefined {
    const pace = this.#owners.use(`${handle} ${address}`) ?? this.#ofAnyone(handle);
    return pace.reserveNow(now) ? () => pace.release() : undefined;
  }

  #ofAnyone(handle: string): Pace {
    const known = this.#handles.use(handle);
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
