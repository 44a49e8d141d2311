/**
 * ChatManager: the shared heart, and the only door to it. It holds nothing itself; seats, channels, rings and speech each
 * live in a file beside it. What may one day cross a node is async; what only looks at this node is not.
 */
import { Amendments } from './amendments.ts';
import { type Arrival, Arrivals, type Departure } from './arrivals.ts';
import { ChannelMembership } from './channel-membership.ts';
import { ChannelSettings } from './channel-settings.ts';
import { LiveChats } from './live-chats.ts';
import type { ChatEvent, ChatMessage, Conversation, RingEntry, UserId } from './message.ts';
import type { Participant } from './participant.ts';
import type { Account, Accounts } from './ports/accounts.ts';
import type { ChannelInfo, Channels } from './ports/channels.ts';
import type { Clock } from './ports/clock.ts';
import type { MessageLog } from './ports/message-log.ts';
import type { Profiles } from './ports/profiles.ts';
import type { Roster } from './ports/roster.ts';
import { Recorder } from './recorder.ts';
import type { Result } from './result.ts';
import type { Subscription, Wake } from './ring.ts';
import { Rings } from './rings.ts';
import { Searches } from './searches.ts';
import { type Seat, Seats } from './seats.ts';
import { SlowMode } from './slow-mode.ts';
import { Speaker } from './speaker.ts';
import { type Paged, type Sent, Speech } from './speech.ts';
import { cleanLine } from './text.ts';
import { Turns } from './turns.ts';

export type { Arrival, Departure } from './arrivals.ts';
export type { Drained, Subscription } from './ring.ts';
export type { Paged, Sent } from './speech.ts';

export interface ChatOptions {
  /** People, not sessions; at least 1. */
  readonly capacity: number;
  /** Entries of a ring. */
  readonly backlog: number;
  /** How long a seat waits for a lost link to come back, ms. */
  readonly resumeWindow: number;
  /** One page per pair in this time, ms. */
  readonly pageInterval: number;
  /** How long people may edit and delete what they said, ms; 0 for not at all. */
  readonly editWindow: number;
  readonly lobby: Conversation;
}

export interface ChatDeps {
  readonly log: MessageLog;
  readonly roster: Roster;
  readonly channels: Channels;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
  readonly clock: Clock;
  /** Unique for ever. */
  newId(): string;
  /** Ends the sessions of somebody whose seat was given to another, with these words. */
  dismiss(user: UserId, lastWords: string): void;
  /** Hears of a bug that was kept from others: a wake-up that threw. */
  onBug(error: unknown): void;
}

export class ChatManager {
  /** Changing what was said. */
  readonly amendments: Amendments;
  /** What was said once. */
  readonly searches: Searches;
  /** Split-screen chats with a sysop. */
  readonly live: LiveChats;
  readonly #deps: ChatDeps;
  readonly #options: ChatOptions;
  readonly #seats = new Seats();
  readonly #turns = new Turns();
  readonly #rings: Rings;
  readonly #membership: ChannelMembership;
  readonly #arrivals: Arrivals;
  readonly #speech: Speech;
  /** What channels are about, and how slow they are. */
  readonly settings: ChannelSettings;
  #unfollow: (() => void) | undefined;

  constructor(deps: ChatDeps, options: ChatOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#rings = new Rings(options.backlog, (error) => deps.onBug(error));
    const recorder = new Recorder(deps.log, () => deps.newId());
    this.#membership = new ChannelMembership(deps.channels, deps.roster, this.#rings, recorder);
    const parts = {
      seats: this.#seats,
      turns: this.#turns,
      rings: this.#rings,
      membership: this.#membership,
      recorder,
      slow: new SlowMode(),
    };
    this.#arrivals = new Arrivals({ ...deps, ...parts }, options);
    this.searches = new Searches({ ...deps, seats: this.#seats });
    this.amendments = new Amendments({ ...deps, ...parts }, options.editWindow);
    const speaker = new Speaker({ ...deps, ...parts });
    this.#speech = new Speech({ ...deps, ...parts }, speaker, options.pageInterval);
    this.settings = new ChannelSettings({ ...deps, ...parts }, speaker);
    this.live = new LiveChats({ ...deps, ...parts });
  }

  /** Opens the lobby, reads the directory of channels and follows the log. Once, before anything else. */
  async start(): Promise<void> {
    await this.#membership.load(this.#options.lobby);
    this.#unfollow = this.#deps.log.follow((batch) => {
      for (const entry of batch) this.#rings.deliver(entry);
    });
  }

  /** Stops following the log. Idempotent. */
  stop(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
  }

  /**
   * What is held now; all of it goes back to zero when everybody is gone (what is over of live chats with the next sweep, last
   * lines in slow channels in an hour).
   */
  get counts(): Readonly<Record<'seats' | 'channels' | 'rings' | 'turns' | 'slowSpeakers' | 'liveChats', number>> {
    return {
      seats: this.#seats.size,
      channels: this.#membership.occupied,
      rings: this.#rings.size,
      turns: this.#turns.size,
      slowSpeakers: this.settings.slowSpeakers,
      liveChats: this.live.size,
    };
  }

  /**
   * Takes a seat, or adds a session to the one held. Idempotent. Codes: `full` (a sysop always gets in), `given-back`,
   * `too-many-sessions`.
   * @param source where the session comes from, compared as text; undefined: counted with nobody
   */
  join(account: Account, session: string, source?: string): Promise<Result<Arrival>> {
    return this.#arrivals.join(account, session, source);
  }

