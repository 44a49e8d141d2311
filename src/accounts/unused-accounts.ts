/**
 * Accounts made by a key whose owner has not opened a session yet: scanners and slips of the pen, who must not keep a
 * handle. Once a session is there, the chat knows when a provisional account is given back.
 */
import type { UserId } from '../chat/message.ts';
import type { Accounts } from '../chat/ports/accounts.ts';
import { Releases } from '../chat/releases.ts';
import type { Login } from './verdict.ts';

export class UnusedAccounts {
  readonly #releases: Releases;
  /** How many connections are signed in to each. */
  readonly #connections = new Map<UserId, number>();

  constructor(accounts: Accounts) {
    this.#releases = new Releases(accounts);
  }

  /** For the tests that count back to zero. */
  get size(): number {
    return this.#connections.size + this.#releases.due.length;
  }

  /** A connection signed in; pair it with one `left`. */
  signedIn({ account, isNew }: Login): void {
    const count = this.#connections.get(account.id);
    // One that was to be given back is as good as new.
    const isUnused = this.#releases.keep(account.id) || isNew;
    if (count !== undefined) this.#connections.set(account.id, count + 1);
    else if (isUnused && account.provisional) this.#connections.set(account.id, 1);
  }

  /** A session was opened: the account is used. */
  entered(account: UserId): void {
    this.#connections.delete(account);
  }

  /** A connection is gone; with the last one an account that nobody used is given back. */
  async left(account: UserId): Promise<void> {
    const count = this.#connections.get(account);
    if (count === undefined) return;
    if (count > 1) {
      this.#connections.set(account, count - 1);
      return;
    }
    this.#connections.delete(account);
    await this.#releases.give(account);
  }

  /** Gives back what could not be given back; to be called every few seconds. */
  async sweep(): Promise<void> {
    for (const account of this.#releases.due) await this.#releases.give(account);
  }
}
