/**
 * One frame for many: screens that show the same newest lines, with the cursor in the same place, take the same bytes for the same
 * words. They are a group: one of its own cursors is woken, drained and painted for all of its members, who only take notice and
 * write. Whatever is special about a screen, a key, a mention, a terminal that takes no more, has it leave first.
 */
import type { ChatManager, Subscription } from '../chat/manager.ts';
import type { Highlights } from '../chat/mention.ts';
import type { Rect } from '../tui/blessed.ts';
import type { Pace, PaintTime } from '../tui/frame-pace.ts';
import type { FrameSlot, Painted } from '../tui/frame-slot.ts';
import { type FrameScheduler, SCREENS_AT_ONCE } from '../tui/frames.ts';
import type { Pane, Screenful } from '../tui/painter.ts';
import type { RowStyle } from '../tui/rows.ts';
import { type Bytes, besideOf, sharedFrame } from '../tui/shared-frame.ts';
import { CallIndex } from './call-index.ts';
import type { Terminal } from './terminal.ts';
import type { Transcript } from './transcript.ts';

/** How many groups there may be of one conversation; screens beyond them are painted one by one. */
const GROUPS = 32;

/** What the members of a group have in common, as it was painted last. */
export interface Shown {
  readonly transcript: Transcript;
  readonly style: RowStyle;
  /** The pane of the messages: where it is, and which of the screenful's. */
  readonly place: Rect;
  readonly index: number;
  readonly screenful: Screenful;
  /** Up to here its messages are on show. */
  readonly seq: number;
  /** How far the ring was read for it. */
  readonly position: number;
}

/** A screen in a group. */
export interface Member extends Pick<Painted, 'failed'> {
  /** When it was painted last. */
  readonly pace: Pace;
  readonly paintTime: PaintTime;
  readonly terminal: Pick<Terminal, 'writable' | 'write'>;
  /** What calls this person; the same as long as they are in the group. */
  readonly highlights: Highlights;
  /** The next words are on show, as it wanted to be told once. */
  moved(): void;
  /** It is in no group any more: what it was shown last. */
  left(shown: Shown): void;
  /** Something came that is not for the group. */
  came(isQuiet: boolean): void;
}

const NO_BYTES = '';

/** Screens in step. */
class FrameGroup implements Painted {
  readonly writable = true;
  changes = 0;
  readonly #feed: Subscription;
  readonly #slot: FrameSlot;
  readonly #members = new CallIndex<Member>();
  readonly #onEmpty: (group: FrameGroup) => void;
  #shown: Shown;
  /** Before the frame that was made last. */
  #before: Shown;
  /** Who is to get the frame that was made. */
  #receivers: readonly Member[] = [];
  /** More than one person is or was in it; until then its frames take their time. */
  #isOfMany = false;
  /** Who wants to be told of the next words. */
  readonly #waiting = new Set<Member>();

