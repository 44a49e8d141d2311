/**
 * Every ring of this node: one per channel and one inbox per person, there as long as somebody listens. Who was not
 * listening finds messages in history, so an unheard ring would keep nothing that anyone can ask for.
 */
import {
  type AmendedEvent,
  type ChatEvent,
  type ChatMessage,
  type Conversation,
  isMessage,
  peersOf,
  type RingEntry,
  type UserId,
} from './message.ts';
import { Recent } from './recent.ts';
import { Ring, type Subscription, type Wake } from './ring.ts';

/** Of so many conversations a ring knows what it had last: repeats come shortly after what they repeat. */
const CONVERSATIONS = 1024;

interface HeardRing {
  readonly ring: Ring;
  /** The newest seq pushed, per conversation: the log may repeat itself, a ring does not. */
  readonly lastSeqs: Recent<Conversation, number>;
  /** And the newest revision. */
  readonly lastRevisions: Recent<Conversation, number>;
}

export class Rings {
  readonly #capacity: number;
  readonly #onBug: (error: unknown) => void;
  readonly #channels = new Map<Conversation, HeardRing>();
  readonly #inboxes = new Map<UserId, HeardRing>();

  constructor(capacity: number, onBug: (error: unknown) => void) {
    this.#capacity = capacity;
    this.#onBug = onBug;
  }

  /** How many rings somebody listens to. */
  get size(): number {
    return this.#channels.size + this.#inboxes.size;
  }

  subscribe(channel: Conversation, wake: Wake): Subscription {
    return this.#listen(this.#channels, channel, wake);
  }

  inbox(user: UserId, wake: Wake): Subscription {
    return this.#listen(this.#inboxes, user, wake);
  }

  /** Into the channel's ring, or the inboxes of the two people of a direct conversation. */
  publish(conversation: Conversation, entry: RingEntry): void {
    for (const { ring } of this.#ringsOf(conversation)) ring.push(entry);
  }

  /** As `publish`, for what the log tells: a seq or revision that is not newer than the last is a repeat and is dropped. */
  deliver(entry: ChatMessage | AmendedEvent): void {
    const { conversation } = entry;
    for (const { ring, lastSeqs, lastRevisions } of this.#ringsOf(conversation)) {
      const newest = isMessage(entry) ? lastSeqs : lastRevisions;
      const number = isMessage(entry) ? entry.seq : (entry.message.revision ?? 0);
      if (number <= (newest.get(conversation) ?? 0)) continue;
      newest.set(conversation, number);
      ring.push(entry);
    }
  }

  notify(user: UserId, event: ChatEvent): void {
    this.#inboxes.get(user)?.ring.push(event);
  }

  notifyAll(event: ChatEvent): void {
    for (const { ring } of [...this.#inboxes.values()]) ring.push(event);
  }

  #ringsOf(conversation: Conversation): HeardRing[] {
    const peers = peersOf(conversation);
    if (peers === undefined) {
      const heard = this.#channels.get(conversation);
      return heard === undefined ? [] : [heard];
    }
    return [...new Set(peers)].flatMap((peer) => this.#inboxes.get(peer) ?? []);
  }

  #listen<K>(rings: Map<K, HeardRing>, key: K, wake: Wake): Subscription {
    const heard = rings.get(key) ?? {
      ring: new Ring(this.#capacity, this.#onBug),
      lastSeqs: new Recent(CONVERSATIONS),
      lastRevisions: new Recent(CONVERSATIONS),
    };
    rings.set(key, heard);
    return heard.ring.subscribe(wake, () => {
      if (heard.ring.subscribers === 0) rings.delete(key);
    });
  }
}
