// The database as a file: it is kept over restarts, belongs to one server, and is refused in words when it cannot be used.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { type Draft, isMessage } from '../../src/chat/message.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { DatabaseTooNew, DatabaseUnusable, openSqlite } from '../../src/storage/sqlite/open.ts';
import { inFolder } from './folder.ts';

const clock = { now: () => 1_700_000_000_000 };
const open = (folder: string) => openSqlite(folder, { clock });
const alice = { id: 1, handle: 'alice' };
const line = (id: string): Draft => ({ kind: 'public', from: alice, text: id, conversation: '#lobby', id });

test('everything is there again after a restart', async () => {
  await inFolder(async (folder) => {
    const first = await open(folder);
    const said = await first.log.append(line('a'));
    const created = await first.accounts.create({
      handle: 'alice',
      skeleton: 'alice',
      provisional: false,
      passwordHash: '$argon2id$x',
      key: { fingerprint: 'SHA256:x', type: 'ssh-ed25519', blob: 'AAAA', comment: '' },
    });
    assert.ok(created.ok);
    const { id } = created.value;
    await first.accounts.addInvite('beef', id, undefined);
    const { info } = await first.channels.open('#dev', id);
    await first.profiles.markRead(id, '#lobby', 1);
    await first.profiles.ignore(id, { id: 7, handle: 'bob' });
    await first.profiles.setSetting(id, 'timezone', 'UTC');
    await first.close();

    const second = await open(folder);
    assert.deepEqual((await second.log.after({ conversation: '#lobby', after: 0, limit: 10 })).messages, [said]);
    assert.equal((await second.log.append(line('b'))).seq, 2);
    assert.deepEqual(await second.accounts.find('alice'), created.value);
    assert.equal((await second.accounts.keys(id)).length, 1);
    assert.equal(await second.accounts.passwordHash(id), '$argon2id$x');
    assert.equal(await second.accounts.inviteIsGood('beef'), true);
    assert.deepEqual(await second.channels.list(), [info]);
    assert.deepEqual(await second.profiles.readMarkers(id), new Map([['#lobby', 1]]));
    assert.deepEqual(await second.profiles.ignored(id), [{ id: 7, handle: 'bob' }]);
    assert.deepEqual(await second.profiles.settings(id), new Map([['timezone', 'UTC']]));
    await second.close();
  });
});

test('an id is not used again after a restart either', async () => {
  await inFolder(async (folder) => {
    const create = async () => {
      const { accounts, close } = await open(folder);
      const result = await accounts.create({ handle: 'typo', skeleton: 'typo', provisional: true });
      assert.ok(result.ok);
      await accounts.release(result.value.id);
      await close();
      return result.value.id;
    };
    const first = await create();
    assert.ok((await create()) > first);
  });
});

test('the words of a released account stay in history under the handle they were said with', async () => {
  await inFolder(async (folder) => {
    const { accounts, log, close } = await open(folder);
    const result = await accounts.create({ handle: 'typo', skeleton: 'typo', provisional: true });
    assert.ok(result.ok);
    const from = { id: result.value.id, handle: 'typo' };
    const said = await log.append({ kind: 'join', who: from, conversation: '#lobby', id: 'a' });
    await accounts.release(from.id);
    assert.deepEqual((await log.after({ conversation: '#lobby', after: 0, limit: 10 })).messages, [said]);
    await close();
  });
});

test('nothing that was kept for a released account stays in the file', async () => {
  await inFolder(async (folder) => {
    const { accounts, profiles, close } = await open(folder);
    const result = await accounts.create({ handle: 'typo', skeleton: 'typo', provisional: true });
    assert.ok(result.ok);
    const { id } = result.value;
    await profiles.markRead(id, '#lobby', 3);
    await profiles.ignore(id, { id: 99, handle: 'carol' });
    await profiles.setSetting(id, 'clock', '12h');
    await profiles.saveWindows(id, [{ conversation: '#lobby', position: 0, draft: 'hel', scrollSeq: 0 }]);
    await accounts.release(id);
    await close();
    const raw = new Database(join(folder, 'partyline.db'), { readonly: true });
    for (const table of ['read_marker', 'ignored', 'setting', 'window']) {
      assert.equal(raw.prepare(`SELECT count(*) FROM ${table} WHERE user = ?`).pluck().get(id), 0, table);
    }
    raw.close();
  });
});

