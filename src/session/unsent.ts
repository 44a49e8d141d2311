/**
 * What was entered and still waits when a session ends: words become the draft of their window again, of the rest at least the
 * number is said. Commands are not among words: as part of a draft they would be said to all.
 */
import type { Conversation } from '../chat/message.ts';
import { checkBlock } from '../chat/text.ts';

/** Words that wait, and where they were to be said. */
export interface Unsent {
  readonly conversation: Conversation;
  readonly text: string;
}

/** What becomes of them. */
export interface GivenBack {
  /** As they are to stand before what is typed, oldest first. */
  readonly drafts: ReadonlyMap<Conversation, readonly string[]>;
  /** How many are kept nowhere. */
  readonly lost: number;
}

/**
 * `waiting`: oldest first, undefined for what is no words. `draftOf`: what is typed in a conversation; undefined where no draft
 * is kept. What would be too much to be sent as one message is not given back.
 */
export function givenBack(
  waiting: readonly (Unsent | undefined)[],
  draftOf: (conversation: Conversation) => string | undefined,
): GivenBack {
  const drafts = new Map<Conversation, string[]>();
  let lost = 0;
  for (const words of waiting) {
    const typed = words && draftOf(words.conversation);
    const before = words && (drafts.get(words.conversation) ?? []);
    if (words === undefined || typed === undefined || before === undefined) lost += 1;
    else if (!checkBlock(draftAfter([...before, words.text], typed)).ok) lost += 1;
    else drafts.set(words.conversation, [...before, words.text]);
  }
  return { drafts, lost };
}

/** One draft of what waited and what is typed, line by line. */
export function draftAfter(unsent: readonly string[], typed: string): string {
  // The same string: it is looked at often, and need not be compared letter by letter.
  if (unsent.length === 0) return typed;
  return [...unsent, ...(typed === '' ? [] : [typed])].join('\n');
}

/** Last words, with what became of so much that was entered. */
export function wordsOfLoss(lastWords: string, lost: number): string {
  if (lost === 0) return lastWords;
  const said = lost === 1 ? '1 line that waited was not sent.' : `${lost} lines that waited were not sent.`;
  return lastWords === '' ? said : `${lastWords} ${said}`;
}
