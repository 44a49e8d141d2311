/**
 * What people may do how fast: it belongs to the person, so a second session buys no second allowance, at the same time or one
 * after the other.
 */
import type { UserId } from '../chat/message.ts';
import { Pace, type PaceOptions } from '../chat/pace.ts';
import { Recent } from '../chat/recent.ts';
import { PaintTime } from '../tui/frame-pace.ts';
import { KeyTime } from './slices.ts';

/** Of commands that cost nobody else anything: no person notices, and a pipe full of `/help` takes nobody's time. */
const FREE: PaceOptions = { burst: 20, perSecond: 10 };
/** Of how many people who left it is remembered what they used up, until it is made up for: of those who left last. */
const REMEMBERED = 16_384;

/** What one person's sessions share. */
interface Allowance {
  /** Of lines and most commands. */
  readonly lines: Pace;
  readonly free: Pace;
  readonly keys: KeyTime;
  readonly painting: PaintTime;
}

/** Those of everybody with a session, and of who has just left. */
export class Paces {
  readonly #lines: PaceOptions;
  readonly #allowances = new Map<UserId, Allowance & { users: number }>();
  /** Of people without a session, who left longest ago first. */
  readonly #used = new Recent<UserId, Allowance>(REMEMBERED);

  constructor(lines: PaceOptions) {
    this.#lines = lines;
  }

  /** How many people with a session have one. */
  get size(): number {
    return this.#allowances.size;
  }

  /** How many people without a session have used up some of theirs. */
  get remembered(): number {
    return this.#used.size;
  }

  /** For a session, which gives it back by {@link release}. */
  acquire(user: UserId): Allowance {
    const allowance = this.#allowances.get(user) ?? { ...(this.#used.get(user) ?? this.#make()), users: 0 };
    this.#used.delete(user);
    allowance.users += 1;
    this.#allowances.set(user, allowance);
    return allowance;
  }

  /** A session is over; `now` in steady ms. */
  release(user: UserId, now: number): void {
    const allowance = this.#allowances.get(user);
    if (allowance === undefined) return;
    allowance.users -= 1;
    if (allowance.users > 0) return;
    this.#allowances.delete(user);
    if (!isAtRest(allowance, now)) this.#used.set(user, allowance);
  }

  /** Forgets what is as if it had never been used; `now` in steady ms. */
  sweep(now: number): void {
    this.#used.sweep((allowance) => isAtRest(allowance, now));
  }

  #make(): Allowance {
    const [lines, free] = [new Pace(this.#lines), new Pace(FREE)];
    return { lines, free, keys: new KeyTime(), painting: new PaintTime() };
  }
}

function isAtRest({ lines, free, keys, painting }: Allowance, now: number): boolean {
  return lines.isAtRest(now) && free.isAtRest(now) && keys.isAtRest(now) && painting.isAtRest(now);
}
