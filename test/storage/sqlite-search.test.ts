// The full-text index: it follows every change of a message, is made for a database from before it, and agrees with the plain search.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { type Draft, textOf } from '../../src/chat/message.ts';
import type { MessageLog, SearchQuery } from '../../src/chat/ports/message-log.ts';
import { memoryStore } from '../../src/storage/memory/store.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { STRETCH, teachTerms } from '../../src/storage/sqlite/search-index.ts';
import { everywhere, wanted } from '../contract/search.ts';
import { freshStore, inFolder } from './folder.ts';

const clock = { now: () => 1_700_000_000_000 };
const open = (folder: string) => openSqlite(folder, { clock });
/** Of the versions before whose words are quoted was kept. */
const WITHOUT_AUTHORS = 'ALTER TABLE channel DROP COLUMN topic_by; ALTER TABLE message DROP COLUMN reply_id';
const alice = { id: 1, handle: 'alice' };
const line = (text: string): Draft => ({ kind: 'public', from: alice, text, conversation: '#lobby', id: text });

async function texts(log: MessageLog, query: Partial<SearchQuery>): Promise<readonly string[]> {
  return (await log.search({ ...everywhere, ...query })).found.map(textOf);
}

/** Changes the database behind the server's back, with its triggers in force. */
function change(folder: string, sql: string): void {
  const db = new Database(join(folder, 'partyline.db'));
  teachTerms(db);
  db.exec(sql);
  db.close();
}

test('a message whose words change is found by its new words only, and one that is gone by none', async () => {
  await inFolder(async (folder) => {
    const { log, close } = await open(folder);
    for (const text of ['old words', 'other words', 'third words']) await log.append(line(text));
    change(folder, "UPDATE message SET text = 'new words' WHERE text = 'old words'");
    assert.deepEqual(await texts(log, wanted('old')), []);
    assert.deepEqual(await texts(log, wanted('new')), ['new words']);
    change(folder, "UPDATE message SET text = '' WHERE text = 'other words'");
    change(folder, "DELETE FROM message WHERE text = 'third words'");
    assert.deepEqual(await texts(log, {}), ['new words']);
    await close();
  });
});

/** How many messages the file's index holds. */
function countIndexed(folder: string): number {
  const db = new Database(join(folder, 'partyline.db'), { readonly: true });
  const count = Number(db.prepare('SELECT count(*) FROM search_docsize').pluck().get());
  db.close();
  return count;
}

test('what was not in the index yet when the server ended is found by the next one', async () => {
  await inFolder(async (folder) => {
    const first = await open(folder);
    for (let at = 1; at <= 200; at += 1)
      await first.log.append({ kind: 'join', who: alice, conversation: '#lobby', id: `${at}` });
    for (const text of ['old words', 'other words']) await first.log.append(line(text));
    await first.close();
    assert.equal(countIndexed(folder), 0);
    const { log, close } = await open(folder);
    assert.equal(countIndexed(folder), 2);
    assert.deepEqual(await texts(log, wanted('words')), ['other words', 'old words']);
    await close();
  });
});

test('however much it was', async () => {
  await inFolder(async (folder) => {
    const first = await open(folder);
    await first.log.append(line('words 1'));
    await first.close();
    const rows = Array.from({ length: 149 }, (_, at) => at + 2).map(
      (number) => `INSERT INTO message (number, conversation, seq, id, at, kind, author_id, author_handle, text)
        VALUES (${number}, 1, ${number}, 'words ${number}', ${clock.now()}, 'public', 1, 'alice', 'words ${number}')`,
    );
    change(folder, rows.join(';'));
    const { close } = await open(folder);
    assert.equal(countIndexed(folder), 150);
    await close();
  });
});

test('a line that is changed before it is in the index is found by its new words only, and one that is deleted by none', async () => {
  await inFolder(async (folder) => {
    const { log, close } = await open(folder);
    for (const text of ['old words', 'other words']) await log.append(line(text));
    await log.amend({ conversation: '#lobby', seq: 1, by: alice, change: { change: 'edit', text: 'new words' } });
    await log.amend({ conversation: '#lobby', seq: 2, by: alice, change: { change: 'delete' } });
    assert.equal(countIndexed(folder), 0);
    assert.deepEqual(await texts(log, wanted('words')), ['new words']);
    assert.deepEqual(await texts(log, wanted('old')), []);
    await log.append(line('more words'));
    assert.deepEqual(await texts(log, wanted('words')), ['more words', 'new words']);
    await close();
  });
});

test('many lines are taken into the index though nobody searches', async () => {
  await inFolder(async (folder) => {
    const { log, channels, close } = await open(folder);
    for (let at = 1; at <= 64; at += 1) await log.append(line(`words ${at}`));
    // The writer does one thing after the other.
    await channels.open('#other', undefined);
    assert.equal(countIndexed(folder), 64);
    await close();
  });
});

