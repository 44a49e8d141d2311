/**
 * What comes to one session, pulled: a ring only wakes the front, and when that can show something every cursor is drained
 * here, once for each window.
 */
import type { Batch } from '../chat/batch.ts';
import type { AmendedEvent, ChatMessage } from '../chat/message.ts';
import type { Inbox } from './inbox.ts';
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
  /** Nothing but words said to all came: who is here and what was said before is as it was. */
  readonly onlySaid: boolean;
}

const NOTHING: readonly Fresh[] = Object.freeze([]);

/** Drains every cursor; what was said since the last pull, per window. `looking`: the newest lines are on show. */
export function pull(session: Session, inbox: Inbox | undefined, looking: boolean): readonly Fresh[] {
  const { current } = session.windows;
  // Back from further up, where lines counted as not seen.
  if (looking && current !== undefined && current.activity !== 'none') current.catchUp();
  const direct = inbox?.pull(looking) ?? NOTHING;
  const woken = session.windows.takeWoken();
  const [only] = woken;
  if (direct.length === 0 && woken.length === 1 && only !== undefined) {
    const fresh = pullWindow(session, only, looking);
    return fresh === undefined ? NOTHING : [fresh];
  }
  return [...direct, ...woken.flatMap((window) => pullWindow(session, window, looking) ?? NOTHING)];
}

function pullWindow(session: Session, window: Window, looking: boolean): Fresh | undefined {
  if (window.feed?.pending !== true) return undefined;
  const { sorted, missed } = window.feed.drain();
  const batch = sorted();
  const { amended, onlySaid } = batch;
  if (missed > 0) return { window, ...takeMissed(session, window, looking), amended, isStale: true, onlySaid: false };
  const messages = passes(session, window, batch, looking)
    ? batch.messages
    : batch.messages.filter((message) => session.take(window, message, looking));
  if (messages.length === 0 && amended.length === 0) return undefined;
  return { window, messages, missedAfter: undefined, amended, isStale: false, onlySaid };
}

/**
 * Takes notice of all that was said in a window since, as the shared tail has it, which misses nothing; of what lies before the
 * tail only how many lines it is.
 */
export function takeMissed(
  session: Session,
  window: Window,
  looking: boolean,
): Required<Pick<Fresh, 'messages' | 'missedAfter'>> {
  const { transcript, conversation, seenSeq: missedAfter } = window;
  const said = transcript.after(missedAfter);
  const beyond = transcript.lastSeq - said.length - Math.max(missedAfter, window.readSeq);
  const isLooking = looking && window === session.windows.current;
  if (beyond > 0 && !isLooking) window.raise(session.attention.weighUnseen(conversation), beyond);
  return { messages: said.filter((message) => session.take(window, message, looking)), missedAfter };
}

/**
 * Takes notice of a whole batch, if all there is to it is that it is on show: nobody in it is ignored, nothing in it was
 * seen before, and no word of it calls the person. Most of what ever comes to a session is that.
 */
function passes(session: Session, window: Window, { messages, words }: Batch, looking: boolean): boolean {
  if (!looking || window !== session.windows.current || session.ignored.size > 0) return false;
  const last = messages[messages.length - 1];
  if (last === undefined || (messages[0]?.seq ?? 0) <= window.seenSeq) return false;
  if (session.attention.mayRing(window.conversation, words)) return false;
  window.seenSeq = last.seq;
  return true;
}
