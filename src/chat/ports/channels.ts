import type { Conversation, UserId } from '../message.ts';

/** A channel as the directory knows it. */
export interface ChannelInfo {
  /** Lower case, with the `#`. */
  readonly name: Conversation;
  /** Safe text, may be empty. */
  readonly topic: string;
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
  setTopic(name: Conversation, topic: string): Promise<ChannelInfo | undefined>;
}
