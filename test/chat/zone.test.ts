import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetAt } from '../../src/chat/zone.ts';
import { heapGrowth } from '../heap.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

test('a zone is ahead of UTC by what it was at that time; one that nobody knows is UTC', () => {
  assert.equal(offsetAt(Date.UTC(2026, 0, 1), 'Europe/Berlin'), HOUR);
  assert.equal(offsetAt(Date.UTC(2026, 6, 1), 'Europe/Berlin'), 2 * HOUR);
  assert.equal(offsetAt(Date.UTC(2026, 0, 1), 'America/St_Johns'), -3.5 * HOUR);
  assert.equal(offsetAt(0, 'Nowhere/At_All'), 0);
});

test('of one zone not all quarters of an hour that were ever asked for are kept', async () => {
  const grown = await heapGrowth(() => {
    for (let at = 0; at < 100_000; at += 1) offsetAt(at * QUARTER, 'Asia/Kathmandu');
  });
  assert.ok(grown < 1e6, `${grown}`);
});

test('nor are all zones that were ever asked for', async () => {
  const grown = await heapGrowth(() => {
    for (let zone = 0; zone < 2000; zone += 1) {
      for (let at = 0; at < 20; at += 1) offsetAt(at * QUARTER, `Nowhere/Number_${zone}`);
    }
  });
  assert.ok(grown < 1e6, `${grown}`);
});
