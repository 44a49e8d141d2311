import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  clusterWidth,
  graphemes,
  lastGrapheme,
  padEnd,
  padStart,
  textWidth,
  truncate,
  unsure,
} from '../../src/tui/width.ts';
import { cursorMove, graphemeTerminal } from './emulator.ts';
import { anyText, hardText } from './texts.ts';

/** Clusters by the columns they take; where a third is given, the emulator counts otherwise and we say why. */
const WIDTHS: readonly (readonly [string, number])[] = [
  ['a', 1],
  ['é', 1],
  ['e\u0301', 1],
  ['a\u0301\u0302\u0303', 1],
  ['日', 2],
  ['が', 2],
  ['か\u3099', 2],
  ['日\u0301', 2],
  ['𠀀', 2],
  ['Ａ', 2],
  ['ｱ', 1],
  ['\u3000', 2],
  ['한', 2],
  ['\u1112\u1161\u11ab', 2],
  ['\u1112', 2],
  ['🎉', 2],
  ['☔', 2],
  ['⌚', 2],
  ['👨‍👩‍👧‍👦', 2],
  ['👩‍❤️‍💋‍👨', 2],
  ['👩🏽‍💻', 2],
  ['🏳️‍🌈', 2],
  ['🏴‍☠️', 2],
  ['🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}', 2],
  ['👍🏽', 2],
  ['🇩🇪', 2],
  ['🇩', 1],
  ['❤️', 2],
  ['❤', 1],
  ['1️⃣', 2],
  ['1\ufe0f', 2],
  ['ก็', 1],
  ['ที่', 1],
  ['क', 1],
  ['क्', 1],
  ['नु', 1],
  ['بِ', 1],
  ['שָׁ', 1],
  ['±', 1],
  ['─', 1],
  ['…', 1],
  ['⏎', 1],
];

/** Here the emulator counts otherwise: ours, its, and what we follow. */
const DISAGREED: readonly (readonly [string, number, number, string])[] = [
  ['नि', 2, 1, 'a spacing vowel sign has a column of its own in terminals that go by code point'],
  ['கி', 2, 1, 'the same in Tamil'],
  ['কি', 2, 1, 'the same in Bengali'],
  ['กำ', 2, 1, 'SARA AM is a letter'],
  ['ｶﾞ', 2, 1, 'the halfwidth voiced mark has a column of its own (East Asian width H)'],
  ['1\u20e3', 2, 1, 'a keycap without its selector is drawn as one'],
  ['🫩', 2, 1, 'Unicode 16'],
];

