/** Going from window to window by name, for those without an Alt key or without a screen. */
import type { Choice } from '../choices.ts';
import type { Command, CommandContext, Reply, SessionControl } from '../command.ts';
import { firstWord } from './words.ts';

function window({ reply, session }: CommandContext, text: string): void {
  const { word: which } = firstWord(text);
  if (which === '') list(reply, session);
  else if (!session.showWindow(which)) {
    reply.refuse(`You have no window ${which}; /window lists them, and /join or /msg opens one.`);
  }
}

function list(reply: Reply, session: SessionControl): void {
  const windows = session.windows();
  reply.list({
    title: 'Windows',
    items: windows.map(({ title, unread, isCurrent }, index): Choice => {
      const news = unread === 0 ? '' : `${unread} unread`;
      return { key: title, cells: [`${index + 1}`, title, isCurrent ? 'you are here' : news] };
    }),
    selected: windows.find(({ isCurrent }) => isCurrent)?.title ?? '',
    empty: 'You have no window; /join #dev opens one.',
    enter: { does: 'goes there', run: ({ key }) => `/window ${key}` },
  });
}

export const windows: readonly Command[] = [
  {
    name: 'window',
    aliases: ['win', 'buffer'],
    args: '[number or name]',
    required: 0,
    summary: 'go to a window, or list them',
    group: 'you',
    isFree: true,
    complete: ['channel'],
    run: window,
  },
  {
    name: 'close',
    aliases: ['wc'],
    args: '',
    required: 0,
    summary: 'close this window; a channel is left',
    group: 'you',
    isFree: true,
    run: ({ session }) => session.closeWindow(),
  },
];
