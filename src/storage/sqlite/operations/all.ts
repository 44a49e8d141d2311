/** Every operation of the two workers. Their types are what the main thread may call (`../queue.ts`). */
import type { Database } from 'better-sqlite3';
import { accountReads, accountWrites } from './accounts.ts';
import { amendmentReads, amendmentWrites } from './amendments.ts';
import { channelReads, channelWrites } from './channels.ts';
import { messageReads, messageWrites } from './messages.ts';
import { profileReads, profileWrites } from './profiles.ts';
import { searchReads, searchWrites } from './search.ts';

/** Over the connection that only reads. */
export function reads(db: Database) {
  return {
    ...messageReads(db),
    ...amendmentReads(db),
    ...searchReads(db),
    ...channelReads(db),
    ...accountReads(db),
    ...profileReads(db),
  };
}

/** Over the connection that writes; each runs within a savepoint. */
export function writes(db: Database) {
  return {
    ...messageWrites(db),
    ...amendmentWrites(db),
    ...channelWrites(db),
    ...accountWrites(db),
    ...profileWrites(db),
    ...searchWrites(db),
  };
}

export type Reads = ReturnType<typeof reads>;
export type Writes = ReturnType<typeof writes>;
