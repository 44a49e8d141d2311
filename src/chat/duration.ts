/** How long something took or lasted, as people say it. */

const UNITS = [
  { name: 'days', ms: 86_400_000, from: 2 },
  { name: 'h', ms: 3_600_000, from: 1 },
  { name: 'min', ms: 60_000, from: 1 },
] as const;

/** `12 s`, `3 min`, `2 h`, `3 days` (hours up to two days): the largest unit that fits, rounded down; negative is `0 s`. */
export function humanDuration(ms: number): string {
  for (const unit of UNITS) {
    const count = Math.floor(ms / unit.ms);
    if (count >= unit.from) return `${count} ${unit.name}`;
  }
  return `${Math.max(0, Math.floor(ms / 1000))} s`;
}
