/**
 * Who is in one channel, kept in the order in which people are listed: in a crowd, sorting anew for each who comes costs more than
 * all else.
 */
import type { Participant } from './participant.ts';
import type { Seat } from './seats.ts';

export class Members {
  readonly #sorted: Seat[] = [];
  /** A copy for those who look, while it holds. */
  #listed: readonly Participant[] | undefined;

  /** By {@link byRoleThenName}. The same array until somebody in it changes, or who is in it. */
  get listed(): readonly Participant[] {
    this.#listed ??= this.#sorted.slice();
    return this.#listed;
  }

  get size(): number {
    return this.#sorted.length;
  }

  add(seat: Seat): void {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byRoleThenName(this.#sorted[middle] as Seat, seat) < 0) low = middle + 1;
      else high = middle;
    }
    this.#sorted.splice(low, 0, seat);
    this.#listed = undefined;
  }

  remove(seat: Seat): void {
    const at = this.#sorted.indexOf(seat);
    if (at < 0) return;
    this.#sorted.splice(at, 1);
    this.#listed = undefined;
  }

  /** Somebody is away or back, lost or found: the list is another, in the same order. */
  presenceChanged(): void {
    this.#listed = undefined;
  }

  /** Somebody's role is another. */
  resort(): void {
    this.#sorted.sort(byRoleThenName);
    this.#listed = undefined;
  }
}

/** The order of lists of people: sysops first, then by handle. */
export function byRoleThenName(a: Participant, b: Participant): number {
  if (a.role !== b.role) return a.role === 'sysop' ? -1 : 1;
  const [x, y] = [a.handle.toLowerCase(), b.handle.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}
