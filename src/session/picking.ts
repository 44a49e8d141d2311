/** Which line is picked next: lines that somebody said, in the order of the rows that show them. Pure. */
import type { ChatMessage } from '../chat/message.ts';
import { isLine, type Line } from '../chat/quote.ts';

/** Something can be done to it: somebody said it, and it stands. */
export function isPickable(message: ChatMessage): message is Line {
  return isLine(message) && message.deletedBy === undefined;
}

/** What may show a line: a row, or a piece of several. */
interface Showing {
  readonly message: ChatMessage | undefined;
}

/** The lines that are shown, in order, each once. */
export function linesOf(shown: readonly Showing[]): readonly Line[] {
  const lines: Line[] = [];
  for (const { message } of shown) {
    if (message !== undefined && isPickable(message) && lines.at(-1) !== message) lines.push(message);
  }
  return lines;
}

/** The line `step` lines away from a seq (negative: up), or the last that way, and how many steps were left then. */
export function picked(
  shown: readonly Showing[],
  from: number,
  step: number,
): { readonly line: Line | undefined; readonly left: number } {
  const lines = linesOf(shown);
  const onWay = step < 0 ? lines.filter(({ seq }) => seq < from).reverse() : lines.filter(({ seq }) => seq > from);
  const taken = Math.min(Math.abs(step), onWay.length);
  return { line: onWay[taken - 1], left: step - Math.sign(step) * taken };
}
