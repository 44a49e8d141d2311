/** Accounts, their keys and invites. Times are epoch ms, given by the main thread. */
import type { Database, Statement } from 'better-sqlite3';
import type { UserId } from '../../../chat/message.ts';
import type { Account, AccountKey, NewAccount, Role } from '../../../chat/ports/accounts.ts';
import { ok, type Result } from '../../../chat/result.ts';
import { maxKeys, refusals } from '../../bounds.ts';

interface AccountRow {
  readonly id: UserId;
  readonly handle: string;
  readonly role: Role;
  readonly created_at: number;
  readonly provisional: number;
  readonly has_password: number;
}

/** What the next start, which releases every provisional account, does or undoes anyway. */
export const PASSING: ReadonlySet<string> = new Set(['createProvisionalAccount', 'releaseAccount']);

const columns = 'id, handle, role, created_at, provisional, password_hash IS NOT NULL AS has_password';
const goodInvite = 'hash = ? AND used_by IS NULL AND (expires_at IS NULL OR expires_at > ?)';

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    handle: row.handle,
    role: row.role,
    createdAt: row.created_at,
    provisional: row.provisional === 1,
    hasPassword: row.has_password === 1,
  };
}

/** A statement that gives one number. */
function number<A extends unknown[]>(db: Database, sql: string): (...args: A) => number {
  const statement = db.prepare<A, number>(sql).pluck() as Statement<A, number>;
  return (...args) => statement.get(...args) ?? 0;
}

/** Inserts a key; the account must exist. */
function keyAdder(db: Database): (id: UserId, key: Omit<AccountKey, 'addedAt'>, now: number) => void {
  const insert = db.prepare<[UserId, string, string, string, string, number]>(
    'INSERT INTO account_key (account, fingerprint, type, blob, comment, added_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (id, { fingerprint, type, blob, comment }, now) => {
    insert.run(id, fingerprint, type, blob, comment, now);
  };
}

function creation(db: Database) {
  const skeletonTaken = number<[string]>(db, 'SELECT count(*) FROM account WHERE skeleton = ?');
  const insert = db.prepare<[string, string, number, number, string | null], AccountRow>(
    `INSERT INTO account (handle, skeleton, created_at, provisional, password_hash) VALUES (?, ?, ?, ?, ?)
     RETURNING ${columns}`,
  );
  const inviteCount = number<[string, number]>(db, `SELECT count(*) FROM invite WHERE ${goodInvite}`);
  const useInvite = db.prepare<[UserId, string]>('UPDATE invite SET used_by = ? WHERE hash = ?');
  const insertKey = keyAdder(db);

  const create = (wanted: NewAccount, now: number): Result<Account> => {
    const { handle, skeleton, key, passwordHash, provisional, inviteHash } = wanted;
    if (skeletonTaken(skeleton) > 0) return refusals.taken(handle);
    if (inviteHash !== undefined && inviteCount(inviteHash, now) === 0) return refusals.badInvite();
    const row = insert.get(handle, skeleton, now, provisional ? 1 : 0, passwordHash ?? null);
    if (row === undefined) throw new Error(`account ${handle} was not inserted`);
    if (key !== undefined) insertKey(row.id, key, now);
    if (inviteHash !== undefined) useInvite.run(row.id, inviteHash);
    return ok(accountOf(row));
  };
  return { createAccount: create, createProvisionalAccount: create };
}

/** Provisional accounts: they become lasting, or go with all that was kept for them. */
function provision(db: Database) {
  const confirm = db.prepare<[UserId]>('UPDATE account SET provisional = 0 WHERE id = ?');
  // Its keys go, and its invite is free again, by the references of the schema.
  const remove = db.prepare<[UserId]>('DELETE FROM account WHERE id = ? AND provisional = 1');
  const left = db.prepare<[], { id: UserId }>('SELECT id FROM account WHERE provisional = 1');
  const traces = ['read_marker', 'ignored', 'setting', 'window'].map((table) =>
    db.prepare<[UserId]>(`DELETE FROM ${table} WHERE user = ?`),
  );
  const release = (id: UserId): void => {
    if (remove.run(id).changes === 0) return;
    for (const trace of traces) trace.run(id);
  };

  return {
    confirmAccount(id: UserId): void {
      confirm.run(id);
    },
    releaseAccount: release,
    releaseAllAccounts(): number {
      const ids = left.all();
      for (const { id } of ids) release(id);
      return ids.length;
    },
  };
}

