/** The reference directory of channels. */
import type { Conversation, UserId } from '../../chat/message.ts';
import type { ChannelInfo, Channels } from '../../chat/ports/channels.ts';
import type { WallClock } from '../../chat/ports/clock.ts';

export class MemoryChannels implements Channels {
  readonly #clock: WallClock;
  readonly #channels = new Map<string, ChannelInfo>();

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  async open(name: Conversation, owner: UserId | undefined) {
    const lower = name.toLowerCase() as Conversation;
    const known = this.#channels.get(lower);
    if (known !== undefined) return { info: known, created: false };
    const createdAt = this.#clock.now();
    const info: ChannelInfo = { name: lower, topic: '', topicBy: undefined, slow: 0, owner, createdAt };
    this.#channels.set(lower, info);
    return { info, created: true };
  }

  async find(name: Conversation): Promise<ChannelInfo | undefined> {
    return this.#channels.get(name.toLowerCase());
  }

  async list(): Promise<readonly ChannelInfo[]> {
    return [...this.#channels.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  setTopic(name: Conversation, topic: string, by: UserId): Promise<ChannelInfo | undefined> {
    return this.#change(name, { topic, topicBy: by });
  }

  setSlow(name: Conversation, seconds: number): Promise<ChannelInfo | undefined> {
    return this.#change(name, { slow: seconds });
  }

  async #change(name: Conversation, change: Partial<ChannelInfo>): Promise<ChannelInfo | undefined> {
    const known = await this.find(name);
    if (known === undefined) return undefined;
    const info = { ...known, ...change };
    this.#channels.set(known.name, info);
    return info;
  }
}
