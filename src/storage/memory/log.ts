/** The reference MessageLog: an array per conversation, whose index is the seq less one. */
import { amend, amendedEvent, NO_SUCH_LINE, REPLIES_TOLD, unquoted } from '../../chat/amend.ts';
import {
  type AmendedEvent,
  type Author,
  type Change,
  type ChatMessage,
  type Conversation,
  type Draft,
  peersOf,
  textOf,
  type UserId,
} from '../../chat/message.ts';
import type { WallClock } from '../../chat/ports/clock.ts';
import type {
  Accepted,
  Amendment,
  DirectSummary,
  HistoryPage,
  HistoryQuery,
  MessageLog,
  Original,
  SearchPage,
  SearchQuery,
} from '../../chat/ports/message-log.ts';
import { StoreUnavailable } from '../../chat/ports/store-unavailable.ts';
import { ok, type Result } from '../../chat/result.ts';
import { maxDirects, maxOriginals, pageOf, pageSize } from '../bounds.ts';
import { Followers } from '../followers.ts';
import { fits } from './search.ts';

interface Kept {
  readonly messages: ChatMessage[];
  readonly byId: Map<string, ChatMessage>;
  readonly handles: Map<UserId, string>;
  /** By seq. */
  readonly originals: Map<number, readonly Original[]>;
  lastRevision: number;
  /** When, in the order of all acceptances, the newest message came. */
  turn: number;
}

export class MemoryLog implements MessageLog {
  readonly #clock: WallClock;
  readonly #records = new Map<Conversation, Kept>();
  readonly #followers = new Followers();
  /** Of every message, in the order of all acceptances: whose message it is, and its seq. */
  readonly #turns: (readonly [Kept, number])[] = [];
  #closed = false;

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  async append(draft: Draft): Promise<ChatMessage> {
    if (this.#closed) throw new StoreUnavailable('The store is closed.');
    const record = this.#record(draft.conversation);
    const known = record.byId.get(draft.id);
    if (known !== undefined) return known;
    const { messages } = record;
    const at = Math.max(this.#clock.now(), messages.at(-1)?.at ?? 0);
    const message: ChatMessage = Object.freeze({ ...draft, seq: messages.length + 1, at });
    messages.push(message);
    record.byId.set(draft.id, message);
    for (const { id, handle } of named(draft)) record.handles.set(id, handle);
    this.#turns.push([record, message.seq]);
    record.turn = this.#turns.length;
    this.#followers.tell([message]);
    return message;
  }

  async amend({ conversation, seq, by, change }: Amendment): Promise<Result<ChatMessage>> {
    if (this.#closed) throw new StoreUnavailable('The store is closed.');
    const record = this.#record(conversation);
    const before = record.messages[seq - 1];
    if (before === undefined) return NO_SUCH_LINE;
    const amended = this.#change(record, before, by, change);
    if (!amended.ok) return amended;
    if (change.change !== 'react') {
      const original: Original = { text: textOf(before), at: this.#clock.now(), by };
      const [first = original, ...others] = [...(record.originals.get(seq) ?? []), original];
      record.originals.set(seq, [first, ...others.slice(1 - maxOriginals)]);
    }
    const replies = change.change === 'delete' ? record.messages.filter(({ replyTo }) => replyTo?.seq === seq) : [];
    for (const reply of replies.slice(0, -REPLIES_TOLD)) this.#replace(record, unquoted(reply));
    const told = replies.slice(-REPLIES_TOLD).flatMap((reply) => {
      const changed = this.#change(record, reply, by, { change: 'unquote' });
      return changed.ok ? [changed.value] : [];
    });
    this.#followers.tell([amended.value, ...told]);
    return ok(amended.value.message);
  }

  async originals(conversation: Conversation, seq: number): Promise<readonly Original[]> {
    return this.#records.get(conversation)?.originals.get(seq) ?? [];
  }

  follow(listener: (batch: readonly Accepted[]) => void): () => void {
    return this.#followers.add(listener);
  }

  async before(query: HistoryQuery & { readonly before: number }): Promise<HistoryPage> {
    const older = this.#messages(query.conversation).filter(({ seq }) => seq < query.before);
    const { taken, hasMore } = pageOf(older.reverse(), query.limit);
    return { messages: [...taken].reverse(), hasMore };
  }

  async after(query: HistoryQuery & { readonly after: number }): Promise<HistoryPage> {
    const newer = this.#messages(query.conversation).filter(({ seq }) => seq > query.after);
    const { taken, hasMore } = pageOf(newer, query.limit);
    return { messages: taken, hasMore };
  }

  async lastSeqs(conversations: readonly Conversation[]): Promise<ReadonlyMap<Conversation, number>> {
    return new Map(conversations.map((name) => [name, this.#messages(name).length]));
  }

  async directsOf(user: UserId): Promise<readonly DirectSummary[]> {
    const found: { readonly summary: DirectSummary; readonly turn: number }[] = [];
    for (const [conversation, { messages, handles, turn }] of this.#records) {
      const peers = peersOf(conversation);
      const last = messages.at(-1);
      if (peers === undefined || last === undefined || !peers.includes(user)) continue;
      const id = peers[0] === user ? peers[1] : peers[0];
      const peer = { id, handle: handles.get(id) ?? '' };
      found.push({ summary: { conversation, peer, lastSeq: last.seq, lastAt: last.at }, turn });
    }
    found.sort((a, b) => b.summary.lastAt - a.summary.lastAt || b.turn - a.turn);
    return found.slice(0, maxDirects).map(({ summary }) => summary);
  }

  async seqAt(conversation: Conversation, at: number): Promise<number> {
    const messages = this.#messages(conversation);
    return messages.find((message) => message.at >= at)?.seq ?? messages.length + 1;
  }

  async search(query: SearchQuery): Promise<SearchPage> {
    const found: ChatMessage[] = [];
    for (let turn = Math.min(query.before, this.#turns.length + 1) - 1; turn >= 1; turn -= 1) {
      const [record, seq] = this.#turns[turn - 1] ?? [];
      const message = record?.messages[(seq ?? 0) - 1];
      if (message === undefined || !fits(message, query)) continue;
      found.push(message);
      if (found.length === pageSize(query.limit)) return { found, next: turn };
    }
    return { found, next: undefined };
  }

  close(): void {
    this.#closed = true;
  }

  #change(record: Kept, before: ChatMessage, by: Author, change: Change): Result<AmendedEvent> {
    const amended = amend(before, by, change, record.lastRevision + 1, this.#clock.now());
    if (!amended.ok) return amended;
    record.lastRevision += 1;
    this.#replace(record, amended.value);
    return ok(amendedEvent(amended.value, by, change));
  }

  #replace(record: Kept, message: ChatMessage): void {
    record.messages[message.seq - 1] = Object.freeze(message);
    record.byId.set(message.id, message);
  }

  #messages(conversation: Conversation): readonly ChatMessage[] {
    return this.#records.get(conversation)?.messages ?? [];
  }

  #record(conversation: Conversation): Kept {
    let record = this.#records.get(conversation);
    if (record === undefined) {
      record = { messages: [], byId: new Map(), handles: new Map(), originals: new Map(), lastRevision: 0, turn: 0 };
      this.#records.set(conversation, record);
    }
    return record;
  }
}

/** Whom a message names, so that a direct conversation knows how its people are spelled. */
function named(draft: Draft): readonly Author[] {
  if (draft.kind === 'system') return [];
  if (draft.kind === 'join' || draft.kind === 'leave') return [draft.who];
  return draft.kind === 'direct' || draft.kind === 'page' ? [draft.from, draft.to] : [draft.from];
}
