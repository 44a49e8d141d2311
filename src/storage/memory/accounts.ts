/** The reference Accounts: every method runs to its end without an await, which makes it atomic. */
import type { UserId } from '../../chat/message.ts';
import type { Account, AccountKey, Accounts, NewAccount, Role } from '../../chat/ports/accounts.ts';
import type { WallClock } from '../../chat/ports/clock.ts';
import { ok, type Result } from '../../chat/result.ts';
import { maxKeys, refusals } from '../bounds.ts';

interface Held {
  account: Account;
  readonly skeleton: string;
  readonly keys: Map<string, AccountKey>;
  passwordHash: string | undefined;
}

interface Invite {
  readonly expiresAt: number | undefined;
  usedBy: UserId | undefined;
}

export class MemoryAccounts implements Accounts {
  readonly #clock: WallClock;
  readonly #held = new Map<UserId, Held>();
  readonly #invites = new Map<string, Invite>();
  #lastId = 0;

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  async find(skeleton: string): Promise<Account | undefined> {
    return this.#bySkeleton(skeleton)?.account;
  }

  async get(id: UserId): Promise<Account | undefined> {
    return this.#held.get(id)?.account;
  }

  async create(wanted: NewAccount): Promise<Result<Account>> {
    if (this.#bySkeleton(wanted.skeleton) !== undefined) return refusals.taken(wanted.handle);
    const invite = wanted.inviteHash === undefined ? undefined : this.#goodInvite(wanted.inviteHash);
    if (wanted.inviteHash !== undefined && invite === undefined) return refusals.badInvite();
    this.#lastId += 1;
    const createdAt = this.#clock.now();
    const account: Account = {
      id: this.#lastId,
      handle: wanted.handle,
      role: 'user',
      createdAt,
      provisional: wanted.provisional,
      hasPassword: wanted.passwordHash !== undefined,
    };
    const keys = new Map<string, AccountKey>();
    if (wanted.key !== undefined) keys.set(wanted.key.fingerprint, { ...wanted.key, addedAt: createdAt });
    this.#held.set(account.id, { account, skeleton: wanted.skeleton, keys, passwordHash: wanted.passwordHash });
    if (invite !== undefined) invite.usedBy = account.id;
    return ok(account);
  }

  async confirm(id: UserId): Promise<void> {
    this.#change(id, { provisional: false });
  }

  async release(id: UserId): Promise<void> {
    if (this.#held.get(id)?.account.provisional !== true) return;
    this.#held.delete(id);
    for (const invite of this.#invites.values()) if (invite.usedBy === id) invite.usedBy = undefined;
  }

  async releaseAll(): Promise<number> {
    const provisional = [...this.#held.values()].filter(({ account }) => account.provisional);
    for (const { account } of provisional) await this.release(account.id);
    return provisional.length;
  }

  async passwordHash(id: UserId): Promise<string | undefined> {
    return this.#held.get(id)?.passwordHash;
  }

  async setPassword(id: UserId, hash: string): Promise<void> {
    const held = this.#held.get(id);
    if (held === undefined) return;
    held.passwordHash = hash;
    this.#change(id, { hasPassword: true });
  }

  async keys(id: UserId): Promise<readonly AccountKey[]> {
    return [...(this.#held.get(id)?.keys.values() ?? [])];
  }

  async findKeys(skeleton: string): Promise<readonly AccountKey[]> {
    return [...(this.#bySkeleton(skeleton)?.keys.values() ?? [])];
  }

  async addKey(id: UserId, key: Omit<AccountKey, 'addedAt'>): Promise<Result<undefined>> {
    const held = this.#held.get(id);
    if (held === undefined) throw new Error(`a key for account ${id}, which does not exist`);
    if (held.keys.has(key.fingerprint)) return refusals.knownKey(key.fingerprint);
    if (held.keys.size >= maxKeys) return refusals.tooMany();
    held.keys.set(key.fingerprint, { ...key, addedAt: this.#clock.now() });
    return ok();
  }

  async removeKey(id: UserId, fingerprint: string): Promise<Result<undefined>> {
    const held = this.#held.get(id);
    if (held?.keys.has(fingerprint) !== true) return refusals.noSuchKey(fingerprint);
    if (held.keys.size === 1 && held.passwordHash === undefined) return refusals.lastWayIn();
    held.keys.delete(fingerprint);
    return ok();
  }

  async setRole(id: UserId, role: Role): Promise<void> {
    this.#change(id, { role });
  }

  async countSysops(): Promise<number> {
    return [...this.#held.values()].filter(({ account }) => account.role === 'sysop').length;
  }

  async addInvite(hash: string, _by: UserId | undefined, expiresAt: number | undefined): Promise<void> {
    if (!this.#invites.has(hash)) this.#invites.set(hash, { expiresAt, usedBy: undefined });
  }

  async inviteIsGood(hash: string): Promise<boolean> {
    return this.#goodInvite(hash) !== undefined;
  }

  #bySkeleton(skeleton: string): Held | undefined {
    return [...this.#held.values()].find((held) => held.skeleton === skeleton);
  }

  #goodInvite(hash: string): Invite | undefined {
    const invite = this.#invites.get(hash);
    if (invite === undefined || invite.usedBy !== undefined) return undefined;
    return invite.expiresAt === undefined || invite.expiresAt > this.#clock.now() ? invite : undefined;
  }

  #change(id: UserId, what: Partial<Account>): void {
    const held = this.#held.get(id);
    if (held !== undefined) held.account = { ...held.account, ...what };
  }
}
