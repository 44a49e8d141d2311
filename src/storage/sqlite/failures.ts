/** What can go wrong with a database, in sentences a sysop can act on. SQLite's own codes are translated here, once. */

/** The file was written by a newer Partyline; nothing was changed. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';
}

/** The file cannot be used: corrupt, unreadable, locked by another process. The message is the whole sentence. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

/** Primary result codes (https://www.sqlite.org/rescode.html) that are the world's doing and not a bug here. */
const causes: ReadonlyMap<string, string> = new Map([
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'reading or writing the disk failed'],
  ['SQLITE_READONLY', 'the database is read-only'],
  ['SQLITE_PERM', 'the permissions do not allow it'],
  ['SQLITE_CANTOPEN', 'its file cannot be opened'],
  ['SQLITE_BUSY', 'another process holds the database'],
  ['SQLITE_LOCKED', 'another process holds the database'],
  ['SQLITE_PROTOCOL', 'another process holds the database'],
  ['SQLITE_NOMEM', 'memory ran out'],
  ['SQLITE_CORRUPT', 'the database is damaged'],
  ['SQLITE_NOTADB', 'its file is not a database'],
]);

/** The code of a SQLite or file system error, '' for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Half a sentence for a result code, extended ones (`SQLITE_IOERR_WRITE`) included; undefined when it means a bug. */
export function causeOf(code: string): string | undefined {
  return causes.get(/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? '');
}
