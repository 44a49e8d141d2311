/** Reading what was said before, for those who cannot or would not press PgUp. */
import type { Command, CommandContext } from '../command.ts';

const LINES = 20;
const MOST_LINES = 1000;

async function history({ reply, session }: CommandContext, rest: string): Promise<void> {
  const text = rest.trim();
  const count = text === '' ? LINES : Number(text);
  if (!/^\d*$/.test(text) || count < 1 || count > MOST_LINES) {
    return reply.refuse(`How many lines? /history ${LINES} reads ${LINES} older ones, at most ${MOST_LINES} at once.`);
  }
  await session.older(count);
}

export const historyCommands: readonly Command[] = [
  {
    name: 'history',
    args: '[lines]',
    required: 0,
    summary: 'older lines of this window (PgUp)',
    details: ['Again goes further back.', 'A screen scrolls by a page; without one so many lines are printed.'],
    group: 'you',
    run: history,
  },
];
