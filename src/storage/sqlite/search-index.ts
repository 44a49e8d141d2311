/**
 * The full-text index over what was said, kept by triggers, so that whoever writes a message need not know of it. It holds
 * the terms (src/chat/search-terms.ts) and, as terms of a second column, where and by whom each message was said:
 * SQLite then walks only what meets all of that.
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

/** Makes the index, anew where there is one with other stretches, and fills it from the messages that are there: about 25 s per million. */
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

/** Gives a connection what the triggers call. */
export function teachTerms(db: Database): void {
  db.function('search_terms', { deterministic: true }, (text: unknown) => indexed(String(text)));
}
