/** Everything that outlives a visit, as one thing that is opened at start and closed at the end. */
import type { Accounts } from '../chat/ports/accounts.ts';
import type { Channels } from '../chat/ports/channels.ts';
import type { MessageLog } from '../chat/ports/message-log.ts';
import type { Profiles } from '../chat/ports/profiles.ts';

export interface Store {
  readonly log: MessageLog;
  readonly channels: Channels;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
  /** Finishes what was asked before, then lets go of everything; idempotent. What is asked later is rejected. */
  close(): Promise<void>;
}
