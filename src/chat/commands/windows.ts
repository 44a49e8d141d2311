/** Going from window to window by name, for those without an Alt key or without a screen. */
import type { Choice } from '../choices.ts';
import type { Command, CommandContext, Reply, SessionControl } from '../command.ts';
import { firstWord } from './words.ts';

function window({ reply, session }: CommandContext, text: string): void {
  const { word: which, text: rest } = firstWord(text);
  if (which === '') list(reply, session);
  else if (which.toLowerCase() === 'move') move(reply, session, rest.trim());
  else if (session.showWindow(which)) return;
  else if (which === '-') reply.refuse('You have looked at no other window that is still open.');
  else reply.refuse(`You have no window ${which}; /window lists them, and /join or /msg opens one.`);
}

function move(reply: Reply, session: SessionControl, number: string): void {
  if (/^[1-9]\d{0,3}$/.test(number)) session.moveWindow(Number(number));
  else reply.refuse('Usage: /window move N, with the number this window shall have.');
}

function list(reply: Reply, session: SessionControl): void {
  const windows = session.windows();
  reply.list({
    title: 'Windows',
    items: windows.map(({ title, unread, isCalled, isCurrent }, index): Choice => {
      const news = unread === 0 ? '' : `${isCalled ? '!' : ''}${unread} unread`;
      return { key: title, cells: [`${index + 1}`, title, isCurrent ? 'you are here' : news] };
    }),
    selected: windows.find(({ isCurrent }) => isCurrent)?.title ?? '',
    empty: 'You have no window; /join #dev opens one.',
    enter: { does: 'goes there', run: ({ key }) => `/window ${key}` },
  });
}

function read({ reply, session }: CommandContext): void {
  const count = session.readAll();
  reply.line(count === 0 ? 'Nothing was unread.' : `Marked as read: ${count} ${count === 1 ? 'window' : 'windows'}.`);
}

export const windows: readonly Command[] = [
  {
    name: 'window',
    aliases: ['win', 'buffer'],
    args: '[number, name or -]',
    required: 0,
    summary: 'go to a window, or list them',
    details: [
      'The beginning of a name is enough.',
      '/window - goes to the one looked at before, /window move 2 gives this one the number 2.',
      'Order, drafts and what is read are kept, and shared by all your sessions.',
    ],
    group: 'you',
    isFree: true,
    complete: ['window', undefined],
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
    afterOthers: true,
    run: ({ session }) => session.closeWindow(),
  },
  {
    name: 'read',
    args: '',
    required: 0,
    summary: 'mark what waits in all windows as read',
    group: 'you',
    isFree: true,
    run: read,
  },
];
