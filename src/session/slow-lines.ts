/** Words for channels that are slow: they wait here for their time, in order per channel, beside what else is sent meanwhile. */
import type { HeldWords } from '../chat/command.ts';
import type { Conversation } from '../chat/message.ts';
import { placesOf } from '../chat/pace.ts';
import type { Timers } from './timers.ts';
import type { Unsent } from './unsent.ts';

/**
 * How many texts may wait for one channel, larger ones counted as often as they take places; the next is refused and stays in the
 * input line.
 */
const WAITING = 100;
/** And for all of them. */
const WAITING_IN_ALL = 400;
/** Between two looks whether the time has come; a channel may also be quick again at once. */
const LOOK_MS = 1000;

/** What waits for one channel. */
interface Line {
  readonly waiting: HeldWords[];
  /** The first of them, while it is being said: it cannot be taken back any more. */
  saying: HeldWords | undefined;
  /** How many places all of them take. */
  places: number;
}

export interface SlowLinesDeps {
  readonly timers: Timers;
  /** What waits, or for how long, is another. */
  onChange(): void;
  /** Takes words that were refused after all. */
  giveBack(conversation: Conversation, words: HeldWords): void;
  /** Runs what may have a bug in it; never rejects. */
  guard(work: () => Promise<void>): Promise<void>;
}

export class SlowLines {
  readonly #deps: SlowLinesDeps;
  readonly #lines = new Map<Conversation, Line>();
  #cancel: (() => void) | undefined;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(deps: SlowLinesDeps) {
    this.#deps = deps;
  }

  /** How many texts wait for a channel. */
  countOf(conversation: Conversation): number {
    const line = this.#lines.get(conversation);
    return line === undefined ? 0 : line.waiting.length + (line.saying === undefined ? 0 : 1);
  }

  /** Whether another text would be taken for a channel, after some that take so many places. */
  hasRoom(conversation: Conversation, before = 0): boolean {
    const here = this.#lines.get(conversation)?.places ?? 0;
    const inAll = [...this.#lines.values()].reduce((sum, { places }) => sum + places, 0);
    return here + before < WAITING && inAll + before < WAITING_IN_ALL;
  }

  /** The ms until something is said in a conversation; undefined when nothing waits for it. */
  waitOf(conversation: Conversation): number | undefined {
    return this.#lines.get(conversation)?.waiting[0]?.wait();
  }

  /** False when too much waits for that channel already: nothing was taken. */
  hold(conversation: Conversation, words: HeldWords): boolean {
    if (this.#closed || !this.hasRoom(conversation)) return false;
    const line = this.#lines.get(conversation) ?? { waiting: [], saying: undefined, places: 0 };
    line.waiting.push(words);
    line.places += placesOf(words.text);
    this.#lines.set(conversation, line);
    this.#deps.onChange();
    this.#arm();
    return true;
  }

  /** The newest text that waits for a channel, which is not said then; undefined when there is none. */
  takeBack(conversation: Conversation): HeldWords | undefined {
    const line = this.#lines.get(conversation);
    const words = line?.waiting.pop();
    if (line === undefined || words === undefined) return undefined;
    line.places -= placesOf(words.text);
    this.#changed(conversation, line);
    return words;
  }

  /** Resolves when nothing waits. */
  whenEmpty(): Promise<void> {
    if (this.#lines.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Holds nothing any more; what waited, oldest first of each channel. */
  close(): readonly Unsent[] {
    this.#closed = true;
    const unsaid = [...this.#lines].flatMap(([conversation, { waiting }]) =>
      waiting.map(({ text }) => ({ conversation, text })),
    );
    this.#lines.clear();
    this.#cancel?.();
    this.#settle();
    return unsaid;
  }

  #arm(): void {
    if (this.#closed || this.#cancel !== undefined) return;
    // What is being said is not looked for: it arms anew when it is over.
    const waits = [...this.#lines.values()].flatMap(({ waiting: [first], saying }) =>
      first === undefined || saying !== undefined ? [] : [first.wait()],
    );
    if (waits.length === 0) return;
    this.#cancel = this.#deps.timers.after(Math.min(LOOK_MS, ...waits), () => {
      this.#cancel = undefined;
      this.#look();
    });
  }

  /** Says the first of each channel whose time has come; the next one waits for what becomes of it. */
  #look(): void {
    for (const [conversation, line] of this.#lines) {
      const [words] = line.waiting;
      if (words === undefined || line.saying !== undefined || words.wait() > 0) continue;
      line.waiting.shift();
      line.saying = words;
      void this.#deps.guard(() => this.#say(conversation, line, words));
    }
    this.#deps.onChange();
    this.#arm();
  }

  async #say(conversation: Conversation, line: Line, words: HeldWords): Promise<void> {
    let outcome: 'said' | 'early' | 'refused' = 'refused';
    try {
      outcome = await words.say();
    } finally {
      // Also where the store cannot be used: those behind it go on.
      line.saying = undefined;
      if (!this.#closed) this.#said(conversation, line, words, outcome);
      else if (outcome !== 'said') this.#deps.giveBack(conversation, words);
    }
  }

  #said(conversation: Conversation, line: Line, words: HeldWords, outcome: 'said' | 'early' | 'refused'): void {
    if (outcome === 'early') line.waiting.unshift(words);
    else line.places -= placesOf(words.text);
    if (outcome === 'refused') this.#deps.giveBack(conversation, words);
    this.#changed(conversation, line);
    this.#arm();
  }

  #changed(conversation: Conversation, line: Line): void {
    if (line.waiting.length === 0 && line.saying === undefined) this.#lines.delete(conversation);
    this.#deps.onChange();
    this.#settle();
  }

  #settle(): void {
    if (this.#lines.size > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}