test('the folder and the file are made for their owner only, and closing leaves no write-ahead log', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'new', 'data');
    const { log, close } = await open(folder);
    await log.append(line('a'));
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    for (const name of await readdir(folder)) {
      if (name.startsWith('partyline.db')) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
    }
    await close();
    await close();
    assert.deepEqual((await readdir(folder)).sort(), ['partyline.db', 'partyline.lock']);
  });
});

test('a topic and a quotation from before whose they are was kept can be read, by nobody in particular', async () => {
  await inFolder(async (folder) => {
    const before = await open(folder);
    await before.channels.open('#dev', 1);
    await before.channels.setTopic('#dev', 'tea', 7);
    const replyTo = { seq: 1, id: 7, handle: 'bob', excerpt: 'tea?' };
    await before.log.append({ ...line('yes'), replyTo });
    await before.log.append({ kind: 'system', text: 'bob set the topic: tea', conversation: '#lobby', id: 'topic' });
    await before.close();
    const raw = new Database(join(folder, 'partyline.db'));
    raw.exec(`ALTER TABLE channel DROP COLUMN topic_by; ALTER TABLE message DROP COLUMN reply_id;
              PRAGMA user_version = 6`);
    raw.close();
    const { channels, log, close } = await open(folder);
    const { topic, topicBy } = (await channels.find('#dev')) ?? {};
    assert.deepEqual([topic, topicBy], ['tea', undefined]);
    const [reply, told] = (await log.after({ conversation: '#lobby', after: 0, limit: 10 })).messages;
    assert.deepEqual(reply?.replyTo, { seq: 1, handle: 'bob', excerpt: 'tea?' });
    assert.ok(told !== undefined && !('by' in told));
    await close();
  });
});

test('a database from a newer version is refused in words and not touched', async () => {
  await inFolder(async (folder) => {
    await (await open(folder)).close();
    const file = join(folder, 'partyline.db');
    const raw = new Database(file);
    raw.pragma('user_version = 999');
    raw.close();
    await assert.rejects(open(folder), (error) => {
      assert.ok(error instanceof DatabaseTooNew);
      assert.match(error.message, /partyline\.db is of version 999, written by a newer Partyline/);
      return true;
    });
    const after = new Database(file);
    assert.equal(after.pragma('user_version', { simple: true }), 999);
    after.close();
  });
});

test('two servers do not share a folder, and the second can have it when the first is gone', async () => {
  await inFolder(async (folder) => {
    const first = await open(folder);
    await assert.rejects(open(folder), (error) => {
      assert.ok(error instanceof DatabaseUnusable);
      assert.match(error.message, /^Another Partyline uses .+: stop it first/);
      return true;
    });
    await first.log.append(line('a'));
    await first.close();
    const second = await open(folder);
    assert.equal((await second.log.lastSeqs(['#lobby'])).get('#lobby'), 1);
    await second.close();
  });
});

const unusable: readonly [string, (folder: string) => Promise<void>][] = [
  ['a file that is no database', (folder) => writeFile(join(folder, 'partyline.db'), 'not a database'.repeat(500))],
  ['a folder where the file should be', (folder) => mkdir(join(folder, 'partyline.db'))],
  [
    'a database cut short',
    async (folder) => {
      await (await open(folder)).close();
      await truncate(join(folder, 'partyline.db'), 5000);
    },
  ],
];

