// Rows are kept while they are used, and never beyond two generations of the budget.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeRow } from '../../src/tui/row.ts';
import { RowCache } from '../../src/tui/row-cache.ts';
import { style } from './said.ts';

test('what is used stays, what is not is made again once the budget was spent twice', () => {
  const cache = new RowCache(10_000);
  const key = {};
  let made = 0;
  const ask = (columns: number) =>
    cache.get(key, style(columns), 'plain', () => {
      made += 1;
      return [encodeRow([{ text: 'x'.repeat(columns) }], columns)];
    });
  const first = ask(80);
  for (let columns = 81; columns < 400; columns += 1) {
    ask(columns);
    assert.equal(ask(80), first);
  }
  assert.equal(made, 320);
  ask(81);
  assert.equal(made, 321);
});
