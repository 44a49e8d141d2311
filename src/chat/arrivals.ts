/**
 * Coming and going: who gets a seat, who gives theirs up and when. Everything about one person happens in their turn,
 * so two sessions that close together, or a return that meets a departure, leave one line behind and no ghost.
 */
import type { ChannelMembership } from './channel-membership.ts';
import { channelName } from './channel-name.ts';
import { confirmHandle } from './first-words.ts';
import type { Conversation, UserId } from './message.ts';
import type { Participant } from './participant.ts';
import type { Account, Accounts } from './ports/accounts.ts';
import type { ChannelInfo } from './ports/channels.ts';
import type { Clock } from './ports/clock.ts';
import type { Profiles } from './ports/profiles.ts';
import type { Roster } from './ports/roster.ts';
import { saved } from './recorder.ts';
import { Releases } from './releases.ts';
import { CHANNELS_EACH, recallChannels, rememberChannels } from './remembered-channels.ts';
import { ok, type Result, refuse } from './result.ts';
import type { Rings } from './rings.ts';
import { NOT_HERE, type Seat, type Seats } from './seats.ts';
import type { SlowMode } from './slow-mode.ts';
import { cleanLine } from './text.ts';
import type { Turns } from './turns.ts';

/** What a join brought: a seat that is new, had a session already, or waited for its owner's return. */
export interface Arrival {
  readonly participant: Participant;
  readonly arrival: 'new' | 'again' | 'resumed';
}

/** How a session ended. */
export interface Departure {
  readonly how: 'quit' | 'lost';
  /** Why they quit, as others read it where slow mode does not hold it back. */
  readonly reason?: string | undefined;
  /** What is being written for their return; it does not reject. */
  readonly saved?: Promise<unknown>;
}

export interface ArrivalDeps {
  readonly seats: Seats;
  readonly turns: Turns;
  readonly rings: Rings;
  readonly membership: ChannelMembership;
  readonly roster: Roster;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
  readonly clock: Clock;
  readonly slow: SlowMode;
  dismiss(user: UserId, lastWords: string): void;
}

export interface ArrivalOptions {
  /** How many people may have a seat, those whose link was lost among them. */
  readonly capacity: number;
  /** How long a seat waits for a lost link to come back, ms. */
  readonly resumeWindow: number;
  readonly lobby: Conversation;
}

/** How many sessions one person may have at once. */
const SESSIONS_EACH = 16;

const FULL = refuse('full', 'Chat room is at capacity. Please try again later.');
const GIVEN_BACK = refuse('given-back', 'This name was just given back. Please connect again to take it.');
const TOO_MANY_SESSIONS = refuse(
  'too-many-sessions',
  `You are here ${SESSIONS_EACH} times already, which is the most; end one of those sessions first.`,
);
const CONNECTION_LOST = 'connection lost';
const MADE_ROOM = 'made room';
const DISPLACED = 'The chat is full, and somebody with a name of their own needed your place. Please try again later.';
const CROWDING =
  'The chat is full, and most of it comes from your network. You were quiet longest there, so somebody from elsewhere has ' +
  'your place now. Please try again later.';

export class Arrivals {
  readonly #deps: ArrivalDeps;
  readonly #options: ArrivalOptions;
  readonly #releases: Releases;

  constructor(deps: ArrivalDeps, options: ArrivalOptions) {
    this.#deps = deps;
    this.#releases = new Releases(deps.accounts);
    this.#options = options;
  }

