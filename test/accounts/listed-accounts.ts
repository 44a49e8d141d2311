/** An `Accounts` port in a list: just enough of its promises for the tests of the door. */
import type { UserId } from '../../src/chat/message.ts';
import type { Account, AccountKey, Accounts, NewAccount, Role } from '../../src/chat/ports/accounts.ts';
import { ok, type Result, refuse } from '../../src/chat/result.ts';

interface Row {
  account: Account;
  readonly skeleton: string;
  hash: string | undefined;
  keys: AccountKey[];
}

export class ListedAccounts implements Accounts {
  readonly rows = new Map<UserId, Row>();
  readonly invites = new Set<string>();
  /** Every call, in order, without its arguments. */
  readonly calls: string[] = [];
  #lastId = 0;

  async find(skeleton: string): Promise<Account | undefined> {
    this.calls.push('find');
    return [...this.rows.values()].find((row) => row.skeleton === skeleton)?.account;
  }

  async get(id: UserId): Promise<Account | undefined> {
    return this.rows.get(id)?.account;
  }

  async create(account: NewAccount): Promise<Result<Account>> {
    this.calls.push('create');
    if ([...this.rows.values()].some(({ skeleton }) => skeleton === account.skeleton)) return refuse('taken', 'Taken.');
    if (account.inviteHash !== undefined && !this.invites.delete(account.inviteHash)) {
      return refuse('bad-invite', 'That code is used up.');
    }
    this.#lastId += 1;
    const { handle, provisional, passwordHash: hash, key } = account;
    const made = {
      id: this.#lastId,
      handle,
      role: 'user',
      createdAt: 0,
      provisional,
      hasPassword: hash !== undefined,
    } as const;
    const keys = key === undefined ? [] : [{ ...key, addedAt: 0 }];
    this.rows.set(made.id, { account: made, skeleton: account.skeleton, hash, keys });
    return ok(made);
  }

  async confirm(id: UserId): Promise<void> {
    this.#change(id, { provisional: false });
  }

  async release(id: UserId): Promise<void> {
    if (this.rows.get(id)?.account.provisional === true) this.rows.delete(id);
  }

  async releaseAll(): Promise<number> {
    return 0;
  }

  async passwordHash(id: UserId): Promise<string | undefined> {
    this.calls.push('passwordHash');
    return this.rows.get(id)?.hash;
  }

  async setPassword(id: UserId, hash: string): Promise<void> {
    const row = this.rows.get(id);
    if (row !== undefined) row.hash = hash;
    this.#change(id, { hasPassword: true });
  }

  async keys(id: UserId): Promise<readonly AccountKey[]> {
    this.calls.push('keys');
    return this.rows.get(id)?.keys ?? [];
  }

  async addKey(id: UserId, key: Omit<AccountKey, 'addedAt'>): Promise<Result<undefined>> {
    const row = this.rows.get(id);
    if (row?.keys.some(({ fingerprint }) => fingerprint === key.fingerprint))
      return refuse('known-key', 'Already yours.');
    row?.keys.push({ ...key, addedAt: 0 });
    return ok();
  }

  async removeKey(id: UserId, fingerprint: string): Promise<Result<undefined>> {
    const row = this.rows.get(id);
    if (row !== undefined) row.keys = row.keys.filter((key) => key.fingerprint !== fingerprint);
    return ok();
  }

  async setRole(id: UserId, role: Role): Promise<void> {
    this.#change(id, { role });
  }

  async countSysops(): Promise<number> {
    return [...this.rows.values()].filter(({ account }) => account.role === 'sysop').length;
  }

  async addInvite(hash: string): Promise<void> {
    this.invites.add(hash);
  }

  async inviteIsGood(hash: string): Promise<boolean> {
    return this.invites.has(hash);
  }

  #change(id: UserId, change: Partial<Account>): void {
    const row = this.rows.get(id);
    if (row !== undefined) row.account = { ...row.account, ...change };
  }
}
