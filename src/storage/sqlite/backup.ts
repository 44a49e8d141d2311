/** A copy of the database made while the server runs: page by page beside the readers, so that nobody waits for it. */
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { causeOf, codeOf, DatabaseUnusable } from './failures.ts';

/** How many pages are copied at a time; in between, others may have the disk. */
const STEP = 100;

/** What SQLite puts beside a file. */
const BESIDE = ['-journal', '-wal', '-shm'];

/** Why a file cannot be made, by the system's code. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'its folder is not there'],
  ['ENOTDIR', 'its folder is not there'],
  ['EACCES', 'the permissions do not allow it'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
]);

/** What was copied. */
export interface Backup {
  readonly bytes: number;
  readonly messages: number;
}

/**
 * Copies the database of a data folder into `file`, which must not be there yet, and checks the copy. What was
 * acknowledged before the start is in it. Nobody but its owner can read the file, from its first byte on. Rejects with
 * {@link DatabaseUnusable}, or with the reason of `stop`, and then leaves no file behind.
 */
export async function backUp(folder: string, file: string, stop?: AbortSignal): Promise<Backup> {
  const from = join(folder, 'partyline.db');
  if (!existsSync(from)) throw new DatabaseUnusable(`There is no database ${from}: --data names its folder.`);
  makeFile(from, file);
  try {
    return await copy(from, file, stop);
  } catch (error) {
    for (const leftover of [file, ...BESIDE.map((end) => file + end)]) rmSync(leftover, { force: true });
    const cause = causeOf(codeOf(error));
    if (cause === undefined) throw error;
    throw cannotCopy(from, file, cause);
  }
}

/** An empty file of one's own: what SQLite makes anybody may read as long as the copying lasts. */
function makeFile(from: string, file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') throw new DatabaseUnusable(`${file} is there already: name a file that is not.`);
    throw cannotCopy(from, file, REASONS.get(code) ?? code);
  }
}

function cannotCopy(from: string, file: string, cause: string): DatabaseUnusable {
  return new DatabaseUnusable(`Cannot copy ${from} to ${file}: ${cause}.`);
}

async function copy(from: string, file: string, stop: AbortSignal | undefined): Promise<Backup> {
  const source = new Database(from, { readonly: true });
  try {
    // One snapshot from beginning to end: without it, every line that the server stores would start the copy anew.
    source.exec('BEGIN');
    source.pragma('schema_version');
    const progress = () => {
      stop?.throwIfAborted();
      return STEP;
    };
    await source.backup(file, { progress });
  } finally {
    source.close();
  }
  stop?.throwIfAborted();
  const made = new Database(file);
  try {
    // Alone and complete: without a write-ahead log beside it, the one file is all there is to keep.
    made.pragma('journal_mode = DELETE');
    const finding = String(made.pragma('quick_check(1)', { simple: true }));
    if (finding !== 'ok') throw new DatabaseUnusable(`The copy is damaged, so ${from} is: ${finding}.`);
    const messages = made.prepare<[], number>('SELECT count(*) FROM message').pluck().get() ?? 0;
    const pages = Number(made.pragma('page_count', { simple: true }));
    return { bytes: pages * Number(made.pragma('page_size', { simple: true })), messages };
  } finally {
    made.close();
  }
}
