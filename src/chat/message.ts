/**
 * What is said, and what changes something said or shown.
 *
 * A message is stored, sequenced and ringed; its stamp (conversation, seq, time, id) is set once, by
 * {@link MessageLog.append}. An event travels on the same rings but is not part of history.
 */

/** Numeric account id, positive, never reused. */
export type UserId = number;

/** Who said something: the id is the identity, the handle is how it was spelled at that time. */
export interface Author {
  readonly id: UserId;
  readonly handle: string;
}

/**
 * Where a message belongs: a channel (`#dev`, lower case) or the direct conversation of two people
 * (`@3:7`, smaller id first; `@3:3` for notes to oneself).
 */
export type Conversation = `#${string}` | `@${number}:${number}`;

/** The direct conversation of two people, the same whichever way round they are given. */
export function directConversation(a: UserId, b: UserId): `@${number}:${number}` {
  return a <= b ? `@${a}:${b}` : `@${b}:${a}`;
}

/** The two people of a direct conversation, or undefined for a channel. */
export function peersOf(conversation: Conversation): readonly [UserId, UserId] | undefined {
  const match = /^@(\d+):(\d+)$/.exec(conversation);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** What a message says, by kind; text is already safe (see `text.ts`) and may hold `\n` (a paste). */
export type Said =
  | { readonly kind: 'public'; readonly from: Author; readonly text: string }
  | { readonly kind: 'action'; readonly from: Author; readonly action: string }
  /** `by`: whose words are in it, where it tells of somebody's. */
  | { readonly kind: 'system'; readonly text: string; readonly by?: Author }
  | { readonly kind: 'direct'; readonly from: Author; readonly to: Author; readonly text: string }
  | { readonly kind: 'join'; readonly who: Author }
  | { readonly kind: 'leave'; readonly who: Author; readonly reason: string }
  | { readonly kind: 'page'; readonly from: Author; readonly to: Author; readonly reason: string };

/** The line that a message answers, as it stood when it was quoted. */
export interface Quoted {
  readonly seq: number;
  /** Of who said it; absent where it was stored before this was. */
  readonly id?: UserId;
  readonly handle: string;
  /** Its beginning, one line; empty once that line was deleted. */
  readonly excerpt: string;
}

/** A message before it is accepted. `id` is unique per conversation, so that a retry is harmless. */
export type Draft = Said & { readonly conversation: Conversation; readonly id: string; readonly replyTo?: Quoted };

/** What acceptance adds: `seq` is the order, from 1 and without gaps per conversation; `at` is epoch milliseconds. */
export interface Stamp {
  readonly seq: number;
  readonly at: number;
}

/** One emoji under a message, and who put it there, in the order they did; never empty. */
export interface Reaction {
  readonly emoji: string;
  readonly by: readonly Author[];
}

/** What became of a message after it was accepted; nothing of it is there while nothing did. */
export interface Amended {
  /** The number of the last change to it: counted from 1 per conversation, so that of two states the higher is the newer. */
  readonly revision?: number;
  /** Epoch milliseconds of the last edit. */
  readonly editedAt?: number;
  /** Who deleted it; its words are gone. */
  readonly deletedBy?: Author;
  /** In the order of their first use; absent for none. */
  readonly reactions?: readonly Reaction[];
}

/** An accepted message. The object is immutable and shared by all who show it; an amended message is a new object. */
export type ChatMessage = Draft & Stamp & Amended;

/** What is done to a message that stands. */
export type Change =
  | { readonly change: 'edit'; readonly text: string }
  | { readonly change: 'delete' }
  | { readonly change: 'react'; readonly emoji: string; readonly on: boolean }
  /** The line it answers was deleted, and with it what was quoted of it. */
  | { readonly change: 'unquote' };

/** A message that changed: stored, and told in the order of revisions. */
export interface AmendedEvent {
  readonly event: 'amended';
  readonly conversation: Conversation;
  /** As it stands now. */
  readonly message: ChatMessage;
  readonly by: Author;
  readonly change: Change;
}

/** A change of something shown; ringed, not part of history. */
export type ChatEvent =
  | AmendedEvent
  | { readonly event: 'topic'; readonly conversation: Conversation; readonly topic: string; readonly by: Author }
  | { readonly event: 'slow'; readonly conversation: Conversation; readonly seconds: number; readonly by: Author }
  | { readonly event: 'members'; readonly conversation: Conversation }
  | { readonly event: 'presence'; readonly who: Author }
  /** To one person's sessions: the set of their channels changed. */
  | { readonly event: 'windows' }
  /** To one person's sessions: order, drafts or closing of windows were saved by one of them; the others read them anew. */
  | { readonly event: 'saved-windows'; readonly session: string }
  /** To one person's sessions: a preference was chosen, or somebody ignored; read them anew. */
  | { readonly event: 'preferences' }
  /** To one person's sessions: a read marker moved. */
  | { readonly event: 'read'; readonly conversation: Conversation; readonly seq: number }
  /** To one person's sessions: their live chat began, ended or waits for an answer; look at it anew. */
  | { readonly event: 'live' }
  /** To one person's sessions: words from the server (a shutdown, a kick), not kept. */
  | { readonly event: 'notice'; readonly text: string };

/** What stands in a ring. */
export type RingEntry = ChatMessage | ChatEvent;

/** Tells messages from events. */
export function isMessage(entry: RingEntry): entry is ChatMessage {
  return 'kind' in entry;
}

/** True for a change of something said. */
export function isAmended(entry: RingEntry): entry is AmendedEvent {
  return !isMessage(entry) && entry.event === 'amended';
}

/** True for what only tells who is here: a join or leave, a change of presence. */
export function isPresence(entry: RingEntry): boolean {
  if (isMessage(entry)) return entry.kind === 'join' || entry.kind === 'leave';
  return entry.event === 'members' || entry.event === 'presence';
}

/** Who said it, or undefined for the system's own words. For join and leave: the one who came or went; for a topic: who set it. */
export function authorOf(message: Said): Author | undefined {
  switch (message.kind) {
    case 'public':
    case 'action':
    case 'direct':
    case 'page':
      return message.from;
    case 'join':
    case 'leave':
      return message.who;
    case 'system':
      return message.by;
    default:
      return message satisfies never;
  }
}

/** The words of a message, for search and mentions; empty for join and leave without a reason. */
export function textOf(message: Said): string {
  switch (message.kind) {
    case 'public':
    case 'system':
    case 'direct':
      return message.text;
    case 'action':
      return message.action;
    case 'leave':
    case 'page':
      return message.reason;
    case 'join':
      return '';
    default:
      return message satisfies never;
  }
}

/** What one who reacted counts for, beside the words: an id and a handle. */
const REACTED_SIZE = 32;

/** What a message counts for wherever messages are kept or moved, in UTF-16 units: one may be as large as hundreds of others. */
export function sizeOf(message: Said & Amended): number {
  const words = textOf(message).length;
  return message.reactions?.reduce((size, { by }) => size + by.length * REACTED_SIZE, words) ?? words;
}
