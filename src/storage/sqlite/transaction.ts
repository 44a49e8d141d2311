/**
 * How the calls of a batch are run. Those that read one after the other, for a while; those that write by group commit: all of a
 * batch are one transaction with one fsync, and each of several has a savepoint of its own, so that one that fails takes nothing
 * with it.
 */
import type { Database } from 'better-sqlite3';
import { codeOf } from './failures.ts';
import type { Answer, Call, Fault, Operations } from './protocol.ts';

const NONE: ReadonlySet<string> = new Set();

function faultOf(error: unknown): Fault {
  return { code: codeOf(error), message: error instanceof Error ? error.message : String(error) };
}

function call(operations: Operations, { name, args }: Call): Answer {
  const operation = operations[name];
  if (operation === undefined) throw new Error(`no operation ${name}`);
  return { ok: true, value: operation(...(args as never[])) };
}

/**
 * How long calls are run before those that were are answered, ms. It bounds what the others wait for, and since about 1 MiB
 * is read in a millisecond, also what is copied to the main thread at once.
 */
const SLICE_MS = 10;

/**
 * Runs calls one by one, the first at least and then until {@link SLICE_MS} are over: as many answers come. One that fails keeps no
 * other from running.
 */
export function runSlice(operations: Operations, batch: readonly Call[]): readonly Answer[] {
  const deadline = performance.now() + SLICE_MS;
  const answers: Answer[] = [];
  for (const one of batch) {
    try {
      answers.push(call(operations, one));
    } catch (error) {
      answers.push({ ok: false, fault: faultOf(error) });
    }
    if (performance.now() >= deadline) break;
  }
  return answers;
}

/**
 * A commit whose sync failed has left its pages in the write-ahead log, complete: refused here, a crash would bring them
 * back. Whatever is written next takes their place, and this changes nothing.
 */
function overwrite(db: Database): void {
  try {
    db.pragma(`user_version = ${Number(db.pragma('user_version', { simple: true }))}`);
  } catch {
    // Its own sync fails, too: it is in their place all the same.
  }
}

/**
 * Runs batches, each in one transaction. An answer that is ok is on disk, but for those of a batch of `passing` operations, which
 * are with the next one of others: what they do is undone at the next start anyway, and must outlive no power cut. When the commit
 * fails, or SQLite gives up the whole transaction (as it may when the disk is full), every call of the batch failed and nothing of
 * it is kept.
 */
export function transactionRunner(
  db: Database,
  operations: Operations,
  passing: ReadonlySet<string> = NONE,
): (batch: readonly Call[]) => readonly Answer[] {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const save = db.prepare('SAVEPOINT one');
  const keep = db.prepare('RELEASE one');
  const undo = db.prepare('ROLLBACK TO one');

  let isSynced: boolean | undefined;
  /** Of WAL only the commits of FULL are synced, then with all before them (sqlite.org/pragma.html#pragma_synchronous). */
  const sync = (wanted: boolean): void => {
    if (wanted === isSynced) return;
    db.pragma(`synchronous = ${wanted ? 'FULL' : 'NORMAL'}`);
    isSynced = wanted;
  };

  const runOne = (one: Call): Answer => {
    save.run();
    try {
      const answer = call(operations, one);
      keep.run();
      return answer;
    } catch (error) {
      if (!db.inTransaction) throw error;
      undo.run();
      keep.run();
      return { ok: false, fault: faultOf(error) };
    }
  };

  const runAll = (batch: readonly Call[]): readonly Answer[] => {
    const [only] = batch;
    // A savepoint around all there is would be the transaction once more, and has the search index written twice.
    return only !== undefined && batch.length === 1 ? [call(operations, only)] : batch.map(runOne);
  };

  return (batch) => {
    try {
      sync(!batch.every(({ name }) => passing.has(name)));
      begin.run();
      const answers = runAll(batch);
      commit.run();
      return answers;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      if (codeOf(error).startsWith('SQLITE_IOERR')) overwrite(db);
      const answer: Answer = { ok: false, fault: faultOf(error) };
      return batch.map(() => answer);
    }
  };
}
