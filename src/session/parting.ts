/** How a session ends: what was entered before is said, everything is given back, the seat is freed or kept for a return. */
import type { Failures } from './failures.ts';
import type { Front } from './front.ts';
import type { Inbox } from './inbox.ts';
import type { Session } from './session.ts';
import type { GivenBack } from './unsent.ts';

/** What of a session nobody else sees; front and inbox only if it came so far. */
export interface PartingParts {
  readonly front: Front | undefined;
  readonly inbox: Inbox | undefined;
  readonly failures: Failures;
}

export interface Parting {
  /** By themselves (or sent away), or because the link was lost: then the seat is kept for a while. */
  readonly how: 'quit' | 'lost';
  /** What stands on the terminal afterwards. */
  readonly lastWords: string;
  /** The exit status. */
  readonly status: number;
  readonly reason: string | undefined;
}

/** Runs once, after the session says that it has ended. Rejects only if the seat could not be left. */
export async function part(session: Session, { front, inbox, failures }: PartingParts, parting: Parting) {
  const { how, lastWords, status, reason } = parting;
  const { sending, saved, windows, deps } = session;
  let left: GivenBack | undefined;
  let drafts: Promise<void> | undefined;
  let lost = 0;
  failures.finish([
    () => front?.stopAsking(),
    () => {
      left = sending.close(how === 'quit');
      lost = left.lost;
    },
  ]);
  // Whoever parts has said before what they entered before; whose link is lost reads nothing of it any more.
  const settled = sending.settle();
  if (how === 'quit') lost += await settled;
  const { current } = windows;
  failures.finish([
    () => current && session.navigation.leave(current),
    () => {
      drafts = left && saved.close(left.drafts);
    },
    () => front?.close(lastWords, lost),
    () => windows.closeAll(),
    () => inbox?.close(),
    () => session.live?.close(),
    () => failures.close(),
    () => deps.paces.release(session.userId, deps.timers.steady()),
    () => session.terminal.end(status),
  ]);
  const written = Promise.allSettled([session.markers.save(), drafts]);
  await settled;
  await deps.chat.leave(session.userId, session.id, { how, reason, saved: written });
}
