import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  BLOCK_BYTES,
  BLOCK_LINES,
  checkBlock,
  checkLine,
  cleanBlock,
  cleanLine,
  LINE_BYTES,
} from '../../src/chat/text.ts';

const attacks: readonly (readonly [what: string, text: string, left: string])[] = [
  ['SGR', 'a\u001b[31mred\u001b[0mb', 'aredb'],
  ['clear screen', '\u001b[2J\u001b[Hhi', 'hi'],
  ['CSI with private parameters', '\u001b[?1049hhi', 'hi'],
  ['CSI with intermediates', '\u001b[0 qhi', 'hi'],
  ['8-bit CSI', 'a\u009b31mb', 'ab'],
  ['CSI without a final', 'a\u001b[12', 'a'],
  ['OSC title ended by BEL', 'a\u001b]0;owned\u0007b', 'ab'],
  ['OSC 52 ended by ST', 'a\u001b]52;c;cm0gLXJm\u001b\\b', 'ab'],
  ['8-bit OSC ended by 8-bit ST', 'a\u009d52;c;cm0\u009cb', 'ab'],
  ['OSC left open', 'a\u001b]52;c;cm0', 'a'],
  ['DCS', 'a\u001bP$q"p\u001b\\b', 'ab'],
  ['8-bit DCS', 'a\u0090$q"p\u009cb', 'ab'],
  ['APC, PM and SOS', '\u001b_Gx\u001b\\\u001b^x\u001b\\\u001bXx\u001b\\b', 'b'],
  ['full reset', 'a\u001bcb', 'ab'],
  ['character set', 'a\u001b(0b', 'ab'],
  ['single shift', 'a\u001bOPb', 'ab'],
  ['a lone ESC at the end', 'a\u001b', 'a'],
  ['an ESC hidden in a sequence', '\u001b\u001b[31mb', 'b'],
  ['BEL, BS, NUL and DEL', 'a\u0007\u0008\u0000\u007fb', 'ab'],
  ['every C1', `a${String.fromCharCode(0x80, 0x85, 0x8d, 0x99, 0x9c)}b`, 'ab'],
  ['RLO', 'a\u202egnp.exe', 'agnp.exe'],
  ['embeddings, isolates and marks', 'a\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061cb', 'ab'],
  ['zero-width space, joiner, BOM', 'a\u200b\u2060\ufeffb', 'ab'],
  ['ZWNJ and ZWJ between Latin letters', 'a\u200cb\u200dc', 'abc'],
  ['ZWJ that joins nothing', '👨\u200d and \u200d👩', '👨 and 👩'],
  ['ZWJs in a row', '👨\u200d\u200d👩', '👨👩'],
  ['ZWNJs in a row', 'می\u200c\u200cخواهم', 'میخواهم'],
  ['zalgo', `a${'\u0301\u0302\u0316'.repeat(100)}`, 'á\u0316\u0316\u0316'],
  ['dots that Hebrew uses too', `a${'\u0307\u0308'.repeat(100)}`, 'ȧ\u0308\u0307\u0308'],
  ['Thai tower', `ก${'\u0e47'.repeat(200)}`, 'ก\u0e47\u0e47\u0e47'],
  ['marks without a base', '\u0301\u0301a', 'a'],
  ['marks that land on the line before', 'a\n\u0308\u0308b', 'a\nb'],
  ['Hangul fillers', 'a\u115f\u1160\u3164\uffa0b', 'ab'],
  ['tag characters', 'a\u{e0001}\u{e0041}\u{e007f}b', 'ab'],
  ['a tagged flag', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '🏴'],
  ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
  ['private use and unassigned', 'a\ue000\u{f0000}\u0378\uffffb', 'ab'],
  ['data in variation selectors', 'a\ufe0f\ufe0e\u{e0101}\u{e0102}b', 'ab'],
  ['grapheme joiner, soft hyphen', 'a\u034f\u00adb', 'ab'],
  ['odd spaces', 'a\u00a0\u2003\u202f\u3000\u2800b', 'a     b'],
  ['blank hieroglyphs and notes', 'a\u{13441}\u{13442}\u{1d159}b', 'a   b'],
  ['what stands for an object', 'a\ufffcb', 'ab'],
  ['interlinear annotation', 'a\ufff9b\ufffbc', 'abc'],
];

