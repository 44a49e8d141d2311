import assert from 'node:assert/strict';
import { test } from 'node:test';
import { humanDuration } from '../../src/chat/duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test('a duration is said in the largest unit that fits, rounded down', () => {
  const said: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [HOUR - 1, '59 min'],
    [HOUR, '1 h'],
    [48 * HOUR - 1, '47 h'],
    [48 * HOUR, '2 days'],
    [400 * 24 * HOUR, '400 days'],
  ];
  for (const [ms, words] of said) assert.equal(humanDuration(ms), words);
});

test('a clock that was set back makes no negative duration', () => {
  assert.equal(humanDuration(-5000), '0 s');
});
