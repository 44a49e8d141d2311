/**
 * What people say: made safe, checked, and given to the log in the order it was said. A person's drafts are prepared one
 * after the other; only the writing overlaps, so that quick lines share a commit and none overtakes another.
 */
import { addressee } from './addressee.ts';
import { type ChatMessage, type Conversation, directConversation, type UserId } from './message.ts';
import { PageInterval } from './page-interval.ts';
import type { Account } from './ports/accounts.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';
import { checkedBlock, checkedLine, inChannel } from './sayable.ts';
import { authorFor, type Seat } from './seats.ts';
import type { Speaker, SpeakerDeps } from './speaker.ts';
import { checkLine, cleanLine } from './text.ts';

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

export class Speech {
  readonly #deps: SpeakerDeps;
  readonly #speaker: Speaker;
  readonly #pages: PageInterval;

  /** `pageInterval` in ms. */
  constructor(deps: SpeakerDeps, speaker: Speaker, pageInterval: number) {
    this.#deps = deps;
    this.#speaker = speaker;
    this.#pages = new PageInterval(pageInterval);
  }

  say(user: UserId, channel: Conversation, text: string, id?: string, replyTo?: number): Promise<Result<ChatMessage>> {
    return this.#speaker.speak(user, id, (seat) => {
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
    return this.#speaker.speak(user, id, (seat) => {
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
    const spoken = await this.#speaker.speak(user, id, async (seat) => {
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

  /** Forgets what no longer holds anybody back. */
  sweep(): void {
    this.#speaker.sweep();
    this.#pages.sweep(this.#deps.clock.steady());
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
    const spoken = await this.#speaker.speak(user, id, (seat) => {
      const words = cleanLine(reason);
      const length = checkLine(words);
      if (!length.ok) return length;
      if (this.#deps.seats.get(to.id)?.pages === false) {
        return refuse('pages-off', `${to.handle} does not take pages now.`);
      }
      const wait = this.#pages.take(seat.id, to.id, this.#deps.clock.steady());
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
}

function isConnected(seat: Seat | undefined): boolean {
  return seat !== undefined && seat.lostSince === undefined;
}

function pagedTooSoon(handle: string, wait: number): Refusal {
  const seconds = Math.ceil(wait / 1000);
  const when = seconds === 1 ? '1 second' : `${seconds} seconds`;
  return refuse('page-too-soon', `You paged ${handle} a moment ago; you can again in ${when}.`);
}
