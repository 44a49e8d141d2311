import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Draft } from '../../src/chat/message.ts';
import { backUp } from '../../src/storage/sqlite/backup.ts';
import { DatabaseUnusable } from '../../src/storage/sqlite/failures.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { inFolder } from './folder.ts';

const line = (n: number): Draft => ({
  kind: 'public',
  from: { id: 1, handle: 'alice' },
  text: `line ${n} ${'x'.repeat(2000)}`,
  conversation: '#lobby',
  id: `${n}`,
});

test('a copy made while lines are stored holds all that came before it, is whole, and serves elsewhere', async () => {
  await inFolder(async (folder) => {
    const store = await openSqlite(folder, { clock: Date });
    await Promise.all(Array.from({ length: 2000 }, (_, n) => store.log.append(line(n))));
    let stop = false;
    let stored = 2000;
    const talk = async () => {
      for (; !stop; stored += 1) await store.log.append(line(stored));
    };
    const talking = talk();
    const file = join(folder, 'copy.db');
    const { messages, bytes } = await backUp(folder, file);
    stop = true;
    await talking;
    assert.ok(stored > 2000, 'lines were stored meanwhile');
    assert.ok(messages >= 2000 && messages <= stored, `${messages} of ${stored}`);
    assert.equal(statSync(file).size, bytes);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const theirs = await store.log.after({ conversation: '#lobby', after: 0, limit: 1000 });
    await store.close();

    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await rename(file, join(elsewhere, 'partyline.db'));
    const restored = await openSqlite(elsewhere, { clock: Date });
    assert.equal((await restored.log.lastSeqs(['#lobby'])).get('#lobby'), messages);
    assert.deepEqual(await restored.log.after({ conversation: '#lobby', after: 0, limit: 1000 }), theirs);
    assert.equal((await restored.log.append(line(99_999))).seq, messages + 1);
    await restored.close();
  });
});

test('nobody else can read a copy while it is made, and one that is stopped leaves nothing behind', async () => {
  await inFolder(async (folder) => {
    const store = await openSqlite(folder, { clock: Date });
    await Promise.all(Array.from({ length: 2000 }, (_, n) => store.log.append(line(n))));
    const copies = join(folder, 'copies');
    await mkdir(copies);
    const file = join(copies, 'copy.db');
    const stop = new AbortController();
    const stopped = assert.rejects(backUp(folder, file, stop.signal), /enough/);
    const modes = new Set<number>();
    for (let looks = 0; looks < 5; looks += 1) {
      for (const name of readdirSync(copies)) modes.add(statSync(join(copies, name)).mode & 0o777);
      await new Promise(setImmediate);
    }
    assert.deepEqual([...modes], [0o600]);
    stop.abort(new Error('enough'));
    await stopped;
    assert.deepEqual(readdirSync(copies), []);
    await store.close();
  });
});

test('a copy overwrites nothing, needs a database, and leaves nothing behind when it fails', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'copy.db');
    await assert.rejects(backUp(folder, file), { name: 'DatabaseUnusable', message: /^There is no database/ });
    await (await openSqlite(folder, { clock: Date })).close();
    await cp(join(folder, 'partyline.db'), file);
    await assert.rejects(backUp(folder, file), { name: 'DatabaseUnusable', message: /is there already/ });
    await rm(file);
    const nowhere = join(folder, 'nowhere', 'copy.db');
    await assert.rejects(backUp(folder, nowhere), (error) => {
      assert.ok(error instanceof DatabaseUnusable, String(error));
      assert.match(error.message, /^Cannot copy .+: its folder is not there\.$/);
      return true;
    });
    assert.equal(existsSync(nowhere), false);
  });
});

test('a copy put beside the log that a crash left is not mixed with it: the start says what to move away', async () => {
  await inFolder(async (folder) => {
    const store = await openSqlite(folder, { clock: Date });
    await store.log.append(line(1));
    const copy = join(folder, 'copy.db');
    await backUp(folder, copy);
    await store.log.append(line(2));
    const crashed = join(folder, 'crashed');
    const restored = join(folder, 'restored');
    for (const to of [crashed, restored]) {
      await mkdir(to);
      await cp(join(folder, 'partyline.db-wal'), join(to, 'partyline.db-wal'));
    }
    await cp(join(folder, 'partyline.db'), join(crashed, 'partyline.db'));
    await store.close();

    const asItWas = await openSqlite(crashed, { clock: Date });
    assert.equal((await asItWas.log.lastSeqs(['#lobby'])).get('#lobby'), 2, 'its own log is read');
    await asItWas.close();

    await cp(copy, join(restored, 'partyline.db'));
    const opened = openSqlite(restored, { clock: Date }).then((mixed) => mixed.close());
    await assert.rejects(opened, (error) => {
      assert.ok(error instanceof DatabaseUnusable, String(error));
      assert.match(error.message, /move \S+partyline\.db-wal and \S+partyline\.db-shm out of the folder/);
      return true;
    });
    await rm(join(restored, 'partyline.db-wal'));
    const back = await openSqlite(restored, { clock: Date });
    assert.equal((await back.log.lastSeqs(['#lobby'])).get('#lobby'), 1, 'what the copy holds, and no more');
    await back.close();
  });
});
