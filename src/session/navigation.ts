/** Going from window to window, opening and putting them away, and what that means for what has been read. */
import { type Conversation, peersOf } from '../chat/message.ts';
import type { Front } from './front.ts';
import type { ReadMarkers } from './read-markers.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

/** So many direct conversations may be open; each holds the tail of its history. Twice what opens unasked (`DIRECTS_UNASKED`). */
const DIRECTS_OPEN = 200;

export class Navigation {
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  readonly #markers: ReadMarkers;

  constructor(session: Session, front: () => Front | undefined, markers: ReadMarkers) {
    this.#session = session;
    this.#front = front;
    this.#markers = markers;
  }

  /** The person goes to a window by themselves. */
  show(window: Window): void {
    this.#session.sending.moved();
    this.#look(window);
  }

  #look(window: Window): void {
    const { unread } = window;
    const previous = this.#session.windows.show(window);
    if (previous === window) return;
    if (previous !== undefined) this.leave(previous);
    this.#front()?.shown(window, unread);
    this.#front()?.changed();
    this.#session.saved.touch();
  }

  /** Looks at the channel that was asked for on the command line, else where the person looked last. */
  async showFirst(): Promise<void> {
    const { deps, terminal, userId, saved, windows } = this.#session;
    const asked = terminal.command;
    if (asked?.startsWith('#') === true) {
      const entered = await deps.chat.enter(userId, asked);
      if (entered.ok) return await this.showConversation(entered.value.name);
      this.#refuse(entered.sentence);
    }
    const first = saved.last ?? windows.all[0];
    if (first !== undefined) this.#look(first);
  }

  /** Opens (if need be) and looks at a conversation. */
  async showConversation(conversation: Conversation): Promise<void> {
    const window = await this.#open(conversation);
    if (window !== undefined) this.#look(window);
  }

  /** Looks at a line of a conversation in its place. */
  async goTo(conversation: Conversation, seq: number, back?: () => void): Promise<void> {
    const { deps, userId } = this.#session;
    // Who left a channel meanwhile may not read on there.
    if (!deps.chat.searches.mayRead(userId, conversation)) {
      this.#refuse(`You are not in ${conversation} any more.`);
      return;
    }
    const window = await this.#open(conversation);
    if (window !== undefined) await this.#front()?.goTo(window, seq, back);
  }

  /** The person looks elsewhere: they have read this window as far as it was shown, unless they were reading further up. */
  leave(window: Window): void {
    if ((this.#front()?.stateOf(window)?.scrollSeq ?? 0) === 0) this.#markRead(window, window.arrivedSeq);
    // Whoever went past it blindly, on a terminal that takes no more, is told again.
    if (window.shownSeq < window.seenSeq) window.countUnread((message) => this.#session.attention.weigh(message));
  }

  #markRead(window: Window, seq: number): void {
    window.readSeq = Math.max(window.readSeq, seq);
    this.#markers.read(window.conversation, window.readSeq);
  }

  /** Nothing waits in any window any more; how many had something. */
  readAll(): number {
    const waiting = this.#session.windows.all.filter(({ activity }) => activity !== 'none');
    for (const window of waiting) {
      window.catchUp();
      this.#markRead(window, window.seenSeq);
    }
    this.#front()?.changed();
    return waiting.length;
  }

  /** Closes a window: a channel is parted, a direct conversation just put away. */
  async close(window: Window): Promise<void> {
    const { deps, userId, saved } = this.#session;
    if (window.isDirect) {
      this.#markRead(window, window.arrivedSeq);
      saved.forget(window.conversation);
      this.drop(window);
      return;
    }
    const parted = await deps.chat.part(userId, window.conversation);
    if (!parted.ok) this.#refuse(parted.sentence);
  }

  /** Puts a window away; nothing is parted. */
  drop(window: Window): void {
    const { windows } = this.#session;
    windows.close(window);
    this.#front()?.closed(window.conversation);
    const { current } = windows;
    if (current !== undefined) this.#front()?.shown(current, 0);
    this.#front()?.changed();
  }

  /** Puts the windows of channels away that the person has left. */
  dropLeft(): void {
    const { me, saved, windows } = this.#session;
    if (me === undefined) return;
    for (const window of [...windows.all]) {
      if (window.isDirect || me.channels.has(window.conversation)) continue;
      saved.forget(window.conversation);
      this.drop(window);
    }
  }

  /** Opens a window for each channel the person is in, and drops those they have left. */
  async syncChannels(): Promise<void> {
    const { me, saved, windows } = this.#session;
    if (me === undefined) return;
    this.dropLeft();
    for (const channel of me.channels) await windows.open(channel);
    saved.touch();
    const first = windows.all[0];
    if (windows.current === undefined && first !== undefined) this.#look(first);
    this.#front()?.changed();
  }

  /**
   * Opens what the person asks for, if there is room; undefined when there is none, which they are told, or the session is over.
   */
  async #open(conversation: Conversation): Promise<Window | undefined> {
    const { windows } = this.#session;
    const isNew = peersOf(conversation) !== undefined && windows.find(conversation) === undefined;
    if (!isNew || windows.directs < DIRECTS_OPEN) return await windows.open(conversation);
    this.#refuse(
      `${DIRECTS_OPEN} direct conversations are open, which is the most; look at one that may go and /close it, then try again.`,
    );
    return undefined;
  }

  #refuse(sentence: string): void {
    this.#front()?.notice({ kind: 'error', text: sentence });
  }
}
