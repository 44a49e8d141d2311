/** What a server's file has of what was said, read beside or after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import Database from 'better-sqlite3';

/** The words said in public, in the order of their conversation. `by`: of this handle alone. */
export function storedWords(folder: string, by?: string): readonly string[] {
  const db = new Database(join(folder, 'partyline.db'), { readonly: true });
  const texts = db
    .prepare<[{ by: string | null }], string>(
      "SELECT text FROM message WHERE kind = 'public' AND author_handle = ifnull(:by, author_handle) ORDER BY seq",
    )
    .pluck()
    .all({ by: by ?? null });
  db.close();
  return texts;
}

/** What people have typed and not sent. */
export function storedDrafts(folder: string): readonly string[] {
  const db = new Database(join(folder, 'partyline.db'), { readonly: true });
  const drafts = db.prepare<[], string>("SELECT draft FROM window WHERE draft <> ''").pluck().all();
  db.close();
  return drafts;
}

/** A folder for a server's data, gone with the test. */
export function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-hostile-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
