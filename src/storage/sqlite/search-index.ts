/**
 * The full-text index over what was said. It holds the terms (src/chat/search-terms.ts) and, as terms of a second column, where
 * and by whom each message was said: SQLite then walks only what meets all of that. What is new is taken in many messages at a
 * time ({@link indexer}); a message that it holds already is kept up to date by triggers.
 */
import type { Database } from 'better-sqlite3';
import { indexed } from '../../chat/search-terms.ts';

/**
 * Messages in a row that share one mark: a search is made stretch by stretch, so that it can be stopped. SQLite walks all that
 * hold the words, even beyond a bound of rowids, until one of the marks has no more.
 */
export const STRETCH = 4096;

/** The marks of a message, as they are looked for. */
export const marks = {
  author: (id: number) => `a${id}`,
  conversation: (id: number) => `c${id}`,
  /** Of both people of a direct conversation. */
  peer: (id: number) => `p${id}`,
  stretch: (index: number) => `n${index}`,
} as const;

/** The same, of the message called `row` in SQL. */
function marksOf(row: string): string {
  return `concat_ws(' ', 'c' || ${row}.conversation, 'a' || ${row}.author_id, 'n' || (${row}.number / ${STRETCH}),
    (SELECT 'p' || low_id || ' p' || high_id FROM conversation WHERE id = ${row}.conversation))`;
}

function entryOf(row: string): string {
  return `INSERT INTO search (rowid, words, marks) SELECT ${row}.number, search_terms(${row}.text), ${marksOf(row)}`;
}

const isSaid = (row: string) => `${row}.kind NOT IN ('join', 'leave') AND ${row}.text <> ''`;

/** Every symbol of ASCII that can stand in a term; letters and digits do anyway, and so does everything beyond ASCII. */
const SYMBOLS = '#$+<=>|~';

/**
 * Makes the index, anew where there is one with other stretches, and fills it from the messages that are there: about 25 s per
 * million.
 */
export const searchIndex = `
DROP TRIGGER IF EXISTS search_message_added;
DROP TRIGGER IF EXISTS search_message_changed;
DROP TRIGGER IF EXISTS search_message_removed;
DROP TABLE IF EXISTS search;
CREATE VIRTUAL TABLE search USING fts5(
  words, marks, content='', contentless_delete=1, tokenize="ascii tokenchars '${SYMBOLS}'"
);
${entryOf('message')} FROM message WHERE ${isSaid('message')};

CREATE TRIGGER search_message_added AFTER INSERT ON message WHEN ${isSaid('new')} BEGIN
  ${entryOf('new')};
END;
CREATE TRIGGER search_message_changed AFTER UPDATE OF kind, text ON message
WHEN new.text <> old.text OR new.kind <> old.kind BEGIN
  DELETE FROM search WHERE rowid = old.number;
  ${entryOf('new')} WHERE ${isSaid('new')};
END;
CREATE TRIGGER search_message_removed AFTER DELETE ON message BEGIN
  DELETE FROM search WHERE rowid = old.number;
END;
`;

/** How far the index goes: every message up to there that was said is in it. */
const END = '(SELECT coalesce(max(id), 0) FROM search_docsize)';

/** From here on what is new waits for {@link indexer}: writing the index line by line was half of what a line cost the database. */
export const indexedLater = `
DROP TRIGGER IF EXISTS search_message_added;
DROP TRIGGER IF EXISTS search_message_changed;
CREATE TRIGGER search_message_changed AFTER UPDATE OF kind, text ON message
WHEN (new.text <> old.text OR new.kind <> old.kind) AND old.number <= ${END} BEGIN
  DELETE FROM search WHERE rowid = old.number;
  ${entryOf('new')} WHERE ${isSaid('new')};
END;
`;

/** Messages that are taken in at once. */
const AT_ONCE = 64;

/**
 * Takes in the oldest messages that are not in the index yet; false when there are no more. Each call is for a transaction of its
 * own.
 */
export function indexer(db: Database): () => boolean {
  const add = db.prepare(
    `${entryOf('message')} FROM message WHERE number > ${END} AND ${isSaid('message')} ORDER BY number LIMIT ${AT_ONCE}`,
  );
  return () => add.run().changes === AT_ONCE;
}

/** Gives a connection what the triggers call. */
export function teachTerms(db: Database): void {
  db.function('search_terms', { deterministic: true }, (text: unknown) => indexed(String(text)));
}