  join({ id, provisional }: Account, session: string, source?: string): Promise<Result<Arrival>> {
    return this.#deps.turns.run(id, async () => {
      const seat = this.#deps.seats.get(id);
      // Whatever keeps them out: who was never in has said nothing, so a new name stays free.
      if (seat === undefined && provisional) this.#releases.add(id);
      // As it is now: who signed in an hour ago may open another session today.
      const { accounts, profiles } = this.#deps;
      const [account, channels] = await Promise.all([
        accounts.get(id),
        seat === undefined ? recallChannels(profiles, id, this.#options.lobby) : [],
      ]);
      if (seat !== undefined) {
        if (!seat.sessions.has(session) && seat.sessions.size >= SESSIONS_EACH) return TOO_MANY_SESSIONS;
        return ok(this.#comeBack(seat, account ?? seat.account, session, source));
      }
      // Somebody who left a moment ago without a word gave the name back after this session had signed in to it.
      if (account === undefined) return GIVEN_BACK;
      if (!(await this.#claim(account, source))) {
        if (provisional) await this.#releases.give(id);
        return FULL;
      }
      const participant = await this.#takeSeat(account, channels, session, source);
      this.#releases.keep(id);
      return ok({ participant, arrival: 'new' as const });
    });
  }

  /** Whoever comes back, in the turn after this one, finds what was `saved`; that they are gone is known before. */
  leave(user: UserId, session: string, { how, reason = '', saved }: Departure): Promise<void> {
    return this.#deps.turns.run(user, async () => {
      const seat = this.#deps.seats.get(user);
      if (seat === undefined || !seat.sessions.has(session)) return;
      const isLast = seat.sessions.size === 1;
      const waits = isLast && how === 'lost' && this.#options.resumeWindow > 0;
      if (waits) {
        seat.lostSince = this.#deps.clock.steady();
        this.tellPresence(seat);
      }
      await saved;
      seat.sessions.delete(session);
      if (!isLast || waits) return;
      await (how === 'quit' ? this.#free(seat, (channel) => this.#told(seat, channel, reason)) : this.#free(seat));
    });
  }

