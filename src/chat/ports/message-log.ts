import type { AmendedEvent, Author, Change, ChatMessage, Conversation, Draft, UserId } from '../message.ts';
import type { Result } from '../result.ts';

/** What followers are told: messages, and changes to those that stand. */
export type Accepted = ChatMessage | AmendedEvent;

/** A change to ask for: to which message, and by whom. */
export interface Amendment {
  readonly conversation: Conversation;
  readonly seq: number;
  readonly by: Author;
  readonly change: Exclude<Change, { readonly change: 'unquote' }>;
}

/** The words of a message before an edit or its deletion. */
export interface Original {
  readonly text: string;
  /** Until when it stood, epoch milliseconds. */
  readonly at: number;
  /** Who changed it. */
  readonly by: Author;
}

/** One page of history. */
export interface HistoryQuery {
  readonly conversation: Conversation;
  /** How many at the most, 1–1000. */
  readonly limit: number;
}

/** A direct conversation as its owner's list shows it. */
export interface DirectSummary {
  readonly conversation: Conversation;
  readonly peer: { readonly id: UserId; readonly handle: string };
  readonly lastSeq: number;
  readonly lastAt: number;
}

/**
 * The record of everything said. The order of a conversation is what `append` says it is.
 *
 * Promises (each a test in `test/contract/message-log.ts`):
 * - `seq` counts from 1 per conversation without gaps.
 * - A resolved `append` is on disk: no crash loses it. A rejected or refused one was seen by nobody.
 * - Followers are told of every message, per conversation in `seq` order, before its `append` resolves; the
 *   sender's node too. At least once across a fail-over: drop repeats by `seq`.
 * - A draft whose (conversation, id) is already stored is not stored again: the first stamp comes back.
 * - Text comes back byte for byte.
 * - A resolved `amend` is on disk, and history gives the message as it now stands. Followers are told as of messages, and in
 *   the order of revisions, which count from 1 per conversation over all of its messages.
 * - What an edit or a deletion takes away is kept as an original, and what replies quoted of a deleted line goes with it.
 */
export interface MessageLog {
  /** Stores and stamps; `at` is the log's own clock. Rejects with {@link LogUnavailable} when it cannot store. */
  append(draft: Draft): Promise<ChatMessage>;
  /** Changes a message that stands. Codes: those of `chat/amend.ts`. Rejects with {@link LogUnavailable}. */
  amend(amendment: Amendment): Promise<Result<ChatMessage>>;
  /** What edits and the deletion of a message took away, oldest first. */
  originals(conversation: Conversation, seq: number): Promise<readonly Original[]>;
  /** Calls back with each accepted batch (one conversation or several, each in order); returns the way to stop. */
  follow(listener: (batch: readonly Accepted[]) => void): () => void;
  /** The newest messages with seq < `before` (exclusive; Infinity for the newest of all), oldest first. */
  before(query: HistoryQuery & { readonly before: number }): Promise<readonly ChatMessage[]>;
  /** The oldest messages with seq > `after` (exclusive; 0 for the very first), oldest first. */
  after(query: HistoryQuery & { readonly after: number }): Promise<readonly ChatMessage[]>;
  /** The newest seq of each conversation given, 0 where nothing was said. */
  lastSeqs(conversations: readonly Conversation[]): Promise<ReadonlyMap<Conversation, number>>;
  /** A person's direct conversations, newest first. */
  directsOf(user: UserId): Promise<readonly DirectSummary[]>;
}

/** The log cannot store now (disk full, read-only, engine away). Nothing of the draft was kept or shown. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}
