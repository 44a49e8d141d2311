/**
 * What each person may choose for themselves with `/set`. The table is the only list of preferences: what is allowed, what holds
 * when nothing was chosen, help and completion come from its rows. To add one, write a row and read it where it matters.
 */

import { parseKeywords } from './mention.ts';
import type { Conversation } from './message.ts';
import { nearest } from './nearest.ts';
import { ok, type Result, refuse } from './result.ts';

/** One row of the table. */
export interface Preference {
  /** One line: what it changes. */
  readonly summary: string;
  /** The words it takes; or free text, with what it must be in words. */
  readonly allowed: readonly string[] | FreeText;
  /** Holds until something is chosen. */
  readonly initial: string;
  /** True when a channel may have a value of its own. */
  readonly perChannel?: boolean;
  /** From when on it holds, if not at once: `from your next login on`. */
  readonly holds?: string;
}

/** A value that is not one of a few words. */
export interface FreeText {
  /** For the sentence that refuses: `a time zone such as Europe/Berlin`. */
  readonly what: string;
  /** As it is kept, or undefined when it is not allowed. */
  parse(text: string): string | undefined;
}

/** As the time zone database spells it, or undefined; `server` is the server's own. */
function zoneNamed(text: string): string | undefined {
  if (text.toLowerCase() === 'server') return 'server';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const rows = {
  timezone: {
    summary: 'the zone of the times shown',
    allowed: { what: 'a time zone such as Europe/Berlin or Asia/Tokyo, or server', parse: zoneNamed },
    initial: 'server',
  },
  screen: {
    summary: 'plain: line after line instead of a screen, from the next login on',
    allowed: ['auto', 'plain'],
    initial: 'auto',
    holds: 'from your next login on',
  },
  clock: { summary: 'how times of day are written', allowed: ['24h', '12h', 'seconds'], initial: '24h' },
  theme: {
    summary: 'the colours of the screen',
    allowed: ['dark', 'light', 'mono', 'high-contrast', 'bbs'],
    initial: 'dark',
  },
  colour: {
    summary: 'how many colours: what the terminal says, or so many',
    allowed: ['auto', 'none', '16', '256', 'true'],
    initial: 'auto',
  },
  links: {
    summary: 'web addresses as links that a terminal opens',
    allowed: ['auto', 'on', 'off'],
    initial: 'auto',
  },
  keywords: {
    summary: 'words that call you, besides your handle',
    allowed: { what: 'words of letters and digits with commas between, or none', parse: parseKeywords },
    initial: 'none',
  },
  bell: {
    summary: 'what rings',
    allowed: ['mentions', 'all', 'off'],
    initial: 'mentions',
    perChannel: true,
  },
  notify: {
    summary: 'desktop notifications for what calls you, by the kind your terminal knows',
    allowed: ['off', 'auto', 'osc9', 'osc777'],
    initial: 'off',
  },
  dnd: { summary: 'do not disturb: nothing rings', allowed: ['off', 'on'], initial: 'off' },
  joins: {
    summary: 'whose comings and goings are shown; smart: of those who spoke lately',
    allowed: ['all', 'smart', 'off'],
    initial: 'all',
    perChannel: true,
  },
  title: { summary: "unread counts in the terminal's title", allowed: ['on', 'off'], initial: 'on' },
  mouse: {
    summary: 'the wheel scrolls, clicks choose; selecting text then needs Shift',
    allowed: ['off', 'on'],
    initial: 'off',
  },
  activity: {
    summary: 'what marks a channel in the status line',
    allowed: ['all', 'lines', 'mentions', 'off'],
    initial: 'all',
    perChannel: true,
  },
} as const satisfies Record<string, Preference>;

/** The name of a preference. */
export type PreferenceName = keyof typeof rows;

/** Every preference by name, in the order `/set` lists them. */
export const PREFERENCES: ReadonlyMap<string, Preference> = new Map<string, Preference>(Object.entries(rows));

/** Where a choice is kept: `bell`, or `bell.#dev` for one channel. */
export function preferenceKey(name: string, channel?: Conversation): string {
  return channel === undefined ? name : `${name}.${channel}`;
}

/** The words that say what a preference takes. */
export function allowedWords({ allowed }: Preference): string {
  return 'what' in allowed ? allowed.what : allowed.join(', ');
}

/** Looks a preference up as typed, case aside. Code: `no-such-preference`. */
export function findPreference(typed: string): Result<{ readonly name: PreferenceName; readonly row: Preference }> {
  const name = typed.toLowerCase();
  const row = PREFERENCES.get(name);
  if (row !== undefined) return ok({ name: name as PreferenceName, row });
  const close = nearest(name, PREFERENCES.keys());
  const offer = close === undefined ? '' : ` Did you mean ${close}?`;
  return refuse('no-such-preference', `There is no preference called ${typed}.${offer} /set lists them.`);
}

/** What is kept for a typed value. Code: `bad-value`, with what is allowed. */
export function parsePreference(name: string, row: Preference, typed: string): Result<string> {
  const { allowed } = row;
  const value = 'what' in allowed ? allowed.parse(typed) : allowed.find((word) => word === typed.toLowerCase());
  if (value !== undefined) return ok(value);
  return refuse(
    'bad-value',
    `${name} cannot be ${typed}; it is ${'what' in allowed ? '' : 'one of '}${allowedWords(row)}.`,
  );
}

/** One person's choices. Never changes: a choice makes a new one, so its identity says whether anything changed. */
export class Preferences {
  readonly #chosen: ReadonlyMap<string, string>;

  /** `chosen` by {@link preferenceKey}; what the table does not know is passed over. */
  constructor(chosen: ReadonlyMap<string, string>) {
    this.#chosen = chosen;
  }

  /** How many choices were made. */
  get size(): number {
    return this.#chosen.size;
  }

  /** The same with one choice more, or one less for undefined; by {@link preferenceKey}. */
  with(key: string, value: string | undefined): Preferences {
    const chosen = new Map(this.#chosen);
    if (value === undefined) chosen.delete(key);
    else chosen.set(key, value);
    return new Preferences(chosen);
  }

  /** The value that holds: the channel's own, else the person's, else the initial one. */
  get(name: PreferenceName, channel?: Conversation): string {
    const row: Preference = rows[name];
    const own = row.perChannel === true && channel !== undefined ? this.chosen(name, channel) : undefined;
    return own ?? this.chosen(name) ?? row.initial;
  }

  /** What was chosen just there, or undefined; a value that is no longer allowed counts as none. */
  chosen(name: PreferenceName, channel?: Conversation): string | undefined {
    const value = this.#chosen.get(preferenceKey(name, channel));
    if (value === undefined) return undefined;
    const parsed = parsePreference(name, rows[name], value);
    return parsed.ok ? parsed.value : undefined;
  }

  /** The channels that have a value of their own. */
  channelsOf(name: PreferenceName): readonly Conversation[] {
    const prefix = preferenceKey(name, '#');
    return [...this.#chosen.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(name.length + 1) as Conversation);
  }
}
