/** What a stranger's TERM is taken for. It chooses among a few entries and never becomes a path. */
import type { Depth } from './theme.ts';

/** The terminfo entries that ship with blessed; a TERM chooses among these and never becomes a path. */
export type TerminfoName = 'xterm' | 'xterm-256color' | 'linux';

/** TERM by its shape, the first that matches; whoever is not here is taken for a plain xterm. */
const TERMS: readonly (readonly [RegExp, TerminfoName, Depth])[] = [
  [/^linux(-|$)/, 'linux', '16'],
  [/^vt\d|^ansi|-m(ono)?$/, 'xterm', 'none'],
  [/direct$|^xterm-(kitty|ghostty)|^alacritty|^foot|^wezterm|^contour/, 'xterm-256color', 'truecolor'],
  [/256col/, 'xterm-256color', '256'],
  [/^(xterm|screen|tmux|rxvt|putty|konsole|gnome|vte|st|iterm|mintty|eterm|cygwin)/, 'xterm-256color', '256'],
];
const OTHER_TERM = [/^/, 'xterm', '16'] as const;

function termOf(term: string): readonly [RegExp, TerminfoName, Depth] {
  const name = term.toLowerCase();
  return TERMS.find(([pattern]) => pattern.test(name)) ?? OTHER_TERM;
}

/** The terminfo entry to use for a TERM. */
export function terminfoOf(term: string): TerminfoName {
  return termOf(term)[1];
}

/** Terminals that open OSC 8 links or quietly leave them out; the Linux console and screen would show them. */
const LINKS = /^(xterm|tmux|foot|alacritty|wezterm|contour|konsole|vte|gnome|iterm|mintty|st-|ghostty|kitty)/;

/** Whether web addresses are sent as links (OSC 8) to such a terminal. */
export function hasLinks(term: string): boolean {
  return LINKS.test(term.toLowerCase());
}

/** How many colours to use: NO_COLOR (set and not empty) first, then COLORTERM, then TERM. */
export function depthOf(term: string, env: ReadonlyMap<string, string>): Depth {
  if ((env.get('NO_COLOR') ?? '') !== '') return 'none';
  const [, , depth] = termOf(term);
  const isTrue = /^(truecolor|24bit)$/i.test(env.get('COLORTERM') ?? '');
  return isTrue && depth !== 'none' ? 'truecolor' : depth;
}
