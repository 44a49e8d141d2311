// Themes: readable on the backgrounds they are for, and never by colour alone where there is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { depthOf } from '../../src/tui/terms.ts';
import { type Colour, nickSgr, type Role, sgrOf, THEMES, themeOf, xtermRgb } from '../../src/tui/theme.ts';
import { ATTRIBUTES } from './said.ts';

type Rgb = readonly [number, number, number];

/** xterm's own sixteen. */
const ANSI = [
  ...['000000', 'cd0000', '00cd00', 'cdcd00', '0000ee', 'cd00cd', '00cdcd', 'e5e5e5'],
  ...['7f7f7f', 'ff0000', '00ff00', 'ffff00', '5c5cff', 'ff00ff', '00ffff', 'ffffff'],
].map((hex) => rgbOf(`#${hex}`));

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** WCAG 2.1: relative luminance, then contrast ratio. */
function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

for (const theme of THEMES.values()) {
  test(`every nick and every look of ${theme.name} has a contrast of 4.5 on each of its backgrounds`, () => {
    for (const background of theme.backgrounds) {
      for (const index of theme.nicks.xterm) {
        assert.ok(contrast(xtermRgb(index), rgbOf(background)) >= 4.5, `nick ${index} on ${background}`);
      }
      for (const [role, { fg, bg }] of Object.entries(theme.looks)) {
        if (fg === undefined) continue;
        const ground = bg === undefined ? rgbOf(background) : xtermRgb(bg[0]);
        assert.ok(contrast(xtermRgb(fg[0]), ground) >= 4.5, `${role} on ${bg ?? background}`);
      }
    }
  });

  test(`the sixteen colours of ${theme.name} are readable where xterm's shades are used`, () => {
    const ground = rgbOf(theme.backgrounds[0] ?? '');
    for (const index of theme.nicks.ansi) assert.ok(contrast(ANSI[index] as Rgb, ground) >= 4.5, `nick ${index}`);
    for (const [role, { fg, bg }] of Object.entries(theme.looks)) {
      if (fg === undefined) continue;
      const under = bg === undefined ? ground : (ANSI[(bg as Colour)[1]] as Rgb);
      assert.ok(contrast(ANSI[fg[1]] as Rgb, under) >= 4.5, role);
    }
  });
}

test('a handle has one colour however it is spelled, and a crowd has many', () => {
  const dark = themeOf('dark');
  assert.equal(nickSgr(dark, '256', 'Alice'), nickSgr(dark, '256', 'aLICE'));
  const colours = new Set(Array.from({ length: 200 }, (_, at) => nickSgr(dark, '256', `person${at}`)));
  assert.equal(colours.size, dark.nicks.xterm.length);
});

test('without colours only attributes are sent', () => {
  for (const theme of THEMES.values()) {
    for (const role of Object.keys(theme.looks) as Role[]) {
      assert.match(sgrOf(theme, 'none', role), ATTRIBUTES, `${theme.name} ${role}`);
    }
    assert.equal(nickSgr(theme, 'none', 'alice'), '\x1b[1m');
  }
});

test('each depth speaks its own codes', () => {
  const dark = themeOf('dark');
  assert.equal(sgrOf(dark, '256', 'error'), '\x1b[1;38;5;210m');
  assert.equal(sgrOf(dark, 'truecolor', 'error'), '\x1b[1;38;2;255;135;135m');
  assert.equal(sgrOf(dark, '16', 'error'), '\x1b[1;91m');
  assert.equal(sgrOf(dark, '16', 'status'), '\x1b[37;40m');
});

test('activity differs by more than colour', () => {
  for (const theme of THEMES.values()) {
    const bold = sgrOf(theme, 'none', 'activityMention').includes('1');
    assert.ok(bold, theme.name);
  }
});

test('an unknown theme is the default', () => {
  assert.equal(themeOf('no-such-theme'), themeOf(undefined));
});

const depths: readonly [term: string, env: Record<string, string>, depth: string][] = [
  ['xterm-256color', {}, '256'],
  ['xterm-256color', { COLORTERM: 'truecolor' }, 'truecolor'],
  ['xterm-256color', { COLORTERM: 'truecolor', NO_COLOR: '1' }, 'none'],
  ['xterm-256color', { NO_COLOR: '' }, '256'],
  ['linux', {}, '16'],
  ['vt100', { COLORTERM: 'truecolor' }, 'none'],
  ['xterm-kitty', {}, 'truecolor'],
  ['../../etc/passwd', {}, '16'],
];

for (const [term, env, depth] of depths) {
  test(`TERM=${term} with ${JSON.stringify(env)} has depth ${depth}`, () => {
    assert.equal(depthOf(term, new Map(Object.entries(env))), depth);
  });
}
