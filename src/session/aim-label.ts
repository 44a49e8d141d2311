/** What stands before the input line while it is meant for a line that stands. */
import type { Aim } from '../chat/command.ts';
import { textOf } from '../chat/message.ts';
import { excerptOf } from '../chat/quote.ts';
import { QUICK_REACTIONS } from '../chat/reaction.ts';
import { truncate } from '../tui/width.ts';

/** Columns of the line that is answered. */
const EXCERPT = 24;

const REACT = `react: ${QUICK_REACTIONS.map((emoji, index) => `${index + 1} ${emoji}`).join(' ')} or :name: > `;

/** `re bob "did the deploy…" > `, `edit > `, `react: 1 👍 … > `. */
export function aimLabel({ kind, line }: Aim): string {
  switch (kind) {
    case 'reply':
      return `re ${line.from.handle} "${truncate(excerptOf(textOf(line)), EXCERPT)}" > `;
    case 'edit':
      return 'edit > ';
    case 'react':
      return REACT;
    default:
      return kind satisfies never;
  }
}
