/**
 * What comes to one session, pulled: a ring only wakes the front, and when that can show something every cursor is drained
 * here, once for each window.
 */
import { type AmendedEvent, type ChatMessage, isAmended, isMessage } from '../chat/message.ts';
import type { Inbox } from './inbox.ts';
import type { ReadMarkers } from './read-markers.ts';
import type { Session } from './session.ts';
import type { Window } from './window.ts';

/** What one pull brought for one window. */
export interface Fresh {
  readonly window: Window;
  /** Not seen before, in order, the ignored left out. */
  readonly messages: readonly ChatMessage[];
  /** Set when the ring ran past the cursor: the messages with seq after this one, up to the first of `messages`, were missed. */
  readonly missedAfter: number | undefined;
  /** Changes to what was said, in order; those of the ignored are among them, for what they changed may be on show. */
  readonly amended: readonly AmendedEvent[];
  /** Changes may have passed unseen: what was read from history before is to be read anew. */
  readonly isStale: boolean;
}

const UNCHANGED: readonly AmendedEvent[] = [];

/** Drains every cursor; what was said since the last pull, per window. `looking`: the newest lines are on show. */
export function pull(
  session: Session,
  inbox: Inbox | undefined,
  markers: ReadMarkers,
  looking: boolean,
): readonly Fresh[] {
  const fresh: Fresh[] = [];
  const { current } = session.windows;
  // Back from further up, where lines counted as not seen.
  if (looking && current !== undefined && current.activity !== 'none') {
    current.catchUp();
    markers.touch(current);
  }
  inbox?.pull(looking, fresh);
  for (const window of session.windows.all) {
    if (window.feed?.pending !== true) continue;
    const { entries, missed } = window.feed.drain();
    const messages = entries.filter(isMessage);
    const missedAfter = missed > 0 ? window.seenSeq : undefined;
    const taken = messages.filter((message) => session.take(window, message, looking));
    const amended = entries.some(isAmended) ? entries.filter(isAmended) : UNCHANGED;
    if (taken.length > 0 || missedAfter !== undefined || amended.length > 0) {
      fresh.push({ window, messages: taken, missedAfter, amended, isStale: missed > 0 });
    }
  }
  return fresh;
}