for (const [what, text, left] of attacks) {
  test(`made harmless: ${what}`, () => {
    assert.equal(cleanBlock(text), left);
    assert.equal(cleanLine(text), left.replaceAll('\n', ' '));
  });
}

const survivors: readonly (readonly [what: string, text: string])[] = [
  ['ASCII', 'The quick brown fox, {bold}100%{/bold} of $HOME & <b>'],
  ['Persian with ZWNJ', 'می\u200cخواهم'],
  ['Arabic with harakat', 'السَّلَامُ عَلَيْكُمْ'],
  ['Hebrew with points', 'בְּרֵאשִׁית'],
  ['Hebrew and Latin mixed', 'שלום world'],
  ['Devanagari conjunct with ZWJ', 'क्\u200dष'],
  ['Devanagari with ZWNJ', 'क्\u200cष'],
  ['Sinhala with ZWJ', 'ශ්\u200dරී'],
  ['Malayalam chillu at the end of a word', 'അവന്\u200d വന്നു'],
  ['Bengali', 'র\u200d্যাব'],
  ['Burmese with four marks', 'မြို့'],
  ['Tibetan', 'བསྒྲུབས་ཧཱུྃ'],
  ['Thai', 'ที่นี่'],
  ['Korean and Japanese', '안녕 日本語もOK ｶﾅ'],
  ['an ideograph with its variant', '葛\u{e0100}'],
  ['combining accents', 'ñ ế x\u0302\u0323'.normalize('NFC')],
  ['a family', '👨\u200d👩\u200d👧\u200d👦'],
  ['skin and hair', '👩🏽\u200d🦰'],
  ['a couple with a heart', '👩🏻\u200d❤️\u200d💋\u200d👨🏿'],
  ['a detective', '🕵️\u200d♀️'],
  ['the rainbow flag', '🏳️\u200d🌈'],
  ['national flags', '🇩🇪🇫🇷'],
  ['keycaps', '1️⃣#️⃣'],
  ['hearts as text and as emoji', '❤\ufe0e ❤\ufe0f'],
  ['box drawing and mathematics', '┌─┐ ∀x∈ℝ'],
];

for (const [what, text] of survivors) {
  test(`survives: ${what}`, () => {
    assert.equal(cleanBlock(text), text);
    assert.equal(cleanLine(text), text);
  });
}

test('a block keeps its lines, whoever ended them', () => {
  assert.equal(cleanBlock('a\r\nb\rc\nd\u2028e\u2029f\tg'), 'a\nb\nc\nd\ne\nf g');
});

test('a line has no newline', () => {
  assert.equal(cleanLine('a\r\nb\n\n\nc\td'), 'a b c d');
});

test('text is composed', () => {
  assert.equal(cleanLine('e\u0301'), 'é');
  assert.equal(cleanLine('e\u200d\u0301'), 'é');
});

/** Biased towards what hurts. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        ...['\u001b', '\u001b[', '\u009b', '\u001b]', '\u009d', '\u009c', '\u0007', '\\', '\r', '\n', '\t', ';', 'm'],
        ...[
          '\u200c',
          '\u200d',
          '\ufe0f',
          '\u202e',
          '\u2067',
          '\u0301',
          '\u0307',
          '\u0308',
          '\u0316',
          '\u0338',
          '\u034f',
          '\ud83d',
          '\u{e0061}',
        ],
        ...[
          'a',
          'ی',
          'م',
          'क',
          '\u094d',
          '\u093c',
          '👨',
          '❤',
          '↔',
          '🏽',
          '1',
          '\u20e3',
          'မ',
          '\u1037',
          'ᄀ',
          'ᅡ',
          'ᆨ',
          '葛',
          '\u{e0100}',
          ...['ก', 'ำ', 'ﾞ', '\u{13441}', '\u{1d159}', '\ufffc'],
        ],
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** All \p{C} (the joiners are looked at on their own), separators, fillers, blanks. */
const forbidden =
  /(?!\n|\u200c|\u200d)(?:[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800\u{13441}\u{13442}\u{1d159}\ufffc]|\u034f)|(?! )\p{Zs}/u;
