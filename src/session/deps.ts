/** What every session is given by the app; nothing here belongs to one person. */
import type { Credentials } from '../chat/command.ts';
import type { ChatManager } from '../chat/manager.ts';
import type { Accounts } from '../chat/ports/accounts.ts';
import type { MessageLog } from '../chat/ports/message-log.ts';
import type { Profiles } from '../chat/ports/profiles.ts';
import type { FrameScheduler } from '../tui/frames.ts';
import type { Multicast } from './multicast.ts';
import type { Paces } from './paces.ts';
import type { SignedIn } from './signed-in.ts';
import type { Slices } from './slices.ts';
import type { Timers } from './timers.ts';
import type { Transcripts } from './transcript.ts';

/** Where a session's bugs are written down. */
export interface SessionLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface SessionDeps {
  readonly chat: ChatManager;
  readonly log: MessageLog;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
  readonly credentials: Credentials;
  /** Lets connections open no session any more, for whom that is so. */
  revoke(isMeant: (who: SignedIn) => boolean): void;
  readonly transcripts: Transcripts;
  readonly paces: Paces;
  readonly slices: Slices;
  readonly frames: FrameScheduler;
  readonly multicast: Multicast;
  readonly timers: Timers;
  readonly logger: SessionLog;
  /** The message of the day; empty for none. */
  readonly motd: string;
  /** The server's own time zone (IANA), for people who have not set theirs. */
  readonly zone: string;
}
