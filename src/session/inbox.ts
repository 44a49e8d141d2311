/**
 * What comes to one person wherever they look: direct messages, pages, and the changes their other sessions made. A
 * cursor into their inbox ring; what the ring ran past is read anew.
 */
import type { Subscription } from '../chat/manager.ts';
import { type ChatEvent, type ChatMessage, isMessage } from '../chat/message.ts';
import type { Front } from './front.ts';
import type { Fresh } from './intake.ts';
import { lastDirectFrom } from './last-direct.ts';
import { Reloads } from './reloads.ts';
import type { Session } from './session.ts';

/** How many direct lines that came meanwhile are shown at login. */
const ANNOUNCED = 20;
/**
 * While so many direct conversations are open no other opens by itself, for each holds the tail of its history. Twice as many as
 * are opened again at a login (`DIRECTS`), so that there is room for new ones.
 */
const DIRECTS_UNASKED = 100;
/** Of those that did not open so many are named. */
const NAMED = 5;

const NOTHING = { messages: [], missedAfter: undefined, amended: [], isStale: false, onlySaid: false } as const;
const NO_LINES: readonly Fresh[] = Object.freeze([]);
const NOTHING_UNREAD = { lines: [], unopened: [] } as const;

export class Inbox {
  #lastFrom: string | undefined;
  /** What {@link openUnread} found. */
  #unread: { readonly lines: readonly ChatMessage[]; readonly unopened: readonly string[] } = NOTHING_UNREAD;
  /** Said that conversations no longer open by themselves. */
  #isFull = false;
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  readonly #feed: Subscription;
  readonly #reloads: Reloads;

