/**
 * Time zones (IANA names; unknown ones count as UTC). A zone's offset is asked for once per quarter of an hour (all offsets in
 * use change on one), the rest is arithmetic.
 */

const DAY = 86_400_000;
const QUARTER = 15 * 60_000;
const MAX_ZONES = 64;
const MAX_QUARTERS = 2048;

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

/** What a zone's wall clock is ahead of UTC at a time, ms. */
export function offsetAt(at: number, name: string): number {
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

/** The wall clock of a zone, as the UTC fields of a Date. */
export function wallClock(at: number, zone: string): Date {
  return new Date(at + offsetAt(at, zone));
}

/**
 * The first moment at which the wall clock of a zone shows this date and time; month from 0, fields may overflow. What a clock
 * that is put forward never shows, it would have shown a little later.
 */
export function timeAt(zone: string, year: number, month: number, day: number, minute = 0): number {
  const wall = Date.UTC(year, month, day, 0, minute);
  const before = wall - offsetAt(wall - DAY, zone);
  const after = wall - offsetAt(wall + DAY, zone);
  const isShown = (at: number) => at + offsetAt(at, zone) === wall;
  return [Math.min(before, after), Math.max(before, after)].find(isShown) ?? before;
}
