/**
 * What people say: made safe, checked, and given to the log in the order it was said. A person's drafts are prepared one
 * after the other; only the writing overlaps, so that quick lines share a commit and none overtakes another.
 */
import { addressee } from './addressee.ts';
import type { ChannelMembership } from './channel-membership.ts';
import { confirmHandle } from './first-words.ts';
import { type ChatMessage, type Conversation, directConversation, type Said, type UserId } from './message.ts';
import { PageInterval } from './page-interval.ts';
import type { Account, Accounts } from './ports/accounts.ts';
import type { ChannelInfo } from './ports/channels.ts';
import type { Clock } from './ports/clock.ts';
import type { MessageLog } from './ports/message-log.ts';
import { quotedLine } from './quote.ts';
import { type Recorder, saved } from './recorder.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';
import type { Rings } from './rings.ts';
import { checkedBlock, checkedLine, inChannel } from './sayable.ts';
import { authorFor, NOT_HERE, type Seat, type Seats } from './seats.ts';
import { rules, SLOWEST, SlowMode } from './slow-mode.ts';
import { checkLength, cleanLine } from './text.ts';
import type { Turns } from './turns.ts';

/** A direct message that was accepted. */
export interface Sent {
  readonly message: ChatMessage;
  readonly to: Account;
  /** Whether one of their sessions is connected now. */
  readonly here: boolean;
  /** Their own words for being away, maybe empty; undefined when they are not. */
  readonly away: string | undefined;
}

/** Pages that were accepted: one, or one for every sysop here. */
export interface Paged {
  readonly messages: ChatMessage[];
  readonly to: Account[];
  /** Whether any of them is connected now. */
  readonly here: boolean;
}

export interface SpeechDeps {
  readonly seats: Seats;
  readonly turns: Turns;
  readonly rings: Rings;
  readonly membership: ChannelMembership;
  readonly recorder: Recorder;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly log: MessageLog;
}

/** Something ready to be recorded. */
interface Prepared {
  readonly conversation: Conversation;
  readonly said: Said;
  /** The line that it answers, by seq. */
  readonly replyTo?: number | undefined;
  /** Slow mode counts it. */
  readonly isPaced?: boolean;
}

/** Characters (code points) of a topic. */
const TOPIC_CHARACTERS = 300;

export class Speech {
  readonly #deps: SpeechDeps;
  readonly #pages: PageInterval;
  readonly #slow = new SlowMode();

  /** `pageInterval` in ms. */
  constructor(deps: SpeechDeps, pageInterval: number) {
    this.#deps = deps;
    this.#pages = new PageInterval(pageInterval);
  }

  /** The ms until a person may speak in a channel; 0 for now. */
  slowWait(user: UserId, channel: Conversation): number {
    const { seats, membership, clock } = this.#deps;
    const seat = seats.get(user);
    return seat === undefined ? 0 : this.#slow.wait(seat, membership.info(channel), clock.now());
  }

