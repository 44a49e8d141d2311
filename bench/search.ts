/**
 * `npm run bench:search`: how long a search takes in a channel with a million lines, from the question to its first page of
 * 50, through the thread that reads. The target is 50 ms for each.
 *
 * Usage: npm run bench:search -- [LINES [FOLDER]]   (default 1000000; a FOLDER is kept and used again, which saves two minutes)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Conversation, Draft } from '../src/chat/message.ts';
import type { MessageLog, SearchQuery } from '../src/chat/ports/message-log.ts';
import { parseSearch } from '../src/chat/search-query.ts';
import { phrasesOf } from '../src/chat/search-terms.ts';
import { openSqlite } from '../src/storage/sqlite/open.ts';

const [lines = 1_000_000, folder] = [Number(process.argv[2] ?? 1_000_000), process.argv[3]];

/** A line every half minute, from here on. */
const START = Date.UTC(2025, 0, 1);
const EVERY = 30_000;
const END = START + lines * EVERY;

const PEOPLE = 200;
const WORDS = 30_000;
const RUNS = 15;
const KANJI = '日本語東京大学今日明日天気仕事会議資料確認送信了解時間場所電話番号名前会社社員';

/** A generator that gives the same numbers in every run (mulberry32), 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const next = numbers(7);

/** `w0` is the commonest, in every second line; how often the others come falls with their number, as in talk. */
function word(): string {
  return `w${Math.floor(WORDS ** next()) - 1}`;
}

function textOf(at: number): string {
  if (at % 10 === 0) return Array.from({ length: 12 }, () => KANJI[Math.floor(next() * KANJI.length)]).join('');
  const words = Array.from({ length: 3 + Math.floor(next() * 12) }, word);
  if (at % 100_000 === 1234) words.push('needle');
  if (at % 20_000 === 99) words.push('alice:', 'look');
  return words.join(' ');
}

function draftOf(at: number): Draft {
  const id = 1 + Math.floor(next() * PEOPLE);
  const from = { id, handle: `p${id}` };
  const base = { from, text: textOf(at), id: `${at}` };
  if (at % 50 === 0) return { kind: 'direct', to: { id: 1, handle: 'p1' }, conversation: directOf(id), ...base };
  if (at % 20 === 3) return { kind: 'public', conversation: '#other', ...base, text: 'never a common word here' };
  return { kind: 'public', conversation: '#big', ...base };
}

function directOf(id: number): Conversation {
  return `@1:${id}`;
}

async function fill(log: MessageLog, tick: (at: number) => void): Promise<void> {
  for (let at = 1; at <= lines; ) {
    const batch: Promise<unknown>[] = [];
    for (; at <= lines && batch.length < 2000; at += 1) {
      tick(at);
      batch.push(log.append(draftOf(at)));
    }
    await Promise.all(batch);
  }
}

/** From the question to the first page, as a person waits for it; with how many calls of the reader. */
async function ask(log: MessageLog, query: Omit<SearchQuery, 'before' | 'limit'>) {
  const began = performance.now();
  let [found, calls]: [number, number] = [0, 0];
  let before: number | undefined = Number.POSITIVE_INFINITY;
  while (before !== undefined && found < 50) {
    const page = await log.search({ ...query, before, limit: 50 - found });
    found += page.found.length;
    before = page.next;
    calls += 1;
  }
  return { ms: performance.now() - began, found, calls };
}

const QUESTIONS: readonly (readonly [what: string, typed: string, author?: number])[] = [
  ['a rare word', 'needle'],
  ['a word that is nowhere', 'nowhere'],
  ['the commonest word', 'w0'],
  ['three common words', 'w0 w1 w2'],
  ['a phrase of common words', '"w0 w1"'],
  ['the seven commonest words in a row, nowhere', '"w0 w1 w2 w3 w4 w5 w6"'],
  ['words by their beginning', 'w123*'],
  ['Japanese, two characters', '日本'],
  ['Japanese, five characters', '東京大学日'],
  ['Japanese, one character', '語'],
  ['a common word, one author', 'w0', 77],
  ['a rare word, one author', 'needle', 77],
  ['one author', '', 77],
  ['a common word, long ago', `w0 before:${day(START + (END - START) / 50)}`],
  ['a rare word, long ago', `needle before:${day(START + (END - START) / 4)}`],
  ['a common word, on one day', `w0 on:${day(START + (END - START) / 3)}`],
  ['a common word, where it was never said', 'w0 in:#other'],
];

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function queryOf(typed: string, author: number | undefined): Omit<SearchQuery, 'before' | 'limit'> {
  const asked = parseSearch(typed, END, 'UTC');
  if (!asked.ok) throw new Error(asked.sentence);
  const isElsewhere = asked.value.in.length > 0;
  return {
    wanted: [asked.value.phrases],
    conversations: isElsewhere ? ['#other'] : ['#big'],
    directsOf: isElsewhere ? undefined : 1,
    authors: author === undefined ? [] : [author],
    except: [],
    from: asked.value.since,
    until: asked.value.until,
  };
}

async function measure(log: MessageLog, what: string, query: Omit<SearchQuery, 'before' | 'limit'>): Promise<void> {
  const runs: Awaited<ReturnType<typeof ask>>[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await ask(log, query));
  runs.sort((a, b) => a.ms - b.ms);
  const [middle, last] = [runs[Math.floor(RUNS / 2)], runs.at(-1)];
  console.log(
    `${what.padEnd(46)} ${middle?.ms.toFixed(1).padStart(7)} ms, at worst ${last?.ms.toFixed(1).padStart(6)}; ` +
      `${String(last?.found).padStart(2)} found in ${last?.calls} call${last?.calls === 1 ? '' : 's'}`,
  );
}

const place = folder ?? mkdtempSync(join(tmpdir(), 'partyline-bench-'));
let now = START;
const store = await openSqlite(place, { clock: { now: () => now } });
try {
  const { log } = store;
  const known = (await log.lastSeqs(['#big'])).get('#big') ?? 0;
  const began = performance.now();
  if (known === 0) {
    await fill(log, (at) => {
      now = START + at * EVERY;
    });
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${lines} lines${known === 0 ? `, stored and indexed in ${seconds.toFixed(0)} s` : ', from the last time'}`,
  );
  for (const [what, typed, author] of QUESTIONS) await measure(log, what, queryOf(typed, author));
  const mentions = { ...queryOf('', undefined), wanted: ['alice', 'outage', 'w500'].map(phrasesOf), except: [77] };
  await measure(log, 'mentions: a handle and two keywords', mentions);
  const jump = performance.now();
  await log.seqAt('#big', START + (END - START) / 3);
  console.log(`${'the first line of a day'.padEnd(46)} ${(performance.now() - jump).toFixed(1).padStart(7)} ms`);
} finally {
  await store.close();
  if (folder === undefined) rmSync(place, { recursive: true, force: true });
}
