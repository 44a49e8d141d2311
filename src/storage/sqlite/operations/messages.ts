/** History: appending with the next seq, and pages of it by seq. */
import type { Database, Statement } from 'better-sqlite3';
import {
  authorOf,
  type ChatMessage,
  type Conversation,
  type Draft,
  peersOf,
  type Stamp,
  type UserId,
} from '../../../chat/message.ts';
import type { DirectSummary, HistoryPage, HistoryQuery } from '../../../chat/ports/message-log.ts';
import { maxDirects, pageOf, pageSize } from '../../bounds.ts';
import {
  addresseeOf,
  fromRow,
  type MessageRow,
  messageColumns,
  type ReplyRow,
  type SaidRow,
  toReplyRow,
  toRow,
} from '../message-row.ts';

interface ConversationRow {
  readonly id: number;
  readonly last_seq: number;
  readonly last_at: number;
}

interface DirectRow {
  readonly name: Conversation;
  readonly low_id: UserId;
  readonly low_handle: string;
  readonly high_id: UserId;
  readonly high_handle: string;
  readonly last_seq: number;
  readonly last_at: number;
}

/** What became of an append: a stamp for the draft, or the message that was stored under its id before. */
export type Appended = { readonly stamp: Stamp } | { readonly stored: ChatMessage };

const ofConversation = 'conversation = (SELECT id FROM conversation WHERE name = ?)';

/** Gives the row of a conversation, made on its first message. */
function conversationRows(db: Database): (name: Conversation) => ConversationRow {
  const find = db.prepare<[string], ConversationRow>('SELECT id, last_seq, last_at FROM conversation WHERE name = ?');
  const make = db.prepare<[string, UserId | null, UserId | null]>(
    'INSERT INTO conversation (name, low_id, high_id) VALUES (?, ?, ?)',
  );
  return (name) => {
    const known = find.get(name);
    if (known !== undefined) return known;
    const [low, high] = peersOf(name) ?? [null, null];
    const { lastInsertRowid } = make.run(name, low, high);
    return { id: Number(lastInsertRowid), last_seq: 0, last_at: 0 };
  };
}

/** Remembers how the people of a direct conversation were last spelled. */
function peerSpeller(db: Database): (conversation: number, draft: Draft) => void {
  const low = db.prepare<[string, number, UserId]>(
    'UPDATE conversation SET low_handle = ? WHERE id = ? AND low_id = ?',
  );
  const high = db.prepare<[string, number, UserId]>(
    'UPDATE conversation SET high_handle = ? WHERE id = ? AND high_id = ?',
  );
  return (conversation, draft) => {
    if (peersOf(draft.conversation) === undefined) return;
    for (const person of [authorOf(draft), addresseeOf(draft)]) {
      if (person === undefined) continue;
      low.run(person.handle, conversation, person.id);
      high.run(person.handle, conversation, person.id);
    }
  };
}

/** What the writer does with messages: operations by name, each in the batch’s transaction. */
export function messageWrites(db: Database) {
  const conversationRow = conversationRows(db);
  const spellPeers = peerSpeller(db);
  const byId: Statement<[number, string], MessageRow> = db.prepare(
    `SELECT ${messageColumns} FROM message WHERE conversation = ? AND id = ?`,
  );
  const insert: Statement<[SaidRow & ReplyRow & Stamp & { conversation: number; id: string }]> = db.prepare(
    `INSERT INTO message (conversation, ${messageColumns})
     VALUES (@conversation, @seq, @id, @at, @kind, @author_id, @author_handle, @to_id, @to_handle, @text,
             @reply_seq, @reply_id, @reply_handle, @reply_excerpt, NULL)`,
  );
  const advance: Statement<[number, number, number, number]> = db.prepare(
    'UPDATE conversation SET last_seq = ?, last_at = ?, last_message = ? WHERE id = ?',
  );

  return {
    /** `now` in epoch ms; the stamp is never before the conversation's last one. */
    append(draft: Draft, now: number): Appended {
      const conversation = conversationRow(draft.conversation);
      const known = byId.get(conversation.id, draft.id);
      if (known !== undefined) return { stored: fromRow(draft.conversation, known) };
      const stamp: Stamp = { seq: conversation.last_seq + 1, at: Math.max(now, conversation.last_at) };
      const row = { ...toRow(draft), ...toReplyRow(draft), ...stamp, conversation: conversation.id, id: draft.id };
      const { lastInsertRowid } = insert.run(row);
      advance.run(stamp.seq, stamp.at, Number(lastInsertRowid), conversation.id);
      spellPeers(conversation.id, draft);
      return { stamp };
    },
  };
}

type PageStatement = Statement<[string, number, number], MessageRow>;

/** One row more than asked for tells whether there is more; rows beyond the page are not even fetched. */
function read(rows: PageStatement, conversation: Conversation, bound: number, limit: number) {
  return pageOf(messagesOf(conversation, rows.iterate(conversation, bound, pageSize(limit) + 1)), limit);
}

function* messagesOf(conversation: Conversation, rows: Iterable<MessageRow>): Generator<ChatMessage, void> {
  for (const row of rows) yield fromRow(conversation, row);
}

/** What the reader answers of messages: operations by name. */
export function messageReads(db: Database) {
  const older: PageStatement = db.prepare(
    `SELECT ${messageColumns} FROM message WHERE ${ofConversation} AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  const newer: PageStatement = db.prepare(
    `SELECT ${messageColumns} FROM message WHERE ${ofConversation} AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const lastSeq: Statement<[string], number> = db
    .prepare<[string], number>('SELECT last_seq FROM conversation WHERE name = ?')
    .pluck() as Statement<[string], number>;
  const directs: Statement<[UserId, UserId], DirectRow> = db.prepare(
    `SELECT name, low_id, low_handle, high_id, high_handle, last_seq, last_at FROM conversation
     WHERE (low_id = ? OR high_id = ?) AND last_seq > 0 ORDER BY last_at DESC, last_message DESC LIMIT ${maxDirects}`,
  );

  return {
    before({ conversation, limit, before }: HistoryQuery & { readonly before: number }): HistoryPage {
      const { taken, hasMore } = read(older, conversation, before, limit);
      return { messages: [...taken].reverse(), hasMore };
    },
    after({ conversation, limit, after }: HistoryQuery & { readonly after: number }): HistoryPage {
      const { taken, hasMore } = read(newer, conversation, after, limit);
      return { messages: taken, hasMore };
    },
    lastSeqs(conversations: readonly Conversation[]): ReadonlyMap<Conversation, number> {
      return new Map(conversations.map((name) => [name, lastSeq.get(name) ?? 0]));
    },
    directsOf(user: UserId): readonly DirectSummary[] {
      return directs.all(user, user).map((row) => ({
        conversation: row.name,
        peer:
          row.low_id === user
            ? { id: row.high_id, handle: row.high_handle }
            : { id: row.low_id, handle: row.low_handle },
        lastSeq: row.last_seq,
        lastAt: row.last_at,
      }));
    },
  };
}
