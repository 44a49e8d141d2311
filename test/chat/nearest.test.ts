import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../src/chat/nearest.ts';

const here = ['alice', 'Bob', 'carol', 'caro'];

for (const [typed, meant] of [
  ['alcie', 'alice'],
  ['alic', 'alice'],
  ['allice', 'alice'],
  ['bib', 'Bob'],
  ['BOB', 'Bob'],
  ['carl', 'carol'],
] as const) {
  test(`${typed} probably means ${meant}`, () => {
    assert.equal(nearest(typed, here), meant);
  });
}

for (const typed of ['zed', '', 'administrator', 'x']) {
  test(`"${typed}" means nobody`, () => {
    assert.equal(nearest(typed, here), undefined);
  });
}
