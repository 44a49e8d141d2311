/**
 * The windows of one session, in order: its channels and direct conversations. Opening acquires the shared transcript and
 * a cursor, closing gives both back.
 */
import type { ChatManager } from '../chat/manager.ts';
import { type ChatMessage, type Conversation, peersOf, type UserId } from '../chat/message.ts';
import type { Accounts } from '../chat/ports/accounts.ts';
import type { Transcripts } from './transcript.ts';
import { type Activity, Window } from './window.ts';

export interface WindowListDeps {
  readonly me: UserId;
  readonly chat: ChatManager;
  readonly transcripts: Transcripts;
  /** Where reading of a conversation stopped. */
  readSeq(conversation: Conversation): number;
  /** The handle of the other person of a direct conversation. */
  titleOf(conversation: Conversation): Promise<string>;
  weigh(message: ChatMessage): Activity;
  /** Called when a ring has something new; `isQuiet` when only somebody came or went. */
  wake(isQuiet: boolean): void;
}

const NONE: readonly Window[] = Object.freeze([]);

export class WindowList {
  readonly #deps: WindowListDeps;
  #windows: Window[] = [];
  #changes = 0;
  readonly #opening = new Map<Conversation, Promise<Window | undefined>>();
  /** Those whose ring has something new, each once. */
  #woken: readonly Window[] = NONE;
  #current: Window | undefined;
  /** Looked at before the current one. */
  #last: Window | undefined;
  /** Where the person was when they began to follow activity. */
  #followedFrom: Window | undefined;
  #closed = false;

  constructor(deps: WindowListDeps) {
    this.#deps = deps;
  }

  get all(): readonly Window[] {
    return this.#windows;
  }

  /** The windows whose ring may have something new since this was asked last. */
  takeWoken(): readonly Window[] {
    const woken = this.#woken;
    this.#woken = NONE;
    return woken;
  }

  /** Whether no other window's ring may have something new. */
  isOnlyWoken(window: Window): boolean {
    return this.#woken.every((each) => each === window);
  }

