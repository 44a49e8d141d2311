/**
 * What was sent from one window: ↑ and ↓ through it with the draft kept, Ctrl-R backwards through it by words. Pure. A
 * line that holds a secret is not let in here, whoever calls.
 */
import type { Command } from '../chat/command.ts';

/** How many lines are kept, and how many UTF-16 units of them: the oldest go first. */
export const HISTORY_ENTRIES = 200;
const HISTORY_SIZE = 131_072;
/** What an entry takes besides its text, in UTF-16 units. */
const ENTRY_SIZE = 32;
/** How much of what is typed is searched for, in UTF-16 units: nobody types more to find a line. */
const QUERY_LENGTH = 256;

export interface InputHistory {
  /** Oldest first. */
  readonly entries: readonly string[];
  /** UTF-16 units of all entries. */
  readonly size: number;
  /** The entry in the input line; `entries.length` for the draft. */
  readonly at: number;
  /** What stood in the line when the person first went up. */
  readonly draft: string;
}

export const EMPTY_HISTORY: InputHistory = { entries: [], size: 0, at: 0, draft: '' };

/** What is needed to know a secret line. */
export type SecretRow = Pick<Command, 'name' | 'aliases' | 'secret'>;

/** True when the line calls a command whose arguments are secret. */
export function isSecretLine(line: string, commands: Iterable<SecretRow>): boolean {
  return secretNameIn(line, commands) !== undefined;
}

/** What of a line others may see, other sessions and the store among them: of a command whose arguments are secret its name. */
export function withoutSecret(line: string, commands: Iterable<SecretRow>): string {
  const name = secretNameIn(line, commands);
  return name === undefined ? line : `/${name}`;
}

function secretNameIn(line: string, commands: Iterable<SecretRow>): string | undefined {
  // What is never drawn does not hide a command either.
  const [, called] = /^[\s\p{C}]*\/([^\s/]+)/u.exec(line) ?? [];
  if (called === undefined) return undefined;
  const name = called.replace(/\p{C}/gu, '').toLowerCase();
  for (const row of commands) {
    if (row.secret === true && (row.name === name || row.aliases?.includes(name) === true)) return name;
  }
  return undefined;
}

/** After a line was sent: it is the newest entry, unless empty, secret or the same as the newest; the draft is gone. */
export function historyAdd(history: InputHistory, line: string, commands: Iterable<SecretRow>): InputHistory {
  const keep = line.trim() !== '' && line !== history.entries.at(-1) && !isSecretLine(line, commands);
  const entries = keep ? [...history.entries, line] : [...history.entries];
  let size = history.size + (keep ? line.length : 0);
  while (entries.length > HISTORY_ENTRIES || size > HISTORY_SIZE) size -= entries.shift()?.length ?? size;
  return { entries, size, at: entries.length, draft: '' };
}

/** A line that was not sent stands behind those that were; who looks at one of them, or types, goes on with it. */
export function historyRemember(history: InputHistory, line: string, commands: Iterable<SecretRow>): InputHistory {
  const { entries, size } = historyAdd(history, line, commands);
  const fromEnd = history.entries.length - history.at;
  const at = fromEnd === 0 ? entries.length : Math.max(0, entries.lastIndexOf(history.entries[history.at] ?? ''));
  return { entries, size, at, draft: history.draft };
}

/** What was sent is forgotten; somebody who is looking at a line of it can still go down to their draft. */
export function historyForgotten({ entries, at, draft }: InputHistory): InputHistory {
  const shown = entries[at];
  return shown === undefined ? EMPTY_HISTORY : { entries: [shown], size: shown.length, at: 0, draft };
}

/** What its entries take in memory, in UTF-16 units. */
export function historySize({ entries, size }: InputHistory): number {
  return size + entries.length * ENTRY_SIZE;
}

/** One step, and the line to show; undefined when there is nothing in that direction. */
export type HistoryStep = { readonly history: InputHistory; readonly line: string } | undefined;

/** ↑: the entry before; `line` is what stands in the input line now. */
export function historyUp(history: InputHistory, line: string): HistoryStep {
  if (history.at === 0) return undefined;
  const draft = history.at === history.entries.length ? line : history.draft;
  return step({ ...history, draft }, history.at - 1);
}

/** ↓: the entry after, and after the newest the draft. */
export function historyDown(history: InputHistory): HistoryStep {
  return history.at >= history.entries.length ? undefined : step(history, history.at + 1);
}

function step(history: InputHistory, at: number): HistoryStep {
  return { history: { ...history, at }, line: history.entries[at] ?? history.draft };
}

/** Ctrl-R: a search that is under way. */
export interface HistorySearch {
  readonly query: string;
  /** The entry found; undefined before anything is. */
  readonly found: number | undefined;
  /** True when the query matches nothing further back; `found` then is the last that matched. */
  readonly failed: boolean;
  /** What stood in the line before. */
  readonly original: string;
}

export type SearchAction = { readonly type: 'older' } | { readonly type: 'query'; readonly text: string };

/** Begins a search; `line` comes back when it is given up ({@link HistorySearch.original}). */
export function searchStart(line: string): HistorySearch {
  return { query: '', found: undefined, failed: false, original: line };
}

/** A changed query searches from the newest; `older` (Ctrl-R again) goes on behind what was found. Case does not matter. */
export function searchUpdate(search: HistorySearch, history: InputHistory, action: SearchAction): HistorySearch {
  const query = action.type === 'query' ? action.text.slice(0, QUERY_LENGTH) : search.query;
  if (query === '') return { ...search, query, found: undefined, failed: false };
  const from = action.type === 'older' && search.found !== undefined ? search.found : history.entries.length;
  const wanted = query.toLowerCase();
  // The same line sent twice is one find.
  const shown = history.entries[from];
  for (let index = from - 1; index >= 0; index -= 1) {
    const entry = history.entries[index];
    if (entry === undefined || entry === shown || !entry.toLowerCase().includes(wanted)) continue;
    return { ...search, query, found: index, failed: false };
  }
  return { ...search, query, failed: true };
}

/** What is put into the input line when the search is accepted: what was found, else what stood there. */
export function searchLine(search: HistorySearch, history: InputHistory): string {
  return (search.found === undefined ? undefined : history.entries[search.found]) ?? search.original;
}

/** The label before the line while searching. */
export function searchLabel(search: HistorySearch): string {
  return `${search.failed ? 'no older match' : 'search'} '${search.query}': `;
}
