// How wide one character may be where nothing joins its parts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { capClusters } from '../../src/chat/clusters.ts';
import { cleanBlock } from '../../src/chat/text.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Columns of each of its characters for itself. */
function drawnApart(cluster: string): number {
  return [...cluster].reduce((sum, each) => sum + Math.max(/\p{Mc}/u.test(each) ? 1 : 0, stringWidth(each)), 0);
}

/** Six emoji with their skin and three spacing marks each are the widest that may come through. */
const WIDEST = 6 * (2 + 2 + 3);

const towers: readonly (readonly [what: string, text: string, left: string])[] = [
  ['leading jamo', 'ᄀ'.repeat(40), 'ᄀᄀᄀ'],
  ['leading jamo before a syllable', `${'ᄀ'.repeat(40)}가`, 'ᄀᄀᄀ가'],
  ['vowels', `가${'ᅡ'.repeat(40)}`, '가ᅡᅡ'],
  ['trailing jamo', `각${'ᆨ'.repeat(40)}`, '각ᆨᆨ'],
  [
    'old jamo',
    `${'\ua960'.repeat(9)}${'\ud7b0'.repeat(9)}${'\ud7cb'.repeat(9)}`,
    '\ua960\ua960\ua960\ud7b0\ud7b0\ud7cb\ud7cb',
  ],
  ['SARA AM', `ก${'ำ'.repeat(40)}`, 'กำ'],
  ['LAO AM', `ກ${'\u0eb3'.repeat(40)}`, 'ກ\u0eb3'],
  ['SARA AM with marks between', `ก${'ำ่'.repeat(40)}`, 'กำ่่่'],
  ['halfwidth voicing', `ｶ${'ﾞ'.repeat(40)}`, 'ｶﾞ'],
  ['skin tones', `👍${'🏽'.repeat(40)}`, '👍🏽'],
  ['joined emoji', Array(41).fill('👩').join('\u200d'), `${Array(6).fill('👩').join('\u200d')}${'👩'.repeat(35)}`],
];

for (const [what, text, left] of towers) {
  test(`cut: ${what}`, () => {
    assert.equal(capClusters(text), left);
    assert.equal(cleanBlock(text), left);
  });
}

const survivors: readonly string[] = [
  '안녕하세요 값싼 닭',
  'ᄒᆞᆫ글',
  '\ua960\ud7b0\ud7cb',
  'น้ำ กำลัง ที่นี่ ทำ',
  'ນ້ຳ',
  'ｶﾞｷﾞ ﾊﾟﾝ',
  '👨\u200d👩\u200d👧\u200d👦 👩🏻\u200d❤️\u200d💋\u200d👨🏿 👩🏽\u200d🦰',
  '🏳️\u200d🌈 🏴\u200d☠️ 🇩🇪🇫🇷 👋🏻👋🏿',
  'မြို့ བསྒྲུབས་ שָׁלוֹם',
];

test('what people write comes through', () => {
  for (const text of survivors) {
    const composed = text.normalize('NFC');
    assert.equal(capClusters(composed), composed);
    assert.equal(cleanBlock(composed), composed);
  }
});

test('no cluster of any text is wider than a bound, and cutting again cuts nothing', () => {
  const part = fc.constantFrom(
    ...['ᄀ', 'ᅡ', 'ᆨ', '가', '각', '\ua960', '\ud7b0', '\ud7cb', 'ก', 'ำ', '\u0eb3', '่', 'ｶ', 'ﾞ', 'ﾟ', 'a'],
    ...['👩', '❤', '🏽', '\u200d', '\u200d', '\ufe0f', '🇩', '\u0301', 'ा', 'क', '्', '\u200c', '\u1160', ' '],
  );
  const run = fc.tuple(part, fc.integer({ min: 1, max: 12 })).map(([each, times]) => each.repeat(times));
  const cycle = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 12 }))
    .map(([parts, times]) => parts.join('').repeat(times));
  fc.assert(
    fc.property(fc.array(fc.oneof(run, cycle), { maxLength: 8 }), (parts) => {
      const clean = cleanBlock(parts.join(''));
      assert.equal(cleanBlock(clean), clean);
      assert.equal(capClusters(clean), clean);
      for (const { segment } of segmenter.segment(clean)) {
        // A conjunct is drawn letter by letter, and counted so (see tui/width.ts).
        for (const piece of segment.split(/(?<=\p{M}\u200d?)(?=\p{Lo})/u)) {
          assert.ok(drawnApart(piece) <= WIDEST, `${JSON.stringify(piece)}: ${drawnApart(piece)}`);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
