/** Accounts, their passwords, keys and invites: what the rules of the door ask of a store. */
import type { UserId } from '../message.ts';
import type { Result } from '../result.ts';

/** Ordered: each may do what those before may. */
export type Role = 'user' | 'sysop';

/** A person's account. */
export interface Account {
  readonly id: UserId;
  /** As its owner spells it. */
  readonly handle: string;
  readonly role: Role;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Held only while connected, until its first words. */
  readonly provisional: boolean;
  readonly hasPassword: boolean;
}

/** A public key that signs in to an account. */
export interface AccountKey {
  /** `SHA256:…`, as OpenSSH prints it. */
  readonly fingerprint: string;
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `rsa` …: the type inside the blob. */
  readonly type: string;
  /** The public key blob (RFC 4253 §6.6), base64. */
  readonly blob: string;
  /** The owner's own words, may be empty. */
  readonly comment: string;
  readonly addedAt: number;
}

/** What a new account starts with. */
export interface NewAccount {
  readonly handle: string;
  /** See `chat/handle.ts`; unique. */
  readonly skeleton: string;
  readonly key?: Omit<AccountKey, 'addedAt'>;
  /** An argon2id PHC string. */
  readonly passwordHash?: string;
  readonly provisional: boolean;
  /** SHA-256 of the invite code, hex; checked and used up in the same transaction. */
  readonly inviteHash?: string;
}

/**
 * Who may sign in as whom. Promises (`test/contract/accounts.ts`): handles are unique by skeleton, so without
 * regard to case and look-alikes; a key is in one account at most once and may be in several accounts; refusals are values
 * with the codes named here.
 */
export interface Accounts {
  /** By skeleton, so that `Alice` finds `alice`. Compare the handle to tell a look-alike from the owner's spelling. */
  find(skeleton: string): Promise<Account | undefined>;
  get(id: UserId): Promise<Account | undefined>;
  /** Codes: `taken`, `bad-invite`. Atomic. */
  create(account: NewAccount): Promise<Result<Account>>;
  /** Makes a provisional account lasting; harmless when it already is. */
  confirm(id: UserId): Promise<void>;
  /** Frees the handle of an account that is still provisional; harmless otherwise. */
  release(id: UserId): Promise<void>;
  /** At start: frees every provisional handle that a crash left behind. Returns how many. */
  releaseAll(): Promise<number>;
  /** The PHC string, or undefined when none is set. */
  passwordHash(id: UserId): Promise<string | undefined>;
  setPassword(id: UserId, hash: string): Promise<void>;
  keys(id: UserId): Promise<readonly AccountKey[]>;
  /** By skeleton; none where there is no such account. */
  findKeys(skeleton: string): Promise<readonly AccountKey[]>;
  /** Codes: `known-key` (already in this account), `too-many` (16 at most). */
  addKey(id: UserId, key: Omit<AccountKey, 'addedAt'>): Promise<Result<undefined>>;
  /** By fingerprint. Codes: `no-such-key`, `last-way-in` (the last key of an account without a password). */
  removeKey(id: UserId, fingerprint: string): Promise<Result<undefined>>;
  setRole(id: UserId, role: Role): Promise<void>;
  countSysops(): Promise<number>;
  /** Stores a single-use invite; `hash` is SHA-256 of the code, hex. `expiresAt` epoch ms or undefined for never. */
  addInvite(hash: string, by: UserId | undefined, expiresAt: number | undefined): Promise<void>;
  /** Whether an unused, unexpired invite with this hash exists (checked again, and used up, by `create`). */
  inviteIsGood(hash: string): Promise<boolean>;
}
