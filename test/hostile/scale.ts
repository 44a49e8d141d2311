/** How much of an attack is run: a reduced form with `npm test`, the whole with `npm run torture`. */

const { TORTURE } = process.env;

/** True in `npm run torture`. */
export const torture = TORTURE === '1';

/** A count for `npm test` and one for `npm run torture`. */
export function scaled(reduced: number, whole: number): number {
  return torture ? whole : reduced;
}

/** The p-th percentile (0–1) of some figures, which must not be empty. */
export function percentile(figures: readonly number[], p: number): number {
  const sorted = Float64Array.from(figures).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}
