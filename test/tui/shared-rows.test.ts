import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeRow } from '../../src/tui/row.ts';
import { isShared, Notes, shared } from '../../src/tui/shared-rows.ts';
import { heapInUse } from '../heap.ts';

const rows = () => [encodeRow([{ text: 'some words' }], 20), undefined];

test('shared rows are the same array, with the same rows, and nobody changes them', () => {
  const mine = rows();
  const all = shared(mine);
  assert.equal(all, mine);
  assert.equal(isShared(all), true);
  assert.equal(isShared(rows()), false);
  assert.deepEqual(all, rows());
  assert.throws(() => mine.push(undefined), TypeError);
});

test('each module has notes of its own with rows, made once', () => {
  let count = 0;
  const numbers = new Notes(() => ++count);
  const lists = new Notes<string[]>(() => []);
  const [first, second] = [shared(rows()), shared(rows())];
  lists.of(first).push('a');
  assert.deepEqual([numbers.of(first), numbers.of(second), numbers.of(first)], [1, 2, 1]);
  assert.deepEqual([lists.of(first), lists.of(second)], [['a'], []]);
  assert.throws(() => lists.of(rows()), /not shared/);
});

test('the notes go with their rows', async () => {
  const lists = new Notes<object[]>(() => []);
  const noted = (): WeakRef<object> => {
    const note = {};
    lists.of(shared(rows())).push(note);
    return new WeakRef(note);
  };
  const note = noted();
  // What a WeakRef was made of stays until the next turn.
  await new Promise(setImmediate);
  heapInUse();
  assert.equal(note.deref(), undefined);
});
