/** Whom a handle in a command means: somebody here, or the account of somebody who is not. */
import { quotable, skeleton } from './handle.ts';
import { nearest } from './nearest.ts';
import type { Account, Accounts } from './ports/accounts.ts';
import { ok, type Result, refuse } from './result.ts';
import type { Seats } from './seats.ts';

/** Case and a leading `@` do not matter; a look-alike is somebody else. Code: `no-such-handle`. */
export async function addressee(seats: Seats, accounts: Accounts, text: string): Promise<Result<Account>> {
  const handle = text.trim().replace(/^@/, '');
  const here = seats.byHandle(handle);
  if (here !== undefined) return ok(here.account);
  const account = await accounts.find(skeleton(handle));
  if (account?.handle.toLowerCase() === handle.toLowerCase()) return ok(account);
  const handles = seats.all().map((seat) => seat.handle);
  const meant = nearest(handle, handles);
  const hint = meant === undefined ? '/who lists who is here.' : `Did you mean ${meant}?`;
  return refuse('no-such-handle', `Nobody is called ${quotable(handle)}. ${hint}`);
}
