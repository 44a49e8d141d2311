/**
 * How a theme's looks are said to a terminal of so many colours; the themes themselves are tables in `themes.ts`. A nick's
 * colour comes from its handle, out of a palette that stays readable on the backgrounds a theme is meant for.
 */
import { ATTRIBUTES, THEMES, themeOf } from './themes.ts';

export { THEMES, themeOf };

/** How many colours a terminal is trusted with; `none` (NO_COLOR, monochrome) leaves bold, dim, underline and reverse. */
export type Depth = 'none' | '16' | '256' | 'truecolor';

/** What a part of a row is, so that the theme can say what it looks like. */
export type Role =
  | 'title'
  | 'topic'
  | 'time'
  | 'mention'
  | 'system'
  | 'presence'
  | 'page'
  | 'direct'
  | 'marker'
  | 'date'
  | 'link'
  | 'code'
  | 'status'
  | 'statusCurrent'
  | 'activityPresence'
  | 'activityLines'
  | 'activityMention'
  | 'hint'
  | 'error'
  | 'notice'
  | 'away'
  | 'prompt';

/** A colour of xterm's fixed 256 (16–255), and its stand-in among the 16 whose shades are the terminal's own (0–15). */
export type Colour = readonly [xterm: number, ansi: number];

/** Looks; what is absent is the terminal's default. */
export interface Look {
  readonly fg?: Colour;
  readonly bg?: Colour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly reverse?: true;
}

/** One theme. It paints no background of its own except where a look has one. */
export interface Theme {
  readonly name: string;
  /** One line for `/theme`. */
  readonly summary: string;
  /** Terminal backgrounds it is meant for, `#rrggbb`; contrast is tested on each (on the first for the 16 colours). */
  readonly backgrounds: readonly string[];
  readonly looks: Readonly<Record<Role, Look>>;
  /** Indexes of the 256 and of the 16; empty for a theme without colours. */
  readonly nicks: { readonly xterm: readonly number[]; readonly ansi: readonly number[] };
}

/** Red, green, blue (0–255) of one of xterm's fixed colours, 16–255: a cube of six levels, then 24 greys. */
export function xtermRgb(index: number): readonly [number, number, number] {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return [grey, grey, grey];
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cell = index - 16;
  return [level(Math.floor(cell / 36)), level(Math.floor(cell / 6) % 6), level(cell % 6)];
}

function colourSgr([xterm, ansi]: Colour, depth: Depth, ground: 'fg' | 'bg'): string {
  const base = ground === 'fg' ? 38 : 48;
  switch (depth) {
    case 'none':
      return '';
    case '16':
      // The bright eight have codes of their own (aixterm), which terminals of 16 colours know.
      return String((ansi < 8 ? base - 8 : base + 52 - 8) + ansi);
    case '256':
      return `${base};5;${xterm}`;
    case 'truecolor':
      return `${base};2;${xtermRgb(xterm).join(';')}`;
    default:
      return depth satisfies never;
  }
}

function lookSgr(look: Look, depth: Depth): string {
  const codes = [
    look.bold ? '1' : '',
    look.dim ? '2' : '',
    look.italic ? '3' : '',
    look.underline ? '4' : '',
    look.reverse ? '7' : '',
    look.fg === undefined ? '' : colourSgr(look.fg, depth, 'fg'),
    look.bg === undefined ? '' : colourSgr(look.bg, depth, 'bg'),
  ].filter((code) => code !== '');
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}

/** The sequences of one theme at one depth. */
interface Sequences {
  readonly roles: ReadonlyMap<Role, string>;
  readonly nicks: readonly string[];
}

const made = new WeakMap<Theme, Map<Depth, Sequences>>();

function sequencesOf(theme: Theme, depth: Depth): Sequences {
  const depths = made.get(theme) ?? new Map<Depth, Sequences>();
  made.set(theme, depths);
  let sequences = depths.get(depth);
  if (sequences === undefined) {
    const looks = depth === 'none' ? ATTRIBUTES : theme.looks;
    const colours: readonly Colour[] =
      depth === 'none'
        ? []
        : depth === '16'
          ? theme.nicks.ansi.map((at) => [at, at])
          : theme.nicks.xterm.map((at) => [at, 7]);
    sequences = {
      roles: new Map((Object.keys(looks) as Role[]).map((role) => [role, lookSgr(looks[role], depth)])),
      nicks: colours.map((fg) => lookSgr({ fg }, depth)),
    };
    depths.set(depth, sequences);
  }
  return sequences;
}

/** The SGR sequence that turns a role's look on, from a state of no attributes; empty when it has none. */
export function sgrOf(theme: Theme, depth: Depth, role: Role): string {
  return sequencesOf(theme, depth).roles.get(role) ?? '';
}

/** The SGR sequence of somebody's name: the same for a handle however it is spelled; bold where there are no colours. */
export function nickSgr(theme: Theme, depth: Depth, handle: string): string {
  const { nicks } = sequencesOf(theme, depth);
  return nicks[hash(handle.toLowerCase()) % Math.max(1, nicks.length)] ?? '\x1b[1m';
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
