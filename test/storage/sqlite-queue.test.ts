// The two ends of a worker: batches are one transaction, and who waits for a worker that dies hears so.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { type Draft, isMessage } from '../../src/chat/message.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { openReader, openWriter } from '../../src/storage/sqlite/connection.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import type { Call } from '../../src/storage/sqlite/protocol.ts';
import { runSlice, transactionRunner } from '../../src/storage/sqlite/transaction.ts';
import { inFolder } from './folder.ts';

const line = (id: string, text = id): Draft => ({
  kind: 'public',
  from: { id: 1, handle: 'alice' },
  text,
  conversation: '#lobby',
  id,
});

/** The first argument of each call of each batch that is sent to a worker from now on. */
function batchesSent(t: TestContext): readonly (readonly string[])[] {
  const batches: string[][] = [];
  const post = Worker.prototype.postMessage;
  t.mock.method(Worker.prototype, 'postMessage', function (this: Worker, request: unknown) {
    if (typeof request === 'object' && request !== null && 'batch' in request)
      batches.push(Array.from(Object(request.batch), ({ args }) => args[0]));
    post.call(this, request);
  });
  return batches;
}

test('every connection syncs fully and keeps references', async () => {
  await inFolder(async (folder) => {
    const writer = openWriter(folder);
    const reader = openReader(folder);
    for (const { db } of [writer, reader]) {
      assert.equal(db.pragma('journal_mode', { simple: true }), 'wal');
      assert.equal(db.pragma('synchronous', { simple: true }), 2);
      assert.equal(db.pragma('foreign_keys', { simple: true }), 1);
    }
    assert.throws(() => reader.db.exec('DELETE FROM message'), /readonly/);
    reader.close();
    writer.close();
  });
});

test('who waits for a worker that dies, and who asks later, hears so; closing works and the folder is free', async (t) => {
  await inFolder(async (folder) => {
    const lost: string[] = [];
    const store = await openSqlite(folder, {
      clock: Date,
      onOutage: (role, { kind }) => {
        if (kind === 'lost') lost.push(role);
      },
    });
    await store.log.append(line('before'));
    const dying = t.mock.method(Worker.prototype, 'postMessage', function (this: Worker) {
      void this.terminate();
    });
    const flying = store.log.append(line('flying'));
    const waiting = store.accounts.setRole(1, 'sysop');
    const reading = store.accounts.find('alice');
    // Which of the two workers is gone first is not certain.
    await Promise.all([
      assert.rejects(flying, (error) => error instanceof StoreUnavailable && /writer is gone/.test(error.message)),
      assert.rejects(waiting, StoreUnavailable),
      assert.rejects(reading, /reader is gone/),
    ]);
    dying.mock.restore();
    assert.deepEqual(lost.sort(), ['reader', 'writer']);
    await assert.rejects(store.log.append(line('later')), StoreUnavailable);
    await store.close();
    const again = await openSqlite(folder, { clock: Date, onOutage: (role) => lost.push(role) });
    assert.equal((await again.log.append(line('after'))).seq, 2);
    await again.close();
    assert.equal(lost.length, 2);
  });
});

test('however many calls come at once, each batch is short enough for the first of them not to wait long', async (t) => {
  await inFolder(async (folder) => {
    const store = await openSqlite(folder, { clock: Date });
    const handles = Array.from({ length: 3000 }, (_, n) => `p${n}`);
    const batches = batchesSent(t);
    await Promise.all(handles.map((handle) => store.accounts.find(handle)));
    const sizes = batches.map(({ length }) => length);
    assert.ok(Math.max(...sizes) > 100 && Math.max(...sizes) <= 1000, `${sizes}`);
    // What the reader did not come to in its time is the beginning of the next batch; nothing else is sent twice, or left out.
    let answered = 0;
    for (const [index, batch] of batches.entries()) {
      const from = index === 0 ? 0 : handles.indexOf(batch[0] ?? '');
      assert.ok(index === 0 || (from > answered && from <= answered + (sizes[index - 1] ?? 0)), `${sizes}`);
      assert.deepEqual(batch, handles.slice(from, from + batch.length));
      answered = from;
    }
    assert.equal(answered + (sizes.at(-1) ?? 0), 3000);
    await store.close();
  });
});

