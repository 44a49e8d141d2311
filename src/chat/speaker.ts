/**
 * How anything said gets to the log: prepared in its speaker's turn, checked against what it answers and how slow the channel
 * is, handed over in that order, and waited for outside of the turn.
 */
import type { ChannelMembership } from './channel-membership.ts';
import { confirmHandle } from './first-words.ts';
import type { ChatMessage, Conversation, Said, UserId } from './message.ts';
import type { Accounts } from './ports/accounts.ts';
import type { Clock } from './ports/clock.ts';
import type { MessageLog } from './ports/message-log.ts';
import { quotedLine } from './quote.ts';
import type { Recorder } from './recorder.ts';
import { ok, type Result } from './result.ts';
import type { Rings } from './rings.ts';
import { NOT_HERE, type Seat, type Seats } from './seats.ts';
import type { SlowMode } from './slow-mode.ts';
import type { Turns } from './turns.ts';

export interface SpeakerDeps {
  readonly seats: Seats;
  readonly turns: Turns;
  readonly rings: Rings;
  readonly membership: ChannelMembership;
  readonly recorder: Recorder;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly log: MessageLog;
  readonly slow: SlowMode;
}

/** Something ready to be recorded. */
export interface Prepared {
  readonly conversation: Conversation;
  readonly said: Said;
  /** The line that it answers, by seq. */
  readonly replyTo?: number | undefined;
  /** Slow mode counts it. */
  readonly isPaced?: boolean;
  /** What it tells of, kept before anybody is told; the turn waits for it. Refused, nothing is said. */
  readonly keep?: () => Promise<Result<unknown>>;
}

export class Speaker {
  readonly #deps: SpeakerDeps;

  constructor(deps: SpeakerDeps) {
    this.#deps = deps;
  }

  /** How many people's last lines in slow channels are remembered. */
  get slowSpeakers(): number {
    return this.#deps.slow.size;
  }

  /** The ms until a person may speak in a channel; 0 for now. */
  slowWait(user: UserId, channel: Conversation): number {
    const { seats, membership, clock } = this.#deps;
    const seat = seats.get(user);
    return seat === undefined ? 0 : this.#deps.slow.wait(seat, membership.info(channel), clock.steady());
  }

  /** Prepares in the speaker's turn, hands it to the log there, and waits for the disk outside of it. */
  async speak(
    user: UserId,
    id: string | undefined,
    prepare: (seat: Seat) => Result<Prepared> | Promise<Result<Prepared>>,
  ): Promise<Result<ChatMessage>> {
    const { turns, seats, recorder } = this.#deps;
    let paced: Conversation | undefined;
    const started = await turns.run(user, async () => {
      const seat = seats.get(user);
      if (seat === undefined) return NOT_HERE;
      const prepared = await prepare(seat);
      if (!prepared.ok) return prepared;
      const { conversation, said, replyTo, isPaced, keep } = prepared.value;
      const quoted = replyTo === undefined ? undefined : await quotedLine(this.#deps.log, conversation, replyTo);
      if (quoted?.ok === false) return quoted;
      const confirmed = await confirmHandle(seat, this.#deps.accounts);
      if (!confirmed.ok) return confirmed;
      if (isPaced === true) {
        const { membership, clock } = this.#deps;
        const tooSoon = this.#deps.slow.take(seat, membership.info(conversation), clock.steady());
        if (tooSoon !== undefined) return tooSoon;
        paced = conversation;
      }
      const kept = await keep?.();
      if (kept?.ok === false) return kept;
      // In an object: a bare promise would be waited for here.
      return ok({ recorded: recorder.record(conversation, said, id, quoted?.value) });
    });
    const spoken = started.ok ? await started.value.recorded : started;
    if (!spoken.ok && paced !== undefined) this.#deps.slow.giveBack(user, paced);
    return spoken;
  }

  /** Forgets who spoke too long ago to matter. */
  sweep(): void {
    this.#deps.slow.sweep(this.#deps.clock.steady());
  }
}
