/** A notification on the desktop of whoever sits at the terminal: OSC 9 (iTerm2) or OSC 777 (rxvt-unicode). */
import { harmless } from './row.ts';
import { truncate } from './width.ts';

/** The two sequences that are in use. */
export type Notifier = 'osc9' | 'osc777';

/** Columns of a title and a text; desktops show less. */
const TITLE_COLUMNS = 60;
const TEXT_COLUMNS = 160;

/** TERM names (their beginnings) whose terminals are known to understand one; others would show nothing or noise. */
const KNOWN: readonly (readonly [string, Notifier])[] = [
  ['foot', 'osc777'],
  ['rxvt-unicode', 'osc777'],
  ['xterm-ghostty', 'osc777'],
  ['wezterm', 'osc777'],
  ['contour', 'osc777'],
  ['xterm-kitty', 'osc9'],
  ['iterm', 'osc9'],
  ['mintty', 'osc9'],
];

/** What a terminal understands, by the preference `notify` (`off`, `auto` or a notifier) and its TERM; undefined: nothing. */
export function notifierOf(preference: string, term: string): Notifier | undefined {
  if (preference === 'osc9' || preference === 'osc777') return preference;
  if (preference !== 'auto') return undefined;
  return KNOWN.find(([name]) => term.toLowerCase().startsWith(name))?.[1];
}

/** The bytes of one notification: one line each, without controls, bounded. */
export function notificationBytes(notifier: Notifier, title: string, text: string): string {
  const head = oneLine(title, TITLE_COLUMNS);
  const body = oneLine(text, TEXT_COLUMNS);
  switch (notifier) {
    case 'osc9':
      // With a digit first it would be one of ConEmu's other commands (9;4 is progress): a title begins with a name or a mark.
      return `\x1b]9;${head}${body === '' ? '' : `: ${body}`}\x1b\\`;
    case 'osc777':
      return `\x1b]777;notify;${head.replaceAll(';', ',')};${body}\x1b\\`;
    default:
      return notifier satisfies never;
  }
}

/** UTF-16 units for a column that are looked at: whoever is called by a long paste need not have all of it measured. */
const UNITS = 8;

function oneLine(text: string, columns: number): string {
  return truncate(harmless(text.slice(0, columns * UNITS)).replace(/\n+/g, ' '), columns);
}
