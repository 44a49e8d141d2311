/** The session itself: its keys, its screen, its end; and why a handle is not changed from within. */
import type { Command, CommandContext } from '../command.ts';
import { reasonIn } from './words.ts';

function nick({ me, reply }: CommandContext): void {
  reply.line(`You are ${me.handle}: a handle is the name of an account, so it stays.`);
  reply.line('For another, sign in under it: ssh -p PORT othername@host, with the port and host you used now.');
}

function quit({ reply, session }: CommandContext, rest: string): void {
  const reason = reasonIn(rest);
  if (reason.ok) session.quit(reason.value);
  else reply.refuse(reason);
}

export const session: readonly Command[] = [
  {
    name: 'nick',
    args: '[name]',
    required: 0,
    summary: 'how to get another handle',
    group: 'you',
    run: nick,
  },
  {
    name: 'keys',
    args: '',
    required: 0,
    summary: 'the keyboard: editing, windows, scrolling',
    group: 'you',
    isFree: true,
    run: ({ reply, session }) => reply.page('Keys', session.keys()),
  },
  {
    name: 'clear',
    args: '',
    required: 0,
    summary: 'empty this window; history keeps it all',
    group: 'you',
    isFree: true,
    run: ({ session }) => session.clear(),
  },
  {
    name: 'quit',
    aliases: ['q', 'exit', 'bye'],
    args: '[reason]',
    required: 0,
    summary: 'leave the chat',
    group: 'you',
    isFree: 'always',
    run: quit,
  },
];
