/**
 * The terms that a text is found by, and where they stand in it. Words are folded (case, accents, width); punctuation only
 * parts them, but symbols count, so that `C++` is not `C`. Scripts written without spaces go in pairs of characters,
 * so that `日本` is found inside `日本語`; each of their characters is a term of its own besides.
 */

/** A term at its place in the text, in UTF-16 units; `to` is exclusive. */
export interface Term {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Terms that stand one after the other; the last one may be only the beginning of a word. */
export interface Phrase {
  /** Never empty. */
  readonly terms: readonly string[];
  readonly isPrefix: boolean;
}

/** All terms of a text. */
export interface Terms {
  /** In order. */
  readonly words: readonly Term[];
  /** The characters of scripts without spaces, marked with {@link SINGLE}. */
  readonly singles: readonly Term[];
}

/** Of a longer word only so much counts, in UTF-16 units. */
const LONGEST = 64;
/** Of a longer text only the beginning is found, in UTF-16 units: a block of 64 KiB costs each search that looks at it. */
const SEARCHED = 16_384;
/** Marks the term of a single character; it stands in no word. */
const SINGLE = '·';

const SPACELESS_SCRIPTS = ['Hani', 'Hira', 'Kana', 'Hang', 'Bopo', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt']
  .map((script) => `\\p{scx=${script}}`)
  .join('');
const SPACELESS = `[[\\p{L}\\p{N}]&&[${SPACELESS_SCRIPTS}]]`;
/** What belongs to the letter before it; the half-width sound marks are letters by their category. */
const MARKS = '\\p{M}\\uff9e\\uff9f\\u200c\\u200d';
const LETTER = `[[\\p{L}\\p{N}]--[${SPACELESS_SCRIPTS}]]`;
/** The first group is a run of a script without spaces. */
const PIECES = new RegExp(
  `((?:${SPACELESS}[${MARKS}]*)+)|${LETTER}(?:${LETTER}|[\\p{M}\\u200c\\u200d])*|[\\p{S}--\\p{Sk}]|#`,
  'gv',
);
const CHARACTERS = new RegExp(`${SPACELESS}[${MARKS}]*`, 'gv');
/** Accents, variation selectors, joiners. */
const DROPPED = /[\u0300-\u036f\ufe00-\ufe0f\u200c\u200d]/g;
/** What compatibility forms may bring with them. */
const NO_TERM = /[^\p{L}\p{N}\p{M}\p{S}#]/gu;
const ASCII_WORD = /^\w*$/;

function folded(word: string): string {
  if (ASCII_WORD.test(word)) return word.toLowerCase().slice(0, LONGEST);
  const bare = word.normalize('NFKD').toLowerCase().replace(DROPPED, '').normalize('NFC');
  return bare.replace(NO_TERM, '').slice(0, LONGEST);
}

/** The characters of a run of a script without spaces. */
function charactersOf(run: string, start: number): readonly Term[] {
  return [...run.matchAll(CHARACTERS)].map(({ 0: text, index }) => {
    const from = start + index;
    return { text: folded(text), from, to: from + text.length };
  });
}

function pairsOf(characters: readonly Term[]): readonly Term[] {
  if (characters.length < 2) return characters;
  return characters.slice(1).map((second, at) => {
    const first = characters[at] as Term;
    return { text: first.text + second.text, from: first.from, to: second.to };
  });
}

/** Every term of a text, at its place. */
export function termsOf(text: string): Terms {
  const words: Term[] = [];
  const singles: Term[] = [];
  for (const { 0: piece, 1: run, index } of text.matchAll(PIECES)) {
    if (run === undefined) {
      words.push({ text: folded(piece), from: index, to: index + piece.length });
      continue;
    }
    const characters = charactersOf(run, index);
    words.push(...pairsOf(characters));
    for (const character of characters) singles.push({ ...character, text: SINGLE + character.text });
  }
  return { words: words.filter((term) => term.text !== ''), singles };
}

/** The terms that a text is found by, of its beginning: {@link SEARCHED}. */
export function searchedTermsOf(text: string): Terms {
  return termsOf(text.slice(0, SEARCHED));
}

/** The same as one line, each between spaces, in order: what a full-text index is given. Empty when there are none. */
export function indexed(text: string): string {
  const { words, singles } = searchedTermsOf(text);
  return [...words.map((term) => term.text), ...new Set(singles.map((term) => term.text))].join(' ');
}

/**
 * What must be found of some words that were typed together: usually one phrase; a lone character of a script without
 * spaces is one by itself. `deploy*` finds what begins so. None when there is nothing in it that could be found.
 */
export function phrasesOf(typed: string): readonly Phrase[] {
  const found: string[][] = [[]];
  for (const { 0: piece, 1: run, index } of typed.matchAll(PIECES)) {
    const characters = run === undefined ? [] : charactersOf(run, index);
    if (characters.length === 1) found.push([SINGLE + characters[0]?.text], []);
    else if (characters.length > 1) found.at(-1)?.push(...pairsOf(characters).map(({ text }) => text));
    else found.at(-1)?.push(folded(piece));
  }
  const phrases = found.map((terms) => terms.filter((term) => term !== '')).filter((terms) => terms.length > 0);
  const isPrefix = /[\p{L}\p{N}]\*$/u.test(typed);
  return phrases.map((terms, at) => ({ terms, isPrefix: isPrefix && at === phrases.length - 1 }));
}

/** Where a phrase stands in a text, in order: the first `most` places. */
export function placesOf(
  { words, singles }: Terms,
  { terms, isPrefix }: Phrase,
  most = Number.POSITIVE_INFINITY,
): readonly Omit<Term, 'text'>[] {
  const among = terms[0]?.startsWith(SINGLE) === true ? singles : words;
  const last = terms.length - 1;
  const isAt = (at: number) =>
    terms.every((term, index) => {
      const text = among[at + index]?.text;
      return text === term || (isPrefix && index === last && text?.startsWith(term) === true);
    });
  const places: Omit<Term, 'text'>[] = [];
  for (const [at, { from }] of among.entries()) {
    if (places.length >= most) break;
    if (isAt(at)) places.push({ from, to: among[at + last]?.to ?? from });
  }
  return places;
}
