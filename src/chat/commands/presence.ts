/** Being here, away, or not to be disturbed. */
import type { Command, CommandContext } from '../command.ts';
import { choose } from './choose.ts';
import { inBrackets } from './person.ts';
import { onOrOff, reasonIn } from './words.ts';

function away({ chat, me, reply }: CommandContext, rest: string): void {
  const reason = reasonIn(rest);
  if (!reason.ok) {
    reply.refuse(reason);
    return;
  }
  chat.setAway(me.id, reason.value);
  reply.line(`You are away${inBrackets(reason.value)}. /back when you return.`);
}

function back({ chat, me, reply }: CommandContext): void {
  reply.line(me.away === undefined ? 'You were not away.' : 'You are back.');
  chat.setAway(me.id, undefined);
}

async function doNotDisturb(context: CommandContext, rest: string): Promise<void> {
  const { chat, me, reply } = context;
  const on = onOrOff(rest);
  if (on === undefined) {
    reply.refuse(`Do not disturb is ${me.dnd ? 'on' : 'off'}. Usage: /dnd on|off`);
    return;
  }
  await choose(context, 'dnd', on ? 'on' : undefined);
  chat.setDnd(me.id, on);
  reply.line(on ? 'Nothing rings until /dnd off.' : 'Pages and mentions ring again.');
}

/** `/page on` and `/page off`. */
export function setPages({ chat, me, reply }: CommandContext, on: boolean): void {
  chat.setPages(me.id, on);
  reply.line(on ? 'You can be paged again.' : 'Nobody can page you until /page on.');
}

export const presence: readonly Command[] = [
  {
    name: 'away',
    args: '[reason]',
    required: 0,
    summary: 'say that you are away, and why',
    group: 'you',
    run: away,
  },
  { name: 'back', args: '', required: 0, summary: 'say that you are back', group: 'you', run: back },
  {
    name: 'dnd',
    args: 'on|off',
    required: 1,
    summary: 'do not disturb: nothing rings',
    details: ['Pages and mentions are shown all the same. It lasts until /dnd off, across logins.'],
    group: 'you',
    complete: [['on', 'off'], undefined],
    run: doNotDisturb,
  },
];
