/**
 * The plain door: sentences instead of layout, no escape byte. Nothing is skipped: what the ring ran past is
 * read from history, and nothing is written while the far end takes no more.
 */
import type { ChatMessage, Conversation } from '../chat/message.ts';
import { hushed, isPresence, type JoinsShown } from '../tui/hush.ts';
import type { Notice } from '../tui/items.ts';
import { plainLines } from '../tui/plain-lines.ts';
import { clockOf } from '../tui/rows.ts';
import type { Front } from './front.ts';
import { HeldLines } from './held-lines.ts';
import { PlainInput } from './plain-input.ts';
import { PlainLive } from './plain-live.ts';
import type { Fresh, Session } from './session.ts';
import type { Window } from './window.ts';

/** How many of the channel's last lines are shown on entry. */
const ENTRY_LINES = 20;
/** How many lines of a page or notices may wait for a far end that takes none. */
const PENDING = 2000;
/** History is read in pages of this many. */
const PAGE = 200;

export class PlainFront implements Front {
  /** Nobody knows: there are no focus reports here. */
  readonly isFocused = false;
  readonly #session: Session;
  readonly #input: PlainInput;
  readonly #echo: boolean;
  readonly #held: HeldLines;
  readonly #shownSeq = new Map<Conversation, number>();
  readonly #outside: ChatMessage[] = [];
  /** Direct messages that were printed with their window's lines. */
  readonly #printed = new WeakSet<ChatMessage>();
  readonly #live: PlainLive;
  #pending: string[] = [];
  #pumping = false;
  #drained: (() => void) | undefined;
  #answer: ((secret: string | undefined) => void) | undefined;
  #quitAsked = false;
  /** Lines came that could not even be kept. */
  #overrun = false;
  #closed = false;

