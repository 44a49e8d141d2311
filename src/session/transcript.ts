/**
 * The newest messages of one conversation, kept once per node and shared by every session that looks at it.
 * What stands on the screens of people who are up to date is the same array of rows for all of them, so wrapping,
 * styling and diffing are done once however many look.
 */
import type { ChatManager, Subscription } from '../chat/manager.ts';
import { byRoleThenName } from '../chat/members.ts';
import { isCalling } from '../chat/mention.ts';
import {
  type ChatMessage,
  type Conversation,
  isAmended,
  isMessage,
  isPresence,
  peersOf,
  sizeOf,
  type UserId,
} from '../chat/message.ts';
import type { Participant } from '../chat/participant.ts';
import type { MessageLog } from '../chat/ports/message-log.ts';
import { topicFor } from '../chat/topic.ts';
import { foldsWith } from '../tui/folds.ts';
import type { Row, RowStyle } from '../tui/rows.ts';
import { composeTail } from '../tui/scrollback.ts';
import { newestOf, RUN_SIZE, renew } from './newest.ts';

/** How many messages are kept: more than the tallest terminal (200 rows) shows. */
const TAIL = 256;
/** How many panes of different shapes are kept for one state of the conversation. */
const PANES = 32;

/** What everyone who is up to date sees: `rows` are shared ones and exactly as tall as asked. */
export interface LivePane {
  readonly rows: readonly (Row | undefined)[];
  /** Of each row that is shown, from the top. */
  readonly seqs: readonly number[];
  /** The oldest message of which something is visible, also folded into a row; Infinity when there is none. */
  readonly firstSeq: number;
  /** What is visible and may call somebody: whoever is called in one of them sees a pane of their own. */
  readonly calling: readonly ChatMessage[];
  /** Everybody who reacted to something visible: they see a pane of their own. */
  readonly reacted: ReadonlySet<UserId>;
}

/** One conversation's shared tail. */
export class Transcript {
  readonly conversation: Conversation;
  readonly #chat: ChatManager;
  readonly #feed: Subscription;
  #panes = new Map<RowStyle, Map<number, LivePane>>();
  #messages: ChatMessage[] = [];
  /** What came since the tail was last cut, in UTF-16 units. */
  #grown = 0;
  /** Changes that were told before the tail was there. */
  #early: ChatMessage[] | undefined = [];
  #paneCount = 0;
  /** Undefined while it is not known. */
  #lastFoldSeq: number | undefined;

  constructor(chat: ChatManager, conversation: Conversation) {
    this.conversation = conversation;
    this.#chat = chat;
    const peers = peersOf(conversation);
    const wake = () => this.#pull();
    this.#feed = peers === undefined ? chat.subscribe(conversation, wake) : chat.inbox(peers[0], wake);
  }

  /** Oldest first, without gaps, at most 256. */
  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** 0 when nothing was said. */
  get lastSeq(): number {
    return this.#messages.at(-1)?.seq ?? 0;
  }

