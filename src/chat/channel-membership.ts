/**
 * Who is in which channel, and what the channels are. Entering and leaving are told to the channel twice: an event at
 * once, and the stored line that history keeps, unless somebody comes and goes too often (comings.ts).
 */
import { Comings } from './comings.ts';
import { Members } from './members.ts';
import type { Conversation, UserId } from './message.ts';
import type { Participant } from './participant.ts';
import type { ChannelInfo, Channels } from './ports/channels.ts';
import type { Roster } from './ports/roster.ts';
import type { Recorder } from './recorder.ts';
import { type Refusal, refuse } from './result.ts';
import type { Rings } from './rings.ts';
import { authorFor, type Seat } from './seats.ts';

/** How many channels there may be, and how many of them one person but a sysop may have opened: each costs memory for good. */
const CHANNELS = 10_000;
const CHANNELS_OPENED = 50;
const NOBODY: readonly Participant[] = Object.freeze([]);

export class ChannelMembership {
  readonly #channels: Channels;
  readonly #roster: Roster;
  readonly #rings: Rings;
  readonly #recorder: Recorder;
  readonly #directory = new Map<Conversation, ChannelInfo>();
  readonly #members = new Map<Conversation, Members>();
  readonly #comings = new Comings();

  constructor(channels: Channels, roster: Roster, rings: Rings, recorder: Recorder) {
    this.#channels = channels;
    this.#roster = roster;
    this.#rings = rings;
    this.#recorder = recorder;
  }

  /** Opens the lobby and reads the directory. */
  async load(lobby: Conversation): Promise<void> {
    await this.#channels.open(lobby, undefined);
    for (const info of await this.#channels.list()) this.#directory.set(info.name, info);
  }

  /** How many channels have somebody in them. */
  get occupied(): number {
    return this.#members.size;
  }

  /** By name. */
  all(): readonly ChannelInfo[] {
    return [...this.#directory.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  names(): Iterable<Conversation> {
    return this.#directory.keys();
  }

  has(channel: Conversation): boolean {
    return this.#directory.has(channel);
  }

  info(channel: Conversation): ChannelInfo | undefined {
    return this.#directory.get(channel);
  }

  /** By role (sysops first), then handle. The same array until somebody in it changes, or who is in it. */
  members(channel: Conversation): readonly Participant[] {
    return this.#members.get(channel)?.listed ?? NOBODY;
  }

  /** A role changed: the list is sorted anew. */
  resort(seat: Seat): void {
    for (const channel of seat.channels) {
      this.#members.get(channel)?.resort();
      this.#tell(channel);
    }
  }

  /** Somebody is away or back, lost or found: everyone who sees them hears of it. */
  presenceChanged(seat: Seat): void {
    for (const channel of seat.channels) {
      this.#members.get(channel)?.presenceChanged();
      this.#rings.publish(channel, { event: 'presence', who: authorFor(seat) });
    }
  }

  /** Why this person may not open a channel that is new; undefined when it is not, or they may. Code: `no-more-channels`. */
  whyNoNew(channel: Conversation, { id, role }: Seat): Refusal | undefined {
    if (this.has(channel)) return undefined;
    if (this.#directory.size >= CHANNELS) {
      return refuse('no-more-channels', `There are ${CHANNELS} channels here, which is the most; see /channels.`);
    }
    let opened = 0;
    for (const { owner } of this.#directory.values()) if (owner === id) opened += 1;
    if (opened < CHANNELS_OPENED || role === 'sysop') return undefined;
    return refuse('no-more-channels', `You have opened ${opened} channels, which is the most; see /channels.`);
  }

  /** Opens the channel if it is new (`opener` then owns it) and goes in, without a line: see `announce`. */
  async enter(seat: Seat, channel: Conversation, opener: UserId | undefined): Promise<ChannelInfo> {
    const info = this.#directory.get(channel) ?? (await this.#channels.open(channel, opener)).info;
    this.#directory.set(channel, info);
    if (seat.channels.has(channel)) return info;
    await this.#roster.enter(seat.id, channel);
    seat.channels.add(channel);
    const members = this.#members.get(channel) ?? new Members();
    this.#members.set(channel, members);
    members.add(seat);
    this.#tell(channel);
    return info;
  }

  /**
   * The `join` line in each of these channels, unless this person comes and goes too often (`now` in steady ms). A log that cannot
   * write keeps nobody out: the line is missing, the event was told.
   */
  async announce(seat: Seat, channels: readonly Conversation[], now: number): Promise<void> {
    if (!this.#comings.isTold(seat.id, now)) return;
    const who = authorFor(seat);
    const tell = async (channel: Conversation) => {
      const recorded = await this.#recorder.record(channel, { kind: 'join', who });
      if (recorded.ok) seat.told.add(channel);
    };
    await Promise.all(channels.map(tell));
  }

  /** Leaves one channel, with a `leave` line if there was one when they came. */
  async exit(seat: Seat, channel: Conversation, reasonFor: (channel: Conversation) => string): Promise<void> {
    await this.#roster.exit(seat.id, channel);
    this.#forget(seat, channel);
    if (seat.told.has(channel)) await this.#takeLeaveOf(seat, channel, reasonFor);
  }

  /** Takes a seat that is being given up out of every channel, at once. */
  forgetAll(seat: Seat): void {
    for (const channel of [...seat.channels]) this.#forget(seat, channel);
  }

  /** One `leave` line in each channel that was told of the coming, with the reason that is for it. */
  async takeLeave(seat: Seat, reasonFor: (channel: Conversation) => string): Promise<void> {
    await Promise.all([...seat.told].map((channel) => this.#takeLeaveOf(seat, channel, reasonFor)));
  }

  /** Forgets who came how often, where that makes no difference any more. */
  sweep(now: number): void {
    this.#comings.sweep(now);
  }

  /** Undefined when there is no such channel. */
  async setTopic(channel: Conversation, topic: string, by: UserId): Promise<ChannelInfo | undefined> {
    return this.#keep(await this.#channels.setTopic(channel, topic, by));
  }

  /** As `setTopic`. */
  async setSlow(channel: Conversation, seconds: number): Promise<ChannelInfo | undefined> {
    return this.#keep(await this.#channels.setSlow(channel, seconds));
  }

  #keep(info: ChannelInfo | undefined): ChannelInfo | undefined {
    if (info !== undefined) this.#directory.set(info.name, info);
    return info;
  }

  #forget(seat: Seat, channel: Conversation): void {
    seat.channels.delete(channel);
    const members = this.#members.get(channel);
    members?.remove(seat);
    if (members?.size === 0) this.#members.delete(channel);
    this.#tell(channel);
  }

  async #takeLeaveOf(seat: Seat, channel: Conversation, reasonFor: (channel: Conversation) => string): Promise<void> {
    seat.told.delete(channel);
    await this.#recorder.record(channel, { kind: 'leave', who: authorFor(seat), reason: reasonFor(channel) });
  }

  #tell(channel: Conversation): void {
    this.#rings.publish(channel, { event: 'members', conversation: channel });
  }
}