  say(user: UserId, channel: Conversation, text: string, id?: string, replyTo?: number): Promise<Result<ChatMessage>> {
    return this.#speak(user, id, (seat) => {
      const words = inChannel(seat, channel) ?? checkedBlock(text);
      if (!words.ok) return words;
      return ok({
        conversation: channel,
        isPaced: true,
        said: { kind: 'public', from: authorFor(seat), text: words.value },
        replyTo,
      });
    });
  }

  act(user: UserId, channel: Conversation, action: string, id?: string): Promise<Result<ChatMessage>> {
    return this.#speak(user, id, (seat) => {
      const words = inChannel(seat, channel) ?? checkedLine(action);
      if (!words.ok) return words;
      return ok({
        conversation: channel,
        isPaced: true,
        said: { kind: 'action', from: authorFor(seat), action: words.value },
      });
    });
  }

  async direct(user: UserId, handle: string, text: string, id?: string, replyTo?: number): Promise<Result<Sent>> {
    let to: Account | undefined;
    const spoken = await this.#speak(user, id, async (seat) => {
      const words = checkedBlock(text);
      if (!words.ok) return words;
      const found = await addressee(this.#deps.seats, this.#deps.accounts, handle);
      if (!found.ok) return found;
      to = found.value;
      const said = {
        kind: 'direct',
        from: authorFor(seat),
        to: { id: to.id, handle: to.handle },
        text: words.value,
      } as const;
      return ok({ conversation: directConversation(seat.id, to.id), said, replyTo });
    });
    if (!spoken.ok) return spoken;
    const seat = this.#deps.seats.get((to as Account).id);
    return ok({ message: spoken.value, to: to as Account, here: isConnected(seat), away: seat?.away });
  }

  /** `sysop` pages every sysop who is here. Codes: `self-page`, `no-sysop`, `pages-off`, `page-too-soon`. */
  async page(user: UserId, handle: string, reason: string, id?: string): Promise<Result<Paged>> {
    const found = await this.#paged(user, handle);
    if (!found.ok) return found;
    const messages: ChatMessage[] = [];
    const to: Account[] = [];
    let refusal: Refusal | undefined;
    for (const account of found.value) {
      const paged = await this.#ring(user, account, reason, id);
      if (paged.ok) {
        messages.push(paged.value);
        to.push(account);
      } else {
        refusal ??= paged;
      }
    }
    if (messages.length === 0 && refusal !== undefined) return refusal;
    return ok({ messages, to, here: to.some((account) => isConnected(this.#deps.seats.get(account.id))) });
  }

  /** Only who is in the channel may. Codes: `not-in-channel`, `too-long`, `no-such-channel`, `not-saved`. */
  async setTopic(user: UserId, channel: Conversation, text: string): Promise<Result<ChannelInfo>> {
    const { membership, rings } = this.#deps;
    const topic = cleanLine(text).trim();
    const spoken = await this.#speak(user, undefined, (seat) => {
      const refusal = inChannel(seat, channel) ?? topicTooLong(topic);
      if (refusal !== undefined) return refusal;
      const words = topic === '' ? `${seat.handle} cleared the topic` : `${seat.handle} set the topic: ${topic}`;
      return ok({ conversation: channel, said: { kind: 'system', text: words } });
    });
    if (!spoken.ok) return spoken;
    const changed = await saved(membership.setTopic(channel, topic));
    if (!changed.ok) return changed;
    const info = changed.value;
    if (info === undefined) return noSuchChannel(channel);
    const seat = this.#deps.seats.get(user);
    if (seat !== undefined) {
      rings.publish(channel, { event: 'topic', conversation: channel, topic, by: authorFor(seat) });
    }
    return ok(info);
  }

  /** Seconds between two lines of a person; 0 ends it. Codes: `not-in-channel`, `not-yours`, `bad-number`, `no-such-channel`, `not-saved`. */
  async setSlow(user: UserId, channel: Conversation, seconds: number): Promise<Result<ChannelInfo>> {
    const { membership } = this.#deps;
    const spoken = await this.#speak(user, undefined, (seat) => {
      const refusal = inChannel(seat, channel) ?? whyNotSlow(seat, membership.info(channel), seconds);
      if (refusal !== undefined) return refusal;
      const words = seconds === 0 ? 'ended slow mode' : `made ${channel} slow: one line every ${seconds} s`;
      return ok({ conversation: channel, said: { kind: 'system', text: `${seat.handle} ${words}` } });
    });
    if (!spoken.ok) return spoken;
    const changed = await saved(membership.setSlow(channel, seconds));
    if (!changed.ok) return changed;
    return changed.value === undefined ? noSuchChannel(channel) : ok(changed.value);
  }

  /** Forgets what no longer holds anybody back. */
  sweep(): void {
    this.#slow.sweep(this.#deps.clock.now());
    this.#pages.sweep(this.#deps.clock.now());
  }

  /** Whom a page is for. */
  async #paged(user: UserId, handle: string): Promise<Result<readonly Account[]>> {
    const { seats, accounts } = this.#deps;
    if (handle.trim().toLowerCase() === 'sysop') {
      const sysops = seats.all().filter((seat) => seat.role === 'sysop' && seat.id !== user && isConnected(seat));
      if (sysops.length === 0) return refuse('no-sysop', 'No sysop is here right now.');
      return ok(sysops.map(({ account }) => account));
    }
    const found = await addressee(seats, accounts, handle);
    if (!found.ok) return found;
    if (found.value.id === user) return refuse('self-page', 'That is you: you are here already, no need to ring.');
    return ok([found.value]);
  }

  async #ring(user: UserId, to: Account, reason: string, id: string | undefined): Promise<Result<ChatMessage>> {
    let taken = false;
    const spoken = await this.#speak(user, id, (seat) => {
      const words = cleanLine(reason);
      const length = checkLength(words);
      if (!length.ok) return length;
      if (this.#deps.seats.get(to.id)?.pages === false) {
        return refuse('pages-off', `${to.handle} does not take pages now.`);
      }
      const wait = this.#pages.take(seat.id, to.id, this.#deps.clock.now());
      if (wait > 0) return pagedTooSoon(to.handle, wait);
      taken = true;
      const said = {
        kind: 'page',
        from: authorFor(seat),
        to: { id: to.id, handle: to.handle },
        reason: words,
      } as const;
      return ok({ conversation: directConversation(seat.id, to.id), said });
    });
    if (!spoken.ok && taken) this.#pages.giveBack(user, to.id);
    return spoken;
  }

  /** Prepares in the speaker's turn, hands it to the log there, and waits for the disk outside of it. */
  async #speak(
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
      const { conversation, said, replyTo, isPaced } = prepared.value;
      const quoted = replyTo === undefined ? undefined : await quotedLine(this.#deps.log, conversation, replyTo);
      if (quoted?.ok === false) return quoted;
      const confirmed = await confirmHandle(seat, this.#deps.accounts);
      if (!confirmed.ok) return confirmed;
      if (isPaced === true) {
        const { membership, clock } = this.#deps;
        const tooSoon = this.#slow.take(seat, membership.info(conversation), clock.now());
        if (tooSoon !== undefined) return tooSoon;
        paced = conversation;
      }
      // In an object: a bare promise would be waited for here.
      return ok({ recorded: recorder.record(conversation, said, id, quoted?.value) });
    });
    const spoken = started.ok ? await started.value.recorded : started;
    if (!spoken.ok && paced !== undefined) this.#slow.giveBack(user, paced);
    return spoken;
  }
}

