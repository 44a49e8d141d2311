/** What a server's file has of what was said, read beside or after it. */
import { join } from 'node:path';
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
