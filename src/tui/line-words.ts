/** Where words begin and end in the input line, as readline has it. Pure, over grapheme clusters. */

/** Clusters from `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a word is made of: letters and digits (Alt-B, Alt-Backspace), or whatever is no space (Ctrl-W). */
export type WordKind = 'letters' | 'spaces';

const LETTERS = /[\p{L}\p{N}_\p{Extended_Pictographic}]/u;
const SPACES = /\s/;

function isInWord(cluster: string | undefined, kind: WordKind): boolean {
  if (cluster === undefined) return false;
  return kind === 'letters' ? LETTERS.test(cluster) : !SPACES.test(cluster);
}

/** Start of the word before `cursor`, over what is between. */
export function wordStart(clusters: readonly string[], cursor: number, kind: WordKind): number {
  let index = cursor;
  while (index > 0 && !isInWord(clusters[index - 1], kind)) index -= 1;
  while (index > 0 && isInWord(clusters[index - 1], kind)) index -= 1;
  return index;
}

/** End of the word at or after `cursor`. */
export function wordEnd(clusters: readonly string[], cursor: number): number {
  let index = cursor;
  while (index < clusters.length && !isInWord(clusters[index], 'letters')) index += 1;
  while (index < clusters.length && isInWord(clusters[index], 'letters')) index += 1;
  return index;
}

/** The clusters of a span as text. */
export function textOf(clusters: readonly string[], from: number, to: number = clusters.length): string {
  return clusters.slice(from, to).join('');
}
