/**
 * Times as a person's own clock shows them. A zone's offset is asked for once per quarter of an hour (all offsets in use
 * change on one), the rest is arithmetic: a date line costs no formatting.
 */

/** How times of day are written. */
export type ClockFormat = '24h' | '12h';

const QUARTER = 15 * 60_000;
const MAX_ZONES = 64;
const MAX_QUARTERS = 2048;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Quarter of an hour since 1970 → offset in ms. */
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    if (zones.size >= MAX_ZONES) zones.clear();
    zone = { format: offsetFormat(name), offsets: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

function offsetFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    // A zone that this build of ICU does not know: UTC is better than no screen.
    return new Intl.DateTimeFormat('en', { timeZone: 'UTC', timeZoneName: 'longOffset' });
  }
}

function offsetAt(at: number, name: string): number {
  const zone = zoneOf(name);
  const quarter = Math.floor(at / QUARTER);
  let offset = zone.offsets.get(quarter);
  if (offset === undefined) {
    const named = zone.format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(named) ?? [];
    offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
    if (zone.offsets.size >= MAX_QUARTERS) zone.offsets.clear();
    zone.offsets.set(quarter, offset);
  }
  return offset;
}

/** The wall clock there, as the UTC fields of a Date. */
function wall(at: number, zone: string): Date {
  return new Date(at + offsetAt(at, zone));
}

/** Days since 1970 on the calendar of a zone (IANA name; unknown ones count as UTC). */
export function dayNumber(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / 86_400_000);
}

/** `19:05`, or `7:05 pm`. */
export function clockOf(at: number, zone: string, clock: ClockFormat): string {
  const date = wall(at, zone);
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  if (clock === '24h') return `${String(hours).padStart(2, '0')}:${minutes}`;
  return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? 'am' : 'pm'}`;
}

/** `Thursday, 19 November 2026`. */
export function dateOf(at: number, zone: string): string {
  const date = wall(at, zone);
  return `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `19:05`; with the date before it when that is not the day of `now`, and the year when it is another. */
export function timeOf(at: number, now: number, zone: string, clock: ClockFormat = '24h'): string {
  const time = clockOf(at, zone, clock);
  if (dayNumber(at, zone) === dayNumber(now, zone)) return time;
  const date = wall(at, zone);
  const year = date.getUTCFullYear();
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]?.slice(0, 3)}`;
  return year === wall(now, zone).getUTCFullYear() ? `${day} ${time}` : `${day} ${year} ${time}`;
}
