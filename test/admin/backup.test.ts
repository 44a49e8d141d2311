/** `npm run backup`, as the program that it is. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { inFolder } from '../storage/folder.ts';

const PROGRAM = fileURLToPath(new URL('../../src/admin/backup.js', import.meta.url));
/** Copied a hundred pages at a time: long enough to be stopped in the middle. */
const BULK_BYTES = 60_000_000;

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`a copy that ${signal} stops is gone, says so and ends with status ${status}`, async () => {
    await inFolder(async (folder) => {
      await (await openSqlite(folder, { clock: Date })).close();
      const db = new Database(join(folder, 'partyline.db'));
      db.exec(`CREATE TABLE bulk (bytes); INSERT INTO bulk VALUES (zeroblob(${BULK_BYTES}))`);
      db.close();
      const copies = join(folder, 'copies');
      mkdirSync(copies);
      const file = join(copies, 'copy.db');
      const child = spawn(process.execPath, [PROGRAM, file, '--data', folder], { cwd: folder });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      const ended = once(child, 'close');
      while (!existsSync(file) && child.exitCode === null) await new Promise(setImmediate);
      child.kill(signal);
      assert.deepEqual(await ended, [status, null], said);
      assert.equal(said, 'Stopped: no copy was made.\n');
      assert.deepEqual(readdirSync(copies), []);
    });
  });
}