  constructor(chat: ChatManager, frames: FrameScheduler, shown: Shown, onEmpty: (group: FrameGroup) => void) {
    this.#shown = shown;
    this.#before = shown;
    this.#onEmpty = onEmpty;
    this.#slot = frames.add(this);
    this.#feed = chat.subscribe(shown.transcript.conversation, (isQuiet) => {
      if (isQuiet) this.#dissolve(true);
      else this.#slot.request('change');
    });
  }

  get screens(): number {
    return this.#members.size;
  }

  get shown(): Shown {
    return this.#shown;
  }

  /** Tells a member once, when the next words are on show. */
  tellMoved(member: Member): void {
    this.#waiting.add(member);
  }

  /** Whether it shows the same, in the same place. */
  fits({ style, place, screenful, position, index }: Shown): boolean {
    const mine = this.#shown;
    const [a, b] = [mine.screenful, screenful];
    return (
      mine.position === position &&
      mine.style === style &&
      a.panes[index]?.rows === b.panes[index]?.rows &&
      a.columns === b.columns &&
      a.rows === b.rows &&
      a.cursor.x === b.cursor.x &&
      a.cursor.y === b.cursor.y &&
      a.cursor.visible === b.cursor.visible &&
      mine.place.x === place.x &&
      mine.place.y === place.y &&
      mine.place.width === place.width &&
      mine.place.height === place.height &&
      besideOf(a, index) === besideOf(b, index)
    );
  }

  add(member: Member): void {
    const slot = this.#slot;
    if (this.#members.size === 0) {
      slot.pace.follow(member.pace);
      slot.paintTime = member.paintTime;
    } else if (!this.#isOfMany && slot.paintTime !== member.paintTime) {
      this.#isOfMany = true;
      slot.paintTime = slot.paintTime.another();
    }
    this.#members.add(member, member.highlights);
  }

  /** One of them wants a frame of its own; `shown`: what was written to it last. */
  remove(member: Member, shown = this.#shown): void {
    if (!this.#members.delete(member)) return;
    this.#waiting.delete(member);
    member.pace.follow(this.#slot.pace);
    if (this.#members.size === 0) {
      // Nobody gets rid of what they owe by leaving and coming back.
      member.paintTime.takeOver(this.#slot.paintTime);
      this.#close();
    }
    member.left(shown);
  }

  /** A bug shows itself again in the frame of whoever has it, and ends that session alone. */
  failed(): void {
    this.#dissolve(false);
  }

  paint(): Bytes {
    const { transcript, style, place, index, screenful } = this.#shown;
    const { sorted, missed } = this.#feed.drain();
    const { messages, words, onlySaid } = sorted();
    const last = messages.at(-1);
    this.changes = messages.length;
    if (missed > 0 || !onlySaid || last === undefined) {
      this.#dissolve(false);
      return NO_BYTES;
    }
    for (const member of this.#members.calledBy(words)) this.#dismiss(member, false);
    if (this.#members.size === 0) return NO_BYTES;
    const pane: Pane = { ...place, rows: transcript.live(style, place.height).rows };
    const next: Screenful = { ...screenful, panes: screenful.panes.with(index, pane) };
    const { position } = this.#feed;
    this.#before = this.#shown;
    this.#shown = { transcript, style, place, index, screenful: next, seq: transcript.lastSeq, position };
    this.#receivers = [...this.#members.all];
    for (const member of this.#waiting) {
      this.#waiting.delete(member);
      try {
        member.moved();
      } catch (error) {
        member.failed(error);
      }
    }
    return sharedFrame(screenful, next, index);
  }

  write(bytes: Bytes): void {
    for (const member of this.#receivers) {
      try {
        // Whoever has left since it was made has been painted on top of it.
        if (member.terminal.writable || !this.#members.has(member)) member.terminal.write(bytes);
        else this.#dismiss(member, false, this.#before);
      } catch (error) {
        member.failed(error);
      }
    }
    this.#receivers = [];
  }

  #dissolve(isQuiet: boolean): void {
    for (const member of [...this.#members.all]) this.#dismiss(member, isQuiet);
  }

  /** Never throws: the others are to be dismissed, too. */
  #dismiss(member: Member, isQuiet: boolean, shown = this.#shown): void {
    try {
      this.remove(member, shown);
      member.came(isQuiet);
    } catch (error) {
      member.failed(error);
    }
  }

  #close(): void {
    this.#feed.close();
    this.#slot.remove();
    this.#onEmpty(this);
  }
}

export type { FrameGroup };

/** Every group of this node. */
export class Multicast {
  readonly #chat: ChatManager;
  readonly #frames: FrameScheduler;
  readonly #members: number;
  readonly #groups = new Map<Transcript, FrameGroup[]>();

  /** @param members how many screens a group takes, at least 1; further ones are another, which may be painted at another time */
  constructor(chat: ChatManager, frames: FrameScheduler, members = SCREENS_AT_ONCE) {
    this.#chat = chat;
    this.#frames = frames;
    this.#members = members;
  }

  /** How many groups there are, for the tests that count back to zero. */
  get size(): number {
    let size = 0;
    for (const groups of this.#groups.values()) size += groups.length;
    return size;
  }

  /** The group of those who show the same, with this one in it; undefined when there can be none. */
  join(member: Member, shown: Shown): FrameGroup | undefined {
    let group = this.#fitting(shown);
    if (group === undefined) {
      const groups = this.#groups.get(shown.transcript) ?? [];
      if (groups.length >= GROUPS) return undefined;
      group = new FrameGroup(this.#chat, this.#frames, shown, (empty) => this.#forget(empty));
      groups.push(group);
      this.#groups.set(shown.transcript, groups);
    }
    group.add(member);
    return group;
  }

  /** As {@link join}, where there is such a group; what it is to be shown next may have come already. */
  rejoin(member: Member, shown: Shown): FrameGroup | undefined {
    const group = this.#fitting(shown);
    group?.add(member);
    return group;
  }

  /** By itself, for a closure beside the one that a group is given would have the group keep what it is given here. */
  #fitting(shown: Shown): FrameGroup | undefined {
    return this.#groups.get(shown.transcript)?.find((each) => each.screens < this.#members && each.fits(shown));
  }

  #forget(group: FrameGroup): void {
    const { transcript } = group.shown;
    const rest = (this.#groups.get(transcript) ?? []).filter((each) => each !== group);
    if (rest.length === 0) this.#groups.delete(transcript);
    else this.#groups.set(transcript, rest);
  }
}
