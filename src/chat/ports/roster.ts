/** Seats and who is in which channel, which all nodes must agree on. */
import type { Author, Conversation, UserId } from '../message.ts';

/**
 * Who holds a seat, across all nodes.
 *
 * Promises (each a test in `test/contract/roster.ts`):
 * - A seat is claimed atomically: never more seats than the capacity given, however many race.
 * - Claiming a seat one already holds is a success and takes no second one.
 * - Releasing twice, or what was never held, is harmless.
 * - `enter`/`exit` keep channel membership; releasing the seat leaves every channel.
 */
export interface Roster {
  /** Takes a seat unless `capacity` seats are taken by others. `beyond` ignores the capacity (a sysop always gets in). */
  claim(who: Author, capacity: number, beyond?: boolean): Promise<'claimed' | 'held' | 'full'>;
  release(user: UserId): Promise<void>;
  enter(user: UserId, channel: Conversation): Promise<void>;
  exit(user: UserId, channel: Conversation): Promise<void>;
  /** Everyone with a seat. */
  seated(): Promise<readonly Author[]>;
  /** Everyone with a seat who is in the channel. */
  members(channel: Conversation): Promise<readonly Author[]>;
}
