/**
 * Connections that have not signed in, by where they come from, and who of them makes room when there are too many: the
 * source that has most, so that whoever crowds the door crowds out themselves and nobody who comes alone.
 */
import { type Source, widestOf } from './address.ts';

/** One of them. */
export interface Waiter {
  readonly sources: readonly [Source, ...Source[]];
  /** It is to go, for another one. */
  evict(): void;
}

/** Those of one source, the oldest first. */
interface Group {
  /** Nobody is asked anything there. */
  readonly quiet: Set<Waiter>;
  /** A question is out, and a person may be answering it. */
  readonly asked: Set<Waiter>;
}

export class Waiting {
  readonly #groups = new Map<string, Group>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(waiter: Waiter): void {
    const name = widestOf(waiter.sources);
    const group = this.#groups.get(name) ?? { quiet: new Set(), asked: new Set() };
    this.#groups.set(name, group);
    group.quiet.add(waiter);
    this.#size += 1;
  }

  /** False when it was not there. */
  delete(waiter: Waiter): boolean {
    const name = widestOf(waiter.sources);
    const group = this.#groups.get(name);
    if (group === undefined || !(group.quiet.delete(waiter) || group.asked.delete(waiter))) return false;
    if (sizeOf(group) === 0) this.#groups.delete(name);
    this.#size -= 1;
    return true;
  }

  /** A question is out there, or no longer. */
  asking(waiter: Waiter, isOut: boolean): void {
    const group = this.#groups.get(widestOf(waiter.sources));
    if (group === undefined) return;
    const [from, to] = isOut ? [group.quiet, group.asked] : [group.asked, group.quiet];
    if (from.delete(waiter)) to.add(waiter);
  }

  /**
   * Who makes room for a newcomer: of the source with most, the oldest that is not asked anything, or the oldest if all are.
   * Undefined when no source has more than the newcomer's, or whoever is left there is one person who answers.
   */
  crowding(newcomer: Waiter): Waiter | undefined {
    let most: Group | undefined;
    for (const group of this.#groups.values()) if (most === undefined || isBefore(group, most)) most = group;
    if (most === undefined) return undefined;
    const own = this.#groups.get(widestOf(newcomer.sources));
    if (own !== undefined && sizeOf(own) >= sizeOf(most)) return undefined;
    const [quiet] = most.quiet;
    const [asked] = most.asked;
    return quiet ?? (most.asked.size > 1 ? asked : undefined);
  }
}

function sizeOf({ quiet, asked }: Group): number {
  return quiet.size + asked.size;
}

function isBefore(group: Group, other: Group): boolean {
  const more = sizeOf(group) - sizeOf(other);
  return more > 0 || (more === 0 && group.quiet.size > 0 && other.quiet.size === 0);
}
