/** What is remembered of a person between visits: settings, windows, drafts, read markers. */
import type { Author, Conversation, UserId } from '../message.ts';

/** One window as its owner left it. All their sessions share it. */
export interface SavedWindow {
  readonly conversation: Conversation;
  /** Its place in the list, from 0. */
  readonly position: number;
  /** What is typed and not sent, at most 64 KiB in UTF-8; empty for nothing. */
  readonly draft: string;
  /** The message at the bottom of the view while reading further up; 0 at the end. */
  readonly scrollSeq: number;
}

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
  /** The windows that were open, by position. */
  windows(user: UserId): Promise<readonly SavedWindow[]>;
  /** Each replaces what was saved of that conversation before. */
  saveWindows(user: UserId, windows: readonly SavedWindow[]): Promise<void>;
  /** The window was closed; harmless when it was not saved. */
  forgetWindow(user: UserId, conversation: Conversation): Promise<void>;
  /** Undefined removes it. */
  setSetting(user: UserId, name: string, value: string | undefined): Promise<void>;
}
