/** A message as columns and back. The columns are the same for all kinds: who, to whom, the words. */
import {
  type Amended,
  type Author,
  authorOf,
  type ChatMessage,
  type Conversation,
  type Draft,
  type Said,
  textOf,
} from '../../chat/message.ts';

/** The columns that say what was said. */
export interface SaidRow {
  readonly kind: string;
  readonly author_id: number | null;
  readonly author_handle: string | null;
  readonly to_id: number | null;
  readonly to_handle: string | null;
  readonly text: string;
}

/** The columns of the line that is answered: all null when none is; whose it is was not stored at first. */
export interface ReplyRow {
  readonly reply_seq: number | null;
  readonly reply_id: number | null;
  readonly reply_handle: string | null;
  readonly reply_excerpt: string | null;
}

/** A whole row of history, with the conversation known. */
export interface MessageRow extends SaidRow, ReplyRow {
  readonly seq: number;
  readonly id: string;
  readonly at: number;
  /** {@link Amended} as JSON; null for a message that nothing became of, as nearly all are. */
  readonly amended: string | null;
}

/** The columns of {@link MessageRow}, for SELECT. */
export const messageColumns =
  'seq, id, at, kind, author_id, author_handle, to_id, to_handle, text, reply_seq, reply_id, reply_handle, reply_excerpt, amended';

/** The one spoken to, for direct and page. */
export function addresseeOf(said: Said): Author | undefined {
  return said.kind === 'direct' || said.kind === 'page' ? said.to : undefined;
}

/** What was said as columns; those that a kind does not have are null. */
export function toRow(said: Said): SaidRow {
  const author = authorOf(said);
  const to = addresseeOf(said);
  return {
    kind: said.kind,
    author_id: author?.id ?? null,
    author_handle: author?.handle ?? null,
    to_id: to?.id ?? null,
    to_handle: to?.handle ?? null,
    text: textOf(said),
  };
}

/** What a message quotes as columns, null when it answers nothing. */
export function toReplyRow({ replyTo }: Pick<Draft, 'replyTo'>): ReplyRow {
  return {
    reply_seq: replyTo?.seq ?? null,
    reply_id: replyTo?.id ?? null,
    reply_handle: replyTo?.handle ?? null,
    reply_excerpt: replyTo?.excerpt ?? null,
  };
}

/** What the column `amended` holds. */
export function toAmended({ revision, editedAt, deletedBy, reactions }: Amended): string {
  return JSON.stringify({ revision, editedAt, deletedBy, reactions });
}

function replyOf(row: ReplyRow): Pick<Draft, 'replyTo'> {
  const { reply_seq: seq, reply_id: id, reply_handle: handle, reply_excerpt: excerpt } = row;
  if (seq === null || handle === null || excerpt === null) return {};
  return { replyTo: { seq, ...(id === null ? {} : { id }), handle, excerpt } };
}

function person(id: number | null, handle: string | null): Author {
  if (id === null || handle === null) throw new Error('a message without its author');
  return { id, handle };
}

function authorIn(row: SaidRow): Author {
  return person(row.author_id, row.author_handle);
}

function saidOf(row: SaidRow): Said {
  const { text } = row;
  const kind = row.kind as Said['kind'];
  if (kind === 'system') return row.author_id === null ? { kind, text } : { kind, text, by: authorIn(row) };
  const from = authorIn(row);
  switch (kind) {
    case 'public':
      return { kind, from, text };
    case 'action':
      return { kind, from, action: text };
    case 'join':
      return { kind, who: from };
    case 'leave':
      return { kind, who: from, reason: text };
    case 'direct':
      return { kind, from, to: person(row.to_id, row.to_handle), text };
    case 'page':
      return { kind, from, to: person(row.to_id, row.to_handle), reason: text };
    default:
      throw new Error(`a message of unknown kind ${kind satisfies never}`);
  }
}

/**
 * The message of a row.
 * @throws for a kind that nobody writes: a bug
 */
export function fromRow(conversation: Conversation, row: MessageRow): ChatMessage {
  const { id, seq, at, amended } = row;
  const since: Amended = amended === null ? {} : JSON.parse(amended);
  return { ...saidOf(row), conversation, id, seq, at, ...replyOf(row), ...since };
}
