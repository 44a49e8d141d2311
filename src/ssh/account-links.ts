/** How many connections of each account have signed in, whatever runs on them. */
import type { UserId } from '../chat/message.ts';

/** At once. More than the sessions that one person may have, some of which may just be ending. */
export const LINKS_EACH = 20;

export class AccountLinks {
  readonly #links = new Map<UserId, number>();

  /** How many accounts have any. */
  get size(): number {
    return this.#links.size;
  }

  /** One more, or false when that would be too many. Pair each that was counted with one `remove`. */
  add(account: UserId): boolean {
    const links = this.#links.get(account) ?? 0;
    if (links >= LINKS_EACH) return false;
    this.#links.set(account, links + 1);
    return true;
  }

  remove(account: UserId): void {
    const left = (this.#links.get(account) ?? 0) - 1;
    if (left > 0) this.#links.set(account, left);
    else this.#links.delete(account);
  }
}
