import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emojiNamed } from '../../src/tui/emoji.ts';

test('an emoji is found by the beginning of its name', () => {
  assert.ok(emojiNamed('tad').includes('🎉'));
});

test('the emoji of just that name comes first, then the others as Unicode orders them', () => {
  assert.deepEqual(emojiNamed('thumbs'), ['👍', '👎']);
  assert.equal(emojiNamed('heart')[0], '❤️');
  assert.equal(emojiNamed('cat')[0], '🐱');
});

test('a whole name between colons means exactly that emoji', () => {
  assert.deepEqual(emojiNamed('tada:'), ['🎉']);
});

test('a prefix that many names share offers a few, each once', () => {
  const offered = emojiNamed('');
  assert.equal(offered.length, 30);
  assert.equal(new Set(offered).size, 30);
});

test('a name that is none offers nothing', () => {
  assert.deepEqual(emojiNamed('constructor'), []);
});