describe('width', () => {
  it('says how many columns a cluster takes, and the emulator moves its cursor as far', async () => {
    const terminal = graphemeTerminal();
    for (const [cluster, columns] of WIDTHS) {
      assert.deepEqual(graphemes(cluster), [cluster], JSON.stringify(cluster));
      assert.equal(clusterWidth(cluster), columns, JSON.stringify(cluster));
      assert.equal(await cursorMove(terminal, cluster), columns, `emulator: ${JSON.stringify(cluster)}`);
    }
    terminal.dispose();
  });

  it('knows where the emulator counts otherwise, and is unsure of all of these', async () => {
    const terminal = graphemeTerminal();
    for (const [cluster, ours, its, why] of DISAGREED) {
      assert.deepEqual(graphemes(cluster), [cluster], why);
      assert.equal(clusterWidth(cluster), ours, why);
      assert.equal(await cursorMove(terminal, cluster), its, why);
      assert.equal(unsure(cluster), true, why);
    }
    terminal.dispose();
  });

  it('cuts a conjunct into its letters, as terminals draw it', async () => {
    assert.deepEqual(graphemes('क्ष्म'), ['क्', 'ष्', 'म']);
    assert.deepEqual(graphemes('क्‍ष'), ['क्‍', 'ष']);
    // Alone as in a run, which needs no segmenter.
    assert.deepEqual(graphemes('ष्🏽क'), ['ष्🏽', 'क']);
    assert.deepEqual(graphemes('aaaष्🏽क'), ['a', 'a', 'a', 'ष्🏽', 'क']);
    const terminal = graphemeTerminal();
    assert.equal(await cursorMove(terminal, 'क्ष्म'), textWidth('क्ष्म'));
    terminal.dispose();
  });

  it('gives controls, lone marks and the empty text no width', () => {
    for (const text of [
      '',
      '\x00',
      '\x1b',
      '\n',
      '\r\n',
      '\x7f',
      '\x9b',
      '\u0301',
      '\u200d',
      '\ufe0f',
      '\ud83d',
      '\u2028',
    ]) {
      assert.equal(textWidth(text), 0, JSON.stringify(text));
      assert.equal(clusterWidth(text), 0, JSON.stringify(text));
    }
  });

  it('is sure of letters and ideographs, unsure of what terminals disagree on', () => {
    for (const cluster of ['a', ' ', 'é', 'я', '日', '한', '𠀀', '─', '…'])
      assert.equal(unsure(cluster), false, cluster);
    for (const cluster of [
      '👨‍👩‍👧',
      '❤️',
      '❤',
      '🎉',
      '🇩🇪',
      '🇩',
      '👍🏽',
      '1️⃣',
      '日\u0301',
      'e\u0301',
      '\u0301',
      '\u200b',
    ]) {
      assert.equal(unsure(cluster), true, JSON.stringify(cluster));
    }
  });

  it('truncates at whole clusters and never beyond the columns', () => {
    assert.equal(truncate('hello', 5), 'hello');
    assert.equal(truncate('hello!', 5), 'hell…');
    assert.equal(truncate('日本語', 6), '日本語');
    assert.equal(truncate('日本語', 5), '日本…');
    assert.equal(truncate('日本語', 4), '日…');
    assert.equal(truncate('👨‍👩‍👧x', 2), '…');
    assert.equal(truncate('hello', 3, ''), 'hel');
    assert.equal(truncate('hello', 1, '...'), '');
    assert.equal(truncate('hello', 0), '');
    assert.equal(truncate('a\nb\x1bc', 3), 'abc');
  });

  it('pads to columns on either side', () => {
    assert.equal(padEnd('日本', 6), '日本  ');
    assert.equal(padStart('日本', 6), '  日本');
    assert.equal(padEnd('hello', 3), 'hello');
    assert.equal(padEnd('a\x07', 3), 'a  ');
  });

  it('cuts after a character that would swallow the next, even a space', () => {
    assert.deepEqual(graphemes('\u0d4e '), ['\u0d4e', ' ']);
    assert.equal(textWidth(padEnd('\u0d4e', 4)), 4);
  });

  it('loses nothing of any text, and cuts wherever the segmenter does', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    fc.assert(
      fc.property(anyText(), (text) => {
        const clusters = graphemes(text);
        assert.equal(clusters.join(''), text);
        const ends = new Set<number>();
        let end = 0;
        for (const cluster of clusters) {
          end += cluster.length;
          ends.add(end);
        }
        for (const { index } of segmenter.segment(text)) assert.ok(index === 0 || ends.has(index));
      }),
      { numRuns: 300 },
    );
  });

  it('cuts long runs of letters, ideographs and flags as the segmenter does, whatever stands around them', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const run = fc
      .tuple(
        fc.constantFrom('日本', 'かガ', 'éñ', 'жы', 'ab', 'λ', 'ก็น', 'שָׁ', '각', '🎉', '👍🏽', '🇩', '🇩🇪🇫'),
        fc.integer({ min: 1, max: 20 }),
      )
      .map(([text, times]) => text.repeat(times));
    // Without conjuncts and Prepend, which are cut once more.
    const joiner = fc.constantFrom('\u0301', '\u200d', '👨', '🏽', '\ufe0f', '\u3099', '한', '\r\n', '');
    fc.assert(
      fc.property(fc.array(fc.oneof(run, joiner), { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const cuts = Array.from(segmenter.segment(text), ({ segment }) => segment);
        assert.deepEqual(graphemes(text), cuts);
      }),
      { numRuns: 1000 },
    );
    assert.deepEqual(graphemes(`\u0600${'🇩🇪'.repeat(8)}`).slice(0, 2), ['\u0600', '🇩🇪']);
  });

  it('cuts as the segmenter does between all characters of one unit, with marks or without', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    // Of ideographs, Hangul and private ones some: they are all alike.
    for (let unit = 0x20; unit <= 0xffff; unit += unit > 0x3400 && unit < 0xf900 ? 61 : 1) {
      const one = String.fromCharCode(unit);
      const text = `${one.repeat(5)}a${one}ab\u0301${one}\u0301${one}ก็${one}क्${one}कखग${one}`;
      const each = Array.from(segmenter.segment(text), ({ segment }) => graphemes(segment));
      assert.deepEqual(graphemes(text).join('|'), each.flat().join('|'), unit.toString(16));
    }
  });

  it('finds the last cluster of any text from its end', () => {
    fc.assert(
      fc.property(hardText(200), (text) => {
        assert.equal(lastGrapheme(text), graphemes(text).at(-1) ?? '');
      }),
      { numRuns: 500 },
    );
    const long = 'x'.repeat(10_000);
    for (const end of ['👨‍👩‍👧‍👦', '🇩🇪🇫🇷', '🇩🇪🇫', '🇩🇪'.repeat(60), '🇩🇪🇫'.repeat(20), `e${'\u0301'.repeat(200)}`]) {
      assert.equal(lastGrapheme(long + end), graphemes(end).at(-1), end);
    }
  });

  it('looks no further back for it than it says, and still takes something', () => {
    const flags = lastGrapheme(`x${'🇩'.repeat(1001)}`);
    assert.ok(flags.length >= 2 && flags.length <= 4, flags);
    assert.equal(lastGrapheme('\u0301'.repeat(1000)).length, 256);
    assert.equal(lastGrapheme(''), '');
  });

  it('cuts a long text where it would cut each part of it, wherever the stretches end', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const longText = fc.tuple(fc.array(hardText(60), { maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 600 }));
    fc.assert(
      fc.property(longText, ([pieces, rest]) => {
        const text = pieces.join('') + rest;
        const each = Array.from(segmenter.segment(text), ({ segment }) => graphemes(segment));
        assert.deepEqual(graphemes(text), each.flat());
      }),
      { numRuns: 100 },
    );
    for (const tower of ['👨\u200d'.repeat(400), `a${'\u0301'.repeat(700)}`, '🇩'.repeat(300), `x${'🇩'.repeat(301)}`]) {
      const text = `${tower}é`;
      assert.deepEqual(
        graphemes(text),
        Array.from(segmenter.segment(text), ({ segment }) => segment),
      );
    }
  });

  it('keeps any text within the columns asked for', () => {
    fc.assert(
      fc.property(anyText(), fc.integer({ min: 0, max: 20 }), (text, columns) => {
        assert.ok(textWidth(truncate(text, columns)) <= columns);
        assert.equal(textWidth(padEnd(truncate(text, columns), columns)), columns);
      }),
      { numRuns: 300 },
    );
  });
});
