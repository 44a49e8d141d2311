/** The reference `Accounts`, with a note of who was asked what. */
import type { UserId } from '../../src/chat/message.ts';
import type { Account, AccountKey, NewAccount } from '../../src/chat/ports/accounts.ts';
import type { Result } from '../../src/chat/result.ts';
import { MemoryAccounts } from '../../src/storage/memory/accounts.ts';

export class WatchedAccounts extends MemoryAccounts {
  /** The calls that a stranger can cause, in order, without their arguments. */
  readonly calls: string[] = [];
  readonly #created: UserId[] = [];

  constructor() {
    super({ now: () => 0 });
  }

  /** How many accounts there are now. */
  async count(): Promise<number> {
    const all = await Promise.all(this.#created.map((id) => this.get(id)));
    return all.filter((account) => account !== undefined).length;
  }

  override async find(skeleton: string): Promise<Account | undefined> {
    this.calls.push('find');
    return super.find(skeleton);
  }

  override async create(wanted: NewAccount): Promise<Result<Account>> {
    this.calls.push('create');
    const created = await super.create(wanted);
    if (created.ok) this.#created.push(created.value.id);
    return created;
  }

  override async passwordHash(id: UserId): Promise<string | undefined> {
    this.calls.push('passwordHash');
    return super.passwordHash(id);
  }

  override async keys(id: UserId): Promise<readonly AccountKey[]> {
    this.calls.push('keys');
    return super.keys(id);
  }

  override async findKeys(skeleton: string): Promise<readonly AccountKey[]> {
    this.calls.push('findKeys');
    return super.findKeys(skeleton);
  }
}
