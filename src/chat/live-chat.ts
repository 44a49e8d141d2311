/**
 * One split-screen chat of a sysop with somebody: two texts that both see grow letter by letter, as on the old boards.
 * Nothing of it is stored. Sessions share this object and read it when they paint, so a keystroke queues nowhere.
 */
import { humanDuration } from './duration.ts';
import type { Author, UserId } from './message.ts';
import { authorFor, type Seat } from './seats.ts';

/** What is kept of one side, in UTF-16 units: the last lines that fit. */
export const LIVE_SIDE_LENGTH = 4096;

/** What one of the two has typed. Safe text. */
export interface LiveSide {
  readonly who: Author;
  /** The session that carries it; undefined while the person is still being asked. */
  readonly session: string | undefined;
  /** Finished lines that are still kept, oldest first. */
  readonly lines: readonly string[];
  /** How many lines were ever finished: the number of the last of `lines`, from 1. */
  readonly finished: number;
  /** The line being typed. */
  readonly line: string;
}

/** How it ended, and through whom. */
export interface LiveEnding {
  readonly how: 'declined' | 'withdrawn' | 'unanswered' | 'ended' | 'left' | 'lost';
  readonly by: Author;
}

/** A live chat as sessions read it. */
export interface LiveChat {
  /** `asking` until the guest answers. */
  readonly state: 'asking' | 'on' | 'over';
  /** Grows with every change. */
  readonly version: number;
  readonly sysop: LiveSide;
  readonly guest: LiveSide;
  /** Set when it is over. */
  readonly ending: LiveEnding | undefined;
}

class Side implements LiveSide {
  readonly who: Author;
  session: string | undefined;
  lines: readonly string[] = [];
  finished = 0;
  line = '';

  constructor(who: Author, session: string | undefined) {
    this.who = who;
    this.session = session;
  }

  finish(line: string): void {
    const lines = [...this.lines, line];
    let length = lines.reduce((sum, each) => sum + each.length + 1, 0);
    while (lines.length > 1 && length > LIVE_SIDE_LENGTH) length -= (lines.shift() ?? '').length + 1;
    this.lines = lines;
    this.finished += 1;
    this.line = '';
  }
}

/** A live chat as the chat core changes it. */
export class OpenLiveChat implements LiveChat {
  readonly sysop: Side;
  readonly guest: Side;
  /** Steady ms, as `since`. */
  readonly askedAt: number;
  since = 0;
  state: LiveChat['state'] = 'asking';
  version = 0;
  ending: LiveEnding | undefined;
  /** Called after every change of a text. */
  readonly wakes = new Set<() => void>();

  constructor(sysop: Seat, session: string, guest: Seat, now: number) {
    this.sysop = new Side(authorFor(sysop), session);
    this.guest = new Side(authorFor(guest), undefined);
    this.askedAt = now;
  }

  /** The guest says yes, in this session. */
  begin(session: string, now: number): void {
    this.guest.session = session;
    this.since = now;
    this.state = 'on';
    this.version += 1;
  }

  /** Replaces the line being typed, or finishes it. */
  write(user: UserId, line: string, isFinished: boolean): void {
    const side = this.sysop.who.id === user ? this.sysop : this.guest;
    if (isFinished) side.finish(line);
    else side.line = line;
    this.version += 1;
    for (const wake of this.wakes) wake();
  }

  end(ending: LiveEnding): void {
    this.ending = ending;
    this.state = 'over';
    this.version += 1;
  }
}

/** The reader's own side and the other's. */
export function sidesOf(chat: LiveChat, user: UserId): { readonly own: LiveSide; readonly other: LiveSide } {
  const { sysop, guest } = chat;
  return sysop.who.id === user ? { own: sysop, other: guest } : { own: guest, other: sysop };
}

/** How it ended, in one sentence for one of the two. */
export function endingSentence(chat: LiveChat, user: UserId): string {
  const { other } = sidesOf(chat, user);
  const name = other.who.handle;
  if (chat.ending === undefined) return '';
  const { how, by } = chat.ending;
  const isMine = by.id === user;
  switch (how) {
    case 'declined':
      return isMine ? `You declined the live chat with ${name}.` : `${name} declined the live chat.`;
    case 'withdrawn':
      return isMine ? `You took the live chat with ${name} back.` : `${name} took the live chat back.`;
    case 'unanswered':
      return isMine ? `You did not answer ${name}'s live chat.` : `${name} did not answer the live chat.`;
    case 'ended':
      return `${isMine ? `You ended the live chat with ${name}` : `${name} ended the live chat`}. Nothing of it is kept.`;
    case 'left':
      return `${by.handle} left, and the live chat is over. Nothing of it is kept.`;
    case 'lost':
      return `${by.handle}'s connection was lost, and the live chat is over. Nothing of it is kept.`;
    default:
      return how satisfies never;
  }
}

/** The one line that history keeps: that it took place. */
export function recordOf(chat: OpenLiveChat, now: number): string {
  return `${chat.sysop.who.handle} and ${chat.guest.who.handle} had a live chat (${humanDuration(now - chat.since)})`;
}
