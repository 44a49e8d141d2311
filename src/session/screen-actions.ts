/** What each key of the keymap does on the full screen: one row an action. */
import type { KeyCommand } from '../tui/keymap.ts';
import type { ScreenFront } from './screen.ts';

type Action = (screen: ScreenFront, key: { readonly name: string }) => void;

/** Editing keys are the input line's own; these are the rest. */
export const SCREEN_ACTIONS: Readonly<Record<KeyCommand, Action>> = {
  'window-number': (screen, { name }) => screen.showWindow(screen.session.windows.named(name === '0' ? '10' : name)),
  'window-last': (screen) => screen.showWindow(screen.session.windows.named('-')),
  'window-next': (screen) => screen.showWindow(screen.session.windows.neighbour(1)),
  'window-previous': (screen) => screen.showWindow(screen.session.windows.neighbour(-1)),
  'window-active': (screen) => screen.showWindow(screen.session.windows.follow()),
  'window-list': (screen) => void screen.session.enter('/window'),
  'read-all': (screen) => void screen.session.enter('/read'),
  'page-up': (screen) => screen.scrolling.turn(-1),
  'page-down': (screen) => screen.scrolling.turn(1),
  'scroll-start': (screen) => screen.scrolling.toBeginning(),
  'scroll-end': (screen) => screen.scrolling.toEnd(),
  unread: (screen) => void screen.session.enter('/history unread'),
  select: (screen) => screen.selection.begin(),
  enter: (screen) => screen.sender.enter(),
  newline: (screen) => screen.input.newline(),
  'delete-or-quit': (screen) => {
    if (screen.input.text === '' && !screen.input.asksSecret) screen.askToQuit();
    else screen.input.edit({ type: 'delete' });
  },
  'clear-or-quit': (screen) => screen.routing.interrupt(),
  complete: (screen) => screen.complete(false),
  'complete-back': (screen) => screen.complete(true),
  'history-up': (screen) => screen.input.up(),
  'history-down': (screen) => screen.input.down(),
  'history-search': (screen) => screen.input.search(),
  search: (screen) => screen.input.begin('/search '),
  'open-folded': (screen) => screen.openFolded(),
  help: (screen) => void screen.session.enter('/help'),
  people: (screen) => void screen.session.enter('/people'),
  redraw: (screen) => screen.redraw(),
  cancel: (screen) => screen.cancel(),
};
