import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Absences } from '../../src/session/absences.ts';

test('of 256 people it is remembered, and again of those told of last', () => {
  const absences = new Absences();
  for (let user = 1; user <= 257; user += 1) absences.isNews(user, 'lunch');
  assert.equal(absences.isNews(257, 'lunch'), false);
  assert.equal(absences.isNews(2, 'lunch'), false);
  assert.equal(absences.isNews(1, 'lunch'), true);
  assert.equal(absences.isNews(2, 'lunch'), true);
});

test('an absence is news once, again when it changes, and again after they were here', () => {
  const absences = new Absences();
  const told = ['lunch', 'lunch', 'meeting', undefined, 'meeting', undefined].map((each) => absences.isNews(1, each));
  assert.deepEqual(told, [true, false, true, false, true, false]);
  assert.equal(absences.isNews(2, 'meeting'), true, 'of another person');
});
