/** What a list shows of a text that was found: one line around the first place, the places pointed out. */
import type { Words } from '../choices.ts';
import type { Range } from '../mention.ts';

/** What a list shows of a text, in UTF-16 units. */
const EXCERPT = 400;
/** A find that ends further on may not be in view: the text is shown from so much before it. */
const IN_VIEW = 40;
const LEAD = 24;
/** Further back the beginning of a word is not looked for. */
const LONG_WORD = 16;
/** What is pointed out is looked for in so much of a text, in UTF-16 units, and so much of it at once. */
const LOOKED_THROUGH = 8192;
const AT_ONCE = 1024;
/** So much of a stretch is looked at again with the next: what stands at its end may go on there. */
const OVERLAP = 256;

/** One line of a text around the first find in it, the finds pointed out. */
export function excerpt(text: string, ranges: readonly Range[]): readonly Words[] {
  const [first] = ranges;
  const start = first === undefined || first.to <= IN_VIEW ? 0 : wordStart(text, Math.max(0, first.from - LEAD));
  const end = Math.min(text.length, start + EXCERPT);
  const words: Words[] = start > 0 ? [{ text: '…' }] : [];
  const put = (from: number, to: number, tone?: 'match') => {
    // Put together anew: a slice would keep the whole text in memory.
    const part = [...text.slice(from, Math.min(to, end))].join('').replace(/\s+/g, ' ');
    if (part !== '') words.push(tone === undefined ? { text: part } : { text: part, tone });
  };
  let at = start;
  for (const { from, to } of ranges) {
    put(at, from);
    put(from, to, 'match');
    at = to;
  }
  put(at, end);
  return end < text.length ? [...words, { text: '…' }] : words;
}

/** The beginning of the word at a place, unless that is far; never within a surrogate pair. */
function wordStart(text: string, at: number): number {
  const from = Math.max(0, at - LONG_WORD);
  const space = text.slice(from, at).search(/\s\S*$/);
  if (space >= 0) return from + space + 1;
  return /^[\udc00-\udfff]/.test(text.slice(at, at + 1)) ? at + 1 : at;
}

/**
 * Where texts hold what is to be pointed out. Of many texts, or of long ones, a stretch is looked through at a time, and others
 * have their turn in between.
 */
export class Marks {
  readonly #rangesOf: (stretch: string) => readonly Range[];
  readonly #pause: () => Promise<void>;
  #left = AT_ONCE;

  /** `rangesOf`: all there is to point out in a stretch, in order. `pause` resolves when others have had their turn. */
  constructor(rangesOf: (stretch: string) => readonly Range[], pause: () => Promise<void>) {
    this.#rangesOf = rangesOf;
    this.#pause = pause;
  }

  /** The first place in a text and those that an {@link excerpt} shows with it; none where the first is far from its beginning. */
  async rangesIn(text: string): Promise<readonly Range[]> {
    const end = Math.min(text.length, LOOKED_THROUGH);
    for (let from = 0, to = 0; to < end; from = wordStart(text, to - OVERLAP)) {
      to = Math.min(end, from + AT_ONCE);
      const found = await this.#look(text, from, to);
      const [first] = found;
      // What ends where the stretch does may be the beginning of something else.
      if (first === undefined || (first.to === to && to < end)) continue;
      if (to === end || first.from + EXCERPT <= to) return found;
      return await this.#look(text, first.from, Math.min(end, first.from + EXCERPT));
    }
    return [];
  }

  async #look(text: string, from: number, to: number): Promise<readonly Range[]> {
    const units = to - from;
    if (units > this.#left) {
      await this.#pause();
      this.#left = AT_ONCE;
    }
    this.#left -= units;
    return this.#rangesOf(text.slice(from, to)).map((range) => ({ from: from + range.from, to: from + range.to }));
  }
}
