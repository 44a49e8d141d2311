import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDate } from '../../src/chat/dates.ts';

/** Thursday, 19 November 2026, 01:30 in Berlin, which is still Wednesday in UTC. */
const NOW = Date.UTC(2026, 10, 19, 0, 30);

function span(text: string, zone = 'Europe/Berlin'): readonly [string, string] | string {
  const parsed = parseDate(text, NOW, zone);
  if (!parsed.ok) return parsed.sentence;
  const shown = (at: number) => new Date(at).toISOString().slice(0, 16);
  return [shown(parsed.value.from), shown(parsed.value.until)];
}

test('a date is a whole day, month or year on the calendar of its zone', () => {
  assert.deepEqual(span('2026-11-01'), ['2026-10-31T23:00', '2026-11-01T23:00']);
  assert.deepEqual(span('2026-7-5'), ['2026-07-04T22:00', '2026-07-05T22:00']);
  assert.deepEqual(span('2026-12', 'UTC'), ['2026-12-01T00:00', '2027-01-01T00:00']);
  assert.deepEqual(span('2024', 'UTC'), ['2024-01-01T00:00', '2025-01-01T00:00']);
});

test('words for days go back from today', () => {
  assert.deepEqual(span('today'), ['2026-11-18T23:00', '2026-11-19T23:00']);
  assert.deepEqual(span('today', 'UTC'), ['2026-11-19T00:00', '2026-11-20T00:00']);
  assert.deepEqual(span('Yesterday', 'UTC'), ['2026-11-18T00:00', '2026-11-19T00:00']);
  assert.deepEqual(span('3d', 'UTC'), ['2026-11-16T00:00', '2026-11-17T00:00']);
  assert.deepEqual(span('2w', 'UTC'), ['2026-11-05T00:00', '2026-11-06T00:00']);
  assert.deepEqual(span('thursday', 'UTC'), span('today', 'UTC'));
  assert.deepEqual(span('fri', 'UTC'), ['2026-11-13T00:00', '2026-11-14T00:00']);
});

test('a time of day is that minute, of today unless a day is said', () => {
  assert.deepEqual(span('14:30', 'UTC'), ['2026-11-19T14:30', '2026-11-19T14:31']);
  assert.deepEqual(span('yesterday 9:05', 'UTC'), ['2026-11-18T09:05', '2026-11-18T09:06']);
  assert.deepEqual(span('2026-11-01T14:30', 'UTC'), span('2026-11-01 14:30', 'UTC'));
});

test('a day on which the clock changes has 23 or 25 hours', () => {
  assert.deepEqual(span('2026-03-29'), ['2026-03-28T23:00', '2026-03-29T22:00']);
  assert.deepEqual(span('2026-10-25'), ['2026-10-24T22:00', '2026-10-25T23:00']);
  // Shown twice: the first. Never shown: as much later as the clock was put forward.
  assert.equal(span('2026-10-25 02:30')[0], '2026-10-25T00:30');
  assert.equal(span('2026-03-29 02:30')[0], '2026-03-29T01:30');
});

test('what is no date is refused with examples', () => {
  const refused = (text: string) =>
    `“${text}” is no date here; write it as 2026-11-01, yesterday, monday, 3d (days ago) or 14:30.`;
  for (const text of [
    '',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '24:00',
    '12:60',
    '2026 14:30',
    'mo',
    'tomorrow',
    '99999d',
    '1-1-1',
    'a b',
    '0012',
    '٢٠٢٦',
  ]) // prettier-ignore
    assert.equal(span(text), refused(text));
});
