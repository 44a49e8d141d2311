/**
 * Whose coming is told, and with it their going: each is a line for good in every channel they are in, so nobody fills history by
 * coming and going. It belongs to the person and outlives their seat.
 */
import type { UserId } from './message.ts';
import { Pace, type PaceOptions } from './pace.ts';
import { Recent } from './recent.ts';

/** A login, or going into a channel, is one however many channels it tells; so is the going that follows. */
const TOLD: PaceOptions = { burst: 10, perSecond: 0.1 };
/** Of so many people it is remembered; beyond that whoever came longest ago is told of as if they came for the first time. */
const REMEMBERED = 16_384;

export class Comings {
  readonly #paces = new Recent<UserId, Pace>(REMEMBERED);

  /** How many people are remembered. */
  get size(): number {
    return this.#paces.size;
  }

  /** Somebody comes; whether that is told. `now` in steady ms. */
  isTold(user: UserId, now: number): boolean {
    const pace = this.#paces.get(user) ?? new Pace(TOLD);
    this.#paces.set(user, pace);
    return pace.reserveNow(now);
  }

  /** Forgets those who have all of it again. */
  sweep(now: number): void {
    this.#paces.sweep((pace) => pace.isAtRest(now));
  }
}
