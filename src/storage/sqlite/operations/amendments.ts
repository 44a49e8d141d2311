/** Changes to messages that stand: the new state, what was taken away, and the replies that quoted it, in one savepoint. */
import type { Database, Statement } from 'better-sqlite3';
import { amend, amendedEvent, NO_SUCH_LINE, REPLIES_TOLD } from '../../../chat/amend.ts';
import {
  type AmendedEvent,
  type Author,
  type Change,
  type ChatMessage,
  type Conversation,
  textOf,
} from '../../../chat/message.ts';
import type { Amendment, Original } from '../../../chat/ports/message-log.ts';
import { ok, type Result } from '../../../chat/result.ts';
import { maxOriginals } from '../../bounds.ts';
import { fromRow, type MessageRow, messageColumns, type ReplyRow, toAmended, toReplyRow } from '../message-row.ts';

interface OriginalRow {
  readonly text: string;
  readonly at: number;
  readonly by_id: number;
  readonly by_handle: string;
}

type Numbered = MessageRow & { readonly number: number };
type StateRow = ReplyRow & { readonly number: number; readonly amended: string };

const ofConversation = 'conversation = (SELECT id FROM conversation WHERE name = ?)';

/** Stores states of messages. The words are written only when they changed, for their change is indexed. */
function stateWriter(db: Database): (row: Numbered, message: ChatMessage) => void {
  const write: Statement<[StateRow]> = db.prepare(
    `UPDATE message SET reply_seq = @reply_seq, reply_id = @reply_id, reply_handle = @reply_handle,
       reply_excerpt = @reply_excerpt, amended = @amended WHERE number = @number`,
  );
  const reword: Statement<[string, number]> = db.prepare('UPDATE message SET text = ? WHERE number = ?');
  return ({ number, text }, message) => {
    write.run({ number, ...toReplyRow(message), amended: toAmended(message) });
    if (textOf(message) !== text) reword.run(textOf(message), number);
  };
}

/** What the writer does with changes to messages: operations by name, each in the batch’s transaction. */
export function amendmentWrites(db: Database) {
  const find: Statement<[string, number], Numbered> = db.prepare(
    `SELECT number, ${messageColumns} FROM message WHERE ${ofConversation} AND seq = ?`,
  );
  const replies: Statement<[string, number, number], Numbered> = db.prepare(
    `SELECT number, ${messageColumns} FROM message WHERE ${ofConversation} AND reply_seq = ? ORDER BY seq DESC LIMIT ?`,
  );
  const unquote: Statement<[string, number]> = db.prepare(
    `UPDATE message SET reply_excerpt = '' WHERE ${ofConversation} AND reply_seq = ? AND reply_excerpt <> ''`,
  );
  const lastRevision: Statement<[string], number> = db
    .prepare<[string], number>('SELECT last_revision FROM conversation WHERE name = ?')
    .pluck() as Statement<[string], number>;
  const advance: Statement<[string]> = db.prepare(
    'UPDATE conversation SET last_revision = last_revision + 1 WHERE name = ?',
  );
  const keep: Statement<[OriginalRow & { message: number }]> = db.prepare(
    'INSERT INTO original (message, text, at, by_id, by_handle) VALUES (@message, @text, @at, @by_id, @by_handle)',
  );
  const forget: Statement<[{ message: number; rest: number }]> = db.prepare(
    `DELETE FROM original WHERE message = @message
       AND number > (SELECT min(number) FROM original WHERE message = @message)
       AND number <= (SELECT number FROM original WHERE message = @message ORDER BY number DESC LIMIT 1 OFFSET @rest)`,
  );
  const write = stateWriter(db);

  const change = (conversation: Conversation, row: Numbered, by: Author, how: Change, now: number) => {
    const revision = (lastRevision.get(conversation) ?? 0) + 1;
    const amended = amend(fromRow(conversation, row), by, how, revision, now);
    if (!amended.ok) return amended;
    advance.run(conversation);
    write(row, amended.value);
    return ok(amendedEvent(amended.value, by, how));
  };

  return {
    /** The change and what follows from it, in the order of revisions. */
    amend({ conversation, seq, by, change: how }: Amendment, now: number): Result<readonly AmendedEvent[]> {
      const row = find.get(conversation, seq);
      if (row === undefined) return NO_SUCH_LINE;
      const amended = change(conversation, row, by, how, now);
      if (!amended.ok) return amended;
      if (how.change !== 'react') {
        keep.run({ message: row.number, text: row.text, at: now, by_id: by.id, by_handle: by.handle });
        forget.run({ message: row.number, rest: maxOriginals - 1 });
      }
      const told = how.change === 'delete' ? replies.all(conversation, seq, REPLIES_TOLD).reverse() : [];
      const events = told.map((reply) => change(conversation, reply, by, { change: 'unquote' }, now));
      if (told.length === REPLIES_TOLD) unquote.run(conversation, seq);
      return ok([amended.value, ...events.flatMap((event) => (event.ok ? [event.value] : []))]);
    },
  };
}

/** What the reader answers of changes to messages: operations by name. */
export function amendmentReads(db: Database) {
  const originals: Statement<[string, number], OriginalRow> = db.prepare(
    `SELECT text, at, by_id, by_handle FROM original
     WHERE message = (SELECT number FROM message WHERE ${ofConversation} AND seq = ?) ORDER BY number`,
  );
  return {
    originals(conversation: Conversation, seq: number): readonly Original[] {
      return originals
        .all(conversation, seq)
        .map(({ text, at, by_id: id, by_handle: handle }) => ({ text, at, by: { id, handle } }));
    },
  };
}
