/** A folder of a test's own, and a store in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WallClock } from '../../src/chat/ports/clock.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import type { Store } from '../../src/storage/store.ts';

/** Gives the body an empty folder and removes it, whatever happened. */
export async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'partyline-storage-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A store in a folder of its own, which goes when the store is closed. */
export async function freshStore(clock: WallClock): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'partyline-storage-'));
  const store = await openSqlite(folder, { clock });
  return {
    ...store,
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
