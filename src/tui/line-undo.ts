/**
 * What Ctrl-_ takes back: changes, not copies of the line, so that the memory it takes is that of what was removed.
 * Typing joins into one change per word.
 */

/** One change: `added` clusters now stand at `from` where `removed` stood. */
export interface Change {
  readonly from: number;
  readonly added: number;
  readonly removed: string;
  /** Where the cursor was before it. */
  readonly cursor: number;
  /** The last of them was typed and may be joined by the next. */
  readonly open: boolean;
}

/** The latest change is the last. */
export interface Undo {
  readonly changes: readonly Change[];
  /** UTF-16 units of all `removed`. */
  readonly size: number;
}

/** What a change takes besides the text it removed, in UTF-16 units. */
const CHANGE_SIZE = 64;

/** How many changes are kept, and how much removed text (two full pastes). */
const MOST_CHANGES = 200;
const MOST_SIZE = 131_072;

export const NOTHING_DONE: Undo = { changes: [], size: 0 };

interface Line {
  readonly clusters: readonly string[];
  readonly cursor: number;
  readonly undo: Undo;
}

/** So many clusters at the beginning and at the end are the same in two lines; maybe more. */
export interface Kept {
  readonly head: number;
  readonly tail: number;
}

/** The undo stack after `before` became `after`. */
export function remember(before: Line, after: Line, kept: Kept, typed: boolean): Undo {
  const change = difference(before, after, kept, typed);
  const last = before.undo.changes.at(-1);
  const joins = typed && last?.open === true && change.removed === '' && change.from === last.from + last.added;
  if (joins && !startsWord(after.clusters, change.from)) {
    const joined = { ...last, added: last.added + change.added };
    return { ...before.undo, changes: [...before.undo.changes.slice(0, -1), joined] };
  }
  const changes = [...before.undo.changes, change];
  let size = before.undo.size + change.removed.length;
  let drop = 0;
  while (changes.length - drop > MOST_CHANGES || (size > MOST_SIZE && drop < changes.length - 1)) {
    size -= changes[drop]?.removed.length ?? 0;
    drop += 1;
  }
  return { changes: drop === 0 ? changes : changes.slice(drop), size };
}

/** What it takes in memory, in UTF-16 units. */
export function undoSize({ changes, size }: Undo): number {
  return size + changes.length * CHANGE_SIZE;
}

/** The change to take back and what remains, or undefined. */
export function undone(undo: Undo): { readonly change: Change; readonly rest: Undo } | undefined {
  const change = undo.changes.at(-1);
  if (change === undefined) return undefined;
  return { change, rest: { changes: undo.changes.slice(0, -1), size: undo.size - change.removed.length } };
}

function startsWord(clusters: readonly string[], at: number): boolean {
  return clusters[at - 1] === ' ' && clusters[at] !== ' ';
}

/** The change between two lines: what is the same at both ends is left out, as far as it is near what was edited. */
function difference(before: Line, after: Line, kept: Kept, typed: boolean): Change {
  const old = before.clusters;
  const now = after.clusters;
  const end = Math.min(old.length, now.length) - kept.tail;
  let from = kept.head;
  while (from < end && old[from] === now[from]) from += 1;
  let tail = kept.tail;
  while (from < end + kept.tail - tail && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return {
    from,
    added: now.length - tail - from,
    removed: old.slice(from, old.length - tail).join(''),
    cursor: before.cursor,
    open: typed,
  };
}
