/** The lines of a command's page as a screen shows them: tables with their columns aligned. */
import type { PageLine } from '../chat/command.ts';

/** No column is padded beyond this; a longer word pushes only its own line. */
const WIDEST = 28;

/**
 * Cells two spaces apart; a column that is empty in every row of the page is left out. Widths count UTF-16 units: keep wide
 * text last.
 */
export function aligned(lines: readonly PageLine[]): readonly string[] {
  const widths: number[] = [];
  for (const line of lines) {
    if (typeof line === 'string') continue;
    for (const [at, { length }] of line.entries()) widths[at] = Math.max(widths[at] ?? 0, Math.min(length, WIDEST));
  }
  return lines.map((line) => (typeof line === 'string' ? line : alignedRow(line, widths)));
}

function alignedRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .flatMap((cell, at) => (widths[at] === 0 ? [] : [cell.padEnd(widths[at] ?? 0)]))
    .join('  ')
    .trimEnd();
}
