/**
 * One conversation as one session has it open: what was seen of it, what was not, and the lines only this session sees.
 */
import type { Subscription } from '../chat/manager.ts';
import { type ChatMessage, type Conversation, isPresence, peersOf, sizeOf } from '../chat/message.ts';
import type { Notice } from '../tui/items.ts';
import type { PlacedNotice } from '../tui/pieces.ts';
import type { Transcript } from './transcript.ts';

/** How many own notices a window keeps, and how much text of them in UTF-16 units; older ones are dropped. */
const NOTICES = 300;
const NOTICES_SIZE = 512 * 1024;

/** Ordered: joins are less than lines, lines less than words meant for this person. */
export type Activity = 'none' | 'presence' | 'lines' | 'mention';

const ORDER: readonly Activity[] = ['none', 'presence', 'lines', 'mention'];

/** What is on show of it along with others. */
export interface Followed {
  /** Up to here the messages are on show. */
  readonly seq: number;
  /** Calls once, when more of them are; only the last call counts. */
  whenMoved(run: () => void): void;
}

export class Window {
  readonly conversation: Conversation;
  /** `#dev`, or the other person's handle. */
  readonly title: string;
  readonly transcript: Transcript;
  /** The cursor into the channel's ring; direct conversations arrive through the inbox. */
  readonly feed: Subscription | undefined;
  #seenSeq: number;
  #shownSeq: number;
  #followed: Followed | undefined;
  /** Up to here the messages were on show when the far end was heard of last. */
  arrivedSeq: number;
  /** Up to here the person has read; stored. */
  readSeq: number;
  /** Where the *new since* line stands; undefined for none. */
  newSince: number | undefined;
  #unread = 0;
  #activity: Activity = 'none';
  /** Goes up whenever `unread` or `activity` may be another. */
  news = 0;
  readonly notices: PlacedNotice[] = [];

  constructor(title: string, transcript: Transcript, feed: Subscription | undefined, readSeq: number) {
    this.conversation = transcript.conversation;
    this.title = title;
    this.transcript = transcript;
    this.feed = feed;
    this.readSeq = readSeq;
    this.#shownSeq = readSeq;
    this.arrivedSeq = readSeq;
    this.#seenSeq = transcript.lastSeq;
  }

  /** Up to here this session has taken notice of the messages. */
  get seenSeq(): number {
    return this.#followed?.seq ?? this.#seenSeq;
  }

  set seenSeq(seq: number) {
    this.#seenSeq = seq;
  }

  /** Up to here the messages were put on the terminal; what waits for one that takes no more was not. */
  get shownSeq(): number {
    return this.#followed?.seq ?? this.#shownSeq;
  }

  /** Up to here its messages are on show; never fewer than before. */
  show(seq: number): void {
    this.#seenSeq = Math.max(this.#seenSeq, seq);
    this.#shownSeq = Math.max(this.#shownSeq, seq);
  }

  /** While it is looked at along with others; undefined while it is not. */
  get followed(): Followed | undefined {
    return this.#followed;
  }

  /** From now on notice is taken of what comes to be on show, or (undefined) no more. */
  follow(followed: Followed | undefined): void {
    this.#followed = followed;
  }

  get unread(): number {
    return this.#unread;
  }

  get activity(): Activity {
    return this.#activity;
  }

  get isDirect(): boolean {
    return peersOf(this.conversation) !== undefined;
  }

  /** Takes notice of a message that is not being looked at, or of so many. */
  raise(activity: Activity, count = 1): void {
    this.news += 1;
    if (activity === 'lines' || activity === 'mention') this.#unread += count;
    if (ORDER.indexOf(activity) > ORDER.indexOf(this.#activity)) this.#activity = activity;
  }

  /** Counts what notice was taken of and was neither read nor on show, as far as the shared tail reaches. */
  countUnread(weigh: (message: ChatMessage) => Activity): void {
    this.news += 1;
    this.#unread = 0;
    this.#activity = 'none';
    const { seenSeq } = this;
    const unseen = this.transcript.after(Math.max(this.readSeq, this.shownSeq));
    for (const message of unseen) {
      // Of a crowd that came the first is as good as all.
      if (message.seq > seenSeq || (this.#activity !== 'none' && isPresence(message))) continue;
      this.raise(weigh(message));
    }
  }

  /** Begins to look: the new-since line stands where reading stopped, if it ever began and words came since. */
  look(): void {
    this.newSince = this.#unread > 0 && this.readSeq > 0 ? this.readSeq : undefined;
    this.catchUp();
  }

  /** Its newest lines are on show again: nothing waits. */
  catchUp(): void {
    this.news += 1;
    this.#unread = 0;
    this.#activity = 'none';
  }

  /** Adds a line that only this session sees, at the bottom. */
  addNotice(notice: Notice, afterSeq = this.transcript.lastSeq): void {
    // Ascending by seq: a line placed further up (a gap) goes before the younger ones.
    let at = this.notices.length;
    while (at > 0 && (this.notices[at - 1] as PlacedNotice).afterSeq > afterSeq) at -= 1;
    this.notices.splice(at, 0, { afterSeq, notice });
    let size = 0;
    let from = this.notices.length;
    while (from > 0 && this.notices.length - from < NOTICES && size <= NOTICES_SIZE) {
      from -= 1;
      size += sizeOfNotice((this.notices[from] as PlacedNotice).notice);
    }
    this.notices.splice(0, from);
  }

  /** Messages changed that may stand here among the notices; `newest` gives what became of one, if it knows. */
  renewNotices(newest: (message: ChatMessage) => ChatMessage | undefined): void {
    for (const [at, { afterSeq, notice }] of this.notices.entries()) {
      if (notice.kind !== 'outside') continue;
      const message = newest(notice.message);
      if (message !== undefined && message.revision !== notice.message.revision)
        this.notices[at] = { afterSeq, notice: { ...notice, message } };
    }
  }

  close(): void {
    this.feed?.close();
  }
}

function sizeOfNotice(notice: Notice): number {
  switch (notice.kind) {
    case 'info':
    case 'error':
      return notice.text.length;
    case 'outside':
      return sizeOf(notice.message);
    case 'gap':
      return 0;
    default:
      return notice satisfies never;
  }
}