  constructor(session: Session) {
    this.#session = session;
    const { door } = session.terminal;
    this.#echo = door.kind === 'plain' && door.echo;
    this.#input = new PlainInput(this.#echo);
    this.#live = new PlainLive(session.userId, () => session.live?.carried);
    this.#held = new HeldLines({
      hasRoom: () => session.outbox.hasRoom,
      enter: (text) => session.enter(text),
    });
  }

  data(chunk: Buffer): void {
    for (const event of this.#input.feed(chunk)) {
      switch (event.type) {
        case 'echo':
          this.#session.terminal.write(event.text);
          break;
        case 'line':
          this.#line(event.text);
          break;
        case 'interrupt':
          this.#interrupt();
          break;
        case 'end':
          void this.#session.end('quit', 'Goodbye.');
          break;
        default:
          event satisfies never;
      }
    }
  }

  /** The far end has said all: what waits is sent, what is there is shown, then the session ends. */
  eof(): void {
    for (const event of this.#input.finish()) if (event.type === 'line') this.#line(event.text);
    void this.#session.guard(async () => {
      while (this.#held.size > 0 && !this.#closed) {
        await this.#session.outbox.whenEmpty();
        this.#held.send();
      }
      await this.#session.outbox.whenEmpty();
      await this.#pump();
      await this.#session.end('quit', '', this.#overrun ? 1 : 0);
    });
  }

  drain(): void {
    const drained = this.#drained;
    this.#drained = undefined;
    drained?.();
    this.changed();
  }

  resized(): void {
    // Lines are as long as they are; the far end wraps them.
  }

  changed(): void {
    this.#held.send();
    void this.#session.guard(() => this.#pump());
  }

  notice(notice: Notice): void {
    if (notice.kind === 'info' || notice.kind === 'error') this.#put(`-- ${notice.text}`);
  }

  page(title: string, lines: readonly string[]): void {
    this.#put(`-- ${title}`);
    for (const line of lines) this.#put(line === '' ? '' : `   ${line}`);
  }

  /** Most come with their window's lines; the words that open a window, and those that waited for a login, only here. */
  outside(message: ChatMessage): void {
    this.#outside.push(message);
    if (this.#outside.length > PENDING) this.#outside.shift();
    this.changed();
  }

  notify(): void {
    // It would be an escape sequence; the line itself is here.
  }

  bell(): void {
    if (this.#echo) this.#session.terminal.write('\u0007');
  }

  shown(window: Window): void {
    if (this.#shownSeq.has(window.conversation)) {
      this.#put(`-- you are now in ${window.title}`);
      return;
    }
    this.#shownSeq.set(window.conversation, window.transcript.lastSeq);
    const { topic } = window.transcript;
    this.#put(`-- you are now in ${window.title}${topic === '' ? '' : `: ${topic}`}`);
    for (const message of window.transcript.messages.slice(-ENTRY_LINES)) this.#message(message, window.title);
  }

  closed(conversation: Conversation): void {
    this.#shownSeq.delete(conversation);
  }

  clear(): void {
    // What is printed is printed; there is no screen to empty.
  }

  togglePeople(): void {
    this.notice({ kind: 'info', text: 'There is no list of people here; /who shows them.' });
  }

  askSecret(label: string): Promise<string | undefined> {
    this.#answer?.(undefined);
    const seen = this.#echo ? '' : ' (it shows as you type it)';
    this.#put(`-- ${label}${seen}`);
    this.#input.masked = true;
    return new Promise((resolve) => {
      this.#answer = (secret) => {
        this.#answer = undefined;
        this.#input.masked = false;
        resolve(secret);
      };
    });
  }

  giveBack(_text: string): void {
    this.#put('-- that line was not sent');
  }

  keys(): readonly string[] {
    return [
      'Enter sends the line.',
      'Backspace and Ctrl-U correct it.',
      'Ctrl-C drops it; on an empty line twice, or Ctrl-D, quits.',
    ];
  }

  close(lastWords: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#answer?.(undefined);
    this.#drained?.();
    const words = lastWords === '' ? this.#pending : [...this.#pending, `-- ${lastWords}`];
    if (this.#session.terminal.writable) for (const line of words) this.#write(line);
    this.#pending = [];
  }

  #line(text: string): void {
    this.#quitAsked = false;
    if (this.#answer !== undefined) this.#answer(text);
    else if (!this.#held.put(text)) this.#refuse();
  }

  /** Said once: a flood would fill the far end with it. */
  #refuse(): void {
    if (this.#overrun) return;
    this.#overrun = true;
    this.#put('-- Too much waits to be sent; from here on lines are lost. Send less at once.');
  }

  #interrupt(): void {
    if (this.#answer !== undefined) {
      this.#answer(undefined);
    } else if (this.#quitAsked) {
      void this.#session.end('quit', 'Goodbye.');
    } else {
      this.#quitAsked = true;
      this.#put('-- Ctrl-C again quits; anything else stays.');
    }
  }

  #put(line: string): void {
    if (this.#closed) return;
    this.#pending.push(line);
    if (this.#pending.length > PENDING) this.#pending.shift();
    this.changed();
  }

  /** Prints everything there is, one at a time, waiting whenever the far end takes no more. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (!this.#closed && (await this.#writable())) {
        const line = this.#pending.shift() ?? this.#live.next();
        if (line !== undefined) {
          this.#write(line);
          continue;
        }
        const fresh = this.#session.pull(true);
        const isAnythingLeft = this.#pending.length > 0 || this.#outside.length > 0 || this.#live.pending;
        if (fresh.length === 0 && !isAnythingLeft) return;
        for (const each of fresh) await this.#print(each);
        const outside = this.#outside.shift();
        if (outside !== undefined && !this.#printed.has(outside)) this.#message(outside, '');
      }
    } finally {
      this.#pumping = false;
    }
  }

  async #print({ window, messages, missedAfter }: Fresh): Promise<void> {
    if (missedAfter !== undefined) await this.#printMissed(window, messages[0]?.seq ?? Number.POSITIVE_INFINITY);
    for (const message of messages) {
      if (!(await this.#writable())) return;
      if (window.isDirect) this.#printed.add(message);
      this.#message(message, window.title);
    }
  }

  /** Reads what the ring ran past from history, page by page, up to `before` (exclusive). */
  async #printMissed(window: Window, before: number): Promise<void> {
    const { log, logger } = this.#session.deps;
    const { conversation } = window;
    for (;;) {
      const after = this.#shownSeq.get(conversation) ?? window.transcript.lastSeq;
      const page = await log.after({ conversation, after, limit: PAGE });
      const missed = page.filter((message) => message.seq < before);
      if (missed.length === 0) return;
      logger.info({ conversation, count: missed.length }, 'a slow reader catches up from history');
      for (const message of missed) {
        if (!(await this.#writable())) return;
        if (!this.#session.isIgnored(message)) this.#message(message, window.title);
        this.#shownSeq.set(conversation, message.seq);
      }
      if (page.length < PAGE) return;
    }
  }

  #message(message: ChatMessage, title: string): void {
    const session = this.#session;
    const zone = session.zone;
    const lines = this.#isHushed(message) ? [] : plainLines(message, title, session.userId);
    for (const line of lines) this.#write(`${clockOf(message.at, zone, '24h')} ${line}`);
    const { conversation, seq } = message;
    this.#shownSeq.set(conversation, Math.max(seq, this.#shownSeq.get(conversation) ?? 0));
  }

  /** What `/set joins` leaves out. */
  #isHushed(message: ChatMessage): boolean {
    if (!isPresence(message)) return false;
    const { preferences, windows } = this.#session;
    const joins = preferences.get('joins', message.conversation) as JoinsShown;
    return hushed(windows.find(message.conversation)?.transcript.messages ?? [], joins)(message);
  }

  /** With a pty the draft is moved out of the way and typed again under the new line. */
  #write(line: string): void {
    const { draft } = this.#input;
    if (!this.#echo) this.#session.terminal.write(`${line}\n`);
    else this.#session.terminal.write(`${draft === '' ? '' : '\r\n'}${line}\r\n${draft}`);
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
