/**
 * Who is in one channel, kept in the order in which people are listed: in a crowd, sorting anew for each who comes costs more than
 * all else.
 */
import type { Participant } from './participant.ts';
import type { Seat } from './seats.ts';

export class Members {
  #listed: readonly Seat[] = [];

  /** By {@link byRoleThenName}. The same array until somebody in it changes, or who is in it. */
  get listed(): readonly Participant[] {
    return this.#listed;
  }

  add(seat: Seat): void {
    let [low, high] = [0, this.#listed.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byRoleThenName(this.#listed[middle] as Seat, seat) < 0) low = middle + 1;
      else high = middle;
    }
    const listed = this.#listed.slice();
    listed.splice(low, 0, seat);
    this.#listed = listed;
  }

  remove(seat: Seat): void {
    this.#listed = this.#listed.filter((each) => each !== seat);
  }

  /** Somebody is away or back, lost or found: the list is another, in the same order. */
  presenceChanged(): void {
    this.#listed = this.#listed.slice();
  }

  /** Somebody's role is another. */
  resort(): void {
    this.#listed = this.#listed.toSorted(byRoleThenName);
  }
}

/** The order of lists of people: sysops first, then by handle. */
export function byRoleThenName(a: Participant, b: Participant): number {
  if (a.role !== b.role) return a.role === 'sysop' ? -1 : 1;
  const [x, y] = [a.handle.toLowerCase(), b.handle.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}
