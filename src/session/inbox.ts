/**
 * What comes to one person wherever they look: direct messages, pages, and the changes their other sessions made. A
 * cursor into their inbox ring; what the ring ran past is read anew.
 */
import type { Subscription } from '../chat/manager.ts';
import { type ChatEvent, type ChatMessage, type Conversation, isMessage } from '../chat/message.ts';
import type { DirectSummary } from '../chat/ports/message-log.ts';
import type { Front } from './front.ts';
import { type Fresh, takeMissed } from './intake.ts';
import { lastDirectFrom } from './last-direct.ts';
import { renewAllOutside, renewOutside } from './outside-lines.ts';
import { Reloads } from './reloads.ts';
import type { Session } from './session.ts';
import { DIRECTS_UNASKED, WaitingDirects } from './waiting-directs.ts';
import type { Window } from './window.ts';

/** How many direct lines of those that passed by are shown where the person looks, of each conversation. */
const ANNOUNCED = 20;

const NOTHING = { messages: [], missedAfter: undefined, amended: [], isStale: false, onlySaid: false } as const;
const NO_LINES: readonly Fresh[] = Object.freeze([]);

export class Inbox {
  #lastFrom: string | undefined;
  #tellUnread: () => void = () => undefined;
  /** Said that conversations no longer open by themselves. */
  #isFull = false;
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  readonly #feed: Subscription;
  readonly #reloads: Reloads;
  readonly #waiting: WaitingDirects;
  /** Opened because something came, and not taken from yet; up to which seq it was announced all the same. */
  readonly #opened = new Map<Window, number>();

  /** Listens from now on; the front may come later. */
  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
    this.#waiting = new WaitingDirects(session, front);
    this.#reloads = new Reloads((kind, work) => session.insist(kind, work));
    this.#feed = session.deps.chat.inbox(session.userId, () => front()?.changed());
  }

  /** Takes what came, and gives the direct lines of open windows. */
  pull(looking: boolean): readonly Fresh[] {
    if (!this.#feed.pending && this.#opened.size === 0) return NO_LINES;
    const { entries, missed } = this.#feed.drain();
    const fresh = this.#catchUp(looking, missed > 0);
    if (missed > 0) this.#reloads.ask('inbox', () => this.#resync());
    for (const entry of entries) {
      if (isMessage(entry)) this.#take(entry, looking, fresh);
      else this.#react(entry, fresh);
    }
    return fresh;
  }

  /** Remembers who wrote, and shows the line where the person looks; `isFresh`: it comes with its window's lines, too. */
  announce(message: ChatMessage, isFresh = false): void {
    if (message.kind !== 'direct' && message.kind !== 'page') return;
    const { userId, windows } = this.#session;
    const front = this.#front();
    if (message.from.id !== userId) this.#lastFrom = message.from.handle;
    // Without a screen the lines of all windows stand in one place.
    const isThere = isFresh && front?.isPlain === true;
    if (!isThere && windows.find(message.conversation) !== windows.current) front?.outside(message);
    if (message.kind === 'page') this.#offerLive(message);
  }

  /** Who last wrote directly to this person, as far as the open windows remember. */
  get lastFrom(): string | undefined {
    return this.#lastFrom ?? lastDirectFrom(this.#session);
  }

  /** At a login: opens a window for each of these direct conversations with unread words, as long as there is room. */
  async openUnread(directs: readonly DirectSummary[]): Promise<void> {
    this.#tellUnread = await this.#waiting.open(directs, (message) => this.announce(message));
  }

  /** Says what {@link openUnread} found: the last 20 lines of it, and whose words wait besides. */
  tellUnread(): void {
    this.#tellUnread();
    this.#tellUnread = () => undefined;
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
      this.#openFor(message);
      return;
    }
    if (!session.take(window, message, looking)) return;
    fresh.push({ ...NOTHING, window, messages: [message] });
    this.announce(message, true);
  }

  /** A window that cannot be opened now comes later: what came is announced without it. */
  #openFor(message: ChatMessage): void {
    let announced = 0;
    this.#reloads.ask(message.conversation, async () => {
      try {
        await this.#open(message.conversation, announced);
      } catch (error) {
        if (announced === 0) {
          announced = message.seq;
          this.announce(message);
          this.#session.attention.call(message, false);
        }
        throw error;
      }
    });
  }

  /** Opens a window for what came, of which some may have been announced; the next pull takes all that waits there. */
  async #open(conversation: Conversation, announced = 0): Promise<void> {
    const { windows } = this.#session;
    if (windows.find(conversation) !== undefined) return;
    const window = await windows.open(conversation);
    if (window === undefined) return;
    this.#opened.set(window, announced);
    this.#front()?.changed();
  }

  /** What came to windows that were opened for it; `isStale`: and what the ring ran past in all others. */
  #catchUp(looking: boolean, isStale: boolean): Fresh[] {
    const fresh: Fresh[] = [];
    const lines: ChatMessage[] = [];
    for (const window of this.#session.windows.all) {
      const announced = this.#opened.get(window);
      if (announced !== undefined) {
        window.seenSeq = window.readSeq;
        window.catchUp();
      } else if (!isStale || !window.isDirect) continue;
      const isBehind = window.seenSeq < window.transcript.lastSeq;
      const missed = isBehind ? takeMissed(this.#session, window, looking) : undefined;
      fresh.push({ ...NOTHING, ...missed, window, isStale });
      lines.push(...(missed?.messages.filter(({ seq }) => seq > (announced ?? 0)).slice(-ANNOUNCED) ?? []));
    }
    this.#opened.clear();
    for (const message of lines.sort((a, b) => a.at - b.at)) this.announce(message, true);
    return fresh;
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
      case 'read':
        session.markers.note(event.conversation, event.seq);
        this.#readElsewhere(session.windows.find(event.conversation));
        break;
      case 'saved-windows':
        if (event.session !== session.id) this.#reloadWindows();
        break;
      case 'preferences':
        this.#reloadPreferences();
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
        renewOutside(session.windows.all, event.message);
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

  #reloadWindows(): void {
    this.#reloads.ask('windows', () => this.#session.saved.reload());
  }

  #reloadPreferences(): void {
    this.#reloads.ask('preferences', () => this.#session.reloadPreferences());
  }

  /** Takes over how far a window was read in another session. */
  #readElsewhere(window: Window | undefined): void {
    const { markers, windows, attention } = this.#session;
    if (window === undefined || markers.readSeq(window.conversation) <= window.readSeq) return;
    window.readSeq = markers.readSeq(window.conversation);
    if (window !== windows.current) window.countUnread((message) => attention.weigh(message));
  }

  /** The ring ran past: everything it could have told is read anew. */
  async #resync(): Promise<void> {
    const { deps, userId, navigation, markers, windows } = this.#session;
    this.#session.lookLive();
    this.#reloadPreferences();
    this.#reloadWindows();
    await navigation.syncChannels();
    await markers.load();
    for (const window of windows.all) this.#readElsewhere(window);
    renewAllOutside(windows.all);
    const directs = await deps.log.directsOf(userId);
    const { toOpen, unopened } = this.#waiting.choose(directs);
    for (const conversation of toOpen) {
      if (this.#session.ended) return;
      await this.#open(conversation);
    }
    this.#waiting.tell(unopened);
    this.#front()?.changed();
  }
}
