import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Highlights } from '../../src/chat/mention.ts';
import { CallIndex } from '../../src/session/call-index.ts';

function called(index: CallIndex<string>, ...words: string[]): readonly string[] {
  return [...index.calledBy(new Set(words))].sort();
}

test('whoever is called by one of the words is found, once, by handle, keyword or part of a word', () => {
  const index = new CallIndex<string>();
  index.add('laptop', new Highlights(['Alice', 'deploy']));
  index.add('phone', new Highlights(['Alice']));
  index.add('bob', new Highlights(['bob', '部署']));
  assert.deepEqual(called(index, 'alice', 'deploy'), ['laptop', 'phone']);
  assert.deepEqual(called(index, 'deploy'), ['laptop']);
  assert.deepEqual(called(index, '明天部署吗'), ['bob']);
  assert.deepEqual(called(index, 'alic', 'bobby'), []);
});

test('whoever is taken out is called no more, and nothing of them stays', () => {
  const index = new CallIndex<string>();
  index.add('laptop', new Highlights(['alice']));
  index.add('phone', new Highlights(['alice', '部署']));
  assert.equal(index.delete('phone'), true);
  assert.equal(index.delete('phone'), false);
  assert.equal(index.has('phone'), false);
  assert.deepEqual([...index.all], ['laptop']);
  assert.deepEqual(called(index, 'alice', '部署'), ['laptop']);
  index.delete('laptop');
  assert.equal(index.size, 0);
  assert.deepEqual(called(index, 'alice'), []);
});
