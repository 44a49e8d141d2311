/**
 * The one way in which the input line changes: some clusters give way to text. Only what stands beside is cut into clusters
 * again, so that a key costs little more in a line of 64 KiB than in a short one.
 */
import type { Kept } from './line-undo.ts';
import { type Span, textOf } from './line-words.ts';
import { graphemes, SETTLED } from './width.ts';

/** How much a line holds. */
export interface Size {
  /** In UTF-8. */
  readonly bytes: number;
  /** How many `\n` there are. */
  readonly newlines: number;
}

export interface Line extends Size {
  /** Grapheme clusters; `\n` (from a paste) is one. */
  readonly clusters: readonly string[];
  /** 0 … clusters.length: the cluster it stands on, or the end. */
  readonly cursor: number;
}

/**
 * So many clusters right of a change are looked at for one that settles what follows; those of them that begin with no letter
 * of a flag do so between themselves (they are joined by nothing, or would be one cluster), so that only flags go on.
 */
const UNSETTLED = 32;
const FLAG = /^\p{RI}/u;
/** So many clusters may be the arguments of a call. */
const ARGUMENTS = 1000;

/** Replaces clusters by text, cuts anew what may join with it, and puts the cursor after the text. */
export function splice(line: Line, span: Span, text: string): { readonly line: Line; readonly kept: Kept } {
  const { clusters } = line;
  const from = Math.max(0, span.from - 1);
  const to = settledAfter(clusters, span.to);
  const left = textOf(clusters, from, span.from) + text;
  const added = graphemes(left + textOf(clusters, span.to, to));
  const removed = textOf(clusters, span.from, span.to);
  const changed = {
    ...sizeAfter(line, removed, text),
    clusters: withIn(clusters, { from, to }, added),
    cursor: from + countUpTo(added, left.length),
  };
  return { line: changed, kept: { head: from, tail: clusters.length - to } };
}

/** The size of a line after some of its text gave way to other text. */
export function sizeAfter({ bytes, newlines }: Size, removed: string, added: string): Size {
  return {
    bytes: bytes - Buffer.byteLength(removed) + Buffer.byteLength(added),
    newlines: newlines - count(removed) + count(added),
  };
}

/** Where a text is other than the clusters, and what stands there in the text: all before and after it is the same. */
export function differing(clusters: readonly string[], text: string): { readonly span: Span; readonly middle: string } {
  let from = 0;
  let head = 0;
  for (; from < clusters.length && text.startsWith(clusters[from] ?? '', head); from += 1) {
    head += clusters[from]?.length ?? 0;
  }
  let to = clusters.length;
  let tail = text.length;
  for (; to > from; to -= 1) {
    const start = tail - (clusters[to - 1]?.length ?? 0);
    if (start < head || !text.startsWith(clusters[to - 1] ?? '', start)) break;
    tail = start;
  }
  return { span: { from, to }, middle: text.slice(head, tail) };
}

/** Up to where clusters from `at` on may be cut otherwise when something else stands before them. */
function settledAfter(clusters: readonly string[], at: number): number {
  for (let to = at; to < clusters.length; to += 1) {
    const cluster = clusters[to] ?? '';
    if (cluster.search(SETTLED) === 0 || (to - at >= UNSETTLED && !FLAG.test(cluster))) return to + 1;
  }
  return clusters.length;
}

/** One copy for a key: of 64,000 clusters that is a third of what slicing and joining takes. */
function withIn(clusters: readonly string[], { from, to }: Span, added: readonly string[]): readonly string[] {
  if (added.length <= ARGUMENTS) return clusters.toSpliced(from, to - from, ...added);
  return clusters.slice(0, from).concat(added, clusters.slice(to));
}

/** How many clusters it takes to hold the first `length` UTF-16 units. */
function countUpTo(clusters: readonly string[], length: number): number {
  let units = 0;
  let index = 0;
  while (units < length) units += clusters[index++]?.length ?? length;
  return index;
}

function count(text: string): number {
  return text.split('\n').length - 1;
}