test('a database from before the index finds its old words and its new ones', async () => {
  await inFolder(async (folder) => {
    const before = await open(folder);
    await before.log.append(line('日本語'));
    await before.log.append({ kind: 'join', who: alice, conversation: '#lobby', id: 'join' });
    await before.close();
    change(
      folder,
      `DROP TRIGGER IF EXISTS search_message_added; DROP TRIGGER search_message_changed; DROP TRIGGER search_message_removed;
       DROP TABLE search; PRAGMA user_version = 2;
       DROP TABLE window; ALTER TABLE channel DROP COLUMN slow; ${WITHOUT_AUTHORS}`,
    );
    const { log, close } = await open(folder);
    await log.append(line('本日'));
    assert.deepEqual(await texts(log, wanted('日本')), ['日本語']);
    assert.deepEqual(await texts(log, wanted('日')), ['本日', '日本語']);
    assert.deepEqual(await texts(log, {}), ['本日', '日本語']);
    await close();
  });
});

test('an index of whole texts and wider stretches is made anew, and its messages change as others do', async () => {
  await inFolder(async (folder) => {
    const first = await open(folder);
    await first.log.append(line('old words'));
    await first.log.append(line('other words'));
    await first.close();
    change(
      folder,
      `DELETE FROM search; INSERT INTO search (rowid, words, marks) VALUES (1, 'old words', 'c1 a1 n99'), (2, 'other words', 'c1 a1 n99');
       ${WITHOUT_AUTHORS}; PRAGMA user_version = 5`,
    );
    const { log, close } = await open(folder);
    assert.deepEqual(await texts(log, wanted('words')), ['other words', 'old words']);
    await log.amend({ conversation: '#lobby', seq: 1, by: alice, change: { change: 'delete' } });
    assert.deepEqual(await texts(log, wanted('words')), ['other words']);
    await close();
  });
});

test('a search goes from stretch to stretch to the oldest message', async () => {
  await inFolder(async (folder) => {
    const { log, close } = await open(folder);
    await log.append(line('x first'));
    const numbers = [1, 2, 3, 40, 200].map((stretch) => stretch * STRETCH);
    change(
      folder,
      numbers
        .flatMap((number) => [number - 1, number])
        .map(
          (number, at) => `INSERT INTO message (number, conversation, seq, id, at, kind, author_id, author_handle, text)
            VALUES (${number}, 1, ${at + 2}, 'x ${number}', ${clock.now()}, 'public', 1, 'alice', 'x ${number}')`,
        )
        .join(';'),
    );
    const all = [...numbers.flatMap((number) => [`x ${number - 1}`, `x ${number}`]).reverse(), 'x first'];
    assert.deepEqual(await texts(log, wanted('x')), all);
    assert.deepEqual(await texts(log, wanted('first')), ['x first']);
    const { found, next } = await log.search({ ...everywhere, ...wanted('x'), limit: 4 });
    assert.deepEqual(found.map(textOf), all.slice(0, 4));
    assert.deepEqual(await texts(log, { ...wanted('x'), before: next ?? 0 }), all.slice(4));
    await close();
  });
});

test('a search that has far to go lets others read meanwhile, and goes on where it was', async () => {
  await inFolder(async (folder) => {
    const { log, close } = await open(folder);
    await log.append(line('x first'));
    const far = 1e12;
    change(
      folder,
      `INSERT INTO message (number, conversation, seq, id, at, kind, author_id, author_handle, text)
       VALUES (${far}, 1, 2, 'x far', ${clock.now()}, 'public', 1, 'alice', 'x far')`,
    );
    let before = Number.POSITIVE_INFINITY;
    for (let call = 0; call < 3; call += 1) {
      const began = performance.now();
      const searching = log.search({ ...everywhere, ...wanted('first'), before });
      await log.lastSeqs(['#lobby']);
      assert.ok(performance.now() - began < 1000, `${performance.now() - began} ms`);
      const { found, next } = await searching;
      assert.deepEqual(found, []);
      assert.ok(next !== undefined && next < Math.min(before, far), `${next}`);
      before = next;
    }
    await close();
  });
});

test('any words find with the index just what the plain search finds', async () => {
  const pieces = [
    'a',
    'A',
    'b1',
    'é',
    '日',
    '本',
    '語',
    'ｶﾞ',
    'か\u3099',
    '서',
    '울',
    'ส',
    'ี',
    '👍',
    '🏽',
    '\u200d',
    '\ufe0f',
    '+',
    '#',
    '"',
    '*',
    '-',
    "'",
    ' ',
    ' ',
    '\n',
    'س',
    '\0',
    '½',
    '\ud800',
  ]; // prettier-ignore
  const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  const indexed = await freshStore(clock);
  const plain = memoryStore({ clock });
  let ids = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 3, maxLength: 3 }), text, async (said, typed) => {
        ids += 1;
        const conversation = `#c${ids}` as const;
        const drafts = said.map((each, at): Draft => ({ ...line(each), conversation, id: `${at}` }));
        const query = { ...everywhere, ...wanted(typed), conversations: [conversation] };
        const [here, there] = await Promise.all(
          [indexed, plain].map(async ({ log }) => {
            await Promise.all(drafts.map((draft) => log.append(draft)));
            return (await log.search(query)).found.map(({ seq }) => seq);
          }),
        );
        assert.deepEqual(here, there, JSON.stringify({ said, typed }));
      }),
      { numRuns: 200 },
    );
  } finally {
    await indexed.close();
  }
});
