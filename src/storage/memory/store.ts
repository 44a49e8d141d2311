/** Every port in memory: the reference that the contract suites were written against, for tests of what stands above. */
import type { WallClock } from '../../chat/ports/clock.ts';
import type { Roster } from '../../chat/ports/roster.ts';
import type { Store } from '../store.ts';
import { MemoryAccounts } from './accounts.ts';
import { MemoryChannels } from './channels.ts';
import { MemoryLog } from './log.ts';
import { MemoryProfiles } from './profiles.ts';
import { MemoryRoster } from './roster.ts';

/** An empty store; it forgets everything with the process. */
export function memoryStore({ clock }: { readonly clock: WallClock }): Store & { readonly roster: Roster } {
  const log = new MemoryLog(clock);
  return {
    log,
    channels: new MemoryChannels(clock),
    accounts: new MemoryAccounts(clock),
    profiles: new MemoryProfiles(),
    roster: new MemoryRoster(),
    close: async () => log.close(),
  };
}
