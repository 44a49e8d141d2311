/**
 * What a stranger typed, made safe once, at the edge: no byte of it can move a cursor, turn the reading order round, hide
 * or pile up, and every script and emoji that people write with survives. Pure; plain ASCII passes untouched.
 */
import { capClusters } from './clusters.ts';
import { ok, type Result, refuse } from './result.ts';

/** A line without `\n`, as typed, in UTF-8. */
export const LINE_BYTES = 4096;
/** A text with `\n` (a paste, standard input of `send`), in UTF-8. */
export const BLOCK_BYTES = 65_536;
export const BLOCK_LINES = 1000;

/** ECMA-48 §5.3–5.6 in 7 and 8 bits: CSI, strings (OSC may end in BEL; an open one ends with its line), shifts, the rest. */
const SEQUENCES = new RegExp(
  [
    '(?:\\x1b\\[|\\x9b)[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]?',
    '(?:\\x1b[PX^_\\]]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c\\r\\n]*(?:\\x07|\\x1b\\\\|\\x9c)?',
    '(?:\\x1b[NO]|[\\x8e\\x8f])[\\x20-\\x7e]?',
    '\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?',
  ].join('|'),
  'g',
);

const NEWLINES = /\r\n?|[\u2028\u2029]/g;
/** Also the blanks of braille, hieroglyphs and music, which are no \p{Zs}. */
const SPACES = /[\t\p{Zs}\u2800\u{13441}\u{13442}\u{1d159}]/gu;
/**
 * Controls, formats, surrogates, private, unassigned and undrawn, and what stands for an object; joiners and selectors are looked
 * at afterwards.
 */
const FORBIDDEN = /(?!\n|\u200c|\u200d|[\ufe00-\ufe0f\u180b-\u180d\u180f\u{e0100}-\u{e01ef}])[\p{C}\p{DI}\ufffc]/gu;
/** Selectors mean something after an emoji (UTS #51) or an ideograph (UTS #37); elsewhere they hide data. */
const STRAY_SELECTORS = /(?<!\p{Emoji})[\ufe0e\ufe0f]|(?<!\p{Ideographic})[\u{e0100}-\u{e01ef}]/gu;
/** Without a base on their own line they would land on what the screen shows before. */
const BASELESS = /^[\p{M}\u200c\u200d]+/gmu;

/** UAX #15 §13: sorting a longer run in NFC takes quadratic time (64 KiB of marks: 1 s). */
const ENDLESS_MARKS = /(\p{M}{30})\p{M}+/gu;

/** Scripts whose letters change shape by ZWJ and ZWNJ. */
const JOINING = `(?=[\\p{L}\\p{M}])[${[
  ...['Arab', 'Syrc', 'Mong', 'Nkoo', 'Mand', 'Mani', 'Phag', 'Rohg', 'Adlm', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya'],
  ...['Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr', 'Tibt', 'Bali', 'Java', 'Sund', 'Cakm', 'Newa', 'Gran'],
]
  .map((script) => `\\p{scx=${script}}`)
  .join('')}]`;
/** RFC 5892 A.1, A.2: after a virama a joiner stands at the end of a word as well (Malayalam chillus). */
const VIRAMA = '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca]';
const STRAY_JOINERS = new RegExp(
  [
    `(?!(?<=${JOINING}).(?=${JOINING}))`,
    `(?!(?<=${VIRAMA}).(?![\\u200c\\u200d]))`,
    '(?!(?<=[\\p{ExtPict}\\p{EMod}]\\ufe0f?)\\u200d(?=\\p{ExtPict}))',
    '[\\u200c\\u200d]',
  ].join(''),
  'gu',
);

/** One safe line: as {@link cleanBlock}, and newlines become a space. */
export function cleanLine(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return cleanBlock(text).replace(/\n+/g, ' ');
}

/**
 * Safe text in NFC with `\n` between its lines. Idempotent, and never longer than the NFC form of what came in (which
 * itself may be longer: check lengths afterwards).
 */
export function cleanBlock(text: string): string {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text;
  const drawn = text.replace(SEQUENCES, '').replace(NEWLINES, '\n').replace(SPACES, ' ').replace(FORBIDDEN, '');
  return settle(drawn);
}

/** Joiners, selectors and marks depend on their neighbours, and composing changes those: again until it stands still. */
function settle(text: string): string {
  const composed = text.replace(STRAY_SELECTORS, '').replace(ENDLESS_MARKS, '$1').normalize('NFC');
  const kept = capClusters(composed.replace(BASELESS, '')).replace(STRAY_JOINERS, '');
  return kept === text ? text : settle(kept);
}

const numbers = new Intl.NumberFormat('en');
const encoder = new TextEncoder();

/** Whether safe text fits a line that is typed: {@link LINE_BYTES}. Code: `too-long`. */
export function checkLine(text: string): Result<undefined> {
  return checkBytes('line', text, LINE_BYTES);
}

/** Whether safe text was pasted, for it has line breaks or is longer than what can be typed. */
export function isBlock(text: string): boolean {
  return text.includes('\n') || !checkLine(text).ok;
}

/** Whether safe text fits one message, however it came to be: {@link BLOCK_BYTES} and {@link BLOCK_LINES}. Code: `too-long`. */
export function checkBlock(text: string): Result<undefined> {
  const fits = checkBytes('text', text, BLOCK_BYTES);
  if (!fits.ok) return fits;
  const lines = text.split('\n').length;
  if (lines <= BLOCK_LINES) return ok();
  return refuse(
    'too-long',
    `This text has ${numbers.format(lines)} lines; at most ${numbers.format(BLOCK_LINES)} fit. Nothing was sent.`,
  );
}

function checkBytes(what: string, text: string, most: number): Result<undefined> {
  // Three bytes at most per UTF-16 unit: nearly every line is settled without encoding it.
  const bytes = text.length * 3 <= most ? 0 : encoder.encode(text).length;
  if (bytes <= most) return ok();
  return refuse(
    'too-long',
    `This ${what} is ${numbers.format(bytes)} bytes long; at most ${numbers.format(most)} fit. Nothing was sent.`,
  );
}
