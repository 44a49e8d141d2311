/** What a channel is about and how slow it is: changed in their turn by who may, told to the channel, and kept. */
import type { ChatEvent, Conversation, Said, UserId } from './message.ts';
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

/** The change and the line are two: the disk may take the first and not the second. */
const KEPT_NOT_TOLD = refuse(
  'not-saved',
  'It holds, but the channel was not told: the server cannot write to its disk right now. Try again shortly.',
);

const NO_CHANNEL = refuse('no-such-channel', 'There is no such channel.');

export class ChannelSettings {
  readonly #deps: SpeakerDeps;
  readonly #speaker: Speaker;

  constructor(deps: SpeakerDeps, speaker: Speaker) {
    this.#deps = deps;
    this.#speaker = speaker;
  }

  /**
   * Safe text of at most 300 characters, empty to clear it; by who is in the channel, where it counts as a line if that is slow.
   * Codes: `not-in-channel`, `too-long`, `slow`, `no-such-channel`, `not-saved`.
   */
  async setTopic(user: UserId, channel: Conversation, text: string): Promise<Result<ChannelInfo>> {
    const { membership } = this.#deps;
    const topic = cleanLine(text).trim();
    return await this.#change(user, channel, (seat) => {
      const refusal = topicTooLong(topic);
      if (refusal !== undefined) return refusal;
      return ok({
        words: topic === '' ? 'cleared the topic' : `set the topic: ${topic}`,
        isWritten: true,
        isPaced: true,
        keep: () => membership.setTopic(channel, topic, user),
        event: { event: 'topic', conversation: channel, topic, by: authorFor(seat) },
      });
    });
  }

  /** How many people's last lines in slow channels are remembered. */
  get slowSpeakers(): number {
    return this.#speaker.slowSpeakers;
  }

  /** The ms until a person may speak in a channel; 0 for now. */
  slowWait(user: UserId, channel: Conversation): number {
    return this.#speaker.slowWait(user, channel);
  }

  /**
   * Seconds between two lines of a person, at most 3600; 0 ends it. Codes: `not-in-channel`, `not-yours`, `bad-number`,
   * `no-such-channel`, `not-saved`.
   */
  async setSlow(user: UserId, channel: Conversation, seconds: number): Promise<Result<ChannelInfo>> {
    const { membership } = this.#deps;
    return await this.#change(user, channel, (seat) => {
      const refusal = whyNotSlow(seat, membership.info(channel), seconds);
      if (refusal !== undefined) return refusal;
      return ok({
        words: seconds === 0 ? 'ended slow mode' : `made ${channel} slow: one line every ${seconds} s`,
        isWritten: false,
        isPaced: false,
        keep: () => membership.setSlow(channel, seconds),
        event: { event: 'slow', conversation: channel, seconds, by: authorFor(seat) },
      });
    });
  }

  /** Kept, then seen in the channel, then told with a line: whoever reads that finds it so. */
  async #change(
    user: UserId,
    channel: Conversation,
    plan: (seat: Seat) => Result<Change>,
  ): Promise<Result<ChannelInfo>> {
    let changed: ChannelInfo | undefined;
    const spoken = await this.#speaker.speak(user, undefined, (seat) => {
      const planned = inChannel(seat, channel) ?? plan(seat);
      if (!planned.ok) return planned;
      const { words, isWritten, isPaced, keep, event } = planned.value;
      const said: Said = { kind: 'system', text: `${seat.handle} ${words}` };
      return ok({
        conversation: channel,
        said: isWritten ? { ...said, by: authorFor(seat) } : said,
        isPaced,
        keep: async () => {
          const kept = await saved(keep());
          if (!kept.ok) return kept;
          if (kept.value === undefined) return NO_CHANNEL;
          changed = kept.value;
          this.#deps.rings.publish(channel, event);
          return kept;
        },
      });
    });
    if (changed === undefined) return spoken.ok ? NO_CHANNEL : spoken;
    return spoken.ok ? ok(changed) : KEPT_NOT_TOLD;
  }
}

/** A change of a channel's settings, and the words that tell of it. */
interface Change {
  /** After the handle of who made it. */
  readonly words: string;
  /** They hold that person's own, which who ignores them does not want to see. */
  readonly isWritten: boolean;
  readonly isPaced: boolean;
  /** Undefined when there is no such channel. */
  readonly keep: () => Promise<ChannelInfo | undefined>;
  readonly event: ChatEvent;
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
