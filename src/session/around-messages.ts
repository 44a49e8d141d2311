/** The title above a window's messages and the people beside them: the same rows for everybody who sees them. */
import type { UserId } from '../chat/message.ts';
import type { Participant } from '../chat/participant.ts';
import { type PersonEntry, peopleRows, titleRow } from '../tui/chrome.ts';
import { RowCache } from '../tui/row-cache.ts';
import type { Row, RowStyle } from '../tui/rows.ts';
import { NO_ROWS } from '../tui/shared-rows.ts';
import type { Window } from './window.ts';

/** By the list of who is there, which is another one when anybody's presence changes. */
const cache = new RowCache();

/** One row, for who ignores these; none without a window. */
export function titleRows(
  window: Window | undefined,
  style: RowStyle,
  ignored: Pick<ReadonlySet<UserId>, 'has'>,
): readonly Row[] {
  if (window === undefined) return NO_ROWS;
  const { title, isDirect, transcript } = window;
  const { slow, people } = transcript;
  const topic = transcript.topicFor(ignored);
  return cache.get(isDirect ? window : people, style, `${title} ${slow} ${topic}`, () => [
    titleRow({ title, topic, slow, here: people.length, isDirect }, style),
  ]);
}

/** So many rows of who is in the window's conversation. */
export function peopleBeside({ transcript, isDirect }: Window, style: RowStyle, height: number): readonly Row[] {
  const { people } = transcript;
  const shown = people.slice(0, height).map(entryOf);
  const make = () => peopleRows(shown, people.length, style, height);
  // Of two people, whose list is made each time it is asked for, what is shown is the key.
  if (isDirect) return cache.get(transcript, style, `${height} ${JSON.stringify(shown)}`, make);
  return cache.get(people, style, `${height}`, make);
}

function entryOf({ handle, role, away, lostSince, dnd }: Participant): PersonEntry {
  return { handle, role, isAway: away !== undefined || lostSince !== undefined, isDnd: dnd };
}
