/**
 * Dates as people type them, on the calendar of their time zone: `2026-11-01`, `2026-11`, `yesterday`, `monday`, `3d` (days ago),
 * each with a time of day after it if they like.
 */
import { ok, type Result, refuse } from './result.ts';
import { timeAt, wallClock } from './zone.ts';

/** What a date stands for, epoch ms; `until` is exclusive. With a time of day it is that minute. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The examples in every sentence that refuses one. */
export const DATE_EXAMPLES = '2026-11-01, yesterday, monday, 3d (days ago) or 14:30';

/** A run of whole days: as many as `days`, or to the end of `months` or `years`. */
interface Days {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly unit: 'day' | 'month' | 'year';
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** How much of what was typed is repeated back. */
const SHOWN = 32;
/** Further back there was nothing to say. */
const MOST_DAYS = 36_500;
const TIME = /^(\d{1,2}):(\d{2})$/;

/** Code: `bad-date`. `now` in epoch ms. */
export function parseDate(text: string, now: number, zone: string): Result<Span> {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/(\d)t(\d)/, '$1 $2')
    .split(/\s+/);
  const minute = minuteOf(words.at(-1) ?? '');
  const dayWords = minute === undefined ? words : words.slice(0, -1);
  const today = wallClock(now, zone);
  const days =
    dayWords.length === 0 ? daysAgo(today, 0) : dayWords.length === 1 ? daysOf(dayWords[0] ?? '', today) : undefined;
  if (days === undefined || (minute !== undefined && days.unit !== 'day')) {
    return refuse('bad-date', `“${text.trim().slice(0, SHOWN)}” is no date here; write it as ${DATE_EXAMPLES}.`);
  }
  return ok(spanOf(days, minute, zone));
}

function spanOf({ year, month, day, unit }: Days, minute: number | undefined, zone: string): Span {
  if (minute !== undefined) {
    const from = timeAt(zone, year, month, day, minute);
    return { from, until: from + 60_000 };
  }
  const from = timeAt(zone, year, month, day);
  if (unit === 'year') return { from, until: timeAt(zone, year + 1, 0, 1) };
  return { from, until: unit === 'month' ? timeAt(zone, year, month + 1, 1) : timeAt(zone, year, month, day + 1) };
}

/** Minutes since midnight. */
function minuteOf(word: string): number | undefined {
  const [, hours = '', minutes = ''] = TIME.exec(word) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return Number(hours) * 60 + Number(minutes);
}

function daysAgo(today: Date, count: number): Days {
  const date = new Date(today.getTime() - count * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), unit: 'day' };
}

function daysOf(word: string, today: Date): Days | undefined {
  if (word === 'today') return daysAgo(today, 0);
  if (word === 'yesterday') return daysAgo(today, 1);
  const ago = /^(\d{1,5})(d|w)$/.exec(word);
  if (ago !== null) {
    const count = Number(ago[1]) * (ago[2] === 'w' ? 7 : 1);
    return count > MOST_DAYS ? undefined : daysAgo(today, count);
  }
  const weekday = word.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name.startsWith(word));
  // The last one; today's own name is today.
  if (weekday >= 0) return daysAgo(today, (today.getUTCDay() - weekday + 7) % 7);
  return calendarDays(word);
}

function calendarDays(word: string): Days | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(word) ?? [];
  if (year === undefined) return undefined;
  const given = { year: Number(year), month: Number(month ?? 1) - 1, day: Number(day ?? 1) };
  const date = new Date(Date.UTC(given.year, given.month, given.day));
  // 30 February would be another day.
  if (given.year < 1000 || date.getUTCMonth() !== given.month || date.getUTCDate() !== given.day) return undefined;
  return { ...given, unit: day !== undefined ? 'day' : month !== undefined ? 'month' : 'year' };
}
