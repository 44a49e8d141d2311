/** The split-screen chat with a sysop: opening, answering, ending. What is typed in it is no command's business. */
import type { Command, CommandContext } from '../command.ts';
import { firstWord } from './words.ts';

async function chat({ chat: { live }, me, reply, session }: CommandContext, rest: string): Promise<void> {
  const { word } = firstWord(rest);
  const opened = word === '' ? await live.answer(me.id, session.id) : await live.open(me.id, session.id, word);
  if (!opened.ok) return reply.refuse(opened);
  const { state, guest } = opened.value;
  if (state === 'asking') reply.line(`${guest.who.handle} is asked; /end takes it back.`);
}

async function end({ chat: { live }, me, reply }: CommandContext): Promise<void> {
  const ended = await live.end(me.id);
  if (!ended.ok) reply.refuse(ended);
}

export const live: readonly Command[] = [
  {
    name: 'chat',
    args: '[bob]',
    required: 0,
    summary: 'live chat with a sysop, split in two',
    details: [
      'Alone it answers the sysop who opens one; /page sysop asks for it.',
      'A sysop opens it with /chat bob, and bob is asked first.',
      'The screen is split in two until one of you presses Esc. Nothing of it is kept but that it took place.',
    ],
    group: 'talk',
    complete: ['handle', undefined],
    run: chat,
  },
  {
    name: 'end',
    aliases: ['decline'],
    args: '',
    required: 0,
    summary: 'end a live chat, or decline it',
    group: 'talk',
    isFree: true,
    run: end,
  },
];
