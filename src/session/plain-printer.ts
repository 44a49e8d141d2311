/**
 * What a person without a screen is shown, line after line and in order. Nothing is written while the far end takes no
 * more: then the session's cursors stand still, and what the ring ran past meanwhile is read from history.
 */
import type { AmendedEvent, ChatMessage } from '../chat/message.ts';
import { StoreUnavailable } from '../chat/ports/store-unavailable.ts';
import { quotingFor } from '../chat/quote.ts';
import { hushed, isPresence, type JoinsShown } from '../tui/hush.ts';
import { clockOf, dateOf, dayNumber } from '../tui/local-time.ts';
import { plainChanges } from '../tui/plain-changes.ts';
import { furtherMarked, plainLines, SERVER_FURTHER } from '../tui/plain-lines.ts';
import { hangingRows } from '../tui/plain-rows.ts';
import { harmless } from '../tui/row.ts';
import type { Fresh } from './intake.ts';
import { PlainHistory } from './plain-history.ts';
import { PlainLive } from './plain-live.ts';
import { type PlainItem, PlainPending } from './plain-pending.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

/** History that could not be read is tried again after this long, ms. */
const RETRY_MS = 5000;
const LATER = 'The server cannot read its data right now. What was said meanwhile follows when it can.';

export class PlainPrinter {
  readonly history: PlainHistory;
  readonly #session: Session;
  readonly #live: PlainLive;
  /** What is typed so far and must stand below every line; undefined when the far end shows that itself. */
  readonly #draft: () => string | undefined;
  /** The day of the line printed last, as a number. */
  #day: number;
  readonly #pending = new PlainPending();
  #pumping: Promise<void> | undefined;
  #drained: (() => void) | undefined;
  #closed = false;

  constructor(session: Session, draft: () => string | undefined) {
    this.#session = session;
    this.#draft = draft;
    this.history = new PlainHistory(session.deps);
    this.#live = new PlainLive(session.userId, () => session.live?.carried);
    this.#day = dayNumber(session.deps.timers.now(), session.zone);
  }

