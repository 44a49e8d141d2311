/** What is remembered of a person between visits. */
import type { Database, Statement } from 'better-sqlite3';
import type { Author, Conversation, UserId } from '../../../chat/message.ts';
import type { SavedWindow } from '../../../chat/ports/profiles.ts';

/** What the writer does with profiles: operations by name, each in the batch’s transaction. */
export function profileWrites(db: Database) {
  const mark = db.prepare<[UserId, string, number]>(
    `INSERT INTO read_marker (user, conversation, seq) VALUES (?, ?, ?)
     ON CONFLICT (user, conversation) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
  );
  const ignore = db.prepare<[UserId, UserId, string]>(
    `INSERT INTO ignored (user, whom, handle) VALUES (?, ?, ?)
     ON CONFLICT (user, whom) DO UPDATE SET handle = excluded.handle`,
  );
  const unignore = db.prepare<[UserId, UserId]>('DELETE FROM ignored WHERE user = ? AND whom = ?');
  const set = db.prepare<[UserId, string, string]>(
    `INSERT INTO setting (user, name, value) VALUES (?, ?, ?)
     ON CONFLICT (user, name) DO UPDATE SET value = excluded.value`,
  );
  const unset = db.prepare<[UserId, string]>('DELETE FROM setting WHERE user = ? AND name = ?');

  const save = db.prepare<[SavedWindow & { readonly user: UserId }]>(
    `INSERT INTO window (user, conversation, position, draft, scroll_seq)
     VALUES (:user, :conversation, :position, :draft, :scrollSeq)
     ON CONFLICT (user, conversation) DO UPDATE
     SET position = excluded.position, draft = excluded.draft, scroll_seq = excluded.scroll_seq`,
  );
  const forget = db.prepare<[UserId, string]>('DELETE FROM window WHERE user = ? AND conversation = ?');

  return {
    saveWindows(user: UserId, windows: readonly SavedWindow[]): void {
      for (const window of windows) save.run({ ...window, user });
    },
    forgetWindow(user: UserId, conversation: Conversation): void {
      forget.run(user, conversation);
    },
    markRead(user: UserId, conversation: Conversation, seq: number): void {
      mark.run(user, conversation, seq);
    },
    ignore(user: UserId, whom: Author): void {
      ignore.run(user, whom.id, whom.handle);
    },
    unignore(user: UserId, whom: UserId): void {
      unignore.run(user, whom);
    },
    setSetting(user: UserId, name: string, value: string | undefined): void {
      if (value === undefined) unset.run(user, name);
      else set.run(user, name, value);
    },
  };
}

/** What the reader answers of profiles: operations by name. */
export function profileReads(db: Database) {
  const markers = db.prepare<[UserId], { conversation: Conversation; seq: number }>(
    'SELECT conversation, seq FROM read_marker WHERE user = ?',
  );
  const ignored: Statement<[UserId], Author> = db.prepare(
    'SELECT whom AS id, handle FROM ignored WHERE user = ? ORDER BY number',
  );
  const settings = db.prepare<[UserId], { name: string; value: string }>(
    'SELECT name, value FROM setting WHERE user = ?',
  );

  const windows = db.prepare<[UserId], SavedWindow>(
    `SELECT conversation, position, draft, scroll_seq AS scrollSeq FROM window WHERE user = ?
     ORDER BY position, conversation`,
  );

  return {
    windows(user: UserId): readonly SavedWindow[] {
      return windows.all(user);
    },
    readMarkers(user: UserId): ReadonlyMap<Conversation, number> {
      return new Map(markers.all(user).map(({ conversation, seq }) => [conversation, seq]));
    },
    ignored(user: UserId): readonly Author[] {
      return ignored.all(user);
    },
    settings(user: UserId): ReadonlyMap<string, string> {
      return new Map(settings.all(user).map(({ name, value }) => [name, value]));
    },
  };
}
