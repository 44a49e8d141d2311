/**
 * What is read out of conversations at the plain door beside what comes as it is said: the last lines on entering one,
 * older ones, those from a line on. Nothing of those who are ignored.
 */
import type { ChatMessage, Conversation } from '../chat/message.ts';
import type { PlainPrinter } from './plain-printer.ts';
import { unreadElsewhere, youAreIn } from './plain-sentences.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

/** How many of the conversation's last lines are shown on entry, and how many from a line on. */
const ENTRY_LINES = 20;

export class PlainReading {
  readonly #session: Session;
  readonly #printer: PlainPrinter;
  readonly #entered = new Set<Conversation>();

  constructor(session: Session, printer: PlainPrinter) {
    this.#session = session;
    this.#printer = printer;
  }

  /** Says which window is looked at now; the first time, what was said there last. */
  enter(window: Window, unread: number): void {
    const { conversation, title, transcript } = window;
    this.#printer.put(`-- ${youAreIn(window, unread, this.#session.ignored)}`);
    if (this.#entered.size === 0) this.#tellUnread(window);
    if (this.#entered.has(conversation)) return;
    this.#entered.add(conversation);
    this.#read(this.#printer.history.unprinted(transcript.messages).slice(-ENTRY_LINES), title);
  }

  /** The conversation is put away: entered again, it is read out anew. */
  forget(conversation: Conversation): void {
    this.#entered.delete(conversation);
    this.#printer.history.forget(conversation);
  }

  /** So many lines further back in the current window. */
  async older(count: number): Promise<void> {
    const { current } = this.#session.windows;
    if (current === undefined) return;
    const { conversation, title } = current;
    const messages = await this.#printer.history.older(conversation, count);
    if (messages.length === 0) return this.#printer.put(`-- There is nothing older in ${title}.`);
    this.#printer.put(`-- older lines of ${title}:`);
    this.#read(messages, title);
    this.#printer.put('-- end of the older lines; /history goes further back');
  }

  /** A window from a line on. */
  async from({ conversation, title }: Window, seq: number): Promise<void> {
    const { log } = this.#session.deps;
    const { messages } = await log.after({ conversation, after: seq - 1, limit: ENTRY_LINES });
    this.#printer.put(`-- lines of ${title} from there on:`);
    this.#read(messages, title, true);
    this.#printer.put('-- end of those lines; /history with the next date reads on');
  }

  #read(messages: readonly ChatMessage[], title: string, isAside = false): void {
    for (const message of messages) {
      if (!this.#session.isIgnored(message)) this.#printer.put({ message, title, isAside });
    }
  }

  /** What waits in the other windows, once, on arrival. */
  #tellUnread(shown: Window): void {
    const waiting = unreadElsewhere(this.#session.windows.all, shown);
    if (waiting !== '') this.#printer.put(`-- ${waiting}`);
  }
}
