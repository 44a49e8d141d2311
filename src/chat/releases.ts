/**
 * Provisional names on their way back: while the store cannot give one back it is tried again, unless its owner is there by then.
 */
import type { UserId } from './message.ts';
import type { Accounts } from './ports/accounts.ts';
import { StoreUnavailable } from './ports/store-unavailable.ts';

export class Releases {
  readonly #accounts: Pick<Accounts, 'release'>;
  readonly #due = new Set<UserId>();

  constructor(accounts: Pick<Accounts, 'release'>) {
    this.#accounts = accounts;
  }

  /** Whose names are still to be given back. */
  get due(): readonly UserId[] {
    return [...this.#due];
  }

  /** To be given back unless it is kept first. */
  add(user: UserId): void {
    this.#due.add(user);
  }

  /** Its owner is there: it is theirs until they go. False when it was not to be given back. */
  keep(user: UserId): boolean {
    return this.#due.delete(user);
  }

  /** Gives it back now, or later if the store cannot be used; harmless for a name that lasts. */
  async give(user: UserId): Promise<void> {
    this.#due.add(user);
    try {
      await this.#accounts.release(user);
    } catch (error) {
      if (error instanceof StoreUnavailable) return;
      this.#due.delete(user);
      throw error;
    }
    this.#due.delete(user);
  }
}
