/**
 * One's own login, from inside the chat: password, keys, the sysop's claim, invites. The commands ask; the rules are
 * here, the facts behind the `Accounts` port.
 */
import type { Credentials } from '../chat/command.ts';
import type { UserId } from '../chat/message.ts';
import type { Account, AccountKey, Accounts } from '../chat/ports/accounts.ts';
import type { SteadyClock } from '../chat/ports/clock.ts';
import { ok, type Result, refuse } from '../chat/result.ts';
import { hashCode, newCode, sameHash } from './codes.ts';
import { Gate } from './gate.ts';
import { GuessLimits } from './guess-limits.ts';
import { BUSY, checkPassword, type PasswordHasher } from './hashing.ts';
import { type PublicKey, parseKeyLine } from './keys.ts';

/** How much of a fingerprint must be typed, after `SHA256:`. */
const LEAST_PREFIX = 6;

const NO_OFFER = 'You showed no other key at this login. Paste the line of its .pub file: /key add ssh-ed25519 AAAA…';

const TOO_MANY = refuse('too-many', 'Too many passwords were tried; nothing was changed. Wait a minute.');

export class AccountCredentials implements Credentials {
  readonly #accounts: Accounts;
  readonly #hasher: PasswordHasher;
  readonly #clock: SteadyClock;
  /** Those inside take one of the hasher's places at the most: the door always has the other. */
  readonly #gate = new Gate(1, 16);
  /** By account; guesses made inside use up nothing of the allowance at the door. */
  readonly #guesses = new GuessLimits();
  readonly #offers = new Map<UserId, PublicKey[]>();
  #claimHash: string | undefined;

  constructor(accounts: Accounts, hasher: PasswordHasher, clock: SteadyClock) {
    this.#accounts = accounts;
    this.#hasher = hasher;
    this.#clock = clock;
  }

  /** At start: a fresh one-time code while there is no sysop, undefined when there is one. Earlier codes are void. */
  async prepareClaim(): Promise<string | undefined> {
    this.#claimHash = undefined;
    if ((await this.#accounts.countSysops()) > 0) return undefined;
    const code = newCode();
    this.#claimHash = hashCode(code);
    return code;
  }

  /**
   * Remembers a key shown at a login that is not the account's, for `/key add last`; call what it returns when the session ends.
   */
  offer(account: UserId, key: PublicKey): () => void {
    // A copy, taken back by identity: two sessions may have shown the same key.
    const offered = { ...key };
    this.#offers.set(account, [...(this.#offers.get(account) ?? []), offered]);
    return () => {
      const left = (this.#offers.get(account) ?? []).filter((each) => each !== offered);
      if (left.length > 0) this.#offers.set(account, left);
      else this.#offers.delete(account);
    };
  }

  /** Codes: those of {@link checkPassword}, `busy`. An account with a password is no longer provisional. */
  async setPassword(account: UserId, password: string): Promise<Result<undefined>> {
    const good = checkPassword(password);
    if (!good.ok) return good;
    const hashed = (await this.#gate.run(() => this.#hasher.hash(password))) ?? BUSY;
    if (!hashed.ok) return hashed;
    // What may be kept alone comes first: if the second is not kept, nothing was set.
    await this.#accounts.confirm(account);
    await this.#accounts.setPassword(account, hashed.value);
    return ok();
  }

  /** Codes: `busy`, `too-many`. */
  async verifyPassword(account: UserId, password: string): Promise<Result<boolean>> {
    const giveBack = this.#guesses.allow(String(account), '', this.#clock.steady());
    if (giveBack === undefined) return TOO_MANY;
    const hash = await this.#accounts.passwordHash(account);
    const same = (await this.#gate.run(() => this.#hasher.verify(hash, password))) ?? BUSY;
    if (!same.ok) giveBack();
    return same;
  }

  /** Codes: `no-offer`, those of {@link parseKeyLine} and of `Accounts.addKey`. */
  async addKey(account: UserId, text: string): Promise<Result<{ readonly fingerprint: string }>> {
    const key = text.trim().toLowerCase() === 'last' ? this.#lastOffer(account) : parseKeyLine(text);
    if (!key.ok) return key;
    const { type, blob, fingerprint, comment } = key.value;
    const added = await this.#accounts.addKey(account, { type, blob, fingerprint, comment });
    return added.ok ? ok({ fingerprint }) : added;
  }

  #lastOffer(account: UserId): Result<PublicKey & { readonly comment: string }> {
    const key = this.#offers.get(account)?.at(-1);
    return key === undefined ? refuse('no-offer', NO_OFFER) : ok({ ...key, comment: '' });
  }

  /** Codes: `no-such-key`, `ambiguous`, and those of `Accounts.removeKey`. */
  async removeKey(account: UserId, which: string): Promise<Result<{ readonly fingerprint: string }>> {
    const found = matching(await this.#accounts.keys(account), which.trim());
    const [key, other] = found;
    if (key === undefined) return refuse('no-such-key', 'You have no such key; /key list shows them.');
    if (other !== undefined) {
      return refuse('ambiguous', `That fits ${found.length} keys; give the number in /key list.`);
    }
    const removed = await this.#accounts.removeKey(account, key.fingerprint);
    return removed.ok ? ok({ fingerprint: key.fingerprint }) : removed;
  }

  /** Whether this is the claim code, not used yet; in constant time. */
  isClaim(code: string): boolean {
    return this.#claimHash !== undefined && sameHash(this.#claimHash, hashCode(code));
  }

  /** Codes: `no-claim`, `wrong-code`. */
  async claim(account: UserId, code: string): Promise<Result<undefined>> {
    const expected = this.#claimHash;
    if (expected === undefined) return refuse('no-claim', 'There is nothing to claim: this server has a sysop.');
    if (!this.isClaim(code)) {
      return refuse('wrong-code', 'That is not the claim code. It was printed when the server started.');
    }
    // Void before anything is awaited: of two who type it at once, one becomes sysop.
    this.#claimHash = undefined;
    try {
      // The role last: once it is kept the code must not come back.
      await this.#accounts.confirm(account);
      await this.#accounts.setRole(account, 'sysop');
    } catch (error) {
      this.#claimHash = expected;
      throw error;
    }
    return ok();
  }

  async invite(by: Account['id']): Promise<Result<{ readonly code: string }>> {
    const code = newCode();
    await this.#accounts.addInvite(hashCode(code), by, undefined);
    return ok({ code });
  }
}

/** The keys meant by a number in the list, a fingerprint, its beginning, or a comment; the first of these that fits any. */
function matching(keys: readonly AccountKey[], which: string): readonly AccountKey[] {
  if (which === '') return [];
  const numbered = /^\d{1,3}$/.test(which) ? keys[Number(which) - 1] : undefined;
  if (numbered !== undefined) return [numbered];
  const prefix = which.replace(/^SHA256:/i, '');
  const byPrint =
    prefix.length < LEAST_PREFIX ? [] : keys.filter(({ fingerprint }) => fingerprint.startsWith(`SHA256:${prefix}`));
  return byPrint.length > 0 ? byPrint : keys.filter(({ comment }) => comment === which);
}
