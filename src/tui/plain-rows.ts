/**
 * A plain line wrapped for a terminal whose cursor we do not move. Lines begin at its left edge and nothing else does, however
 * somebody fills theirs: rows after the first are set in, and counted so that no terminal wraps one of them itself.
 */
import { widestWidth } from './width.ts';
import { wrap } from './wrap.ts';

/** Columns by which they are set in; fewer on a narrow terminal. */
const INDENT = 6;
const NARROW = 24;
const NARROW_INDENT = 2;
/** And here not at all: hardly a word would fit. */
const TINY = 6;

/**
 * The rows of a line without `\n`. The last column (of `columns` ≥ 1) stays free: where it is filled, some go to the next row at
 * once.
 */
export function hangingRows(line: string, columns: number): readonly string[] {
  const indent = columns >= NARROW ? INDENT : columns >= TINY ? NARROW_INDENT : 0;
  const room = columns - 1;
  const [first = '', ...rest] = wrap(line, room - indent, room, widestWidth);
  return [first, ...rest.map((row) => ' '.repeat(indent) + row)];
}