  /** Listens from now on; the front may come later. */
  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
    this.#reloads = new Reloads((kind, work) => session.insist(kind, work));
    this.#feed = session.deps.chat.inbox(session.userId, () => front()?.changed());
  }

  /** Takes what came, and gives the direct lines of open windows. */
  pull(looking: boolean): readonly Fresh[] {
    if (!this.#feed.pending) return NO_LINES;
    const fresh: Fresh[] = [];
    const { entries, missed } = this.#feed.drain();
    if (missed > 0) {
      for (const window of this.#session.windows.all) {
        if (window.isDirect) fresh.push({ ...NOTHING, window, isStale: true });
      }
      this.#reloads.ask('inbox', () => this.#resync());
    }
    for (const entry of entries) {
      if (isMessage(entry)) this.#take(entry, looking, fresh);
      else this.#react(entry, fresh);
    }
    return fresh;
  }

  /** Remembers who wrote, and shows the line where the person looks. */
  announce(message: ChatMessage): void {
    if (message.kind !== 'direct' && message.kind !== 'page') return;
    const { userId, windows } = this.#session;
    if (message.from.id !== userId) this.#lastFrom = message.from.handle;
    if (windows.find(message.conversation) !== windows.current) this.#front()?.outside(message);
    if (message.kind === 'page') this.#offerLive(message);
  }

  /** Who last wrote directly to this person, as far as the open windows remember. */
  get lastFrom(): string | undefined {
    return this.#lastFrom ?? lastDirectFrom(this.#session);
  }

  /** Opens a window for each direct conversation with unread words, the newest first, as long as there is room. */
  async openUnread(): Promise<void> {
    const { deps, userId, ignored, windows, attention } = this.#session;
    const lines: ChatMessage[] = [];
    const unopened: string[] = [];
    for (const { conversation, lastSeq, peer } of await deps.log.directsOf(userId)) {
      if (lastSeq <= this.#session.readSeq(conversation) || ignored.has(peer.id)) continue;
      if (windows.find(conversation) === undefined && windows.directs >= DIRECTS_UNASKED) {
        unopened.push(peer.handle);
        continue;
      }
      const window = await windows.open(conversation);
      if (window === undefined) break;
      const { transcript, readSeq } = window;
      lines.push(
        ...transcript.messages.filter((message) => message.seq > readSeq && attention.weigh(message) === 'mention'),
      );
    }
    this.#unread = { lines: lines.sort((a, b) => a.at - b.at).slice(-ANNOUNCED), unopened };
  }

  /** Says what {@link openUnread} found: the last 20 lines of it, and whose words wait besides. */
  tellUnread(): void {
    const { lines, unopened } = this.#unread;
    this.#unread = NOTHING_UNREAD;
    for (const message of lines) {
      this.announce(message);
      // A page that is read later rings then.
      if (message.kind === 'page') this.#session.attention.call(message, false);
    }
    const [first] = unopened;
    if (first === undefined) return;
    const more = unopened.length - NAMED;
    const names = `${unopened.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    this.#front()?.notice({
      kind: 'info',
      text: `Too many wrote to you for a window each. Unread, too: ${names}. /msg ${first} reads what ${first} wrote.`,
    });
  }

  close(): void {
    this.#feed.close();
    this.#reloads.close();
  }

  #take(message: ChatMessage, looking: boolean, fresh: Fresh[]): void {
    const session = this.#session;
    const window = session.windows.find(message.conversation);
    if (window === undefined) {
      if (session.isIgnored(message)) return;
      if (session.windows.directs >= DIRECTS_UNASKED) {
        this.#takeUnopened(message);
        return;
      }
      this.#isFull = false;
      // Opening loads the message with the tail, so it is announced here and counted there.
      const open = async () => {
        await session.windows.open(message.conversation);
        this.#front()?.changed();
      };
      void session.insist(message.conversation, open).then(() => {
        if (session.ended) return;
        this.announce(message);
        session.attention.call(message, false);
      });
      return;
    }
    if (!session.take(window, message, looking)) return;
    fresh.push({ ...NOTHING, window, messages: [message] });
    this.announce(message);
  }

  /** It is shown where the person looks, and waits where it was said. */
  #takeUnopened(message: ChatMessage): void {
    this.announce(message);
    this.#session.attention.call(message, false);
    if (this.#isFull) return;
    this.#isFull = true;
    this.#front()?.notice({
      kind: 'info',
      text: `${DIRECTS_UNASKED} direct conversations are open; others open no more by themselves. /msg and a name opens one, /close closes one.`,
    });
  }

  /** A sysop may answer a page by a live chat, while whoever paged is here. */
  #offerLive({ from, to }: ChatMessage & { readonly kind: 'page' }): void {
    const { userId, me, deps } = this.#session;
    if (to.id !== userId || me?.role !== 'sysop' || deps.chat.participant(from.id)?.lostSince !== undefined) return;
    if (deps.chat.isInChat(from.id)) {
      this.#front()?.notice({ kind: 'info', text: `/chat ${from.handle} answers with a live chat.` });
    }
  }

  #react(event: ChatEvent, fresh: Fresh[]): void {
    const session = this.#session;
    switch (event.event) {
      case 'windows':
        this.#reloads.ask('channels', () => session.navigation.syncChannels());
        break;
      case 'read': {
        const window = session.windows.find(event.conversation);
        if (window === undefined || event.seq <= window.readSeq) break;
        window.readSeq = event.seq;
        if (window !== session.windows.current) window.countUnread((message) => session.attention.weigh(message));
        break;
      }
      case 'saved-windows':
        if (event.session !== session.id) this.#reloads.ask('windows', () => session.saved.reload());
        break;
      case 'preferences':
        this.#reloads.ask('preferences', () => session.reloadPreferences());
        break;
      case 'live':
        session.lookLive();
        break;
      case 'notice':
        this.#front()?.notice({ kind: 'info', text: event.text });
        break;
      case 'amended': {
        const window = session.windows.find(event.conversation);
        if (window !== undefined) fresh.push({ ...NOTHING, window, amended: [event] });
        // It may have been shown anywhere, as a line from outside.
        for (const each of session.windows.all) each.renewNotices(event.message);
        break;
      }
      case 'topic':
      case 'slow':
      case 'members':
      case 'presence':
        break;
      default:
        event satisfies never;
    }
  }

  /** The ring ran past: everything it could have told is read anew. */
  async #resync(): Promise<void> {
    this.#session.lookLive();
    await this.#session.navigation.syncChannels();
    const { all } = this.#session.windows;
    // The transcripts have missed nothing.
    const changed = all.flatMap(({ transcript, isDirect }) => (isDirect ? transcript.messages : []));
    for (const message of changed) {
      if (message.revision !== undefined) for (const window of all) window.renewNotices(message);
    }
    await this.openUnread();
    this.tellUnread();
    this.#front()?.changed();
  }
}