  /** Another number whenever the windows, their order or what waits in them may be another. */
  get news(): number {
    let news = this.#changes;
    for (const window of this.#windows) news += window.news;
    return news;
  }

  /** Direct conversations that are open, or being opened. */
  get directs(): number {
    const opening = [...this.#opening.keys()].filter((conversation) => peersOf(conversation) !== undefined);
    return this.#windows.filter(({ isDirect }) => isDirect).length + opening.length;
  }

  get current(): Window | undefined {
    return this.#current;
  }

  find(conversation: Conversation): Window | undefined {
    return this.#windows.find((window) => window.conversation === conversation);
  }

  /**
   * By its number (from 1), `-` for the one looked at before, its channel name with or without `#`, or the other person's
   * handle; else the first that begins so. Case does not matter.
   */
  named(text: string): Window | undefined {
    if (text === '-') return this.#last;
    if (/^\d+$/.test(text)) return this.#windows[Number(text) - 1];
    const wanted = text.toLowerCase();
    const names = this.#windows.map(({ title }) => title.toLowerCase());
    const is = names.findIndex((name) => name === wanted || name === `#${wanted}`);
    const begins = names.findIndex((name) => name.startsWith(wanted) || name.startsWith(`#${wanted}`));
    return this.#windows[is === -1 ? begins : is];
  }

  /** Idempotent; undefined when the list was closed meanwhile. */
  open(conversation: Conversation): Promise<Window | undefined> {
    const window = this.find(conversation);
    if (window !== undefined) return Promise.resolve(window);
    let opening = this.#opening.get(conversation);
    if (opening === undefined) {
      opening = this.#open(conversation).finally(() => this.#opening.delete(conversation));
      this.#opening.set(conversation, opening);
    }
    return opening;
  }

  /** Opens several at once, in this order, for the store answers what is asked together in one go. */
  async openAll(conversations: readonly Conversation[]): Promise<readonly Window[]> {
    const stood = new Set(this.#windows);
    const opened = await Promise.all(conversations.map((conversation) => this.open(conversation)));
    const windows = opened.filter((window) => window !== undefined && this.#windows.includes(window)) as Window[];
    const fresh = new Set(windows.filter((window) => !stood.has(window)));
    this.#windows = [...this.#windows.filter((window) => !fresh.has(window)), ...fresh];
    this.#changes += 1;
    return windows;
  }

  /** Sorts by place; those with the same stay as they stood. */
  order(place: (window: Window) => number): void {
    this.#changes += 1;
    this.#windows = [...this.#windows].sort((a, b) => place(a) - place(b));
  }

  /** Puts a window at a number, from 1; beyond the end is last. */
  move(window: Window, number: number): void {
    const others = this.#windows.filter((each) => each !== window);
    others.splice(number - 1, 0, window);
    this.#windows = others;
    this.#changes += 1;
  }

  /** Makes a window the one being looked at; returns the one before. */
  show(window: Window): Window | undefined {
    const previous = this.#current;
    if (previous === window) return previous;
    if (previous !== undefined) previous.newSince = undefined;
    this.#last = previous;
    this.#current = window;
    window.look();
    return previous;
  }

  /** Closes a window; if it was the current one, the one before is looked at, or the nearest. */
  close(window: Window): void {
    const at = this.#windows.indexOf(window);
    if (at < 0) return;
    this.#windows.splice(at, 1);
    this.#changes += window.news + 1;
    if (this.#last === window) this.#last = undefined;
    if (this.#followedFrom === window) this.#followedFrom = undefined;
    window.close();
    this.#woken = this.#woken.filter((each) => each !== window);
    this.#deps.transcripts.release(window.conversation);
    if (this.#current !== window) return;
    this.#current = undefined;
    const next = this.#last ?? this.#windows[Math.min(at, this.#windows.length - 1)];
    if (next !== undefined) this.show(next);
  }

  /** Gives everything back. */
  closeAll(): void {
    this.#closed = true;
    for (const window of this.#windows) {
      window.close();
      this.#deps.transcripts.release(window.conversation);
    }
    this.#windows = [];
    this.#current = undefined;
  }

  /** The neighbour of the current window, round the ends. */
  neighbour(step: 1 | -1): Window | undefined {
    const { length } = this.#windows;
    if (this.#current === undefined || length === 0) return undefined;
    return this.#windows[(this.#windows.indexOf(this.#current) + step + length) % length];
  }

  /**
   * The window that most deserves a look: mentions first, then lines, then joins, in order. When nothing is left to look
   * at: where the person was when they began to follow activity.
   */
  follow(): Window | undefined {
    for (const level of ['mention', 'lines', 'presence'] as const) {
      const window = this.#windows.find((each) => each.activity === level);
      if (window === undefined) continue;
      this.#followedFrom ??= this.#current;
      return window;
    }
    const from = this.#followedFrom;
    this.#followedFrom = undefined;
    return from;
  }

  /** The ring of a window may have something new. */
  noteWoken(window: Window): void {
    // Never pushed to: an array that grows has room for sixteen.
    if (this.#woken.length === 0) this.#woken = [window];
    else if (!this.#woken.includes(window)) this.#woken = [...this.#woken, window];
  }

  async #open(conversation: Conversation): Promise<Window | undefined> {
    const { chat, transcripts } = this.#deps;
    const isChannel = peersOf(conversation) === undefined;
    // The cursor first, then the tail: what is said in between is in both, and told apart by its seq.
    let window: Window | undefined;
    const wake = (isQuiet: boolean) => {
      if (window !== undefined) this.noteWoken(window);
      this.#deps.wake(isQuiet);
    };
    const feed = isChannel ? chat.subscribe(conversation, wake) : undefined;
    try {
      const title = isChannel ? conversation : await this.#deps.titleOf(conversation);
      const transcript = await transcripts.acquire(conversation);
      window = new Window(title, transcript, feed, this.#deps.readSeq(conversation));
      this.noteWoken(window);
      window.countUnread((message) => this.#deps.weigh(message));
      if (this.#closed) {
        feed?.close();
        transcripts.release(conversation);
        return undefined;
      }
      this.#windows.push(window);
      this.#changes += 1;
      return window;
    } catch (error) {
      feed?.close();
      throw error;
    }
  }
}

/** The other person of a direct conversation; oneself for notes to oneself. */
function peerOf(conversation: Conversation, me: UserId): UserId | undefined {
  const peers = peersOf(conversation);
  if (peers === undefined) return undefined;
  return peers[0] === me ? peers[1] : peers[0];
}

/** The handle of the other person of a direct conversation. */
export async function directTitle(accounts: Accounts, conversation: Conversation, me: UserId): Promise<string> {
  const peer = peerOf(conversation, me) ?? me;
  return (await accounts.get(peer))?.handle ?? `gone (${peer})`;
}