test('what is asked in one turn goes to an idle worker at once and together, also from promises that it settles', async (t) => {
  await inFolder(async (folder) => {
    const store = await openSqlite(folder, { clock: Date });
    const batches = batchesSent(t);
    const deep = async () => {
      await Promise.resolve().then(() => undefined);
      return store.accounts.get(1);
    };
    const asked = [store.accounts.find('alice'), store.profiles.settings(1), deep()];
    await Promise.all(asked);
    await Promise.all([store.accounts.find('alice'), store.accounts.find('bob')].map((one) => one.then(deep)));
    assert.deepEqual(
      batches.map(({ length }) => length),
      [3, 2, 2],
    );
    await store.close();
  });
});

test('who asks without end wakes a worker sixty times a second, and whoever asks meanwhile goes along in order', async (t) => {
  await inFolder(async (folder) => {
    const store = await openSqlite(folder, { clock: Date });
    const batches = batchesSent(t);
    const began = performance.now();
    for (let n = 0; n < 40; n += 1) {
      await Promise.all(
        [0, 1, 2].map(async (turn) => await sleep(turn).then(() => store.accounts.find(`p${n}_${turn}`))),
      );
    }
    const most = 10 + Math.ceil(((performance.now() - began) * 60) / 1000) + 1;
    assert.ok(batches.length >= 40 && batches.length <= most, `${batches.length} of ${most}`);
    const asked = Array.from({ length: 120 }, (_, n) => `p${Math.floor(n / 3)}_${n % 3}`);
    assert.deepEqual(batches.flat(), asked);
    await store.close();
  });
});

test('a call that cannot be sent to the worker fails and holds nobody up', async () => {
  await inFolder(async (folder) => {
    const { log, close } = await openSqlite(folder, { clock: Date });
    const bad = { ...line('bad'), surprise: () => {} };
    await assert.rejects(log.append(bad), /could not be cloned/);
    assert.equal((await log.append(line('good'))).seq, 1);
    await close();
  });
});

test('a follower that fails keeps neither the others nor the sender from hearing, and its error surfaces', async (t) => {
  await inFolder(async (folder) => {
    const { log, close } = await openSqlite(folder, { clock: Date });
    const surfacing = t.mock.method(globalThis, 'queueMicrotask', () => {});
    const told: string[] = [];
    log.follow(() => {
      throw new Error('a broken follower');
    });
    log.follow((batch) => told.push(...batch.filter(isMessage).map(({ id }) => id)));
    assert.equal((await log.append(line('a'))).seq, 1);
    assert.deepEqual(told, ['a']);
    const surface = surfacing.mock.calls[0]?.arguments[0];
    assert.throws(() => surface?.(), /a broken follower/);
    await close();
  });
});

test('the reader answers after a slice of time; what it did not come to is asked again, and answered in order', async () => {
  await inFolder(async (folder) => {
    const { log, accounts, close } = await openSqlite(folder, { clock: Date });
    const text = 'x'.repeat(65_536);
    await Promise.all(Array.from({ length: 20 }, (_, at) => log.append(line(`id${at}`, text))));
    const answered: string[] = [];
    const asked = Array.from({ length: 60 }, (_, at) =>
      log.before({ conversation: '#lobby', before: 18, limit: 1000 }).then(({ messages }) => {
        assert.equal(messages.length, 16);
        answered.push(`page ${at}`);
      }),
    );
    assert.equal(await accounts.find('nobody'), undefined);
    await Promise.all(asked);
    assert.deepEqual(
      answered,
      asked.map((_, at) => `page ${at}`),
    );
    await close();
  });
});

test('calls are run for ten milliseconds, the first of them however long it takes', (t) => {
  let time = 0;
  t.mock.method(performance, 'now', () => time);
  const operations = {
    take: (ms: number) => {
      time += ms;
      if (ms === 0) throw new Error('nothing');
      return time;
    },
  };
  const run = (...batch: number[]) =>
    runSlice(
      operations,
      batch.map((ms) => ({ name: 'take', args: [ms] })),
    );
  assert.deepEqual(run(40, 1), [{ ok: true, value: 40 }]);
  assert.deepEqual(
    run(4, 0, 5, 2, 1).map(({ ok }) => ok),
    [true, false, true, true],
  );
});

