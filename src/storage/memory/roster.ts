/** Seats of one process: a map is enough, for a single thread claims atomically. Serves in production too. */
import type { Author, Conversation, UserId } from '../../chat/message.ts';
import type { Roster } from '../../chat/ports/roster.ts';

interface Seat {
  readonly who: Author;
  readonly channels: Set<Conversation>;
}

export class MemoryRoster implements Roster {
  readonly #seats = new Map<UserId, Seat>();

  async claim(who: Author, capacity: number, beyond = false): Promise<'claimed' | 'held' | 'full'> {
    if (this.#seats.has(who.id)) return 'held';
    if (!beyond && this.#seats.size >= capacity) return 'full';
    this.#seats.set(who.id, { who, channels: new Set() });
    return 'claimed';
  }

  async release(user: UserId): Promise<void> {
    this.#seats.delete(user);
  }

  /** Without a seat nobody is anywhere: nothing happens. */
  async enter(user: UserId, channel: Conversation): Promise<void> {
    this.#seats.get(user)?.channels.add(channel);
  }

  async exit(user: UserId, channel: Conversation): Promise<void> {
    this.#seats.get(user)?.channels.delete(channel);
  }

  async seated(): Promise<readonly Author[]> {
    return [...this.#seats.values()].map(({ who }) => who);
  }

  async members(channel: Conversation): Promise<readonly Author[]> {
    return [...this.#seats.values()].filter(({ channels }) => channels.has(channel)).map(({ who }) => who);
  }
}
