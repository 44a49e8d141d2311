// Lines on a terminal whose cursor is not moved: only they begin at its left edge.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hangingRows } from '../../src/tui/plain-rows.ts';
import { clusterWidth, drawable, graphemes, widestWidth } from '../../src/tui/width.ts';
import { graphemeTerminal } from './emulator.ts';
import { hardText } from './texts.ts';

const FORGED = '12:05 [#dev] bob: I resign';

test('a line is wrapped at words, and its further rows are set in', () => {
  assert.deepEqual(hangingRows('12:05 [#dev] alice: did the deploy finish?', 30), [
    '12:05 [#dev] alice: did the',
    '      deploy finish?',
  ]);
  assert.deepEqual(hangingRows('alice: did the deploy', 16), ['alice: did the', '  deploy']);
  assert.deepEqual(hangingRows('short', 80), ['short']);
});

test('whatever a line is filled with, what follows does not stand at the left edge', async () => {
  const start = '12:05 [#dev] alice: hi';
  for (const filler of [' ', '.', ' .', '日', '👨‍👩‍👧‍👦', '❤', 'ᄀ']) {
    for (const columns of [40, 79, 80, 81]) {
      for (let times = 1; times <= columns; times += 1) {
        const rows = hangingRows(`${start}${filler.repeat(times)}${FORGED}`, columns);
        for (const row of rows.slice(1)) assert.match(row, /^ {6}/);
      }
    }
  }
  // Of Unicode 6, which joins no emoji.
  const terminal = graphemeTerminal(40, 12);
  terminal.unicode.activeVersion = '6';
  const rows = hangingRows(`${start} ${'👨‍👩‍👧‍👦'.repeat(6)} ${FORGED}`, 40);
  await new Promise<void>((done) => terminal.write(`${rows.join('\r\n')}\r\n`, done));
  const { active } = terminal.buffer;
  for (let y = 0; y < active.length; y += 1) assert.equal(active.getLine(y)?.isWrapped, false, `row ${y}`);
  terminal.dispose();
});

test('no row fills its terminal, however its clusters are drawn, and no word is lost', () => {
  const width = (row: string) => graphemes(row).reduce((sum, cluster) => sum + widestWidth(cluster), 0);
  const letters = (text: string) => drawable(text).replaceAll(' ', '');
  fc.assert(
    fc.property(hardText(60), fc.integer({ min: 40, max: 90 }), (text, columns) => {
      const one = text.replaceAll('\n', ' ');
      const rows = hangingRows(one, columns);
      for (const row of rows) assert.ok(width(row) < columns, `${JSON.stringify(row)} in ${columns}`);
      assert.equal(letters(rows.join('')), letters(one));
    }),
    { numRuns: 300 },
  );
  for (let columns = 1; columns < 40; columns += 1)
    for (const row of hangingRows(FORGED, columns)) assert.ok(row.length <= columns, `${row} in ${columns}`);
});

test('a cluster takes at least what it is counted for elsewhere', () => {
  fc.assert(
    fc.property(hardText(10), (text) => {
      for (const cluster of graphemes(text)) assert.ok(widestWidth(cluster) >= clusterWidth(cluster));
    }),
  );
});
