/** Finding what was said: by its words, newest first, a stretch of messages at a time until the page or the time is full. */
import type { Database, Statement } from 'better-sqlite3';
import type { ChatMessage, Conversation } from '../../../chat/message.ts';
import type { SearchPage, SearchQuery } from '../../../chat/ports/message-log.ts';
import type { Phrase } from '../../../chat/search-terms.ts';
import { pageSize } from '../../bounds.ts';
import { fromRow, type MessageRow, messageColumns } from '../message-row.ts';
import { indexer, marks, STRETCH } from '../search-index.ts';

interface FoundRow extends MessageRow {
  readonly number: number;
  readonly name: Conversation;
}

/** How long one search keeps the reader from others, ms; the stretch under way is finished. */
const BUDGET = 25;
/** What took less than this long, ms, is followed by a search of twice as many stretches, what took longer by half as many. */
const QUICK = 12;
/** How many stretches are searched at once at the most: nothing stops that, and those that come may be the worst. */
const MOST_STRETCHES = 16;
/** So much text is a page, in UTF-16 units, whatever the number of messages. */
const PAGE_TEXT = 1_048_576;
/** The clock may have gone back by so much between two messages, ms, before a bound by time would miss some. */
const CLOCK_SLACK = 86_400_000;

/** A string of full-text syntax, for the second column. */
function marked(terms: readonly string[]): string {
  return `marks : (${terms.map((term) => `"${term}"`).join(' OR ')})`;
}

/** Always quoted: no word can be taken for syntax. Terms hold no quotation marks. */
function phrase({ terms, isPrefix }: Phrase): string {
  return `words : "${terms.join(' ')}"${isPrefix ? ' *' : ''}`;
}

/** What must hold, but for the stretch; undefined when nothing can be found. */
function conditions(query: SearchQuery, conversations: readonly number[]): readonly string[] | undefined {
  const places = conversations.map(marks.conversation);
  if (query.directsOf !== undefined) places.push(marks.peer(query.directsOf));
  if (places.length === 0) return undefined;
  const isAnything = query.wanted.some((phrases) => phrases.length === 0);
  const words = isAnything ? [] : query.wanted.map((phrases) => `(${phrases.map(phrase).join(' AND ')})`);
  return [
    ...(words.length === 0 ? [] : [`(${words.join(' OR ')})`]),
    marked(places),
    ...(query.authors.length === 0 ? [] : [marked(query.authors.map(marks.author))]),
  ];
}

/** The first seq whose message has at least this time, by bisection: times never go back within a conversation. */
function seqFinder(db: Database): (conversation: Conversation, at: number) => number {
  const find = db.prepare<[string], { id: number; last_seq: number }>(
    'SELECT id, last_seq FROM conversation WHERE name = ?',
  );
  const timeAt = db
    .prepare<[number, number], number>(
      'SELECT at FROM message WHERE conversation = ? AND seq >= ? ORDER BY seq LIMIT 1',
    )
    .pluck() as Statement<[number, number], number>;
  return (name, at) => {
    const conversation = find.get(name);
    if (conversation === undefined) return 1;
    const { id, last_seq: last } = conversation;
    return bisect(1, last + 1, (seq) => (timeAt.get(id, seq) ?? Number.POSITIVE_INFINITY) >= at);
  };
}

/** The first number in `low`…`high` (exclusive) for which it is so, else `high`; from there on it is so for all. */
function bisect(low: number, high: number, isSo: (number: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isSo(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** What the writer does with the search index: operations by name, each in the batch’s transaction. */
export function searchWrites(db: Database) {
  return { index: indexer(db) };
}

/** What the reader answers of the search index: operations by name. */
export function searchReads(db: Database) {
  const conversationId = db
    .prepare<[string], number>('SELECT id FROM conversation WHERE name = ?')
    .pluck() as Statement<[string], number>;
  const lastNumber = db.prepare<[], number>('SELECT max(number) FROM message').pluck() as Statement<[], number | null>;
  const timeFrom = db
    .prepare<[number], number>('SELECT at FROM message WHERE number >= ? ORDER BY number LIMIT 1')
    .pluck() as Statement<[number], number>;
  // Numbers are bound as reals, and by a real the index would not be entered but walked from its end.
  const find: Statement<[string, number, number, number, number, number], FoundRow> = db.prepare(
    `SELECT number, (SELECT name FROM conversation AS c WHERE c.id = conversation) AS name, ${messageColumns}
     FROM search CROSS JOIN message ON number = search.rowid
     WHERE search MATCH ? AND search.rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) AND at >= ? AND at < ?
     ORDER BY search.rowid DESC LIMIT ?`,
  );

  /** The number of the first message that may have this time or a later one. */
  const numberAt = (at: number, end: number) =>
    bisect(1, end, (number) => (timeFrom.get(number) ?? Number.POSITIVE_INFINITY) >= at);

  const toMessage = ({ name, number: _, ...row }: FoundRow): ChatMessage => fromRow(name, row);

  return {
    seqAt: seqFinder(db),

    search(query: SearchQuery): SearchPage {
      const ids = query.conversations.flatMap((name) => conversationId.get(name) ?? []);
      const fixed = conditions(query, ids);
      const end = Math.min(query.before, (lastNumber.get() ?? 0) + 1);
      if (fixed === undefined) return { found: [], next: undefined };
      const first = query.from === -Infinity ? 1 : numberAt(query.from - CLOCK_SLACK, end);
      let last = (query.until === Infinity ? end : numberAt(query.until + CLOCK_SLACK, end)) - 1;
      const except = query.except.length === 0 ? '' : ` NOT ${marked(query.except.map(marks.author))}`;
      const limit = pageSize(query.limit);
      const deadline = performance.now() + BUDGET;
      const rows: FoundRow[] = [];
      let room = PAGE_TEXT;
      for (let count = 1; last >= first; ) {
        const began = performance.now();
        const to = Math.floor(last / STRETCH);
        const from = Math.max(Math.floor(first / STRETCH), to - count + 1);
        const stretches = Array.from({ length: to - from + 1 }, (_, at) => marks.stretch(to - at));
        const match = `(${[...fixed, marked(stretches)].join(' AND ')})${except}`;
        for (const row of find.iterate(match, first, last, query.from, query.until, limit - rows.length)) {
          rows.push(row);
          room -= row.text.length;
          if (rows.length === limit || room < 0) return { found: rows.map(toMessage), next: row.number };
        }
        last = from * STRETCH - 1;
        const now = performance.now();
        if (now >= deadline && last >= first) return { found: rows.map(toMessage), next: last + 1 };
        count = now - began < QUICK ? Math.min(MOST_STRETCHES, count * 2) : Math.ceil(count / 2);
      }
      return { found: rows.map(toMessage), next: undefined };
    },
  };
}
