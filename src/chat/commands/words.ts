/** Taking a command's arguments apart. */
import { ok, type Result, refuse } from '../result.ts';

/** Characters (code points) of a reason: it stands in one row of `/who`, or beside who left. */
const REASON_CHARACTERS = 100;

/**
 * The first word, and what follows it. Only the spaces and the one newline right after the word are dropped: a pasted
 * text keeps its indentation.
 */
export function firstWord(rest: string): { readonly word: string; readonly text: string } {
  const [, word = '', text = ''] = /^(\S*) *\n?([\s\S]*)$/.exec(rest) ?? [];
  return { word, text };
}

/** How many words there are. */
export function countWords(rest: string): number {
  return rest.match(/\S+/g)?.length ?? 0;
}

/** `on` or `off`, case aside; undefined for anything else. */
export function onOrOff(word: string): boolean | undefined {
  const lower = word.trim().toLowerCase();
  if (lower === 'on') return true;
  return lower === 'off' ? false : undefined;
}

/** Why somebody is away or leaves, maybe empty. Code: `too-long`. */
export function reasonIn(rest: string): Result<string> {
  const reason = rest.trim();
  const { length } = [...reason];
  if (length <= REASON_CHARACTERS) return ok(reason);
  return refuse('too-long', `A reason has at most ${REASON_CHARACTERS} characters; this one has ${length}.`);
}
