/**
 * Tab: the word before the cursor completed from handles, commands and their arguments, channels and emoji names; again
 * Tab for the next candidate, Shift-Tab for the one before. Pure, and made from the command table, so it cannot lie.
 */
import type { Command, Completion } from '../chat/command.ts';

/** A word of more UTF-16 units than this is none that could be completed. */
const LONGEST_WORD = 256;

/** What completion needs of a command. */
export type CompletedCommand = Pick<Command, 'name' | 'aliases' | 'complete'>;

/** What can be completed, each list in the order in which it is offered. */
export interface CompletionSources {
  /** See {@link handleOrder}. */
  readonly handles: readonly string[];
  /** With their `#`. */
  readonly channels: readonly string[];
  /** What the windows are called; left out: there are none. */
  readonly windows?: readonly string[];
  /** What the channel is about, to be changed; left out or empty: nothing. */
  readonly topic?: string;
  /** Only what this person may use. */
  readonly commands: readonly CompletedCommand[];
  /** Emoji whose name (without colons) starts with a lower-case prefix; left out: `:name` completes nothing. */
  readonly emoji?: (prefix: string) => readonly string[];
}

/** The input line around the cursor. */
export interface Halves {
  readonly before: string;
  readonly after: string;
}

/** A completion that is under way: the line it made, and how to go on. */
export interface Completed extends Halves {
  /** The line before the word that is completed. */
  readonly head: string;
  readonly candidates: readonly string[];
  /** The one that stands in the line. */
  readonly index: number;
}

/** Who is here in the order of {@link CompletionSources.handles}: who spoke last first, then the silent by name, oneself last. */
export function handleOrder(here: readonly string[], spokeLast: readonly string[], me: string): string[] {
  const rank = new Map(spokeLast.map((handle, index) => [handle.toLowerCase(), index]));
  const place = (handle: string) =>
    handle.toLowerCase() === me.toLowerCase()
      ? Number.POSITIVE_INFINITY
      : (rank.get(handle.toLowerCase()) ?? spokeLast.length);
  return [...here].sort((a, b) => {
    const [first, second] = [place(a), place(b)];
    return first === second ? (a.toLowerCase() < b.toLowerCase() ? -1 : 1) : first - second;
  });
}

/**
 * Completes the word before the cursor, or undefined when there is nothing to offer. Give back what the last Tab returned:
 * while the line is still as that left it, the next candidate (with `back`, the one before) takes its place.
 */
export function complete(
  line: Halves,
  sources: CompletionSources,
  previous?: Completed,
  back = false,
): Completed | undefined {
  if (previous !== undefined && previous.before === line.before && previous.after === line.after) {
    const { length } = previous.candidates;
    return chosen(previous, (previous.index + (back ? length - 1 : 1)) % length);
  }
  const word = lastWord(line.before);
  if (word.length > LONGEST_WORD) return undefined;
  const head = line.before.slice(0, line.before.length - word.length);
  const candidates = [...new Set(candidatesFor(head, word, sources))].map((text) =>
    // A space that is there already is not doubled.
    line.after.startsWith(' ') ? text.trimEnd() : text,
  );
  if (candidates.length === 0) return undefined;
  return chosen({ ...line, head, candidates, index: 0 }, back ? candidates.length - 1 : 0);
}

/** The word at the end of a text; of a longer one than matters only some. */
function lastWord(text: string): string {
  // From its end: a regular expression would look at every word of it to its end.
  let from = text.length;
  while (from > 0 && text.length - from <= LONGEST_WORD && !/\s/.test(text.charAt(from - 1))) from -= 1;
  return text.slice(from);
}

function chosen(state: Completed, index: number): Completed {
  return { ...state, index, before: state.head + (state.candidates[index] ?? '') };
}

/** What stands before the word decides what it can be. */
function candidatesFor(head: string, word: string, sources: CompletionSources): string[] {
  if (/^\s*$/.test(head) && word.startsWith('/') && !word.startsWith('//')) {
    return commandNames(sources, word.slice(1)).map((name) => `/${name} `);
  }
  const call = /^\s*\/([^\s/]+)\s/.exec(head);
  const name = call?.[1]?.toLowerCase();
  const command = sources.commands.find((row) => row.name === name || row.aliases?.includes(name ?? '') === true);
  if (call !== null && command?.complete !== undefined) {
    const before = head.slice(call[0].length).toLowerCase().split(/\s+/).filter(Boolean);
    const kind = command.complete[Math.min(before.length, command.complete.length - 1)];
    if (kind !== undefined) return argument(typeof kind === 'function' ? kind(before) : kind, head, word, sources);
  }
  return anything(head, word, sources);
}

function argument(
  kind: Exclude<Completion, (...args: never[]) => unknown>,
  head: string,
  word: string,
  sources: CompletionSources,
): string[] {
  switch (kind) {
    case 'handle':
      return starting(sources.handles, word).map((handle) => `${handle} `);
    case 'channel':
      return channels(word, sources);
    case 'window':
      return [word, `#${word}`].flatMap((name) => starting(sources.windows ?? [], name)).map((title) => `${title} `);
    case 'topic':
      return word === '' ? [sources.topic ?? ''].filter(Boolean) : anything(head, word, sources);
    case 'command':
      return commandNames(sources, word.replace(/^\//, '')).map((name) => `${name} `);
    default:
      return starting(kind, word).map((literal) => `${literal} `);
  }
}

/** A word of what is said; at the beginning of a line it is whom one speaks to, first of all who spoke last. */
function anything(head: string, word: string, sources: CompletionSources): string[] {
  const end = head === '' ? ': ' : ' ';
  if (word.startsWith('#')) return channels(word, sources);
  // `+:tad` becomes a reaction.
  if (word.startsWith('+:')) return anything(head, word.slice(1), sources).map((emoji) => `+${emoji}`);
  if (word.startsWith(':')) return word.length < 3 ? [] : [...(sources.emoji?.(word.slice(1).toLowerCase()) ?? [])];
  if (word === '') return head === '' ? sources.handles.map((handle) => handle + end) : [];
  if (word.startsWith('@')) return starting(sources.handles, word.slice(1)).map((handle) => `@${handle} `);
  return starting(sources.handles, word).map((handle) => handle + end);
}

function channels(word: string, sources: CompletionSources): string[] {
  return starting(sources.channels, word.startsWith('#') ? word : `#${word}`).map((channel) => `${channel} `);
}

/** Names first, then aliases, each in the order of the table. */
function commandNames({ commands }: CompletionSources, prefix: string): string[] {
  const names = commands.map((row) => row.name);
  return starting([...names, ...commands.flatMap((row) => row.aliases ?? [])], prefix);
}

function starting(words: readonly string[], prefix: string): string[] {
  const wanted = prefix.toLowerCase();
  return words.filter((word) => word.toLowerCase().startsWith(wanted));
}