function credentials(db: Database) {
  const setPassword = db.prepare<[string, UserId]>('UPDATE account SET password_hash = ? WHERE id = ?');
  const hasPassword = number<[UserId]>(db, 'SELECT count(*) FROM account WHERE id = ? AND password_hash IS NOT NULL');
  const keyCount = number<[UserId]>(db, 'SELECT count(*) FROM account_key WHERE account = ?');
  const hasKey = number<[UserId, string]>(db, 'SELECT count(*) FROM account_key WHERE account = ? AND fingerprint = ?');
  const removeKey = db.prepare<[UserId, string]>('DELETE FROM account_key WHERE account = ? AND fingerprint = ?');
  const insertKey = keyAdder(db);

  return {
    setPassword(id: UserId, hash: string): void {
      setPassword.run(hash, id);
    },
    addKey(id: UserId, key: Omit<AccountKey, 'addedAt'>, now: number): Result<undefined> {
      if (hasKey(id, key.fingerprint) > 0) return refusals.knownKey(key.fingerprint);
      if (keyCount(id) >= maxKeys) return refusals.tooMany();
      insertKey(id, key, now);
      return ok();
    },
    removeKey(id: UserId, fingerprint: string): Result<undefined> {
      if (hasKey(id, fingerprint) === 0) return refusals.noSuchKey(fingerprint);
      if (keyCount(id) === 1 && hasPassword(id) === 0) return refusals.lastWayIn();
      removeKey.run(id, fingerprint);
      return ok();
    },
  };
}

/** What the writer does with accounts, keys and invites: operations by name, each in the batch’s transaction. */
export function accountWrites(db: Database) {
  const setRole = db.prepare<[Role, UserId]>('UPDATE account SET role = ? WHERE id = ?');
  const invite = db.prepare<[string, UserId | null, number | null]>(
    'INSERT INTO invite (hash, made_by, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );

  return {
    ...creation(db),
    ...provision(db),
    ...credentials(db),
    setRole(id: UserId, role: Role): void {
      setRole.run(role, id);
    },
    addInvite(hash: string, by: UserId | undefined, expiresAt: number | undefined): void {
      invite.run(hash, by ?? null, expiresAt ?? null);
    },
  };
}

/** What the reader answers of accounts, keys and invites: operations by name. */
export function accountReads(db: Database) {
  const bySkeleton = db.prepare<[string], AccountRow>(`SELECT ${columns} FROM account WHERE skeleton = ?`);
  const byId = db.prepare<[UserId], AccountRow>(`SELECT ${columns} FROM account WHERE id = ?`);
  const hash = db.prepare<[UserId], { password_hash: string | null }>('SELECT password_hash FROM account WHERE id = ?');
  const keysWhere = <A extends unknown[]>(condition: string) =>
    db.prepare<A, AccountKey>(
      `SELECT fingerprint, type, blob, comment, added_at AS addedAt FROM account_key WHERE ${condition} ORDER BY number`,
    );
  const keys = keysWhere<[UserId]>('account = ?');
  const keysBySkeleton = keysWhere<[string]>('account = (SELECT id FROM account WHERE skeleton = ?)');
  const sysops = number<[]>(db, "SELECT count(*) FROM account WHERE role = 'sysop'");
  const inviteCount = number<[string, number]>(db, `SELECT count(*) FROM invite WHERE ${goodInvite}`);
  const accountOrNone = (row: AccountRow | undefined) => (row === undefined ? undefined : accountOf(row));

  return {
    findAccount: (skeleton: string): Account | undefined => accountOrNone(bySkeleton.get(skeleton)),
    getAccount: (id: UserId): Account | undefined => accountOrNone(byId.get(id)),
    passwordHash: (id: UserId): string | undefined => hash.get(id)?.password_hash ?? undefined,
    keys: (id: UserId): readonly AccountKey[] => keys.all(id),
    findKeys: (skeleton: string): readonly AccountKey[] => keysBySkeleton.all(skeleton),
    countSysops: (): number => sysops(),
    inviteIsGood: (inviteHash: string, now: number): boolean => inviteCount(inviteHash, now) > 0,
  };
}
