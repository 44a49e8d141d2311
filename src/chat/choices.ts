/**
 * Something to choose from, as a command gives it: rows of words, and what can be done with each. A screen shows it as a
 * list to move in, every other front prints its lines; so it says what words mean, not how they look.
 */

/** What words in a cell are, for those who can show it: a handle, an aside, what was searched for, what matters. */
export type Tone = 'handle' | 'aside' | 'match' | 'strong';

/** A run of words in a cell. */
export interface Words {
  readonly text: string;
  readonly tone?: Tone;
}

/** One column of one row; safe text, one line. */
export type Cell = string | readonly Words[];

/** One row. */
export interface Choice {
  /** Unique in the list; who moves stays on it when the list is made anew. */
  readonly key: string;
  readonly cells: readonly Cell[];
  /** Stands above the first of the rows that have it one after the other. */
  readonly heading?: string;
  /** More about it, shown while it is the one in question; at most two sentences. */
  readonly note?: string;
}

/** What can be done with a row. */
export interface ChoiceAct {
  /** In a word or two, for the last line: `opens`. */
  readonly does: string;
  /** Does it and gives nothing, or gives the line that is to be entered for it. Refusals are said by whoever does it. */
  run(choice: Choice, typed: string): string | undefined | Promise<string | undefined>;
  /** When a text goes with it, gives what stands there at first; then `typed` is what it became. */
  ask?(choice: Choice): string | undefined;
}

/** A whole list. */
export interface Choices {
  readonly title: string;
  readonly items: readonly Choice[];
  /** Enter. Unless {@link after} is given, the list closes first. */
  readonly enter: ChoiceAct;
  /** Further single letters, while nothing is typed to narrow the list. */
  readonly keys?: readonly (ChoiceAct & { readonly letter: string })[];
  /** About all of it; on its own line where lines are printed. */
  readonly note?: string;
  /** Stands in an empty list. */
  readonly empty: string;
  /** The key of the row to begin at; the first one else. */
  readonly selected?: string;
  /** The next rows, called again until it gives none; one call at a time. */
  more?(): Promise<readonly Choice[]>;
  /** The list stays open after something was done, and shows these from then on. */
  after?(): readonly Choice[];
  /** Called for each row one comes to, and with undefined when the list closes without Enter. */
  preview?(choice: Choice | undefined): void;
}

/** The words of a cell. */
export function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.map(({ text }) => text).join('');
}

/** The list as a page's lines (its rows as cells), for fronts without a screen. */
export function choiceLines({ items, empty, note }: Choices): readonly (string | readonly string[])[] {
  if (items.length === 0) return [empty];
  const hasHeadings = items.some(({ heading }) => heading !== undefined);
  const rows = items.flatMap(({ heading, cells }, at) => {
    const [first = '', ...rest] = cells.map(cellText);
    const row = [hasHeadings ? `  ${first}` : first, ...rest];
    if (heading === undefined || heading === items[at - 1]?.heading) return [row];
    return at === 0 ? [heading, row] : ['', heading, row];
  });
  return note === undefined ? rows : [...rows, '', note];
}
