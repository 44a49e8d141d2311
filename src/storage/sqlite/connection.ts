/**
 * Connections to `partyline.db`, opened inside the workers. There are two: one writes, one only reads, so that a slow
 * fsync never delays a reader (WAL allows it).
 *
 * One server per folder: an exclusive transaction on an empty file beside the database is held for as long as the
 * server lives. It is a lock of the operating system, so a crash or kill -9 gives it back, and no pid can go stale.
 */
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { causeOf, codeOf, DatabaseTooNew, DatabaseUnusable } from './failures.ts';
import { migrate, schemaVersion, versionOf } from './schema.ts';
import { teachTerms } from './search-index.ts';

/** How long to wait for another process's lock, ms: a sysop's backup or query is over by then. */
const busyTimeout = 2000;

/** How long to wait for another server to let go of the folder at start, ms: a restart overlaps a little. */
const lockTimeout = 500;

/** Makes the folder (0700) and the file (0600, which its WAL inherits) where they are missing. */
function prepare(folder: string): string {
  const file = join(folder, 'partyline.db');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw new DatabaseUnusable(`Cannot write ${file} (${codeOf(error)}): check the folder and its permissions.`);
  }
  return file;
}

/** Holds the folder for this process until the returned connection is closed. */
function holdFolder(folder: string): Database.Database {
  const lock = new Database(join(folder, 'partyline.lock'), { timeout: lockTimeout });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw error;
    throw new DatabaseUnusable(
      `Another Partyline uses ${folder}: stop it first, or give this one a folder of its own.`,
    );
  }
}

/** What SQLite forgets with each connection. */
function configure(db: Database.Database): void {
  // better-sqlite3 is compiled to mean NORMAL in WAL, which may lose the last commits at a power failure.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
}

/**
 * Damage is found before anyone builds on it. `quick_check` reads every page once: 1.2 s per GB here when
 * the file is cached, a disk's own speed when it is not; and 1 s per million messages for the search index.
 */
function checkIntegrity(db: Database.Database, file: string): void {
  const finding = String(db.pragma('quick_check(1)', { simple: true }));
  if (finding !== 'ok')
    throw new DatabaseUnusable(`${file} is damaged (${finding.split('\n').at(-1)}). ${wayBack(file)}`);
}

/** What to do about a damaged file. */
function wayBack(file: string): string {
  return (
    `Put the newest backup in its place; or save what can be read: sqlite3 '${file}' .recover | sqlite3 saved.db, ` +
    `and put saved.db in its place. Either way move ${file}-wal and ${file}-shm out of the folder, if they are there.`
  );
}

/**
 * SQLite writes whatever log lies beside a file into it, also one that a crash left of the file that stood there before:
 * a restored copy would hold again what it was to be without, or pages of two databases. Our own file says in its header
 * that it has a log (bytes 18 and 19, "file format versions": 2); a backup or what `.recover` made says that it has none.
 */
function refuseForeignLog(file: string): void {
  if (!statSync(`${file}-wal`, { throwIfNoEntry: false })?.size) return;
  const versions = Buffer.alloc(2);
  const open = openSync(file, 'r');
  const count = readSync(open, versions, 0, versions.length, 18);
  closeSync(open);
  if (count < versions.length || !versions.equals(Buffer.from([1, 1]))) return;
  throw new DatabaseUnusable(
    `${file} was put beside the log of another database: move ${file}-wal and ${file}-shm out of the folder, and start again.`,
  );
}

function connectWriter(file: string): Database.Database {
  const db = new Database(file, { timeout: busyTimeout });
  try {
    const version = versionOf(db);
    if (version > schemaVersion) {
      throw new DatabaseTooNew(
        `${file} is of version ${version}, written by a newer Partyline; this one knows up to ${schemaVersion}. ` +
          'Start the newer one, or restore a backup made before it.',
      );
    }
    if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
      throw new DatabaseUnusable(`${file} cannot use a write-ahead log here: move it to a local disk.`);
    }
    configure(db);
    checkIntegrity(db, file);
    teachTerms(db);
    migrate(db);
    // A file without write permission opens all the same, as read-only: find out now.
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Puts SQLite's refusals at the opening into a sentence. */
function translated<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const cause = causeOf(codeOf(error));
    if (cause === undefined) throw error;
    const advice = codeOf(error).startsWith('SQLITE_CORRUPT') ? ` ${wayBack(file)}` : '';
    throw new DatabaseUnusable(`Cannot use ${file}: ${cause} (${codeOf(error)}).${advice}`);
  }
}

export interface Connection {
  readonly db: Database.Database;
  /** Idempotent. The last one to close also folds the write-ahead log into the file. */
  close(): void;
}

/**
 * The one connection that writes: makes what is missing, brings the schema up to date and holds the folder.
 * Throws {@link DatabaseTooNew} or {@link DatabaseUnusable}.
 */
export function openWriter(folder: string): Connection {
  const file = prepare(folder);
  const lock = translated(join(folder, 'partyline.lock'), () => holdFolder(folder));
  try {
    const db = translated(file, () => {
      refuseForeignLog(file);
      return connectWriter(file);
    });
    return {
      db,
      close: () => {
        db.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** A connection that only reads; the writer's has to be open already. */
export function openReader(folder: string): Connection {
  const file = join(folder, 'partyline.db');
  return translated(file, () => {
    const db = new Database(file, { readonly: true, timeout: busyTimeout });
    configure(db);
    return { db, close: () => db.close() };
  });
}
