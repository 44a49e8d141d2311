/**
 * What somebody types to search: words, "a phrase", and filters such as `from:bob`. Only the filters in the table are any;
 * whatever else has a colon in it is a word. Pure: whose handles and channels they are is asked later (search.ts).
 */
import { parseDate, type Span } from './dates.ts';
import { ok, type Result, refuse } from './result.ts';
import { type Phrase, phrasesOf } from './search-terms.ts';

/** A search as it was typed. */
export interface SearchAsked {
  /** All of them are wanted. */
  readonly phrases: readonly Phrase[];
  /** Handles; any of them. */
  readonly from: readonly string[];
  /** Channels, handles, or `.` for where one is; any of them. */
  readonly in: readonly string[];
  /** Epoch ms, inclusive; -Infinity for ever. */
  readonly since: number;
  /** Epoch ms, exclusive; Infinity for ever. */
  readonly until: number;
}

type Bounds = Partial<Pick<SearchAsked, 'since' | 'until'>>;

/** So many words and names are more than anybody types, and so many terms: each costs something at every message. */
const MOST = 32;
const MOST_TERMS = 64;
/**
 * Of a phrase the first terms are looked for: so many stand together nowhere else, and each is compared at every place of the
 * others.
 */
const PHRASE_TERMS = 8;
/** Fewer letters before a `*` would begin too many words. */
const STEM = 3;

/** What a filter's date means for the time of a message. */
const DATES: ReadonlyMap<string, (span: Span) => Bounds> = new Map<string, (span: Span) => Bounds>([
  ['before', ({ from }) => ({ until: from })],
  ['until', ({ until }) => ({ until })],
  ['after', ({ until }) => ({ since: until })],
  ['since', ({ from }) => ({ since: from })],
  ['on', ({ from, until }) => ({ since: from, until })],
]);

/** How each filter is written. */
const EXAMPLES: Readonly<Record<string, string>> = {
  from: 'from:bob',
  in: 'in:#dev',
  before: 'before:2026-11-01',
  until: 'until:yesterday',
  after: 'after:monday',
  since: 'since:3d',
  on: 'on:2026-11-01',
};

/** A name and its value, bare or in quotes; a phrase; a word. */
const PIECES = /([a-z]+):(?:"([^"]*)"|(\S*))|"([^"]*)"|\S+/giu;

/** As they are looked for, each once: what is said twice would be found twice at every place. */
function distinct(phrases: readonly Phrase[]): readonly Phrase[] {
  const cut = phrases.map(({ terms, isPrefix }): Phrase => {
    const isCut = terms.length > PHRASE_TERMS;
    return { terms: isCut ? terms.slice(0, PHRASE_TERMS) : terms, isPrefix: isPrefix && !isCut };
  });
  return [...new Map(cut.map((phrase) => [`${phrase.terms.join(' ')}${phrase.isPrefix ? '*' : ''}`, phrase])).values()];
}

/** Codes: `bad-date`, `bad-search`. `now` in epoch ms; dates are those of the zone. */
export function parseSearch(text: string, now: number, zone: string): Result<SearchAsked> {
  const typed: Phrase[] = [];
  const people: string[] = [];
  const places: string[] = [];
  let since = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const [piece, prefix = '', quoted, bare, phrase] of text.matchAll(PIECES)) {
    const name = prefix.toLowerCase();
    const value = quoted ?? bare ?? '';
    const bound = DATES.get(name);
    if (bound === undefined && name !== 'from' && name !== 'in') {
      typed.push(...phrasesOf(phrase ?? piece));
      continue;
    }
    if (value === '') return refuse('bad-search', `What comes after ${name}: ? Write it as in ${EXAMPLES[name]}.`);
    if (name === 'from') people.push(value);
    else if (name === 'in') places.push(value);
    else if (bound !== undefined) {
      const date = parseDate(value, now, zone);
      if (!date.ok) return date;
      const limits = bound(date.value);
      since = Math.max(since, limits.since ?? since);
      until = Math.min(until, limits.until ?? until);
    }
  }
  const phrases = distinct(typed);
  const isBegun = phrases.find(({ isPrefix, terms }) => isPrefix && (terms.at(-1)?.length ?? 0) < STEM);
  if (isBegun !== undefined) {
    return refuse('bad-search', `${isBegun.terms.at(-1)}* begins too many words; a * needs ${STEM} letters before it.`);
  }
  const terms = phrases.reduce((count, phrase) => count + phrase.terms.length, 0);
  if (phrases.length + people.length + places.length > MOST || terms > MOST_TERMS) {
    return refuse('bad-search', `That is too much at once; search for at most ${MOST} words.`);
  }
  return ok({ phrases, from: people, in: places, since, until });
}
