/** What is read out of a session without a screen: lists, who is here, what waits elsewhere. Pure. */
import type { PageLine } from '../chat/command.ts';
import type { UserId } from '../chat/message.ts';
import type { Participant } from '../chat/participant.ts';
import type { Window } from './window.ts';

/** A line of a page as it is read out: the cells of a table one after the other, without the gaps between them. */
export function spoken(line: PageLine): string {
  if (typeof line === 'string') return line === '' ? '' : `   ${line}`;
  const [first = '', ...rest] = line.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return `   ${first}${rest.length === 0 ? '' : `: ${rest.join(', ')}`}`;
}

/** `alice (sysop), bob (away, dnd)`. */
export function namesOf(people: readonly Participant[]): string {
  return people.map(nameOf).join(', ');
}

/** `you are now in #dev, 3 unread, slow: one line every 30 s: the topic`, for who ignores these. */
export function youAreIn(
  { title, transcript, readSeq }: Window,
  unread: number,
  ignored: Pick<ReadonlySet<UserId>, 'has'>,
): string {
  const { slow } = transcript;
  const topic = transcript.topicFor(ignored);
  // To a newcomer everything is.
  const news = unread === 0 || readSeq === 0 ? '' : `, ${unread} unread`;
  const pace = slow === 0 ? '' : `, slow: one line every ${slow} s`;
  return `you are now in ${title}${news}${pace}${topic === '' ? '' : `: ${topic}`}`;
}

/** `unread elsewhere: 2 in #dev, 1 in bob; /window goes there`; empty for nothing. */
export function unreadElsewhere(windows: readonly Window[], shown: Window): string {
  const waiting = windows.filter((window) => window !== shown && window.unread > 0);
  if (waiting.length === 0) return '';
  return `unread elsewhere: ${waiting.map(({ title, unread }) => `${unread} in ${title}`).join(', ')}; /window goes there`;
}

function nameOf({ handle, role, away, lostSince, dnd }: Participant): string {
  const isAway = away !== undefined || lostSince !== undefined;
  const notes = [role === 'sysop' ? role : '', isAway ? 'away' : '', dnd ? 'dnd' : ''].filter((note) => note !== '');
  return notes.length === 0 ? handle : `${handle} (${notes.join(', ')})`;
}
