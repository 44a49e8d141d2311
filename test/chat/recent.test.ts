import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from '../../src/chat/recent.ts';

/** What it still knows of these. */
function known(recent: Recent<string, number>, keys: string): string {
  return [...keys].filter((key) => recent.get(key) !== undefined).join('');
}

test('what was set or used longest ago is forgotten first', () => {
  const recent = new Recent<string, number>(3);
  for (const key of 'abc') recent.set(key, 1);
  recent.set('c', 2);
  recent.set('a', 2);
  recent.set('d', 1);
  assert.equal(known(recent, 'abcd'), 'acd');
  assert.equal(recent.use('c'), 2);
  recent.set('e', 1);
  assert.equal(known(recent, 'abcde'), 'cde');
});

test('the newest is new again when it was deleted and comes back', () => {
  const recent = new Recent<string, number>(2);
  recent.set('a', 1);
  recent.set('b', 1);
  recent.delete('b');
  recent.set('b', 2);
  recent.set('c', 1);
  assert.equal(known(recent, 'abc'), 'bc');
  recent.sweep((value) => value === 1);
  recent.set('c', 3);
  recent.set('d', 1);
  assert.deepEqual([known(recent, 'bcd'), recent.size], ['cd', 2]);
});
