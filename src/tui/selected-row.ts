/** The row of a line that is picked: reversed to its right edge, with a mark where it is set in. */
import type { Row } from './row.ts';

const REVERSE = '\x1b[7m';
const OFF = '\x1b[m';

/** The same words; they stand out by more than colour. */
export function selectedRow({ bytes, width }: Row, columns: number): Row {
  const marked = bytes.startsWith(' ') ? `>${bytes.slice(1)}` : bytes;
  const blanks = ' '.repeat(Math.max(0, columns - width));
  return { bytes: REVERSE + marked.replaceAll(OFF, OFF + REVERSE) + blanks + OFF, width: Math.max(width, columns) };
}