  async enter(user: UserId, name: string): Promise<Result<ChannelInfo>> {
    const channel = channelName(name);
    if (!channel.ok) return channel;
    return await this.#withSeat(user, async (seat) => {
      const wasIn = seat.channels.has(channel.value);
      if (!wasIn && seat.channels.size >= CHANNELS_EACH) {
        return refuse('too-many-channels', `You are in ${CHANNELS_EACH} channels; /part one of them first.`);
      }
      const { membership, accounts } = this.#deps;
      const refusal = membership.whyNoNew(channel.value, seat);
      if (refusal !== undefined) return refusal;
      // A channel belongs to who opened it, so that must be somebody who lasts.
      const confirmed = membership.has(channel.value) ? ok() : await confirmHandle(seat, accounts);
      if (!confirmed.ok) return confirmed;
      const info = await membership.enter(seat, channel.value, user);
      if (!wasIn) {
        await membership.announce(seat, [channel.value], this.#deps.clock.steady());
        await this.#windowsChanged(seat);
      }
      return ok(info);
    });
  }

  part(user: UserId, channel: Conversation, reason = ''): Promise<Result<undefined>> {
    return this.#withSeat(user, async (seat) => {
      if (!seat.channels.has(channel)) return refuse('not-in-channel', `You are not in ${channel}.`);
      if (seat.channels.size === 1) {
        return refuse('no-window', `${channel} is the only channel you are in; /join another first, or /quit.`);
      }
      await this.#deps.membership.exit(seat, channel, () => this.#told(seat, channel, reason));
      await this.#windowsChanged(seat);
      return ok();
    });
  }

  /** Frees the seats that waited long enough, and the names that could not be given back. */
  async sweep(): Promise<void> {
    const { clock, seats, membership } = this.#deps;
    const now = clock.steady();
    membership.sweep(now);
    const lost = seats.lost(now - this.#options.resumeWindow);
    const names = this.#releases.due;
    await Promise.all([...lost.map((seat) => this.#giveUp(seat)), ...names.map((user) => this.#giveBack(user))]);
  }

  /** Tells everyone who sees this person that something about them changed. */
  tellPresence(seat: Seat): void {
    this.#deps.membership.presenceChanged(seat);
  }

  /** Takes over what changed with the account meanwhile. */
  renew(seat: Seat, account: Account): void {
    seat.account = account;
    if (seat.role === account.role) return;
    seat.role = account.role;
    this.#deps.membership.resort(seat);
  }

  #withSeat<T>(user: UserId, task: (seat: Seat) => Promise<Result<T>>): Promise<Result<T>> {
    return this.#deps.turns.run(user, async () => {
      const seat = this.#deps.seats.get(user);
      return seat === undefined ? NOT_HERE : await task(seat);
    });
  }

  /** The windows open at once; a profile that cannot be written now only forgets them for the next login. */
  async #windowsChanged(seat: Seat): Promise<void> {
    this.#deps.rings.notify(seat.id, { event: 'windows' });
    await saved(rememberChannels(this.#deps.profiles, seat.id, seat.channels));
  }

  #comeBack(seat: Seat, account: Account, session: string, source: string | undefined): Arrival {
    // Another session may have said the first words since this one signed in.
    this.renew(seat, { ...account, provisional: account.provisional && seat.account.provisional });
    seat.sessions.add(session);
    seat.source = source;
    if (seat.lostSince === undefined) return { participant: seat, arrival: 'again' };
    seat.lostSince = undefined;
    this.tellPresence(seat);
    return { participant: seat, arrival: 'resumed' };
  }

  /**
   * A seat on the roster; when the chat is full, that of whoever is lost longest, or, for who has a name of their own, of who is
   * here longest without one: else one address could fill every seat with new names. Nor may it with names that have spoken.
   */
  async #claim(account: Account, source: string | undefined): Promise<boolean> {
    const { roster, seats } = this.#deps;
    const { capacity } = this.#options;
    const who = { id: account.id, handle: account.handle };
    for (;;) {
      const claimed = await roster.claim(who, capacity, account.role === 'sysop');
      if (claimed !== 'full') return true;
      const [longest] = seats.lost();
      const [newcomer] = account.provisional ? [] : seats.provisional;
      // Another person's turn: no circle, for whoever waits here has no seat that anyone could wait for.
      if (longest !== undefined) await this.#giveUp(longest);
      else if (newcomer !== undefined) await this.#displace(newcomer, DISPLACED, () => newcomer.account.provisional);
      else {
        const crowding = seats.crowding(capacity, source);
        if (crowding === undefined) return false;
        await this.#displace(crowding, CROWDING, () => seats.crowding(capacity, source) === crowding);
      }
    }
  }

  async #takeSeat(
    account: Account,
    channels: readonly Conversation[],
    session: string,
    source: string | undefined,
  ): Promise<Seat> {
    const { membership, seats, clock } = this.#deps;
    const seat = seats.add(account, session, clock, source);
    try {
      for (const channel of channels) {
        await membership.enter(seat, channel, channel === this.#options.lobby ? undefined : seat.id);
      }
      await membership.announce(seat, [...seat.channels], clock.steady());
      return seat;
    } catch (error) {
      await this.#free(seat);
      throw error;
    }
  }

  #giveUp(seat: Seat): Promise<void> {
    return this.#deps.turns.run(seat.id, async () => {
      const isStillLost = this.#deps.seats.get(seat.id) === seat && seat.lostSince !== undefined;
      if (isStillLost) await this.#free(seat);
    });
  }

  /** @param isMeant asked again when their turn has come */
  #displace(seat: Seat, why: string, isMeant: () => boolean): Promise<void> {
    return this.#deps.turns.run(seat.id, async () => {
      if (this.#deps.seats.get(seat.id) !== seat || !isMeant()) return;
      this.#deps.dismiss(seat.id, why);
      await this.#free(seat, () => MADE_ROOM);
    });
  }

  /** Who came back, or is just coming in, has their turn first. */
  #giveBack(user: UserId): Promise<void> {
    return this.#deps.turns.run(user, async () => {
      if (this.#releases.due.includes(user)) await this.#releases.give(user);
    });
  }

  /** A reason as a channel reads it: where that is slow it counts as a line, and is left out if a line had to wait. */
  #told(seat: Seat, channel: Conversation, reason: string): string {
    const { slow, membership, clock } = this.#deps;
    const words = cleanLine(reason);
    if (words === '') return words;
    return slow.take(seat, membership.info(channel), clock.steady()) === undefined ? words : '';
  }

  /** Gives the seat back; in its owner's turn. The person is gone at once, the rest follows. */
  async #free(seat: Seat, reasonFor: (channel: Conversation) => string = () => CONNECTION_LOST): Promise<void> {
    const { seats, membership, roster } = this.#deps;
    seats.remove(seat);
    membership.forgetAll(seat);
    await roster.release(seat.id);
    try {
      await membership.takeLeave(seat, reasonFor);
    } finally {
      if (seat.account.provisional) await this.#releases.give(seat.id);
    }
  }
}