test('a queue that is full refuses the next call with a sentence, and takes more when there is room', async () => {
  await inFolder(async (folder) => {
    const { accounts, close } = await openSqlite(folder, { clock: Date });
    // One batch is under way and 65,536 calls wait.
    const first = accounts.find('nobody');
    await setImmediate();
    const asked = [first, ...Array.from({ length: 65_536 }, () => accounts.find('nobody'))];
    await assert.rejects(
      accounts.find('nobody'),
      (error) => error instanceof StoreUnavailable && /try again/.test(error.message),
    );
    await Promise.all(asked);
    assert.equal(await accounts.find('nobody'), undefined);
    await close();
  });
});

/** Numbers that may each stand once, under a parent; a missing parent shows only at the commit. */
function numbers() {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.exec(`CREATE TABLE parent (n INTEGER PRIMARY KEY); INSERT INTO parent VALUES (1);
    CREATE TABLE child (n INTEGER UNIQUE, parent INTEGER REFERENCES parent (n) DEFERRABLE INITIALLY DEFERRED)`);
  const run = transactionRunner(db, {
    add: (n: number, parent: number) => db.prepare('INSERT INTO child VALUES (?, ?)').run(n, parent).changes,
  });
  const stored = () => db.prepare('SELECT n FROM child ORDER BY n').pluck().all();
  return { run: (...batch: [number, number][]) => run(batch.map((args) => ({ name: 'add', args }))), stored };
}

test('only a batch of nothing but what passes is not synced, and what comes after it is', () => {
  const db = new Database(':memory:');
  const levels: unknown[] = [];
  const note = () => levels.push(db.pragma('synchronous', { simple: true }));
  const run = transactionRunner(db, { passing: note, lasting: note }, new Set(['passing']));
  const passing: Call = { name: 'passing', args: [] };
  const lasting: Call = { name: 'lasting', args: [] };
  for (const batch of [[passing], [passing, passing], [passing, lasting], [passing], [lasting]]) run(batch);
  const [normal, full] = [1, 2];
  assert.deepEqual(levels, [normal, normal, normal, full, full, normal, full]);
});

test('in a batch, a call that fails is undone alone', () => {
  const { run, stored } = numbers();
  const answers = run([1, 1], [1, 1], [2, 1]);
  assert.deepEqual(
    answers.map(({ ok }) => ok),
    [true, false, true],
  );
  assert.deepEqual(stored(), [1, 2]);
});

test('when the commit fails every call of the batch failed, nothing is kept, and the next batch works', () => {
  const { run, stored } = numbers();
  const answers = run([1, 1], [2, 99]);
  assert.ok(answers.every((answer) => !answer.ok && answer.fault.code.startsWith('SQLITE_CONSTRAINT')));
  assert.deepEqual(stored(), []);
  assert.deepEqual(run([3, 1]), [{ ok: true, value: 1 }]);
  assert.deepEqual(stored(), [3]);
});

test('a disk that hangs is told of after ten seconds, and again when it answers', async (t) => {
  await inFolder(async (folder) => {
    const news: string[] = [];
    const store = await openSqlite(folder, { clock: Date, onOutage: (role, { kind }) => news.push(`${role} ${kind}`) });
    const held: (() => void)[] = [];
    const post = Worker.prototype.postMessage;
    const holding = t.mock.method(Worker.prototype, 'postMessage', function (this: Worker, ...sent: [unknown]) {
      held.push(() => post.apply(this, sent));
    });
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const stored = store.log.append(line('slow'));
    await setImmediate();
    t.mock.timers.tick(9999);
    assert.deepEqual(news, []);
    t.mock.timers.tick(60_000);
    assert.deepEqual(news, ['writer hangs']);
    holding.mock.restore();
    for (const go of held) go();
    await stored;
    assert.deepEqual(news, ['writer hangs', 'writer answered']);
    await store.log.append(line('quick'));
    t.mock.timers.tick(60_000);
    t.mock.timers.reset();
    await store.close();
    assert.equal(news.length, 2);
  });
});