  /** The first of the newest messages, which stand together in one fold; 0 when nothing was said. */
  get lastFoldSeq(): number {
    if (this.#lastFoldSeq === undefined) {
      let at = this.#messages.length - 1;
      while (at > 0 && foldsWith(this.#messages[at - 1] as ChatMessage, this.#messages[at])) at -= 1;
      this.#lastFoldSeq = this.#messages[at]?.seq ?? 0;
    }
    return this.#lastFoldSeq;
  }

  /** Whether what comes after a message that was said stands apart from it. */
  isApart(seq: number): boolean {
    const at = this.#placeOf(seq);
    const message = this.#messages[at];
    return message !== undefined && !foldsWith(message, this.#messages[at + 1]);
  }

  /** As it stands now; undefined when it is not among them. */
  at(seq: number): ChatMessage | undefined {
    return this.#messages[this.#placeOf(seq)];
  }

  /** What was said after a seq, as far back as it reaches. */
  after(seq: number): readonly ChatMessage[] {
    return this.#messages.slice(Math.max(0, this.#placeOf(seq) + 1));
  }

  /** How many lines came after a seq, comings and goings left out; beyond the tail all count. */
  saidSince(seq: number): number {
    const first = this.#messages[0]?.seq ?? 1;
    let count = Math.max(0, first - 1 - seq);
    for (let at = this.#messages.length - 1; at >= 0; at -= 1) {
      const message = this.#messages[at] as ChatMessage;
      if (message.seq <= seq) break;
      if (!isPresence(message)) count += 1;
    }
    return count;
  }

  /** Who is in the channel, sorted for the list; both people of a direct conversation who are here. */
  get people(): readonly Participant[] {
    const peers = peersOf(this.conversation);
    if (peers === undefined) return this.#chat.members(this.conversation);
    return [...new Set(peers)].flatMap((id) => this.#chat.participant(id) ?? []).sort(byRoleThenName);
  }

  /** What it is about, for who ignores these. */
  topicFor(ignored: Pick<ReadonlySet<UserId>, 'has'>): string {
    return topicFor(this.#chat.channel(this.conversation), ignored);
  }

  /** Seconds between two lines of one person; 0 is not slow. */
  get slow(): number {
    return this.#chat.channel(this.conversation)?.slow ?? 0;
  }

  /** Fills the tail from history; whatever came live meanwhile is kept. */
  async load(log: MessageLog): Promise<void> {
    const { conversation } = this;
    const { messages: stored } = await log.before({ conversation, before: Number.POSITIVE_INFINITY, limit: TAIL });
    const newest = stored.at(-1)?.seq ?? 0;
    this.#messages = newestOf([...stored, ...this.#messages.filter((message) => message.seq > newest)], TAIL);
    for (const message of this.#early ?? []) renew(this.#messages, message);
    this.#early = undefined;
    this.#lastFoldSeq = undefined;
    this.#changed();
  }

  /** The newest rows, for a pane `height` rows tall. */
  live(style: RowStyle, height: number): LivePane {
    let pane = this.#panes.get(style)?.get(height);
    if (pane === undefined) {
      if (this.#paneCount >= PANES) this.#changed();
      pane = this.#compose(style, height);
      const byHeight = this.#panes.get(style) ?? new Map<number, LivePane>();
      byHeight.set(height, pane);
      this.#panes.set(style, byHeight);
      this.#paneCount += 1;
    }
    return pane;
  }

  close(): void {
    this.#feed.close();
  }

  /** Negative for what was said before. */
  #placeOf(seq: number): number {
    return this.#messages.length - 1 - (this.lastSeq - seq);
  }

  #compose(style: RowStyle, height: number): LivePane {
    const { rows, seqs, firstSeq } = composeTail(this.#messages, style, height);
    const visible = this.#messages.filter(({ seq }) => seq >= firstSeq);
    const reacted = new Set<UserId>();
    for (const { reactions = [] } of visible) for (const { by } of reactions) for (const { id } of by) reacted.add(id);
    return { rows, seqs, firstSeq, calling: visible.filter(isCalling), reacted };
  }

  #pull(): void {
    const { entries, missed } = this.#feed.drain();
    // The wake-up is synchronous with each push, so the ring cannot run past this reader.
    if (missed > 0) {
      this.#messages = [];
      this.#lastFoldSeq = undefined;
    }
    for (const entry of entries) {
      if (isMessage(entry)) {
        if (entry.conversation === this.conversation && entry.seq > this.lastSeq) this.#push(entry);
      } else if (isAmended(entry) && entry.conversation === this.conversation) {
        this.#early?.push(entry.message);
        renew(this.#messages, entry.message);
        this.#lastFoldSeq = undefined;
      }
    }
    if (this.#messages.length > TAIL * 2 || this.#grown > RUN_SIZE) this.#cut();
    this.#changed();
  }

  #push(message: ChatMessage): void {
    const last = this.#messages.at(-1);
    if (last === undefined || !foldsWith(last, message)) this.#lastFoldSeq = message.seq;
    this.#messages.push(message);
    this.#grown += sizeOf(message);
  }

  #cut(): void {
    this.#messages = newestOf(this.#messages, TAIL);
    this.#lastFoldSeq = undefined;
    this.#grown = 0;
  }

  #changed(): void {
    // Cleared, its table would hold on to the next one (and so on), and all of their panes, until the old space is collected.
    if (this.#paneCount > 0) this.#panes = new Map();
    this.#paneCount = 0;
  }
}

/** All transcripts of the node, one per conversation somebody looks at, counted. */
export class Transcripts {
  readonly #chat: ChatManager;
  readonly #log: MessageLog;
  readonly #open = new Map<Conversation, { transcript: Transcript; users: number; ready: Promise<void> }>();

  constructor(chat: ChatManager, log: MessageLog) {
    this.#chat = chat;
    this.#log = log;
  }

  /** How many are open, for the tests that count back to zero. */
  get size(): number {
    return this.#open.size;
  }

  /** Resolves when the tail is loaded; pair every call with one `release`. */
  async acquire(conversation: Conversation): Promise<Transcript> {
    let entry = this.#open.get(conversation);
    if (entry === undefined) {
      const transcript = new Transcript(this.#chat, conversation);
      entry = { transcript, users: 0, ready: transcript.load(this.#log) };
      this.#open.set(conversation, entry);
    }
    entry.users += 1;
    try {
      await entry.ready;
    } catch (error) {
      this.release(conversation);
      throw error;
    }
    return entry.transcript;
  }

  release(conversation: Conversation): void {
    const entry = this.#open.get(conversation);
    if (entry === undefined) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.transcript.close();
    this.#open.delete(conversation);
  }
}
