/** Who came and went, in words: `erin, frank and 12 others joined · gus left`. */
import type { ChatMessage, UserId } from '../chat/message.ts';

type Story = 'joined' | 'left' | 'came and went' | 'left and came back';

interface Person {
  /** The newest. */
  handle: string;
  story: Story;
}

/** By what a person did first and last. */
function storyOf(before: Story | undefined, kind: 'join' | 'leave'): Story {
  const cameFirst = before === undefined ? kind === 'join' : before === 'joined' || before === 'came and went';
  if (cameFirst) return kind === 'join' ? 'joined' : 'came and went';
  return kind === 'join' ? 'left and came back' : 'left';
}

/** How many of a group may be named. */
const NAMED = 3;

/** The comings and goings of a run so far. */
class Told {
  readonly #people = new Map<UserId, Person>();
  #first: ChatMessage | undefined;
  #last: ChatMessage | undefined;
  #count = 0;

  /** Whether a run begins with what was told. */
  begins(run: readonly ChatMessage[]): boolean {
    return this.#count > 0 && run[0] === this.#first && run[this.#count - 1] === this.#last;
  }

  /** Goes on to the end of a run that {@link begins} with it. */
  goOn(run: readonly ChatMessage[]): void {
    for (let at = this.#count; at < run.length; at += 1) this.#tell(run[at] as ChatMessage);
    this.#first = run[0];
    this.#last = run.at(-1);
    this.#count = run.length;
  }

  get text(): string {
    const groups = new Map<Story, { readonly names: string[]; count: number }>();
    for (const { handle, story } of this.#people.values()) {
      const group = groups.get(story) ?? { names: [], count: 0 };
      if (group.count === 0) groups.set(story, group);
      if (group.count < NAMED) group.names.push(handle);
      group.count += 1;
    }
    return [...groups].map(([story, { names, count }]) => `${listed(names, count)} ${story}`).join(' · ');
  }

  #tell(message: ChatMessage): void {
    if (message.kind !== 'join' && message.kind !== 'leave') return;
    const { id, handle } = message.who;
    const person = this.#people.get(id);
    const story = storyOf(person?.story, message.kind);
    if (person === undefined) this.#people.set(id, { handle, story });
    else Object.assign(person, { handle, story });
  }
}

/** `erin`, `erin and frank`, `erin, frank and 12 others`. */
function listed([first = '', second = '', third = '']: readonly string[], count: number): string {
  if (count <= 1) return first;
  if (count === 2) return `${first} and ${second}`;
  return `${first}, ${second} and ${count === 3 ? third : `${count - 2} others`}`;
}

/** A longer run, somewhere in the history, is not remembered. */
const MAX_RUN = 1024;
let latest = new Told();

/** Whether nothing is left out of a run (of the ignored, or of those who never spoke): then its ends say what is in it. */
export function isWhole(run: readonly ChatMessage[]): boolean {
  return (run.at(-1)?.seq ?? 0) - (run[0]?.seq ?? 0) === run.length - 1;
}

/**
 * A run of joins and leaves in words, each person once. When many come, each of them sees a run with one more at its end than the
 * one before: what was told last is gone on with (at 400 joins 85 µs otherwise, measured).
 */
export function presenceText(run: readonly ChatMessage[]): string {
  const isKept = run.length <= MAX_RUN && isWhole(run);
  const told = isKept && latest.begins(run) ? latest : new Told();
  told.goOn(run);
  if (isKept) latest = told;
  return told.text;
}
