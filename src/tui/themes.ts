/** The themes, as tables: what each part of a screen looks like. A test holds every look to a contrast of 4.5. */
import type { Colour, Look, Role, Theme } from './theme.ts';

/** Looks without a colour: for terminals that have none, and whoever wants none. */
export const ATTRIBUTES: Readonly<Record<Role, Look>> = {
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
  code: { dim: true },
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
    code: { fg: [180, 11] },
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
    code: { fg: [88, 1] },
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

const BLACK: Colour = [16, 0];

const highContrast: Theme = {
  name: 'high-contrast',
  summary: 'as far from a black background as colours go',
  backgrounds: ['#000000'],
  looks: {
    title: { fg: [231, 15], bg: BLACK, bold: true, reverse: true },
    topic: { fg: [231, 15], bg: BLACK, reverse: true },
    time: { fg: [255, 7] },
    mention: { fg: [226, 11], bold: true, underline: true },
    system: { fg: [255, 7] },
    presence: { fg: [255, 7] },
    page: { fg: [226, 11], bold: true, underline: true },
    direct: { fg: [51, 14], bold: true },
    marker: { fg: [226, 11], bold: true },
    date: { fg: [231, 15], bold: true, underline: true },
    link: { underline: true },
    code: { fg: [123, 14] },
    status: { fg: [231, 15], bg: BLACK, reverse: true },
    statusCurrent: { fg: [231, 15], bg: BLACK, bold: true, underline: true },
    activityPresence: { fg: [231, 15], bg: BLACK, reverse: true },
    activityLines: { fg: [231, 15], bg: BLACK, bold: true, reverse: true },
    activityMention: { fg: [226, 11], bg: BLACK, bold: true },
    hint: { fg: [226, 11], bg: BLACK, bold: true },
    error: { fg: [226, 11], bold: true, underline: true },
    notice: { fg: [231, 15] },
    away: { fg: [255, 7], italic: true },
    prompt: { fg: [231, 15], bold: true },
  },
  nicks: {
    xterm: [46, 51, 84, 87, 118, 123, 156, 159, 190, 213, 214, 219, 220, 226, 228, 231],
    ansi: [10, 11, 13, 14, 15],
  },
};

const BLUE: Colour = [18, 4];

const bbs: Theme = {
  name: 'bbs',
  summary: 'blue bars and bright letters, as the boards had them',
  backgrounds: ['#000000', '#1e1e1e'],
  looks: {
    title: { fg: [227, 11], bg: BLUE, bold: true },
    topic: { fg: [123, 14], bg: BLUE },
    time: { fg: [44, 6] },
    mention: { fg: [227, 11], bold: true },
    system: { fg: [250, 7] },
    presence: { fg: [44, 6] },
    page: { fg: [213, 13], bold: true },
    direct: { fg: [123, 14], bold: true },
    marker: { fg: [83, 10] },
    date: { fg: [227, 11], bold: true },
    link: { fg: [123, 14], underline: true },
    code: { fg: [83, 10] },
    status: { fg: [255, 15], bg: BLUE },
    statusCurrent: { fg: [227, 11], bg: BLUE, bold: true, underline: true },
    activityPresence: { fg: [252, 7], bg: BLUE },
    activityLines: { fg: [123, 14], bg: BLUE },
    activityMention: { fg: [227, 11], bg: BLUE, bold: true },
    hint: { fg: [83, 10], bg: BLUE, bold: true },
    error: { fg: [210, 9], bold: true },
    notice: { fg: [123, 14] },
    away: { fg: [247, 7], dim: true },
    prompt: { fg: [83, 10], bold: true },
  },
  nicks: {
    xterm: [44, 51, 80, 83, 87, 114, 117, 120, 123, 203, 207, 210, 213, 215, 220, 227, 231],
    ansi: [2, 3, 6, 9, 10, 11, 13, 14],
  },
};

/** Every theme by name, the default first. */
export const THEMES: ReadonlyMap<string, Theme> = new Map(
  [dark, light, mono, highContrast, bbs].map((theme) => [theme.name, theme]),
);

/** The theme of that name; the default for undefined and for names that are gone. */
export function themeOf(name: string | undefined): Theme {
  return THEMES.get(name ?? '') ?? dark;
}
