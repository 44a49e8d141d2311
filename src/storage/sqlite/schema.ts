/**
 * The shape of the database, as a table of migrations: the n-th brings version n-1 to n (`PRAGMA user_version`).
 * What was released is never edited; a change is a new entry at the end.
 */
import type { Database } from 'better-sqlite3';
import { indexedLater, searchIndex } from './search-index.ts';

/**
 * Version 1. Handles in messages are snapshots and refer to no account: history stands whoever goes. A conversation
 * keeps its last seq itself, so that a line removed one day never gives its number to another.
 */
const version1 = `
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  low_id INTEGER,
  low_handle TEXT NOT NULL DEFAULT '',
  high_id INTEGER,
  high_handle TEXT NOT NULL DEFAULT '',
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER NOT NULL DEFAULT 0,
  last_message INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX conversation_low ON conversation (low_id) WHERE low_id IS NOT NULL;
CREATE INDEX conversation_high ON conversation (high_id) WHERE high_id IS NOT NULL;

CREATE TABLE message (
  number INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (id),
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  author_id INTEGER,
  author_handle TEXT,
  to_id INTEGER,
  to_handle TEXT,
  text TEXT NOT NULL,
  UNIQUE (conversation, seq),
  UNIQUE (conversation, id)
) STRICT;

CREATE TABLE channel (
  name TEXT PRIMARY KEY,
  topic TEXT NOT NULL DEFAULT '',
  owner INTEGER,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handle TEXT NOT NULL,
  skeleton TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL DEFAULT 'user',
  created_at INTEGER NOT NULL,
  provisional INTEGER NOT NULL,
  password_hash TEXT
) STRICT;
CREATE INDEX account_provisional ON account (id) WHERE provisional = 1;

CREATE TABLE account_key (
  number INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL,
  type TEXT NOT NULL,
  blob TEXT NOT NULL,
  comment TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (account, fingerprint)
) STRICT;

CREATE TABLE invite (
  hash TEXT PRIMARY KEY,
  made_by INTEGER REFERENCES account (id) ON DELETE SET NULL,
  expires_at INTEGER,
  used_by INTEGER REFERENCES account (id) ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invite_made_by ON invite (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX invite_used_by ON invite (used_by) WHERE used_by IS NOT NULL;

CREATE TABLE read_marker (
  user INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;

CREATE TABLE ignored (
  number INTEGER PRIMARY KEY,
  user INTEGER NOT NULL,
  whom INTEGER NOT NULL,
  handle TEXT NOT NULL,
  UNIQUE (user, whom)
) STRICT;

CREATE TABLE setting (
  user INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (user, name)
) STRICT, WITHOUT ROWID;
`;

/**
 * What was said may change: the state of a message stays in its row, what an edit or a deletion took away goes to
 * `original`, which no reader of history looks at.
 */
const amendments = `
ALTER TABLE conversation ADD COLUMN last_revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN reply_seq INTEGER;
ALTER TABLE message ADD COLUMN reply_handle TEXT;
ALTER TABLE message ADD COLUMN reply_excerpt TEXT;
ALTER TABLE message ADD COLUMN amended TEXT;
CREATE INDEX message_reply ON message (conversation, reply_seq) WHERE reply_seq IS NOT NULL;

CREATE TABLE original (
  number INTEGER PRIMARY KEY,
  message INTEGER NOT NULL REFERENCES message (number),
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_id INTEGER NOT NULL,
  by_handle TEXT NOT NULL
) STRICT;
CREATE INDEX original_message ON original (message);
`;

/** The windows a person had open: their order, what was typed in each, where each was being read. */
const windows = `
CREATE TABLE window (
  user INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  position INTEGER NOT NULL,
  draft TEXT NOT NULL,
  scroll_seq INTEGER NOT NULL,
  PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;
`;

/** Seconds between two lines of one person in a channel. */
const slowChannels = 'ALTER TABLE channel ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;';

/** Whose words a topic and a quotation are: who ignores them does not see them. */
const authorsOfWords = `
ALTER TABLE channel ADD COLUMN topic_by INTEGER;
ALTER TABLE message ADD COLUMN reply_id INTEGER;
`;

type Migration = string | ((db: Database) => void);

/** Made the search index, of whole texts and in wider stretches; {@link searchIndex} replaces it, so that it is not made twice. */
const firstSearchIndex = '';

const migrations: readonly Migration[] = [
  version1,
  amendments,
  firstSearchIndex,
  windows,
  slowChannels,
  searchIndex,
  authorsOfWords,
  indexedLater,
];

/** The version this program writes. */
export const schemaVersion = migrations.length;

/** The version a database stands at, 0 for an empty one. */
export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Brings a database to {@link schemaVersion}, each step in a transaction of its own. Assumes it is not newer. */
export function migrate(db: Database): void {
  for (const [index, migration] of migrations.entries()) {
    if (index < versionOf(db)) continue;
    db.transaction(() => {
      if (typeof migration === 'string') db.exec(migration);
      else migration(db);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}
