/** What a channel is about and how slow it is: changed in their turn by who may, told to the channel, and kept. */
import type { Author, ChatEvent, Conversation, UserId } from './message.ts';
import type { ChannelInfo } from './ports/channels.ts';
import { saved } from './recorder.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';
import { inChannel } from './sayable.ts';
import { authorFor, type Seat } from './seats.ts';
import { rules, SLOWEST } from './slow-mode.ts';
import type { Speaker, SpeakerDeps } from './speaker.ts';
import { cleanLine } from './text.ts';

/** Characters (code points) of a topic. */
const TOPIC_CHARACTERS = 300;

/** The line and the change are two: the disk may take the first and not the second. */
const TOLD_NOT_SAVED = refuse(
  'not-saved',
  'Not saved: the channel was told, but the server cannot write the change to its disk right now. Try again shortly.',
);

export class ChannelSettings {
  readonly #deps: SpeakerDeps;
  readonly #speaker: Speaker;

  constructor(deps: SpeakerDeps, speaker: Speaker) {
    this.#deps = deps;
    this.#speaker = speaker;
  }

  /** Safe text of at most 300 characters, empty to clear it; by who is in the channel, where it counts as a line if that is slow. Codes: `not-in-channel`, `too-long`, `slow`, `no-such-channel`, `not-saved`. */
  async setTopic(user: UserId, channel: Conversation, text: string): Promise<Result<ChannelInfo>> {
    const { membership } = this.#deps;
    const topic = cleanLine(text).trim();
    const spoken = await this.#speaker.speak(user, undefined, (seat) => {
      const refusal = inChannel(seat, channel) ?? topicTooLong(topic);
      if (refusal !== undefined) return refusal;
      const words = topic === '' ? `${seat.handle} cleared the topic` : `${seat.handle} set the topic: ${topic}`;
      return ok({ conversation: channel, said: { kind: 'system', text: words }, isPaced: true });
    });
    if (!spoken.ok) return spoken;
    return await this.#changed(user, membership.setTopic(channel, topic), (by) => ({
      event: 'topic',
      conversation: channel,
      topic,
      by,
    }));
  }

  /** How many people's last lines in slow channels are remembered. */
  get slowSpeakers(): number {
    return this.#speaker.slowSpeakers;
  }

  /** The ms until a person may speak in a channel; 0 for now. */
  slowWait(user: UserId, channel: Conversation): number {
    return this.#speaker.slowWait(user, channel);
  }

  /** Seconds between two lines of a person, at most 3600; 0 ends it. Codes: `not-in-channel`, `not-yours`, `bad-number`, `no-such-channel`, `not-saved`. */
  async setSlow(user: UserId, channel: Conversation, seconds: number): Promise<Result<ChannelInfo>> {
    const { membership } = this.#deps;
    const spoken = await this.#speaker.speak(user, undefined, (seat) => {
      const refusal = inChannel(seat, channel) ?? whyNotSlow(seat, membership.info(channel), seconds);
      if (refusal !== undefined) return refusal;
      const words = seconds === 0 ? 'ended slow mode' : `made ${channel} slow: one line every ${seconds} s`;
      return ok({ conversation: channel, said: { kind: 'system', text: `${seat.handle} ${words}` } });
    });
    if (!spoken.ok) return spoken;
    return await this.#changed(user, membership.setSlow(channel, seconds), (by) => ({
      event: 'slow',
      conversation: channel,
      seconds,
      by,
    }));
  }

  /** Waits until it is kept, and has those look who see the channel. */
  async #changed(
    user: UserId,
    keeping: Promise<ChannelInfo | undefined>,
    event: (by: Author) => ChatEvent,
  ): Promise<Result<ChannelInfo>> {
    const { rings, seats } = this.#deps;
    const changed = await saved(keeping);
    if (!changed.ok) return TOLD_NOT_SAVED;
    const info = changed.value;
    if (info === undefined) return refuse('no-such-channel', 'There is no such channel.');
    const seat = seats.get(user);
    if (seat !== undefined) rings.publish(info.name, event(authorFor(seat)));
    return ok(info);
  }
}

function topicTooLong(topic: string): Refusal | undefined {
  const characters = [...topic].length;
  if (characters <= TOPIC_CHARACTERS) return undefined;
  return refuse('too-long', `A topic has at most ${TOPIC_CHARACTERS} characters; this one has ${characters}.`);
}

function whyNotSlow(seat: Seat, channel: ChannelInfo | undefined, seconds: number): Refusal | undefined {
  if (channel === undefined || !rules(seat, channel)) {
    const who = channel?.owner === undefined ? 'A sysop makes it slow' : 'A sysop, or who opened it, makes it slow';
    return refuse('not-yours', `${who}, and ends that.`);
  }
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= SLOWEST) return undefined;
  return refuse('bad-number', `One line every 1 to ${SLOWEST} seconds; off ends it.`);
}