  /** Prints something when its turn comes. */
  put(item: PlainItem): void {
    if (this.#closed) return;
    if (typeof item !== 'string' && item.isAside !== true) this.history.note(item.message);
    this.#pending.put(item);
    void this.#session.guard(() => this.pump());
  }

  /** The far end takes more. */
  drain(): void {
    const drained = this.#drained;
    this.#drained = undefined;
    drained?.();
  }

  /** Prints what still waits and the last words, if that can be printed now, and lets go. */
  close(lastWords: string): void {
    this.#closed = true;
    this.drain();
    if (lastWords !== '') this.#pending.put(`-- ${lastWords}`);
    const { writable } = this.#session.terminal;
    for (let item = this.#pending.take(); item !== undefined; item = this.#pending.take())
      if (writable) this.#item(item);
  }

  /** Prints everything there is, one at a time, waiting whenever the far end takes no more; resolves when all is printed. */
  pump(): Promise<void> {
    this.#pumping ??= this.#pump();
    return this.#pumping;
  }

  async #pump(): Promise<void> {
    try {
      while (await this.#writable()) {
        const item = this.#pending.take() ?? this.#live.next();
        if (item !== undefined) {
          this.#item(item);
          continue;
        }
        const fresh = this.#session.pull(true);
        if (fresh.length === 0 && this.#pending.length === 0 && !this.#live.pending) return;
        for (const each of fresh) await this.#fresh(each);
      }
    } finally {
      this.#pumping = undefined;
    }
  }

  async #fresh({ window, messages, missedAfter, amended }: Fresh): Promise<void> {
    const { title } = window;
    if (missedAfter !== undefined) {
      const before = messages[0]?.seq ?? Number.POSITIVE_INFINITY;
      await this.#catchUp(window, missedAfter, before);
    }
    for (const message of messages) {
      if (!(await this.#writable())) return;
      // A direct message may wait its turn already, or stand among the lines shown on entry.
      if (this.history.has(message)) continue;
      this.#message(message, title);
      this.history.note(message);
    }
    if (amended.length > 0 && (await this.#writable())) this.#changes(amended, title);
  }

  /** Reads out what the ring ran past. No line is left out: while history cannot be read the far end waits for it. */
  async #catchUp({ conversation, title }: Window, from: number, before: number): Promise<void> {
    let isTold = false;
    while (await this.#writable()) {
      try {
        for await (const message of this.history.missed(conversation, from, before)) {
          if (!(await this.#writable())) return;
          if (!this.#session.isIgnored(message)) this.#message(message, title);
          this.history.note(message);
        }
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
      if (!isTold && !this.#closed) this.#write(`-- ${LATER}`);
      isTold = true;
      await this.#pause();
    }
  }

  /** Waits a moment, or until the session is over. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#session.deps.timers.after(RETRY_MS, resolve);
      this.#drained = () => {
        cancel();
        resolve();
      };
    });
  }

  #item(item: PlainItem): void {
    // What somebody wrote may stand in it, and have lines of its own.
    if (typeof item === 'string') for (const line of furtherMarked('', SERVER_FURTHER, item)) this.#write(line);
    else this.#message(item.message, item.title);
  }

  #changes(amended: readonly AmendedEvent[], title: string): void {
    const { deps, ignored, userId } = this.#session;
    const shown = amended.filter(({ by, message }) => !ignored.has(by.id) && !this.#session.isIgnored(message));
    const time = this.#clock(deps.timers.now());
    for (const line of plainChanges(shown, title, userId)) this.#write(`${time} ${line}`);
  }

  #clock(at: number): string {
    const { zone, clock } = this.#session.profile;
    return clockOf(at, zone, clock);
  }

  #message(message: ChatMessage, title: string): void {
    this.#noteShown(message);
    if (this.#isHushed(message)) return;
    const { attention, zone, userId, ignored } = this.#session;
    const shown = quotingFor(message, ignored);
    const day = dayNumber(message.at, zone);
    if (day !== this.#day) this.#write(`-- ${dateOf(message.at, zone)}`);
    this.#day = day;
    const time = this.#clock(message.at);
    const isSaidToAll = message.kind === 'public' || message.kind === 'action';
    const isCall = isSaidToAll && attention.marked(message).length > 0;
    for (const line of plainLines(shown, title, userId, isCall)) this.#write(`${time} ${line}`);
  }

  /** The lines of the window that is looked at are read once they stand there. */
  #noteShown({ conversation, seq }: ChatMessage): void {
    const { current } = this.#session.windows;
    if (current?.conversation === conversation) this.#session.look(current, seq);
  }

  /** What `/set joins` leaves out. */
  #isHushed(message: ChatMessage): boolean {
    if (!isPresence(message)) return false;
    const { preferences, windows } = this.#session;
    const joins = preferences.get('joins', message.conversation) as JoinsShown;
    return hushed(windows.find(message.conversation)?.transcript.messages ?? [], joins)(message);
  }

  /**
   * One line, checked once more, as on a screen. With a pty the draft is moved out of the way and typed again under the new
   * line, which is wrapped here: the far end would go on at its left edge, where lines of others begin.
   */
  #write(text: string): void {
    const line = harmless(text);
    const draft = this.#draft();
    const { terminal } = this.#session;
    if (draft === undefined) {
      terminal.write(`${line}\n`);
      return;
    }
    const rows = hangingRows(line, terminal.size.columns);
    terminal.write(`${draft === '' ? '' : '\r\n'}${rows.join('\r\n')}\r\n${draft}`);
  }

  /** Waits until the far end takes more; false when the session is over. */
  async #writable(): Promise<boolean> {
    if (!this.#closed && !this.#session.terminal.writable) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    return !this.#closed;
  }
}
