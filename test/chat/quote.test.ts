import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf } from '../../src/chat/quote.ts';

test('an excerpt is the first line, at most 80 characters, with … where there is more', () => {
  assert.equal(excerptOf('hello'), 'hello');
  assert.equal(excerptOf('hello\nworld'), 'hello…');
  assert.equal(excerptOf('é'.repeat(81)), `${'é'.repeat(80)}…`);
});

test('an excerpt of a block of code is its first line of code', () => {
  assert.equal(excerptOf('```ts\n  const x = 1;\n```'), 'const x = 1;…');
  assert.equal(excerptOf('```'), '```');
});
