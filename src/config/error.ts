/**
 * What is wrong with a setting, in one line that the sysop can act on: its name, where it came from, what was read and
 * what is allowed.
 */

/** Stops the start. `message` is one line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What was read, as JSON, so that it stays on one line and shows stray blanks; cut at 60 characters. */
export function quote(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length <= 60 ? json : `${json.slice(0, 59)}…`;
}

/** Edits (insert, delete, replace) between two words: Levenshtein's distance, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row[b.length] ?? 0;
}

/** ` Did you mean X?` for the nearest of `names`, or nothing if none is near (more than a third of it differs). */
export function didYouMean(word: string, names: readonly string[]): string {
  const near = names
    .map((name) => ({ name, edits: distance(word.slice(0, 100).toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(2, name.length / 3))
    .sort((a, b) => a.edits - b.edits)[0];
  return near === undefined ? '' : ` Did you mean ${near.name}?`;
}
