/** What was said: kept before anybody sees it, read back in pages, changed, searched, and followed. */
import type { AmendedEvent, Author, Change, ChatMessage, Conversation, Draft, UserId } from '../message.ts';
import type { Result } from '../result.ts';
import type { Phrase } from '../search-terms.ts';

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

/** What page of history to read. */
export interface HistoryQuery {
  readonly conversation: Conversation;
  /** How many at the most, 1–1000; fewer come where they are long. */
  readonly limit: number;
}

/** A page of history. */
export interface HistoryPage {
  /** Oldest first: at most as many as asked for and about 1 Mi characters of text, but always one if there is any. */
  readonly messages: readonly ChatMessage[];
  /** Whether more lies further the way it was read: a short page need not be the last. */
  readonly hasMore: boolean;
}

/** A direct conversation as its owner's list shows it. */
export interface DirectSummary {
  readonly conversation: Conversation;
  readonly peer: { readonly id: UserId; readonly handle: string };
  readonly lastSeq: number;
  readonly lastAt: number;
}

/** What to look for; everything given must hold. Joins, leaves and empty texts are never found. */
export interface SearchQuery {
  /** A message holds all phrases of at least one of these lists; none when its words do not matter. */
  readonly wanted: readonly (readonly Phrase[])[];
  /** Where to look; with none, and no `directsOf`, nothing is found. */
  readonly conversations: readonly Conversation[];
  /** Whose direct conversations are looked at besides; undefined for nobody's. */
  readonly directsOf: UserId | undefined;
  /** Any of them said it; none for anybody. */
  readonly authors: readonly UserId[];
  /** None of them said it. */
  readonly except: readonly UserId[];
  /** Epoch milliseconds, inclusive; -Infinity for ever. */
  readonly from: number;
  /** Epoch milliseconds, exclusive; Infinity for ever. */
  readonly until: number;
  /** Where the page before ended (its `next`); Infinity for the first page. */
  readonly before: number;
  /** How many at the most, 1–1000. */
  readonly limit: number;
}

/** What was found, in the order of acceptance, newest first. */
export interface SearchPage {
  readonly found: readonly ChatMessage[];
  /**
   * Where to go on; undefined when everything was looked at. A page may be short, even empty, and still have one: the time a
   * search takes from others is bounded.
   */
  readonly next: number | undefined;
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
 * - What an edit or a deletion takes away is kept as an original, and what replies quoted of a deleted line goes with it;
 *   followers are told so of the newest 100 of them.
 * - Whatever cannot be done now (disk full, read-only, engine away) is rejected with `StoreUnavailable`.
 * - Search finds every message that holds what is asked, each once, as it stands now and as soon as its `append` resolves.
 */
export interface MessageLog {
  /** Stores and stamps; `at` is the log's own clock. */
  append(draft: Draft): Promise<ChatMessage>;
  /** Changes a message that stands. Codes: those of `chat/amend.ts`. */
  amend(amendment: Amendment): Promise<Result<ChatMessage>>;
  /** What edits and the deletion of a message took away, oldest first; of more than 50 the first and the newest 49. */
  originals(conversation: Conversation, seq: number): Promise<readonly Original[]>;
  /** Calls back with each accepted batch (one conversation or several, each in order); returns the way to stop. */
  follow(listener: (batch: readonly Accepted[]) => void): () => void;
  /** The newest messages with seq < `before` (exclusive; Infinity for the newest of all). */
  before(query: HistoryQuery & { readonly before: number }): Promise<HistoryPage>;
  /** The oldest messages with seq > `after` (exclusive; 0 for the very first). */
  after(query: HistoryQuery & { readonly after: number }): Promise<HistoryPage>;
  /** The newest seq of each conversation given, 0 where nothing was said. */
  lastSeqs(conversations: readonly Conversation[]): Promise<ReadonlyMap<Conversation, number>>;
  /** A person's direct conversations, newest first; of more than 1,000 those that spoke last. */
  directsOf(user: UserId): Promise<readonly DirectSummary[]>;
  /** The seq of the first message at or after a time (epoch ms); the last seq and one when all are older. */
  seqAt(conversation: Conversation, at: number): Promise<number>;
  search(query: SearchQuery): Promise<SearchPage>;
}
