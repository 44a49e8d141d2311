/** A message as columns and back. The columns are the same for all kinds: who, to whom, the words. */
import { type Author, authorOf, type ChatMessage, type Conversation, type Said, textOf } from '../../chat/message.ts';

/** The columns that say what was said. */
export interface SaidRow {
  readonly kind: string;
  readonly author_id: number | null;
  readonly author_handle: string | null;
  readonly to_id: number | null;
  readonly to_handle: string | null;
  readonly text: string;
}

/** A whole row of history, with the conversation known. */
export interface MessageRow extends SaidRow {
  readonly seq: number;
  readonly id: string;
  readonly at: number;
}

/** The one spoken to, for direct and page. */
export function addresseeOf(said: Said): Author | undefined {
  return said.kind === 'direct' || said.kind === 'page' ? said.to : undefined;
}

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

function person(id: number | null, handle: string | null): Author {
  if (id === null || handle === null) throw new Error('a message without its author');
  return { id, handle };
}

function saidOf(row: SaidRow): Said {
  const { text } = row;
  const kind = row.kind as Said['kind'];
  if (kind === 'system') return { kind, text };
  const from = person(row.author_id, row.author_handle);
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

export function fromRow(conversation: Conversation, row: MessageRow): ChatMessage {
  return { ...saidOf(row), conversation, id: row.id, seq: row.seq, at: row.at };
}
