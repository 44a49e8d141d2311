import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestOf, oldestOf, RUN_SIZE, renew } from '../../src/session/newest.ts';
import { line } from '../tui/said.ts';

const small = Array.from({ length: 10 }, (_, n) => line('alice', `line ${n}`));
const pastes = Array.from({ length: 80 }, () => line('bob', 'x'.repeat(65_536)));

test('a run of ordinary lines is bounded by their number', () => {
  assert.deepEqual(newestOf(small, 4), small.slice(-4));
  assert.deepEqual(oldestOf(small, 4), small.slice(0, 4));
  assert.deepEqual(newestOf(small, 20), small);
  assert.deepEqual(oldestOf(small, 20), small);
  assert.deepEqual([newestOf([], 5), oldestOf([], 5)], [[], []]);
});

test('a run of the largest pastes is bounded by their text, and still fills the tallest screen', () => {
  const fit = RUN_SIZE / 65_536;
  assert.equal(fit, 32);
  assert.deepEqual(newestOf(pastes, 256), pastes.slice(-fit));
  assert.deepEqual(oldestOf(pastes, 600), pastes.slice(0, fit));
});

test('one message is always kept, however large', () => {
  assert.deepEqual(newestOf(pastes, 256, 100), pastes.slice(-1));
  assert.deepEqual(oldestOf(pastes, 256, 100), pastes.slice(0, 1));
});

test('with a deleted line goes what replies in a run quote of it, also where the line is not in the run', () => {
  const quoting = (seq: number, of: number) => ({
    ...line('bob', `answer ${seq}`),
    seq,
    replyTo: { seq: of, handle: 'alice', excerpt: 'regret' },
  });
  const run = [quoting(11, 3), quoting(12, 4)];
  renew(run, { ...line('alice', ''), seq: 3, revision: 1, deletedBy: { id: 1, handle: 'alice' } });
  assert.deepEqual(
    run.map(({ replyTo }) => replyTo.excerpt),
    ['', 'regret'],
  );
});
