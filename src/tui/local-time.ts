/** Times as a person's own clock shows them. */
import { offsetAt, wallClock } from '../chat/zone.ts';

/** How times of day are written. */
export type ClockFormat = '24h' | '12h' | 'seconds';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

/** Days since 1970 on the calendar of a zone (IANA name; unknown ones count as UTC). */
export function dayNumber(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / 86_400_000);
}

/** `19:05`, `7:05 pm`, or `19:05:33`. */
export function clockOf(at: number, zone: string, clock: ClockFormat): string {
  const date = wallClock(at, zone);
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  if (clock === '12h') return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? 'am' : 'pm'}`;
  const time = `${String(hours).padStart(2, '0')}:${minutes}`;
  return clock === '24h' ? time : `${time}:${String(date.getUTCSeconds()).padStart(2, '0')}`;
}

/** `Thursday, 19 November 2026`. */
export function dateOf(at: number, zone: string): string {
  const date = wallClock(at, zone);
  return `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `19:05`; with the date before it when that is not the day of `now`, and the year when it is another. */
export function timeOf(at: number, now: number, zone: string, clock: ClockFormat): string {
  const time = clockOf(at, zone, clock);
  if (dayNumber(at, zone) === dayNumber(now, zone)) return time;
  const date = wallClock(at, zone);
  const year = date.getUTCFullYear();
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]?.slice(0, 3)}`;
  return year === wallClock(now, zone).getUTCFullYear() ? `${day} ${time}` : `${day} ${year} ${time}`;
}
