/** The seats of this node: one per person, over any number of sessions, found by id and by handle. */
import type { Author, Conversation, UserId } from './message.ts';
import type { Participant } from './participant.ts';
import type { Account, Role } from './ports/accounts.ts';
import type { Clock } from './ports/clock.ts';
import { refuse } from './result.ts';

/** A participant as the chat core changes it; everyone else reads it as {@link Participant}. */
export interface Seat extends Participant {
  /** As it was at the last login; `provisional` turns false with the first words. */
  account: Account;
  role: Role;
  lastActive: number;
  away: string | undefined;
  lostSince: number | undefined;
  dnd: boolean;
  pages: boolean;
  readonly channels: Set<Conversation>;
  /** Those of them that were told of the coming, and are to be told of the going. */
  readonly told: Set<Conversation>;
  readonly sessions: Set<string>;
  /** Where the newest session comes from, compared as text; undefined when that is counted with nobody. */
  source: string | undefined;
}

/** Of all seats, what one source keeps of its own when the chat is full and somebody comes from elsewhere. */
const SOURCE_SHARE = 1 / 2;

/** For words and wishes of somebody whose seat is gone. */
export const NOT_HERE = refuse('not-here', 'You are not in the chat any more; please connect again.');

/** The seat's owner as the author of something. */
export function authorFor(seat: Seat): Author {
  return { id: seat.id, handle: seat.handle };
}

export class Seats {
  readonly #byId = new Map<UserId, Seat>();
  readonly #byHandle = new Map<string, Seat>();

  get size(): number {
    return this.#byId.size;
  }

  /** In the order they came. */
  all(): readonly Seat[] {
    return [...this.#byId.values()];
  }

  /** Those who came first, so many. */
  first(count: number): readonly Seat[] {
    const seats: Seat[] = [];
    for (const seat of this.#byId.values()) {
      if (seats.length >= count) break;
      seats.push(seat);
    }
    return seats;
  }

  get(user: UserId): Seat | undefined {
    return this.#byId.get(user);
  }

  /** Case does not matter. */
  byHandle(handle: string): Seat | undefined {
    return this.#byHandle.get(handle.toLowerCase());
  }

  /** A fresh seat; the person must have none. */
  add(account: Account, session: string, clock: Clock, source?: string): Seat {
    const seat: Seat = {
      id: account.id,
      handle: account.handle,
      account,
      role: account.role,
      since: clock.now(),
      lastActive: clock.steady(),
      away: undefined,
      lostSince: undefined,
      dnd: false,
      pages: true,
      channels: new Set(),
      told: new Set(),
      sessions: new Set([session]),
      source,
    };
    this.#byId.set(seat.id, seat);
    this.#byHandle.set(seat.handle.toLowerCase(), seat);
    return seat;
  }

  remove(seat: Seat): void {
    this.#byId.delete(seat.id);
    this.#byHandle.delete(seat.handle.toLowerCase());
  }

  /** Who has said nothing yet and holds a name only while they are here, in the order they came. */
  get provisional(): readonly Seat[] {
    return this.all().filter(({ account }) => account.provisional);
  }

  /**
   * Who makes room in a full chat of `capacity` for somebody from `source`: of the source that holds most seats, if that is more
   * than its share and more than theirs holds, whoever typed nothing for longest, sysops aside.
   */
  crowding(capacity: number, source: string | undefined): Seat | undefined {
    const held = new Map<string, Seat[]>();
    for (const seat of this.#byId.values()) {
      if (seat.source === undefined) continue;
      const same = held.get(seat.source);
      if (same === undefined) held.set(seat.source, [seat]);
      else same.push(seat);
    }
    const most = [...held.values()].reduce<Seat[]>((most, same) => (same.length > most.length ? same : most), []);
    const theirs = source === undefined ? 0 : (held.get(source)?.length ?? 0);
    // One less is still their share.
    if (theirs >= most.length || most.length - 1 < capacity * SOURCE_SHARE) return undefined;
    return most.filter(({ role }) => role !== 'sysop').sort((a, b) => a.lastActive - b.lastActive)[0];
  }

  /** Whose link was lost at `before` (steady ms) or earlier, the longest lost first. */
  lost(before = Number.POSITIVE_INFINITY): readonly Seat[] {
    const since = (seat: Seat) => seat.lostSince ?? Number.POSITIVE_INFINITY;
    return this.all()
      .filter(({ lostSince }) => lostSince !== undefined && lostSince <= before)
      .sort((a, b) => since(a) - since(b));
  }
}
