/** What a ring gave, sorted: once for all who read the same of it. */
import { wordsOf } from './mention.ts';
import { type AmendedEvent, type ChatMessage, isAmended, isMessage, type RingEntry } from './message.ts';

const NOTHING_AMENDED: readonly AmendedEvent[] = Object.freeze([]);
const NO_WORDS: ReadonlySet<string> = new Set();

/** Entries of one ring that follow one another. */
export interface Batch {
  /** In order. */
  readonly messages: readonly ChatMessage[];
  readonly amended: readonly AmendedEvent[];
  /** There is nothing in it but words said to all: whoever was here is here, and what was said stands as it stood. */
  readonly onlySaid: boolean;
  /** Every lower-case word said to all. */
  readonly words: ReadonlySet<string>;
}

/** Sorts entries when it is first asked for, once. */
export function sorting(entries: readonly RingEntry[]): () => Batch {
  let batch: Batch | undefined;
  return () => {
    batch ??= sorted(entries);
    return batch;
  };
}

function sorted(entries: readonly RingEntry[]): Batch {
  const messages = entries.filter(isMessage);
  const said = messages.filter(isSaidToAll);
  return {
    messages,
    amended: messages.length === entries.length ? NOTHING_AMENDED : entries.filter(isAmended),
    onlySaid: entries.length > 0 && said.length === entries.length,
    words: said.length > 0 ? new Set(said.flatMap((message) => [...wordsOf(message)])) : NO_WORDS,
  };
}

function isSaidToAll({ kind }: ChatMessage): boolean {
  return kind === 'public' || kind === 'action';
}
