/** Words for channels that are slow: they wait here for their time, in order per channel, beside what else is sent meanwhile. */
import type { HeldWords } from '../chat/command.ts';
import type { Conversation } from '../chat/message.ts';
import type { Timers } from './timers.ts';

/** How many texts may wait for one channel; the next is refused and stays in the input line. */
const WAITING = 100;
/** Between two looks whether the time has come; a channel may also be quick again at once. */
const LOOK_MS = 1000;

export class SlowLines {
  readonly #timers: Timers;
  readonly #onChange: () => void;
  readonly #giveBack: (text: string) => void;
  readonly #waiting = new Map<Conversation, HeldWords[]>();
  #cancel: (() => void) | undefined;
  /** Channels for which words are being said now. */
  readonly #busy = new Set<Conversation>();
  #closed = false;
  #idle: (() => void)[] = [];

  /** `onChange`: what waits, or for how long, is another; `giveBack` takes words that were refused after all. */
  constructor(timers: Timers, onChange: () => void, giveBack: (text: string) => void) {
    this.#timers = timers;
    this.#onChange = onChange;
    this.#giveBack = giveBack;
  }

  /** How many texts wait for a channel. */
  countOf(conversation: Conversation): number {
    return this.#waiting.get(conversation)?.length ?? 0;
  }

  /** The ms until something is said in a conversation; undefined when nothing waits for it. */
  waitOf(conversation: Conversation): number | undefined {
    return this.#waiting.get(conversation)?.[0]?.wait();
  }

  /** False when too much waits for that channel already: nothing was taken. */
  hold(conversation: Conversation, words: HeldWords): boolean {
    const waiting = this.#waiting.get(conversation) ?? [];
    if (this.#closed || waiting.length >= WAITING) return false;
    waiting.push(words);
    this.#waiting.set(conversation, waiting);
    this.#onChange();
    this.#arm();
    return true;
  }

  /** The newest text that waits for a channel, which is not said then; undefined when there is none. */
  takeBack(conversation: Conversation): string | undefined {
    const waiting = this.#waiting.get(conversation);
    const words = waiting?.pop();
    if (waiting?.length === 0) this.#waiting.delete(conversation);
    if (words !== undefined) this.#onChange();
    this.#settle();
    return words?.text;
  }

  /** Resolves when nothing waits. */
  whenEmpty(): Promise<void> {
    if (this.#isEmpty) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Forgets what waits. */
  close(): void {
    this.#closed = true;
    this.#waiting.clear();
    this.#cancel?.();
    this.#settle();
  }

  get #isEmpty(): boolean {
    return this.#closed || (this.#waiting.size === 0 && this.#busy.size === 0);
  }

  #arm(): void {
    if (this.#closed || this.#cancel !== undefined || this.#waiting.size === 0) return;
    const waits = [...this.#waiting.values()].map(([first]) => first?.wait() ?? 0);
    this.#cancel = this.#timers.after(Math.min(LOOK_MS, ...waits), () => {
      this.#cancel = undefined;
      this.#look();
    });
  }

  /** Says the first of each channel whose time has come; the next one waits for what becomes of it. */
  #look(): void {
    for (const [conversation, waiting] of this.#waiting) {
      const [words] = waiting;
      if (words === undefined || words.wait() > 0 || this.#busy.has(conversation)) continue;
      this.#busy.add(conversation);
      void words.say().then((isSaid) => {
        this.#busy.delete(conversation);
        const at = waiting.indexOf(words);
        if (at >= 0) waiting.splice(at, 1);
        if (waiting.length === 0) this.#waiting.delete(conversation);
        if (!isSaid && !this.#closed) this.#giveBack(words.text);
        this.#onChange();
        this.#settle();
      });
    }
    this.#onChange();
    this.#arm();
  }

  #settle(): void {
    if (!this.#isEmpty) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
