/** What people may do how fast: it belongs to the person, so a second session buys no second allowance. */
import type { UserId } from '../chat/message.ts';
import { Pace, type PaceOptions } from '../chat/pace.ts';
import { KeyTime } from './slices.ts';

/** Of commands that cost nobody else anything: no person notices, and a pipe full of `/help` takes nobody's time. */
const FREE: PaceOptions = { burst: 20, perSecond: 10 };

/** What one person's sessions share. */
interface Allowance {
  /** Of lines and most commands. */
  readonly lines: Pace;
  readonly free: Pace;
  readonly keys: KeyTime;
}

/** Those of everybody with a session. */
export class Paces {
  readonly #lines: PaceOptions;
  readonly #allowances = new Map<UserId, Allowance & { users: number }>();

  constructor(lines: PaceOptions) {
    this.#lines = lines;
  }

  /** How many people have one. */
  get size(): number {
    return this.#allowances.size;
  }

  acquire(user: UserId): Allowance {
    const allowance = this.#allowances.get(user) ?? this.#make();
    allowance.users += 1;
    this.#allowances.set(user, allowance);
    return allowance;
  }

  #make() {
    return { lines: new Pace(this.#lines), free: new Pace(FREE), keys: new KeyTime(), users: 0 };
  }

  release(user: UserId): void {
    const allowance = this.#allowances.get(user);
    if (allowance === undefined) return;
    allowance.users -= 1;
    if (allowance.users === 0) this.#allowances.delete(user);
  }
}
