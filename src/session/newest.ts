/**
 * Runs of history in memory: bounded in messages and in text, and with the newest state of each message, whatever order
 * states arrive in.
 */
import { unquoted } from '../chat/amend.ts';
import { type ChatMessage, sizeOf } from '../chat/message.ts';

/** The text a run holds at most, in UTF-16 units: pastes of 64 KiB fill it long before ordinary lines do. */
export const RUN_SIZE = 2 * 1024 * 1024;

/** The newest of a run: at most `count` messages and `size` of text, but always one. */
export function newestOf(run: readonly ChatMessage[], count: number, size = RUN_SIZE): ChatMessage[] {
  let from = run.length;
  let room = size;
  while (from > 0 && run.length - from < count) {
    room -= sizeOf(run[from - 1] as ChatMessage);
    if (room < 0 && from < run.length) break;
    from -= 1;
  }
  return run.slice(from);
}

/** The oldest of a run, bounded in the same way. */
export function oldestOf(run: readonly ChatMessage[], count: number, size = RUN_SIZE): ChatMessage[] {
  let to = 0;
  let room = size;
  while (to < run.length && to < count) {
    room -= sizeOf(run[to] as ChatMessage);
    if (room < 0 && to > 0) break;
    to += 1;
  }
  return run.slice(0, to);
}

/**
 * Puts a state of a message in its place in a run without gaps, if it stands there and is older; true when it was. With the
 * words of a deleted line goes what replies in the run quote of it, though nothing was told of them (chat/amend.ts).
 */
export function renew(run: ChatMessage[], newer: ChatMessage): boolean {
  if (newer.deletedBy !== undefined) {
    for (const [at, { replyTo }] of run.entries()) {
      if (replyTo?.seq === newer.seq && replyTo.excerpt !== '') run[at] = unquoted(run[at] as ChatMessage);
    }
  }
  const at = newer.seq - (run[0]?.seq ?? Number.POSITIVE_INFINITY);
  const known = run[at];
  if (known === undefined || (known.revision ?? 0) >= (newer.revision ?? 0)) return false;
  run[at] = newer;
  return true;
}