const strayJoiner = /(?<![\p{L}\p{M}\p{ExtPict}\p{EMod}])[\u200c\u200d]|[\u200c\u200d]{2}|[A-Za-z][\u200c\u200d]/u;
const tower = /(?:(?![\u0590-\u05ff\u0f00-\u0fff\u1000-\u109f\u200c\u200d])\p{M}){4}/u;

test('no text leaves anything forbidden behind', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const block = cleanBlock(text);
      assert.doesNotMatch(block, forbidden);
      assert.doesNotMatch(block, strayJoiner);
      assert.doesNotMatch(block, tower);
      assert.doesNotMatch(block, /^\p{M}/mu);
      assert.doesNotMatch(cleanLine(text), /\n/);
    }),
    { numRuns: 2000 },
  );
});

test('cleaning is idempotent, in NFC and never longer than the NFC of what came', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      for (const clean of [cleanBlock, cleanLine]) {
        const once = clean(text);
        assert.equal(clean(once), once);
        assert.equal(once.normalize('NFC'), once);
        assert.ok(once.length <= text.normalize('NFC').length);
      }
    }),
    { numRuns: 2000 },
  );
});

test('printable ASCII comes back as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      assert.equal(cleanLine(text), text);
    }),
  );
});

test('no text takes long, however it is made', () => {
  const started = process.cpuUsage();
  for (const unit of [
    '\u009d',
    '\u001b[',
    '\u001b[1;',
    '\u009b1',
    '\u200d',
    'क्\u200d',
    '👨\u200d',
    'a\u0301',
    '\r',
    '\ufe0f',
    '\u0301\u0316',
    'ำ่',
    'ᄀ',
    '👩🏽\u200d',
  ]) {
    cleanBlock(unit.repeat(BLOCK_BYTES / unit.length));
  }
  const { user } = process.cpuUsage(started);
  // Tens of milliseconds when linear; a second and more when not.
  assert.ok(user < 500_000, `${user} µs`);
});

test('a line may have 4,096 bytes, not characters', () => {
  assert.ok(checkLine('a'.repeat(LINE_BYTES)).ok);
  const long = checkLine('a'.repeat(LINE_BYTES + 1));
  assert.ok(!long.ok);
  assert.equal(long.code, 'too-long');
  assert.equal(long.sentence, 'This line is 4,097 bytes long; at most 4,096 fit. Nothing was sent.');
  assert.ok(checkLine('日'.repeat(1365)).ok);
  assert.ok(!checkLine('日'.repeat(1366)).ok);
});

test('a block may have 64 KiB and 1,000 lines', () => {
  assert.ok(checkBlock('a'.repeat(BLOCK_BYTES)).ok);
  assert.ok(checkBlock(`\n${'a'.repeat(BLOCK_BYTES - 1)}`).ok);
  assert.ok(!checkBlock(`\n${'a'.repeat(200_000)}`).ok, 'the largest text is what the ceilings are reckoned with');
  assert.ok(!checkBlock(`\n${'a'.repeat(BLOCK_BYTES)}`).ok);
  assert.ok(checkBlock('a\n'.repeat(BLOCK_LINES - 1)).ok);
  const long = checkBlock('a\n'.repeat(BLOCK_LINES));
  assert.ok(!long.ok);
  assert.equal(long.sentence, 'This text has 1,001 lines; at most 1,000 fit. Nothing was sent.');
});
