/** With somebody's first words a new handle becomes theirs; until then it is given back when they go. */
import type { Accounts } from './ports/accounts.ts';
import { saved } from './recorder.ts';
import { ok, type Result } from './result.ts';
import type { Seat } from './seats.ts';

/** Code: `not-saved`. */
export async function confirmHandle(seat: Seat, accounts: Accounts): Promise<Result<undefined>> {
  if (!seat.account.provisional) return ok();
  const confirmed = await saved(accounts.confirm(seat.id));
  if (!confirmed.ok) return confirmed;
  seat.account = { ...seat.account, provisional: false };
  return ok();
}
