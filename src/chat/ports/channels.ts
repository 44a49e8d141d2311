/** The directory of channels: what is remembered of them besides what was said. */
import type { Conversation, UserId } from '../message.ts';

/** A channel as the directory knows it. */
export interface ChannelInfo {
  /** Lower case, with the `#`. */
  readonly name: Conversation;
  /** Safe text, may be empty. */
  readonly topic: string;
  /** Who set the topic; undefined while nobody did, and where it was set before this was kept. */
  readonly topicBy: UserId | undefined;
  /** Seconds between two lines of one person, 0 to 3600; 0 is not slow. */
  readonly slow: number;
  /** Who opened it; undefined for the server's own (`#lobby`). */
  readonly owner: UserId | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/**
 * The directory of channels. Promises (`test/contract/channels.ts`): `open` is idempotent and the first to open
 * owns it; names are unique without regard to case; `list` is sorted by name.
 */
export interface Channels {
  open(
    name: Conversation,
    owner: UserId | undefined,
  ): Promise<{ readonly info: ChannelInfo; readonly created: boolean }>;
  find(name: Conversation): Promise<ChannelInfo | undefined>;
  list(): Promise<readonly ChannelInfo[]>;
  /** Undefined when there is no such channel. */
  setTopic(name: Conversation, topic: string, by: UserId): Promise<ChannelInfo | undefined>;
  /** Undefined when there is no such channel. */
  setSlow(name: Conversation, seconds: number): Promise<ChannelInfo | undefined>;
}
