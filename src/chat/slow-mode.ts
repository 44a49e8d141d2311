/**
 * Slow channels: each person may speak in one only so often. The sysop and whoever opened the channel are free of it, so that
 * they can calm people down.
 */
import type { Conversation, UserId } from './message.ts';
import type { Role } from './ports/accounts.ts';
import type { ChannelInfo } from './ports/channels.ts';
import { Recent } from './recent.ts';
import { type Refusal, refuse } from './result.ts';

/** Seconds between two lines of a person, at most. */
export const SLOWEST = 3600;

/** How many people's last lines are remembered in a channel; beyond that the oldest are forgotten, and free to speak. */
const REMEMBERED = 16_384;

/** Who wants to speak, or to change it. */
interface Speaker {
  readonly id: UserId;
  readonly role: Role;
}

/** Whether this person decides how slow a channel is, and is not held up themselves. */
export function rules({ id, role }: Speaker, channel: ChannelInfo): boolean {
  return role === 'sysop' || channel.owner === id;
}

export class SlowMode {
  /** When each person spoke last, steady ms, in channels that were slow then. */
  readonly #spokeAt = new Map<Conversation, Recent<UserId, number>>();

  /** How many are remembered. */
  get size(): number {
    let size = 0;
    for (const people of this.#spokeAt.values()) size += people.size;
    return size;
  }

  /** The ms until they may speak there; 0 for now. `now` in steady ms, here as everywhere. */
  wait(speaker: Speaker, channel: ChannelInfo | undefined, now: number): number {
    if (channel === undefined || channel.slow === 0 || rules(speaker, channel)) return 0;
    const spokeAt = this.#spokeAt.get(channel.name)?.get(speaker.id);
    return spokeAt === undefined ? 0 : Math.max(0, spokeAt + channel.slow * 1000 - now);
  }

  /** Takes their turn, or says why they have none yet. Code: `slow`. */
  take(speaker: Speaker, channel: ChannelInfo | undefined, now: number): Refusal | undefined {
    if (channel === undefined || channel.slow === 0) return undefined;
    const wait = this.wait(speaker, channel, now);
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      return refuse('slow', `${slowness(channel)}; you can speak there again in ${seconds} s.`);
    }
    const people = this.#spokeAt.get(channel.name) ?? new Recent<UserId, number>(REMEMBERED);
    people.set(speaker.id, now);
    this.#spokeAt.set(channel.name, people);
    return undefined;
  }

  /** Their words were not accepted after all. */
  giveBack(speaker: UserId, channel: Conversation): void {
    this.#spokeAt.get(channel)?.delete(speaker);
  }

  /** Forgets what holds nobody up any more. */
  sweep(now: number): void {
    for (const [channel, people] of this.#spokeAt) {
      people.sweep((spokeAt) => spokeAt + SLOWEST * 1000 <= now);
      if (people.size === 0) this.#spokeAt.delete(channel);
    }
  }
}

/** How slow it is, as a sentence without its end. */
export function slowness({ name, slow }: ChannelInfo): string {
  if (slow === 0) return `${name} is not slow`;
  return `${name} is slow: one line every ${slow} s`;
}
