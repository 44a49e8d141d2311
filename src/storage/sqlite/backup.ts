/** A copy of the database made while the server runs: page by page beside the readers, so that nobody waits for it. */
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { causeOf, codeOf, DatabaseUnusable } from './failures.ts';

/** How many pages are copied at a time; in between, others may have the disk. */
const STEP = 100;

/** What was copied. */
export interface Backup {
  readonly bytes: number;
  readonly messages: number;
}

/**
 * Copies the database of a data folder into `file`, which must not be there yet, and checks the copy. What was
 * acknowledged before the start is in it. Rejects with {@link DatabaseUnusable}, and then leaves no file behind.
 */
export async function backUp(folder: string, file: string): Promise<Backup> {
  const from = join(folder, 'partyline.db');
  if (!existsSync(from)) throw new DatabaseUnusable(`There is no database ${from}: --data names its folder.`);
  if (existsSync(file)) throw new DatabaseUnusable(`${file} is there already: name a file that is not.`);
  try {
    return await copy(from, file);
  } catch (error) {
    for (const leftover of [file, `${file}-journal`]) rmSync(leftover, { force: true });
    if (error instanceof DatabaseUnusable) throw error;
    // better-sqlite3 refuses a missing folder with a TypeError of its own.
    const cause = error instanceof TypeError ? 'its folder is not there' : causeOf(codeOf(error));
    if (cause === undefined) throw error;
    throw new DatabaseUnusable(`Cannot copy ${from} to ${file}: ${cause}.`);
  }
}

async function copy(from: string, file: string): Promise<Backup> {
  const source = new Database(from, { readonly: true });
  try {
    // One snapshot from beginning to end: without it, every line that the server stores would start the copy anew.
    source.exec('BEGIN');
    source.pragma('schema_version');
    await source.backup(file, { progress: () => STEP });
  } finally {
    source.close();
  }
  chmodSync(file, 0o600);
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
