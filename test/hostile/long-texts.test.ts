/**
 * A guest may send 64 KiB of whatever they like, and everybody who sees it pays for it: four times the text may take about four
 * times as long, never sixteen. Times are only compared with each other; what is quick anyway is not looked at twice.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPassword } from '../../src/accounts/hashing.ts';
import { parseKeyLine } from '../../src/accounts/keys.ts';
import { parseInput } from '../../src/chat/commands/dispatch.ts';
import { countWords, firstWord } from '../../src/chat/commands/words.ts';
import { Highlights, parseKeywords, wordsOf } from '../../src/chat/mention.ts';
import { excerptOf } from '../../src/chat/quote.ts';
import { parseSearch } from '../../src/chat/search-query.ts';
import { indexed } from '../../src/chat/search-terms.ts';
import { BLOCK_BYTES, cleanBlock, LINE_BYTES } from '../../src/chat/text.ts';
import { linked } from '../../src/tui/flow.ts';
import { inlineStyled } from '../../src/tui/inline-style.ts';
import { pasteOf } from '../../src/tui/paste.ts';
import { messageRows } from '../../src/tui/rows.ts';
import { wrap } from '../../src/tui/wrap.ts';
import { line, style } from '../tui/said.ts';

/** What is repeated. */
const UNITS: readonly string[] = [
  ...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ...[
    'a',
    'aB1',
    'a.',
    'a-',
    'a+',
    'a@',
    'a@a@a@',
    'a%@',
    'a:',
    'a/',
    '.-_',
    'a--',
    'aaaaaaaaaaaaaaaa+',
    'some words ',
  ],
  ...[
    'www.',
    'www.a ',
    '://',
    'a://',
    'http://',
    'http://a ',
    'https://a.b/(c)...',
    '#a',
    '#a-',
    'from:"',
    '" "',
    '\\',
  ],
  ...['*a ', '*a* ', '*a', '_a ', '_a_ ', '`a', '`a` ', '``', '```', '```\n', 's/a/', '+:a:', '/a '],
  ...[' ', '  a', '\t', '\r', '\r\n', '\u00a0', '\u2028'],
  ...['½', '½aaa', 'é ', 'ß.', '日', '日。', '日a ', '「', 'か\u3099', 'ｶ\uff9e', '각', '\u1100', 'İ', 'ﷺ', 'ﬃ'],
  ...['שלום ', 'م', '\u202e', 'נ\u05b0\u05bc', 'क्', '\u0926\u094d\u200d', '\u0d4ea', 'ก็', '\u0e33', '\u0600'],
  ...['🇩', '🇩🇪', 'a🇩', '👨\u200d', '👍🏽', '❤\ufe0f', '\u{e0061}', '\ud800'],
  ...['\u0301', 'a\u0301', '\u0300\u0316', 'e\u0301\u0302\u0303\u0304', '\u200d', 'a\u200d', '\ufe0f'],
  ...['\u001b', '\u001b[', '\u001b[1', '\u001b]', '\u001b]0;a', '\u001bP', '\u009b', '\u009d2', '\u0000'],
];
/** What stands before and after the repetitions: what a pattern may want to begin or to end with. */
const FRAMES = [
  ['a', 'b'],
  ['* ', '"'],
  ['http://a', ' b'],
] as const;

type Family = readonly [name: string, make: (bytes: number) => string];

const BARE: readonly Family[] = [
  ['a thousand lines', (bytes) => `${'*a '.repeat(bytes / 3300)}\n`.repeat(1000)],
  ...UNITS.map((unit): Family => [JSON.stringify(unit), (bytes) => unit.repeat(bytes / Buffer.byteLength(unit))]),
];
/** Those of many looks: wrapped is everything, but only these are many spans. */
const STYLED = BARE.filter(([name]) => /[*_`:]/.test(name));

const FRAMED = [
  ...BARE,
  ...BARE.flatMap(([name, make]) =>
    FRAMES.map(([before, after]): Family => [`${before}${name}${after}`, (bytes) => before + make(bytes - 16) + after]),
  ),
];

/** What a text goes through, before or after it was made safe. */
type Step = readonly [what: string, work: (text: string) => unknown];

const RAW: readonly Step[] = [
  ['making it safe', cleanBlock],
  ['taking a paste', (text) => pasteOf(text)],
  ['looking at a password', checkPassword],
];
const READING: readonly Step[] = [
  ['telling a command from words', (text) => [parseInput(text), parseInput(`/set ${text}`)]],
  ['finding whom it calls', (text) => wordsOf(line('alice', text))],
  ['pointing out whom it calls', (text) => new Highlights(['bob', '日本']).rangesIn(text)],
  ['quoting it', excerptOf],
  ['styling it', (text) => inlineStyled(linked(text, '', '', 'x'), look)],
];
/** Of more than may stand after the name of a command. */
const ARGUMENT: readonly Step[] = [
  ['taking words apart', (text) => [firstWord(text), countWords(text)]],
  ['reading keywords', parseKeywords],
  ['reading a search', (text) => parseSearch(text, 0, 'UTC')],
  ['reading a key', (text) => parseKeyLine(`ssh-ed25519 AAAA ${text}`)],
];
const LAYING: readonly Step[] = [
  ['finding what it is found by', indexed],
  ['wrapping it at 80 columns', (text) => wrap(text, 80)],
  ['wrapping it at 500 columns', (text) => wrap(text, 500)],
];
const STYLING: readonly Step[] = [['making rows of it', (text) => messageRows(line('alice', text), look, 'open')]];
const look = style(80, { links: true });

/** What takes less may as well be somebody else's time, ms. */
const FLOOR = 100;
/** Four times the text: linear is 4, quadratic is 16, and the rest is noise. */
const MOST = 12;

function timed(work: (text: string) => unknown, text: string): number {
  const from = performance.now();
  work(text);
  return performance.now() - from;
}

/** A text, and one of the same kind a quarter as long. */
interface Sample {
  readonly name: string;
  readonly text: string;
  quarter(): string;
}

function samples(families: readonly Family[], bytes: number, prepare = cleanBlock): readonly Sample[] {
  return families.map(([name, make]) => ({
    name,
    text: prepare(make(bytes)),
    quarter: () => prepare(make(bytes / 4)),
  }));
}

function quick(steps: readonly Step[], texts: readonly Sample[]): void {
  for (const [what, work] of steps) {
    test(`${what} takes time as the text is long, whatever it is made of`, () => {
      for (const { name, text, quarter } of texts) {
        const once = timed(work, text);
        if (once < FLOOR) continue;
        const less = quarter();
        const short = Math.min(timed(work, less), timed(work, less), timed(work, less));
        const long = Math.min(once, timed(work, text), timed(work, text));
        assert.ok(long < FLOOR || long < short * MOST, `${name}: ${short} ms, four times as much ${long} ms`);
      }
    });
  }
}

quick(
  RAW,
  samples(FRAMED, BLOCK_BYTES, (text) => text),
);
quick(READING, samples(FRAMED, BLOCK_BYTES));
quick(ARGUMENT, samples(FRAMED, LINE_BYTES * 2));
quick(LAYING, samples(BARE, BLOCK_BYTES / 2));
quick(STYLING, samples(STYLED, BLOCK_BYTES));
