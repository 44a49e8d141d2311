/** What a ring gave, sorted: once for all who read the same of it. */
import { wordsOf } from './mention.ts';
import { type AmendedEvent, type ChatMessage, isAmended, isMessage, type RingEntry } from './message.ts';

const NOTHING_AMENDED: readonly AmendedEvent[] = Object.freeze([]);
const NO_WORDS: ReadonlySet<string> = new Set();

interface Sorted {
  readonly messages: readonly ChatMessage[];
  readonly amended: readonly AmendedEvent[];
  readonly onlySaid: boolean;
  readonly words: ReadonlySet<string>;
}

/** Entries of one ring that follow one another. */
export class Batch {
  readonly #entries: readonly RingEntry[];
  #sorted: Sorted | undefined;

  constructor(entries: readonly RingEntry[]) {
    this.#entries = entries;
  }

  /** In order. */
  get messages(): readonly ChatMessage[] {
    return this.#get().messages;
  }

  get amended(): readonly AmendedEvent[] {
    return this.#get().amended;
  }

  /** There is nothing in it but words said to all: whoever was here is here, and what was said stands as it stood. */
  get onlySaid(): boolean {
    return this.#get().onlySaid;
  }

  /** Every lower-case word of those; empty if there is more to it. */
  get words(): ReadonlySet<string> {
    return this.#get().words;
  }

  #get(): Sorted {
    this.#sorted ??= sorted(this.#entries);
    return this.#sorted;
  }
}

function sorted(entries: readonly RingEntry[]): Sorted {
  const messages = entries.filter(isMessage);
  const onlySaid = entries.length > 0 && entries.every(isSaidToAll);
  return {
    messages,
    amended: messages.length === entries.length ? NOTHING_AMENDED : entries.filter(isAmended),
    onlySaid,
    words: onlySaid ? new Set(messages.flatMap((message) => [...wordsOf(message)])) : NO_WORDS,
  };
}

function isSaidToAll(entry: RingEntry): boolean {
  return isMessage(entry) && (entry.kind === 'public' || entry.kind === 'action');
}
