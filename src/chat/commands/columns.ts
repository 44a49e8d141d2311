/** Rows of words as aligned lines, for the pages that commands show. */

/** No column is padded beyond this; a longer word pushes only its own line. */
const WIDEST = 28;

/** Cells two spaces apart; a column that is empty in every row is left out. Widths count UTF-16 units: keep wide text last. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, { length }] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, Math.min(length, WIDEST));
  }
  return rows.map((row) =>
    row
      .flatMap((cell, at) => (widths[at] === 0 ? [] : [cell.padEnd(widths[at] ?? 0)]))
      .join('  ')
      .trimEnd(),
  );
}