function isConnected(seat: Seat | undefined): boolean {
  return seat !== undefined && seat.lostSince === undefined;
}

function noSuchChannel(channel: Conversation): Refusal {
  return refuse('no-such-channel', `There is no channel ${channel}.`);
}

function whyNotSlow(seat: Seat, channel: ChannelInfo | undefined, seconds: number): Refusal | undefined {
  if (channel === undefined || !rules(seat, channel)) {
    const who = channel?.owner === undefined ? 'A sysop makes it slow' : 'A sysop, or who opened it, makes it slow';
    return refuse('not-yours', `${who}, and ends that.`);
  }
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= SLOWEST) return undefined;
  return refuse('bad-number', `One line every 1 to ${SLOWEST} seconds; off ends it.`);
}

function topicTooLong(topic: string): Refusal | undefined {
  const characters = [...topic].length;
  if (characters <= TOPIC_CHARACTERS) return undefined;
  return refuse('too-long', `A topic has at most ${TOPIC_CHARACTERS} characters; this one has ${characters}.`);
}

function pagedTooSoon(handle: string, wait: number): Refusal {
  const seconds = Math.ceil(wait / 1000);
  const when = seconds === 1 ? '1 second' : `${seconds} seconds`;
  return refuse('page-too-soon', `You paged ${handle} a moment ago; you can again in ${when}.`);
}
