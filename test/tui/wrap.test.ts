import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { clusterWidth, drawable, graphemes, textWidth } from '../../src/tui/width.ts';
import { wrap } from '../../src/tui/wrap.ts';
import { anyText } from './texts.ts';

describe('wrap', () => {
  it('breaks at words and swallows the spaces there', () => {
    assert.deepEqual(wrap('did the deploy   finish?', 10), ['did the', 'deploy', 'finish?']);
    assert.deepEqual(wrap('did the    deploy', 10), ['did the', 'deploy']);
    assert.deepEqual(wrap('fits', 10), ['fits']);
    assert.deepEqual(wrap('', 10), ['']);
  });

  it('gives the first row a width of its own', () => {
    assert.deepEqual(wrap('one two three', 9, 4), ['one', 'two three']);
    assert.deepEqual(wrap('日本', 2, 1), ['', '日', '本']);
  });

  it('breaks a word that is longer than a row, and a wide cluster moves whole', () => {
    assert.deepEqual(wrap('see abcdefghij ok', 4), ['see', 'abcd', 'efgh', 'ij', 'ok']);
    assert.deepEqual(wrap('👨‍👩‍👧👨‍👩‍👧', 3), ['👨‍👩‍👧', '👨‍👩‍👧']);
  });

  it('breaks between ideographs, but not before a stop or after an opening bracket', () => {
    assert.deepEqual(wrap('hi日本語もOK', 6), ['hi日本', '語もOK']);
    assert.deepEqual(wrap('日本語。', 6), ['日本', '語。']);
    assert.deepEqual(wrap('日本「語', 6), ['日本', '「語']);
  });

  it('breaks at newlines and keeps empty lines and indentation', () => {
    assert.deepEqual(wrap('a\n\n  b\n', 5), ['a', '', '  b', '']);
    assert.deepEqual(wrap('a\n      bb', 4), ['a', 'bb']);
  });

  it('shows a wide cluster as a question mark in one column', () => {
    assert.deepEqual(wrap('日a', 1), ['?', 'a']);
    assert.deepEqual(wrap('ab', 0), ['a', 'b']);
  });

  it('makes no row wider than asked, and loses or reorders nothing but spaces', () => {
    fc.assert(
      fc.property(
        anyText(),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (text, columns, first) => {
          const rows = wrap(text, columns, first);
          for (const [index, row] of rows.entries()) {
            const room = index === 0 ? first : columns;
            assert.ok(textWidth(row) <= room, `${JSON.stringify(row)} in ${room}`);
          }
          const clusters = (line: string) => graphemes(drawable(line)).filter((cluster) => cluster !== ' ');
          const shown = rows.flatMap(clusters);
          const written = text.split('\n').flatMap(clusters);
          if (columns > 1 && first > 1) assert.equal(shown.join(''), written.join(''));
          else assert.equal(narrow(shown).join(''), narrow(written).join(''));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes a text of 64 KiB, wide, without a space or without a width', () => {
    assert.equal(wrap('日'.repeat(20_000), 80).length, 500);
    assert.equal(wrap('a'.repeat(64_000), 80).length, 800);
    assert.equal(wrap('a '.repeat(32_000), 80).length, 800);
    assert.deepEqual(wrap('\u0301'.repeat(30_000), 80), ['\u0301'.repeat(30_000)]);
  });
});

/** In one column wide clusters are shown as `?`. */
function narrow(clusters: readonly string[]): string[] {
  return clusters.map((cluster) => (clusterWidth(cluster) > 1 ? '?' : cluster));
}
