/**
 * Changing what was said: who may edit, delete and react, and for how long. The change itself is the log's (`amend.ts`);
 * everybody hears of it as of a message.
 */
import { NO_SUCH_LINE } from './amend.ts';
import type { ChannelMembership } from './channel-membership.ts';
import { humanDuration } from './duration.ts';
import { confirmHandle } from './first-words.ts';
import { type Author, authorOf, type ChatMessage, type Conversation, peersOf, type UserId } from './message.ts';
import type { Accounts } from './ports/accounts.ts';
import type { Clock } from './ports/clock.ts';
import type { Amendment, MessageLog, Original } from './ports/message-log.ts';
import { isLine } from './quote.ts';
import { saved } from './recorder.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';
import { checkedBlock, checkedLine, inChannel } from './sayable.ts';
import { authorFor, NOT_HERE, type Seat, type Seats } from './seats.ts';
import type { SlowMode } from './slow-mode.ts';
import type { Turns } from './turns.ts';

export interface AmendmentDeps {
  readonly seats: Seats;
  readonly turns: Turns;
  readonly log: MessageLog;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly membership: ChannelMembership;
  readonly slow: SlowMode;
}

/** A reaction that was put, or taken back. */
export interface Reacted {
  readonly message: ChatMessage;
  readonly on: boolean;
}

/** How far back commands look for a line, in messages. */
const RECENT = 200;

const NOT_YOURS = refuse('not-yours', 'That line is not yours to change.');

export class Amendments {
  readonly #deps: AmendmentDeps;
  readonly #window: number;

  /** `window`: how long a line may be changed by who said it, ms; 0 for not at all. */
  constructor(deps: AmendmentDeps, window: number) {
    this.#deps = deps;
    this.#window = window;
  }

  /**
   * Gives an own line other words, within the window; it counts as a line where that is slow. Codes: as for saying it,
   * `no-such-line`, `not-yours`, `too-late`, `edit-off`, `deleted`, `unchanged`.
   */
  edit(user: UserId, conversation: Conversation, seq: number, text: string): Promise<Result<ChatMessage>> {
    return this.#change(user, conversation, seq, (seat, message) => {
      if (!isLine(message) || !isOwn(seat, message)) return NOT_YOURS;
      const late = this.#tooLate(message);
      if (late !== undefined) return late;
      const words = message.kind === 'action' ? checkedLine(text) : checkedBlock(text);
      return words.ok ? ok({ change: 'edit', text: words.value }) : words;
    });
  }

  /** Takes a line's words away: one's own within the window, any in a channel for a sysop. Codes: as `edit`. */
  remove(user: UserId, conversation: Conversation, seq: number): Promise<Result<ChatMessage>> {
    return this.#change(user, conversation, seq, (seat, message) => {
      const isSysop = seat.role === 'sysop' && peersOf(conversation) === undefined;
      if (!isLine(message) || !(isSysop || isOwn(seat, message))) return NOT_YOURS;
      const late = isSysop ? undefined : this.#tooLate(message);
      return late ?? ok({ change: 'delete' });
    });
  }

  /** Puts an emoji under a line, or takes one's own back. Codes: `no-such-line`, `deleted`, `too-many-reactions`. */
  async react(user: UserId, conversation: Conversation, seq: number, emoji: string): Promise<Result<Reacted>> {
    let on = true;
    const changed = await this.#change(user, conversation, seq, (seat, message) => {
      if (!isLine(message)) return refuse('no-line', 'Only what somebody said can be reacted to.');
      const mine = message.reactions?.find((reaction) => reaction.emoji === emoji)?.by;
      on = mine?.some(({ id }) => id === seat.id) !== true;
      return ok({ change: 'react', emoji, on });
    });
    return changed.ok ? ok({ message: changed.value, on }) : changed;
  }

  /** The newest page of a conversation, oldest first, at most 200; to find the line that a command means. */
  async recent(user: UserId, conversation: Conversation): Promise<readonly ChatMessage[]> {
    const seat = this.#deps.seats.get(user);
    if (seat === undefined || mayRead(seat, conversation) !== undefined) return [];
    const page = await this.#deps.log.before({ conversation, before: Number.POSITIVE_INFINITY, limit: RECENT });
    return page.messages;
  }

  /** What a line said before it was changed, for a sysop who can read it. Code: `not-allowed`. */
  async originals(user: UserId, conversation: Conversation, seq: number): Promise<Result<readonly Original[]>> {
    const seat = this.#deps.seats.get(user);
    if (seat === undefined) return NOT_HERE;
    if (seat.role !== 'sysop') return refuse('not-allowed', 'Only a sysop may read what a line said before.');
    return mayRead(seat, conversation) ?? ok(await this.#deps.log.originals(conversation, seq));
  }

  /** Decides and changes in the person's turn, so that nothing of theirs comes in between. */
  #change(
    user: UserId,
    conversation: Conversation,
    seq: number,
    decide: (seat: Seat, message: ChatMessage) => Result<Amendment['change']>,
  ): Promise<Result<ChatMessage>> {
    const { turns, seats, log } = this.#deps;
    return turns.run(user, async () => {
      const seat = seats.get(user);
      if (seat === undefined) return NOT_HERE;
      const refusal = mayRead(seat, conversation);
      if (refusal !== undefined) return refusal;
      const [message] = (await log.after({ conversation, after: seq - 1, limit: 1 })).messages;
      if (message?.seq !== seq) return NO_SUCH_LINE;
      const change = decide(seat, message);
      if (!change.ok) return change;
      return await this.#keep(seat, { conversation, seq, by: authorFor(seat), change: change.value });
    });
  }

  /** Other words have their turn where it is slow, as new ones do. */
  async #keep(seat: Seat, amendment: Amendment): Promise<Result<ChatMessage>> {
    const { log, accounts, slow, membership, clock } = this.#deps;
    const { conversation, change } = amendment;
    const confirmed = await confirmHandle(seat, accounts);
    if (!confirmed.ok) return confirmed;
    const isPaced = change.change === 'edit';
    const tooSoon = isPaced ? slow.take(seat, membership.info(conversation), clock.steady()) : undefined;
    if (tooSoon !== undefined) return tooSoon;
    const saving = await saved(log.amend(amendment));
    const changed = saving.ok ? saving.value : saving;
    if (!changed.ok && isPaced) slow.giveBack(seat.id, conversation);
    return changed;
  }

  #tooLate(message: ChatMessage): Refusal | undefined {
    if (this.#window === 0) return refuse('edit-off', 'On this server, what is said stays as it was said.');
    // A stamp is of the wall clock and outlives the process, so this is compared with that.
    if (this.#deps.clock.now() - message.at <= this.#window) return undefined;
    return refuse('too-late', `A line can be changed for ${humanDuration(this.#window)}; that one is older.`);
  }
}

/** A refusal, or undefined for who is in the channel or one of the two people. */
function mayRead(seat: Seat, conversation: Conversation): Refusal | undefined {
  return peersOf(conversation)?.includes(seat.id) === true ? undefined : inChannel(seat, conversation);
}

function isOwn(seat: Author, message: ChatMessage): boolean {
  return authorOf(message)?.id === seat.id;
}
