/** Opens `partyline.db`: one thread writes, one reads, the main thread only waits for their answers. */
import type { SteadyClock, WallClock } from '../../chat/ports/clock.ts';
import { Outage, type OutageNews } from '../outage.ts';
import type { Store } from '../store.ts';
import { SqliteLog } from './log.ts';
import type { Reads, Writes } from './operations/all.ts';
import { sqliteAccounts, sqliteChannels, sqliteProfiles } from './ports.ts';
import { WorkerQueue } from './queue.ts';

/** What the database needs of the house. */
export interface SqliteDeps {
  readonly clock: WallClock;
  /** Hears when reading or writing begins to fail, when it works again, and when it never will. */
  readonly onOutage?: (role: 'reader' | 'writer', news: OutageNews) => void;
}

const STEADY: SteadyClock = { steady: () => performance.now() };

export { DatabaseTooNew, DatabaseUnusable } from './failures.ts';

/**
 * Opens the database in a folder, both made when missing and brought up to date when older. One server per folder.
 * Rejects with {@link DatabaseTooNew} or {@link DatabaseUnusable}. Later, any method rejects with
 * `StoreUnavailable` while the disk does not let it; asking again may work.
 */
export async function openSqlite(folder: string, { clock, onOutage }: SqliteDeps): Promise<Store> {
  const outageOf = (role: 'reader' | 'writer') => new Outage(STEADY, (news) => onOutage?.(role, news));
  const writer = await WorkerQueue.open<Writes>('writer', folder, outageOf('writer'));
  let reader: WorkerQueue<Reads>;
  try {
    reader = await WorkerQueue.open<Reads>('reader', folder, outageOf('reader'));
  } catch (error) {
    await writer.close();
    throw error;
  }
  const log = new SqliteLog(writer, reader, clock);
  await log.begin();
  return {
    log,
    channels: sqliteChannels(writer, reader, clock),
    accounts: sqliteAccounts(writer, reader, clock),
    profiles: sqliteProfiles(writer, reader),
    // The writer last: the last connection folds the write-ahead log into the file, which a reader cannot.
    close: async () => {
      await reader.close();
      await writer.close();
    },
  };
}
