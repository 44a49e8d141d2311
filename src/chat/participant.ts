/** One person who holds a seat, with all their sessions. Owned by ChatManager; others read it. */
import type { Conversation, UserId } from './message.ts';
import type { Role } from './ports/accounts.ts';

export interface Participant {
  readonly id: UserId;
  readonly handle: string;
  readonly role: Role;
  /** When they took the seat, epoch ms. */
  readonly since: number;
  /** When they last typed something, steady ms. */
  readonly lastActive: number;
  /** The reason they gave with /away (may be empty); undefined when here. */
  readonly away: string | undefined;
  /** When the last session's link was lost, steady ms; undefined while one is connected. */
  readonly lostSince: number | undefined;
  /** Do not disturb: pages and mentions do not ring. */
  readonly dnd: boolean;
  /** False after `/page off`. */
  readonly pages: boolean;
  readonly channels: ReadonlySet<Conversation>;
  /** Ids of the connected sessions. */
  readonly sessions: ReadonlySet<string>;
}
