/** Words that stand out in a line: parts of its spans get one more look, whatever look they had, and nothing is moved. */
import type { Span } from './row.ts';

/** A part of the spans' joined text, in UTF-16 units; `to` is exclusive. */
export interface Marked {
  readonly from: number;
  readonly to: number;
}

/** The spans with `look` added to the parts given, which are in order and do not overlap. */
export function highlighted(spans: readonly Span[], parts: readonly Marked[], look: string): readonly Span[] {
  if (parts.length === 0) return spans;
  const found: Span[] = [];
  let start = 0;
  let next = 0;
  for (const span of spans) {
    const end = start + span.text.length;
    let at = start;
    while (next < parts.length && (parts[next] as Marked).to <= start) next += 1;
    for (let index = next; index < parts.length; index += 1) {
      const { from, to } = parts[index] as Marked;
      if (from >= end) break;
      if (to <= at) continue;
      const [left, right] = [Math.max(at, from), Math.min(end, to)];
      if (left > at) found.push({ ...span, text: span.text.slice(at - start, left - start) });
      found.push({ ...span, text: span.text.slice(left - start, right - start), sgr: (span.sgr ?? '') + look });
      at = right;
    }
    if (at < end) found.push({ ...span, text: span.text.slice(at - start) });
    start = end;
  }
  return found;
}