  /** Ends a session; idempotent. The last one frees the seat, or (`lost`) leaves it waiting for a return. */
  async leave(user: UserId, session: string, departure: Departure): Promise<void> {
    await Promise.all([this.live.gone(user, session, departure.how), this.#arrivals.leave(user, session, departure)]);
  }

  /** Frees the seats nobody came back to; to be called every few seconds. */
  async sweep(): Promise<void> {
    this.#speech.sweep();
    await Promise.all([this.live.sweep(), this.#arrivals.sweep()]);
  }

  /** Everyone with a seat, in the order they came. */
  getParticipants(): readonly Participant[] {
    return this.#seats.all();
  }

  /** Of them, so many that came first. */
  getFirstParticipants(count: number): readonly Participant[] {
    return this.#seats.first(count);
  }

  isInChat(user: UserId): boolean {
    return this.#seats.get(user) !== undefined;
  }

  getParticipantCount(): number {
    return this.#seats.size;
  }

  /** Who here is called this; case does not matter. */
  getHandleUserId(handle: string): UserId | undefined {
    return this.#seats.byHandle(handle)?.id;
  }

  participant(user: UserId): Participant | undefined {
    return this.#seats.get(user);
  }

  /**
   * What is said and changes in a channel from now on. `wake` is called once until the next drain, but for every coming and going.
   */
  subscribe(channel: Conversation, wake: Wake): Subscription {
    return this.#rings.subscribe(channel, wake);
  }

  /** A person's direct messages, pages and own events, from now on. */
  inbox(user: UserId, wake: Wake): Subscription {
    return this.#rings.inbox(user, wake);
  }

  /** Gives an entry to whoever listens to the conversation; nobody is no error. */
  broadcast(conversation: Conversation, entry: RingEntry): void {
    this.#rings.publish(conversation, entry);
  }

  /** Gives an event to one person's sessions. */
  notify(user: UserId, event: ChatEvent): void {
    this.#rings.notify(user, event);
  }

  /** Words from the server to everyone here. */
  notifyAll(text: string): void {
    this.#rings.notifyAll({ event: 'notice', text });
  }

  /**
   * Goes into a channel, opening it if it is new. Idempotent. Codes: `bad-channel`, `not-here`, `too-many-channels`,
   * `no-more-channels`, `not-saved`. Who opens one has a name that lasts from then on.
   */
  enter(user: UserId, name: string): Promise<Result<ChannelInfo>> {
    return this.#arrivals.enter(user, name);
  }

  /**
   * Leaves a channel, but not the last one; a reason is left out where slow mode would hold it back. Codes: `not-in-channel`,
   * `no-window`, `not-here`.
   */
  part(user: UserId, channel: Conversation, reason?: string): Promise<Result<undefined>> {
    return this.#arrivals.part(user, channel, reason);
  }

  /** Who is in a channel: sysops first, then by handle. The same array until something changes. */
  members(channel: Conversation): readonly Participant[] {
    return this.#membership.members(channel);
  }

  /** Every channel there is, by name. */
  channels(): readonly ChannelInfo[] {
    return this.#membership.all();
  }

  /** The same, only what they are called, in no order. */
  channelNames(): Iterable<Conversation> {
    return this.#membership.names();
  }

  channel(name: Conversation): ChannelInfo | undefined {
    return this.#membership.info(name);
  }

  /**
   * `id` is the sender's own, so that a retry is harmless; `replyTo` the seq of the line it answers. Codes: `empty`,
   * `too-long`, `not-in-channel`, `no-such-line`, `deleted`, `not-saved`.
   */
  say(...said: Parameters<Speech['say']>): Promise<Result<ChatMessage>> {
    return this.#speech.say(...said);
  }

  act(user: UserId, channel: Conversation, action: string, id?: string): Promise<Result<ChatMessage>> {
    return this.#speech.act(user, channel, action, id);
  }

  /** To a handle, here or not; kept for whoever is not. Codes: as `say`, and `no-such-handle`. */
  direct(...said: Parameters<Speech['direct']>): Promise<Result<Sent>> {
    return this.#speech.direct(...said);
  }

  /** Rings somebody's bell; kept for whoever is not here. See {@link Speech.page} for the codes. */
  page(user: UserId, to: string, reason: string, id?: string): Promise<Result<Paged>> {
    return this.#speech.page(user, to, reason, id);
  }

  /** `reason` may be empty; undefined is back. */
  setAway(user: UserId, reason: string | undefined): void {
    this.#setPresence(user, { away: reason === undefined ? undefined : cleanLine(reason).trim() });
  }

  setPages(user: UserId, on: boolean): void {
    this.#setPresence(user, { pages: on });
  }

  setDnd(user: UserId, on: boolean): void {
    this.#setPresence(user, { dnd: on });
  }

  /** The person typed something. */
  touch(user: UserId): void {
    const seat = this.#seats.get(user);
    if (seat !== undefined) seat.lastActive = this.#deps.clock.steady();
  }

  /** Reads the account again, after its role changed, or it became somebody's for good. */
  async refresh(user: UserId): Promise<void> {
    const account = await this.#deps.accounts.get(user);
    const seat = this.#seats.get(user);
    if (account === undefined || seat === undefined) return;
    this.#arrivals.renew(seat, account);
    this.#arrivals.tellPresence(seat);
  }

  /** Moves the read marker forward and tells the person's other sessions. */
  async markRead(user: UserId, conversation: Conversation, seq: number): Promise<void> {
    await this.#deps.profiles.markRead(user, conversation, seq);
    this.#rings.notify(user, { event: 'read', conversation, seq });
  }

  #setPresence(user: UserId, change: Partial<Pick<Seat, 'away' | 'pages' | 'dnd'>>): void {
    const seat = this.#seats.get(user);
    if (seat === undefined) return;
    Object.assign(seat, change);
    this.#arrivals.tellPresence(seat);
  }
}
