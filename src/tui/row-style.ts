/** Everything that shapes a shared row, besides its message, as one object: the same values are the same object, a key. */
import type { JoinsShown } from './hush.ts';
import { type ClockFormat, dayNumber } from './local-time.ts';
import { type Depth, type Role, sgrOf, type Theme } from './theme.ts';

/** Made only by {@link rowStyle}. */
export interface RowStyle {
  readonly columns: number;
  readonly theme: Theme;
  readonly depth: Depth;
  /** IANA name. */
  readonly zone: string;
  readonly clock: ClockFormat;
  /** Web addresses as OSC 8 links. */
  readonly links: boolean;
  /** Which comings and goings are shown. */
  readonly joins: JoinsShown;
  /** Columns kept for names. */
  readonly nickColumns: number;
}

/** What a style is made of; what is optional has a value of its own. */
export type StyleValues = Omit<RowStyle, 'nickColumns' | 'joins'> & Partial<Pick<RowStyle, 'nickColumns' | 'joins'>>;

/** Widths beyond this drop nothing; below, the time goes first, then the column of names. */
export const TIME_FROM = 40;
export const NICK_COLUMN_FROM = 24;

const MAX_STYLES = 4096;
const styles = new Map<string, RowStyle>();

function nickColumnsFor(columns: number): number {
  return columns >= 100 ? 12 : columns >= 60 ? 8 : 6;
}

/**
 * The one style object for these values; `nickColumns` follows the width unless given, `joins` is `all`. `columns` ≥ 1, less is
 * taken as 1.
 */
export function rowStyle(values: StyleValues): RowStyle {
  const columns = Math.max(1, Math.floor(values.columns));
  const nickColumns = values.nickColumns ?? nickColumnsFor(columns);
  const { theme, depth, zone, clock, links, joins = 'all' } = values;
  const key = `${columns} ${nickColumns} ${theme.name} ${depth} ${zone} ${clock} ${links} ${joins}`;
  let style = styles.get(key);
  if (style === undefined) {
    if (styles.size >= MAX_STYLES) styles.clear();
    style = Object.freeze({ columns, theme, depth, zone, clock, links, joins, nickColumns });
    styles.set(key, style);
  }
  return style;
}

/** A role's SGR sequence in a style. */
export function sgr(style: RowStyle, role: Role): string {
  return sgrOf(style.theme, style.depth, role);
}

/** Tells days apart: equal for two times of one day on this person's calendar. */
export function dayOf(at: number, style: RowStyle): number {
  return dayNumber(at, style.zone);
}

/** Every zone's days begin on one of these. */
const QUARTER_MS = 15 * 60_000;

/** Something said or done, at an epoch ms. */
interface Moment {
  readonly at: number;
}

/** As comparing {@link dayOf} of both, without asking the calendar where they are close. */
export function isSameDay(a: Moment, b: Moment, style: RowStyle): boolean {
  return Math.floor(a.at / QUARTER_MS) === Math.floor(b.at / QUARTER_MS) || dayOf(a.at, style) === dayOf(b.at, style);
}
