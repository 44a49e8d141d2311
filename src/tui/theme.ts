/**
 * Themes as data: what each part of the screen looks like, and how that is said to a terminal of so many colours.
 * A nick's colour comes from its handle, out of a palette that stays readable on the backgrounds a theme is meant for.
 */

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

const ATTRIBUTES: Readonly<Record<Role, Look>> = {
  title: { reverse: true, bold: true },
  topic: { reverse: true },
  time: { dim: true },
  mention: { bold: true },
  system: { dim: true },
  presence: { dim: true },
  page: { bold: true, underline: true },
  direct: { bold: true },
  marker: { bold: true },
  date: { underline: true },
  link: { underline: true },
  status: { reverse: true },
  statusCurrent: { reverse: true, bold: true, underline: true },
  activityPresence: { reverse: true },
  activityLines: { reverse: true },
  activityMention: { reverse: true, bold: true },
  hint: { reverse: true, bold: true },
  error: { bold: true },
  notice: {},
  away: { dim: true },
  prompt: { bold: true },
};

const DARK_BAR: Colour = [236, 0];
const LIGHT_BAR: Colour = [254, 7];

const dark: Theme = {
  name: 'dark',
  summary: 'for a dark background',
  backgrounds: ['#000000', '#1e1e1e', '#002b36', '#282c34'],
  looks: {
    title: { fg: [255, 15], bg: DARK_BAR, bold: true },
    topic: { fg: [252, 7], bg: DARK_BAR },
    time: { fg: [247, 8] },
    mention: { fg: [221, 11], bold: true },
    system: { fg: [249, 7] },
    presence: { fg: [247, 8] },
    page: { fg: [213, 13], bold: true },
    direct: { fg: [87, 14], bold: true },
    marker: { fg: [209, 9] },
    date: { fg: [249, 7], bold: true },
    link: { underline: true },
    status: { fg: [252, 7], bg: DARK_BAR },
    statusCurrent: { fg: [255, 15], bg: DARK_BAR, bold: true, underline: true },
    activityPresence: { fg: [249, 7], bg: DARK_BAR },
    activityLines: { fg: [117, 14], bg: DARK_BAR },
    activityMention: { fg: [221, 11], bg: DARK_BAR, bold: true },
    hint: { fg: [157, 10], bg: DARK_BAR, bold: true },
    error: { fg: [210, 9], bold: true },
    notice: { fg: [152, 6] },
    away: { fg: [247, 8], dim: true },
    prompt: { fg: [117, 14], bold: true },
  },
  nicks: {
    xterm: [
      39, 41, 45, 75, 78, 80, 105, 111, 113, 116, 141, 147, 149, 173, 176, 179, 185, 203, 205, 209, 213, 215, 216, 222,
    ],
    ansi: [2, 3, 6, 9, 10, 11, 13, 14],
  },
};

const light: Theme = {
  name: 'light',
  summary: 'for a light background',
  backgrounds: ['#ffffff', '#fdf6e3', '#eeeeee'],
  looks: {
    title: { fg: [232, 0], bg: LIGHT_BAR, bold: true },
    topic: { fg: [236, 0], bg: LIGHT_BAR },
    time: { fg: [241, 0] },
    mention: { fg: [124, 1], bold: true },
    system: { fg: [240, 0] },
    presence: { fg: [241, 0] },
    page: { fg: [126, 5], bold: true },
    direct: { fg: [24, 4], bold: true },
    marker: { fg: [124, 1] },
    date: { fg: [238, 0], bold: true },
    link: { underline: true },
    status: { fg: [236, 0], bg: LIGHT_BAR },
    statusCurrent: { fg: [232, 0], bg: LIGHT_BAR, bold: true, underline: true },
    activityPresence: { fg: [240, 0], bg: LIGHT_BAR },
    activityLines: { fg: [20, 4], bg: LIGHT_BAR },
    activityMention: { fg: [124, 1], bg: LIGHT_BAR, bold: true },
    hint: { fg: [22, 4], bg: LIGHT_BAR, bold: true },
    error: { fg: [124, 1], bold: true },
    notice: { fg: [23, 4] },
    away: { fg: [241, 0], dim: true },
    prompt: { fg: [20, 4], bold: true },
  },
  nicks: {
    xterm: [18, 20, 22, 23, 24, 25, 26, 52, 54, 56, 58, 61, 88, 89, 91, 93, 94, 124, 125, 127, 160],
    ansi: [1, 4, 5],
  },
};

const mono: Theme = {
  name: 'mono',
  summary: 'no colours at all',
  backgrounds: ['#000000', '#ffffff'],
  looks: ATTRIBUTES,
  nicks: { xterm: [], ansi: [] },
};

/** Every theme by name, the default first. */
export const THEMES: ReadonlyMap<string, Theme> = new Map([dark, light, mono].map((theme) => [theme.name, theme]));

/** The theme of that name; the default for undefined and for names that are gone. */
export function themeOf(name: string | undefined): Theme {
  return THEMES.get(name ?? '') ?? dark;
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
