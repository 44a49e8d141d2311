/**
 * Which words of a text call somebody: a handle or a keyword of their own, as a whole word, whatever its case. Web addresses,
 * mail addresses and channel names are no words: nobody is called by what stands in them.
 */
import { type ChatMessage, textOf } from './message.ts';
import { isBlock, LINE_BYTES } from './text.ts';

/** A part of a text, in UTF-16 units; `to` is exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Keywords a person may have, and characters of one. */
const KEYWORDS = 32;
const KEYWORD_CHARACTERS = 40;
/** Words of a message that call somebody: of a typed line all, of a paste the first. */
const LINE_WORDS = LINE_BYTES / 2;
const PASTE_WORDS = 256;

/** Of letters, digits and the three marks that a handle may hold. */
const WORD = '[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]*';
/** Bounded, so that a long text without spaces is walked once. */
const NO_WORD = [
  '[a-z][a-z0-9+.-]{0,15}://\\S+',
  'www\\.\\S+',
  '[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._%+-]{0,63}@[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}.-]*',
  `#${WORD}`,
].join('|');
const PIECES = new RegExp(`(?:${NO_WORD})|(${WORD})`, 'giu');
const ONE_WORD = new RegExp(`^${WORD}$`, 'u');
/** Scripts written without spaces: a keyword in them is looked for anywhere. */
const SPACELESS = /[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
/** "bob." and "bob" are both bob: a handle may end in a mark, but rarely does. Tried where a run of marks begins, not at each. */
const LAST_MARKS = /(?<![._-])[._-]+$/;

const NOTHING: readonly string[] = Object.freeze([]);
const words = new WeakMap<ChatMessage, ReadonlySet<string>>();

/** Only what somebody says calls others: not that they come or go, nor what is told of them. */
export function isCalling({ kind }: ChatMessage): boolean {
  return kind !== 'join' && kind !== 'leave' && kind !== 'system';
}

/** The lower-case words of a message, of a paste the first 256 or so, made once per message; an answer calls whom it answers. */
export function wordsOf(message: ChatMessage): ReadonlySet<string> {
  let found = words.get(message);
  if (found === undefined) {
    const { replyTo } = message;
    found = wordsIn(replyTo === undefined ? textOf(message) : `${replyTo.handle} ${textOf(message)}`);
    words.set(message, found);
  }
  return found;
}

function wordsIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const most = isBlock(text) ? PASTE_WORDS : LINE_WORDS;
  for (const [, word] of text.matchAll(PIECES)) {
    if (word === undefined) continue;
    if (found.size >= most) break;
    const lower = word.toLowerCase();
    found.add(lower).add(lower.replace(LAST_MARKS, ''));
  }
  return found;
}

/** Keywords as they are kept: `deploy,outage`; `none` for none. Undefined when a word is none, too long, or there are too many. */
export function parseKeywords(text: string): string | undefined {
  const given = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[\s,]+/)
    .map((word) => word.replace(LAST_MARKS, ''))
    .filter((word) => word !== '');
  const keywords = [...new Set(given)];
  const isGood = (word: string) => ONE_WORD.test(word) && [...word].length <= KEYWORD_CHARACTERS;
  if (keywords.length === 0 || keywords.length > KEYWORDS || !keywords.every(isGood)) return undefined;
  return keywords.join(',');
}

/** The keywords of a kept value. */
export function keywordsIn(kept: string): readonly string[] {
  return kept === 'none' ? NOTHING : kept.split(',');
}

/** The words that one person wants to be called by; lower case. */
export class Highlights {
  /** Those that are looked for as whole words. */
  readonly words: readonly string[];
  readonly #parts: readonly string[];
  /** Which of the parts are among a message's words: asked for each frame that shows it. */
  readonly #found = new WeakMap<ReadonlySet<string>, readonly string[]>();

  constructor(terms: readonly string[]) {
    const lower = terms.map((term) => term.toLowerCase());
    this.words = lower.filter((term) => !SPACELESS.test(term));
    this.#parts = lower.filter((term) => SPACELESS.test(term));
  }

  /** Whether some of them are looked for within words. */
  get hasParts(): boolean {
    return this.#parts.length > 0;
  }

  /** Whether any of them is among these words ({@link wordsOf}). */
  isIn(among: ReadonlySet<string>): boolean {
    for (const word of this.words) if (among.has(word)) return true;
    return this.#partsAmong(among).length > 0;
  }

  /** Those of them that are among these words. */
  foundIn(among: ReadonlySet<string>): readonly string[] {
    if (!this.isIn(among)) return NOTHING;
    return [...this.words.filter((word) => among.has(word)), ...this.#partsAmong(among)];
  }

  #partsAmong(among: ReadonlySet<string>): readonly string[] {
    if (this.#parts.length === 0) return NOTHING;
    let found = this.#found.get(among);
    if (found === undefined) {
      // No part has a space in it.
      const all = [...among].join(' ');
      found = this.#parts.filter((part) => all.includes(part));
      this.#found.set(among, found);
    }
    return found;
  }

  /** Where they stand in a text, in order, not overlapping. */
  rangesIn(text: string): readonly Range[] {
    const ranges: Range[] = [];
    for (const { 1: word, index } of text.matchAll(PIECES)) {
      if (word === undefined) continue;
      const bare = word.replace(LAST_MARKS, '');
      if (this.words.includes(word.toLowerCase())) ranges.push({ from: index, to: index + word.length });
      else if (this.words.includes(bare.toLowerCase())) ranges.push({ from: index, to: index + bare.length });
      else for (const { from, to } of this.#partsIn(word)) ranges.push({ from: index + from, to: index + to });
    }
    return ranges;
  }

  #partsIn(word: string): readonly Range[] {
    const ranges: Range[] = [];
    let at = 0;
    while (this.#parts.length > 0 && at < word.length) {
      const part = this.#parts.find((each) => word.startsWith(each, at));
      if (part !== undefined) ranges.push({ from: at, to: at + part.length });
      at += part?.length ?? 1;
    }
    return ranges;
  }
}
