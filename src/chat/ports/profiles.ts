import type { Author, Conversation, UserId } from '../message.ts';

/**
 * What the server remembers of a person between visits. Promises (`test/contract/profiles.ts`): a read marker
 * never moves back; what was never set reads as empty; everything survives a restart.
 */
export interface Profiles {
  /** The seq up to which each conversation was read. */
  readMarkers(user: UserId): Promise<ReadonlyMap<Conversation, number>>;
  /** Moves a marker forward; a smaller seq than stored changes nothing. */
  markRead(user: UserId, conversation: Conversation, seq: number): Promise<void>;
  ignored(user: UserId): Promise<readonly Author[]>;
  ignore(user: UserId, whom: Author): Promise<void>;
  unignore(user: UserId, whom: UserId): Promise<void>;
  /** Small settings by name (`timezone`, `channels`); values are strings of at most 4 KiB. */
  settings(user: UserId): Promise<ReadonlyMap<string, string>>;
  /** Undefined removes it. */
  setSetting(user: UserId, name: string, value: string | undefined): Promise<void>;
}