for (const [what, spoil] of unusable) {
  test(`${what} is refused in one sentence with its path`, async () => {
    await inFolder(async (folder) => {
      await spoil(folder);
      await assert.rejects(open(folder), (error) => {
        assert.ok(error instanceof DatabaseUnusable, String(error));
        assert.match(error.message, /^Cannot \S+ \S+partyline\.db.+\.$/);
        assert.ok(error.message.includes(folder));
        return true;
      });
    });
  });
}

test('damage inside the database is found at the start, named, and the way back is said', async () => {
  await inFolder(async (folder) => {
    const { log, close } = await open(folder);
    await Promise.all(Array.from({ length: 400 }, (_, index) => log.append(line(`id${index} ${'x'.repeat(500)}`))));
    await close();
    const file = join(folder, 'partyline.db');
    const bytes = await readFile(file);
    for (let page = Math.floor(bytes.length / 4096 / 2); page < bytes.length / 4096 - 1; page += 1) {
      bytes.fill(0xee, page * 4096, page * 4096 + 64);
    }
    await writeFile(file, bytes);
    await assert.rejects(open(folder), (error) => {
      assert.ok(error instanceof DatabaseUnusable, String(error));
      assert.match(error.message, /partyline\.db.* is damaged/);
      assert.match(
        error.message,
        /Put the newest backup in its place; or save what can be read: sqlite3 '.+' \.recover/,
      );
      return true;
    });
    assert.deepEqual(await readFile(file), bytes, 'nothing was changed');
  });
});

test('a path through a file is refused in one sentence', async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(open(join(folder, 'file', 'data')), DatabaseUnusable);
  });
});

test('while another process holds the database a line is refused, reading goes on, and writing resumes after', async () => {
  await inFolder(async (folder) => {
    const { log, accounts, close } = await open(folder);
    const told: string[] = [];
    log.follow((batch) => told.push(...batch.filter(isMessage).map(({ id }) => id)));
    await log.append(line('a'));
    const other = new Database(join(folder, 'partyline.db'));
    other.exec('BEGIN IMMEDIATE');
    let settled = false;
    const append = log.append(line('b')).finally(() => {
      settled = true;
    });
    const role = accounts.setRole(1, 'sysop');
    const { messages: read } = await log.after({ conversation: '#lobby', after: 0, limit: 10 });
    assert.equal(settled, false, 'the read waited for the write');
    assert.equal(read.length, 1);
    await assert.rejects(append, StoreUnavailable);
    await assert.rejects(role, StoreUnavailable);
    other.exec('ROLLBACK');
    other.close();
    assert.equal((await log.append(line('c'))).seq, 2);
    assert.deepEqual(told, ['a', 'c']);
    await close();
  });
});

test('what was asked before closing is done; what is asked after is refused at once', async () => {
  await inFolder(async (folder) => {
    const { log, accounts, close } = await open(folder);
    const asked = Array.from({ length: 30 }, (_, index) => log.append(line(`id${index}`)));
    const history = log.after({ conversation: '#lobby', after: 0, limit: 1 });
    await close();
    assert.equal((await Promise.all(asked)).at(-1)?.seq, 30);
    await history;
    await assert.rejects(log.append(line('late')), StoreUnavailable);
    await assert.rejects(accounts.find('alice'), StoreUnavailable);
  });
});

test('an operation that fails takes nothing with it that was asked at the same time', async () => {
  await inFolder(async (folder) => {
    const { log, accounts, close } = await open(folder);
    // The first is alone in its batch; the rest is one batch, with a key for an account that does not exist in it.
    const answers = await Promise.allSettled([
      log.append(line('a')),
      log.append(line('b')),
      accounts.addKey(99, { fingerprint: 'SHA256:x', type: 'ssh-ed25519', blob: 'AAAA', comment: '' }),
      log.append(line('c')),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
    assert.equal((await log.lastSeqs(['#lobby'])).get('#lobby'), 3);
    await close();
  });
});
