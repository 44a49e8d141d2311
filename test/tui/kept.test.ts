/**
 * What is kept so that it is not made again has an end: of many things made one after the other, only some of the newest
 * are still there when they are asked for again. Asked from the newest on, for asking makes anew what is gone.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlessedScreen } from '../../src/tui/blessed.ts';
import { dateRow } from '../../src/tui/items.ts';
import { paneDiff } from '../../src/tui/pane-diff.ts';
import { encodeRow, type Row } from '../../src/tui/row.ts';
import { RowCache } from '../../src/tui/row-cache.ts';
import { sharedFrame } from '../../src/tui/shared-frame.ts';
import { shared } from '../../src/tui/shared-rows.ts';
import { clusterWidth } from '../../src/tui/width.ts';
import { heapGrowth } from '../heap.ts';
import { style } from './said.ts';

/** How many of `count` things, made in order, are still the same objects. */
function kept(count: number, make: (at: number) => unknown): number {
  const made = Array.from({ length: count }, (_, at) => make(at));
  let same = 0;
  for (let at = count - 1; at >= 0; at -= 1) if (make(at) === made[at]) same += 1;
  return same;
}

test('styles of all kinds of terminals are kept, not of all that there ever were', () => {
  const most = kept(30_000, (at) => style(1 + (at % 500), { nickColumns: 1 + Math.floor(at / 500) }));
  assert.ok(most > 0 && most <= 5000, `${most}`);
});

test('widths of clusters are kept, not of all that were ever written', async () => {
  // Two of 300 letters and a mark: 90,000 clusters, 10 MB of them.
  const letters = Array.from({ length: 300 }, (_, at) => String.fromCodePoint(0x4e00 + at));
  const grown = await heapGrowth(() => {
    for (const first of letters) for (const last of letters) clusterWidth(`${first}\u0301${last}`);
  });
  assert.ok(grown < 2e6, `${grown}`);
});

test('layouts of the sizes that people have are kept, not of all sizes', () => {
  const layout = (at: number) =>
    new BlessedScreen({ term: 'xterm', columns: 1 + (at % 300), rows: 1 + Math.floor(at / 300) }).layout();
  const most = kept(6000, layout);
  assert.ok(most > 0 && most <= 2000, `${most}`);
});

test('lines between messages are kept, not of all days', () => {
  const most = kept(3000, (at) => dateRow(at * 86_400_000, style(80)));
  assert.ok(most > 0 && most <= 1200, `${most}`);
});

test('rows that were drawn are kept up to a budget, however many there are of one message', () => {
  const cache = new RowCache();
  const key = {};
  const rows = (at: number) => cache.get(key, style(500), `${at}`, () => [{ bytes: `${at}`.repeat(20_000), width: 9 }]);
  const most = kept(1000, rows);
  // Of 80,000 characters each, about.
  assert.ok(most > 0 && most <= 400, `${most}`);
});

function frozenRows(at: number): readonly Row[] {
  return shared([encodeRow([{ text: `row ${at}` }], 40), encodeRow([{ text: 'the same' }], 40)]);
}

test('ways to one state of a pane are kept, not from all states there were', () => {
  const place = { x: 0, y: 0, width: 40, height: 2 };
  const before = Array.from({ length: 500 }, (_, at) => frozenRows(at));
  const after = frozenRows(1000);
  const most = kept(before.length, (at) => paneDiff(before[at], after, place, 40));
  assert.ok(most > 0 && most <= 50, `${most}`);
});

test('frames that lead to one state of a pane are kept, not from all states there were', () => {
  const screen = (rows: readonly Row[]) => ({
    columns: 40,
    rows: 2,
    panes: [{ x: 0, y: 0, width: 40, height: 2, rows }],
    cursor: { x: 0, y: 1, visible: true },
  });
  const before = Array.from({ length: 500 }, (_, at) => screen(frozenRows(at)));
  const after = screen(frozenRows(1000));
  const most = kept(before.length, (at) => sharedFrame(before[at] as typeof after, after, 0));
  assert.ok(most > 0 && most <= 50, `${most}`);
});
