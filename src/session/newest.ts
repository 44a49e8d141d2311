/** Runs of history keep the newest state of each message, whatever order states arrive in. */
import type { ChatMessage } from '../chat/message.ts';

/** Puts a state of a message in its place in a run without gaps, if it stands there and is older; true when it was. */
export function renew(run: ChatMessage[], newer: ChatMessage): boolean {
  const at = newer.seq - (run[0]?.seq ?? Number.POSITIVE_INFINITY);
  const known = run[at];
  if (known === undefined || (known.revision ?? 0) >= (newer.revision ?? 0)) return false;
  run[at] = newer;
  return true;
}
