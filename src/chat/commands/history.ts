/** Reading what was said before: further up for those who cannot or would not press PgUp, or from a date on. */
import type { Command, CommandContext } from '../command.ts';
import { DATE_EXAMPLES, parseDate } from '../dates.ts';

const LINES = 20;
const MOST_LINES = 1000;

async function history(context: CommandContext, rest: string): Promise<void> {
  const { reply, session } = context;
  const text = rest.trim();
  if (text.toLowerCase() === 'unread') return await toUnread(context);
  const count = /^\d{0,4}$/.test(text) ? Number(text || LINES) : undefined;
  if (count !== undefined && count >= 1 && count <= MOST_LINES) return await session.older(count);
  const date = parseDate(text, context.clock.now(), context.zone());
  if (date.ok) return await goTo(context, date.value.from);
  reply.refuse(
    `/history ${LINES} reads ${LINES} older lines, at most ${MOST_LINES} at once; /history DATE goes there: ${DATE_EXAMPLES}.`,
  );
}

async function toUnread({ here, reply, session }: CommandContext): Promise<void> {
  const first = session.firstNew();
  if (first === undefined) reply.refuse('Nothing was new here when you came to this window.');
  else await session.goTo(here, first);
}

/** To the first line since a time. */
async function goTo({ chat, clock, formatTime, here, me, reply, session }: CommandContext, at: number): Promise<void> {
  if (at > clock.now()) return reply.refuse(`${formatTime(at)} is still to come.`);
  const found = await chat.searches.lineAt(me.id, here, at);
  if (!found.ok) return reply.refuse(found);
  const message = found.value;
  if (message === undefined) return reply.refuse(`Nothing was said here since ${formatTime(at)}.`);
  await session.goTo(here, message.seq);
}

export const historyCommands: readonly Command[] = [
  {
    name: 'history',
    args: '[lines or date]',
    required: 0,
    summary: 'older lines (PgUp), a day, or the unread',
    details: [
      'Again goes further back. A screen scrolls by a page; without one so many lines are printed.',
      `A date goes to its first line: ${DATE_EXAMPLES}. Esc comes back.`,
      '/history unread goes to the first line that was new when you came to this window (Alt-U).',
    ],
    group: 'you',
    complete: [['unread'], undefined],
    run: history,
  },
];
