/** Finding the line that somebody means: the last own one, the newest of somebody, the third from below. */
import type { CommandContext } from '../command.ts';
import type { ChatMessage, UserId } from '../message.ts';
import { isLine, type Line } from '../quote.ts';
import { ok, type Result, refuse } from '../result.ts';

/** Whom the person ignores. */
export function ignoredBy(session: CommandContext['session']): ReadonlySet<UserId> {
  return new Set(session.ignored().map(({ id }) => id));
}

/** The lines of this window that the person sees, oldest first; deleted ones stand among them as on the screen. */
async function linesHere({ chat, me, here, session }: CommandContext): Promise<readonly Line[]> {
  const ignored = ignoredBy(session);
  const isSeen = (message: ChatMessage): message is Line => isLine(message) && !ignored.has(message.from.id);
  return (await chat.amendments.recent(me.id, here)).filter(isSeen);
}

function newest(lines: readonly Line[], isMeant: (line: Line) => boolean): Line | undefined {
  return lines.findLast((line) => line.deletedBy === undefined && isMeant(line));
}

/** This person's last line here. Code: `no-line`. */
export async function ownLastLine(context: CommandContext): Promise<Result<Line>> {
  const line = newest(await linesHere(context), ({ from }) => from.id === context.me.id);
  return line === undefined ? refuse('no-line', 'You have not said anything here lately.') : ok(line);
}

/** The newest line of somebody else. Code: `no-line`. */
export async function othersLastLine(context: CommandContext): Promise<Result<Line>> {
  const line = newest(await linesHere(context), ({ from }) => from.id !== context.me.id);
  return line === undefined ? refuse('no-line', 'Nobody else has said anything here lately.') : ok(line);
}

/** By a number counted from the newest line (1), or the newest line of a handle. Code: `no-line`. */
export async function lineMeant(context: CommandContext, which: string): Promise<Result<Line>> {
  const lines = await linesHere(context);
  if (/^\d+$/.test(which)) {
    const line = lines.at(-Number(which));
    if (line !== undefined && Number(which) > 0) return ok(line);
    return refuse(
      'no-line',
      `There is no line ${which} here: 1 is the newest, and ${lines.length} the oldest in reach.`,
    );
  }
  const handle = which.replace(/^@/, '').toLowerCase();
  const line = newest(lines, ({ from }) => from.handle.toLowerCase() === handle);
  return line === undefined ? refuse('no-line', `${which} has not said anything here lately.`) : ok(line);
}
