/**
 * Who is in a live chat with whom: a sysop asks, the other answers within a minute, one at a time for each person over
 * all their sessions. What is over is kept until the next sweep, so that every session can still read how it ended.
 */
import { addressee } from './addressee.ts';
import { confirmHandle } from './first-words.ts';
import { type LiveChat, type LiveEnding, OpenLiveChat, recordOf } from './live-chat.ts';
import { directConversation, type UserId } from './message.ts';
import { PageInterval } from './page-interval.ts';
import type { Accounts } from './ports/accounts.ts';
import type { Clock } from './ports/clock.ts';
import type { Recorder } from './recorder.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';
import type { Rings } from './rings.ts';
import { authorFor, NOT_HERE, type Seat, type Seats } from './seats.ts';
import { checkLine, cleanLine } from './text.ts';

export interface LiveChatDeps {
  readonly seats: Seats;
  readonly accounts: Accounts;
  readonly rings: Rings;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** How long somebody may take to answer, ms. */
export const LIVE_ANSWER_MS = 60_000;
/** Who declined is not asked again by the same sysop for so long, ms. */
const ASK_AGAIN_MS = 60_000;

const NO_OFFER = refuse('no-offer', 'Nobody opens a live chat with you right now; /page sysop asks for one.');
const NOBODY_NAMED = refuse('no-offer', 'Nobody opens a live chat with you right now; /chat bob opens one with bob.');
const NO_LIVE_CHAT = refuse('no-live-chat', 'You are in no live chat, and nobody asks for one.');

export class LiveChats {
  readonly #deps: LiveChatDeps;
  readonly #byUser = new Map<UserId, OpenLiveChat>();
  readonly #declined = new PageInterval(ASK_AGAIN_MS);

  constructor(deps: LiveChatDeps) {
    this.#deps = deps;
  }

  /** How many people have one, or had one a moment ago. */
  get size(): number {
    return this.#byUser.size;
  }

  /** This person's newest live chat, maybe over already. */
  of(user: UserId): LiveChat | undefined {
    return this.#byUser.get(user);
  }

  /**
   * A sysop opens a live chat with somebody here, who is asked; it answers theirs if they asked first. Codes: `not-here`,
   * `not-a-sysop`, `no-such-handle`, `self-chat`, `busy`, `dnd`, `pages-off`, `declined`.
   */
  async open(user: UserId, session: string, handle: string): Promise<Result<LiveChat>> {
    const { seats, accounts, clock } = this.#deps;
    const found = await addressee(seats, accounts, handle);
    const seat = seats.get(user);
    if (seat === undefined) return NOT_HERE;
    if (!found.ok) return found;
    const offer = this.#current(user);
    if (offer?.state === 'asking' && offer.sysop.who.id === found.value.id) return await this.answer(user, session);
    if (seat.role !== 'sysop') {
      return refuse('not-a-sysop', 'Only a sysop opens a live chat; /page sysop asks one of them to.');
    }
    const guest = seats.get(found.value.id);
    const refusal = this.#whyNot(seat, guest, found.value.handle);
    if (refusal !== undefined || guest === undefined) return refusal ?? NOT_HERE;
    const chat = new OpenLiveChat(seat, session, guest, clock.steady());
    this.#byUser.set(seat.id, chat);
    this.#byUser.set(guest.id, chat);
    this.#tell(chat);
    return ok(chat);
  }

  /** Says yes to whoever asks; this session carries it. Code: `no-offer`. */
  async answer(user: UserId, session: string): Promise<Result<LiveChat>> {
    const chat = this.#current(user);
    if (chat?.state !== 'asking' || chat.guest.who.id !== user) {
      return this.#deps.seats.get(user)?.role === 'sysop' ? NOBODY_NAMED : NO_OFFER;
    }
    chat.begin(session, this.#deps.clock.steady());
    this.#tell(chat);
    return ok(chat);
  }

  /** Hangs up, takes back what was asked, or declines; from any session of the person. Code: `no-live-chat`. */
  async end(user: UserId): Promise<Result<undefined>> {
    const chat = this.#current(user);
    const seat = this.#deps.seats.get(user);
    if (chat === undefined || seat === undefined) return NO_LIVE_CHAT;
    const isSysop = chat.sysop.who.id === user;
    const how = chat.state === 'on' ? 'ended' : isSysop ? 'withdrawn' : 'declined';
    if (how === 'declined') this.#declined.take(chat.sysop.who.id, user, this.#deps.clock.steady());
    await this.#over(chat, { how, by: authorFor(seat) });
    return ok();
  }

  /**
   * What the person's line holds now; `isFinished` with Enter. Made safe here. The carrying session only. Codes:
   * `no-live-chat`, `too-long`.
   */
  async write(user: UserId, session: string, line: string, isFinished: boolean): Promise<Result<undefined>> {
    const chat = this.#current(user);
    if (chat?.state !== 'on' || !carries(chat, user, session)) return NO_LIVE_CHAT;
    const safe = cleanLine(line);
    const length = checkLine(safe);
    if (!length.ok) return length;
    chat.write(user, safe, isFinished);
    const { seats, accounts, clock } = this.#deps;
    const seat = seats.get(user);
    if (seat === undefined) return NOT_HERE;
    seat.lastActive = clock.steady();
    // The other has read it already: a name that could not be saved is tried again with the next key.
    if (safe !== '') await confirmHandle(seat, accounts);
    return ok();
  }

  /** Calls back after every change of either text, until the returned function is called. */
  watch(chat: LiveChat, wake: () => void): () => void {
    if (!(chat instanceof OpenLiveChat)) return () => undefined;
    chat.wakes.add(wake);
    return () => void chat.wakes.delete(wake);
  }

  /** A session is over: what it carried is too, and what waited for its person's answer if it was their last. */
  async gone(user: UserId, session: string, how: 'quit' | 'lost'): Promise<void> {
    const chat = this.#current(user);
    const seat = this.#deps.seats.get(user);
    if (chat === undefined || seat === undefined) return;
    const isLast = seat.sessions.size === 0 || (seat.sessions.size === 1 && seat.sessions.has(session));
    if (!carries(chat, user, session) && !isLast) return;
    const isSysop = chat.sysop.who.id === user;
    const asked = isSysop ? 'withdrawn' : 'unanswered';
    const went = how === 'lost' ? 'lost' : 'left';
    await this.#over(chat, { how: chat.state === 'on' ? went : asked, by: authorFor(seat) });
  }

  /** Ends what nobody answered, and forgets what is over. */
  async sweep(): Promise<void> {
    const now = this.#deps.clock.steady();
    this.#declined.sweep(now);
    for (const [user, chat] of this.#byUser) if (chat.state === 'over') this.#byUser.delete(user);
    const due = [...new Set(this.#byUser.values())].filter(
      (chat) => chat.state === 'asking' && chat.askedAt + LIVE_ANSWER_MS <= now,
    );
    await Promise.all(due.map((chat) => this.#over(chat, { how: 'unanswered', by: chat.guest.who })));
  }

  #current(user: UserId): OpenLiveChat | undefined {
    const chat = this.#byUser.get(user);
    return chat?.state === 'over' ? undefined : chat;
  }

  #whyNot(sysop: Seat, guest: Seat | undefined, handle: string): Refusal | undefined {
    if (guest?.id === sysop.id) return refuse('self-chat', 'That is you; a live chat takes two.');
    const leaveWord = `/msg ${handle} leaves word.`;
    if (guest === undefined) return refuse('not-here', `${handle} is not here; ${leaveWord}`);
    if (guest.lostSince !== undefined) return refuse('not-here', `${handle} has lost the connection; ${leaveWord}`);
    const own = this.#current(sysop.id);
    if (own !== undefined) {
      const other = own.sysop.who.id === sysop.id ? own.guest : own.sysop;
      return refuse('busy', `You are in a live chat with ${other.who.handle} already; /end ends it.`);
    }
    if (this.#current(guest.id) !== undefined) return refuse('busy', `${handle} is in a live chat; try again later.`);
    if (guest.dnd) return refuse('dnd', `${handle} does not want to be disturbed; ${leaveWord}`);
    if (!guest.pages) return refuse('pages-off', `${handle} does not take pages or live chats now; ${leaveWord}`);
    const wait = this.#declined.wait(sysop.id, guest.id, this.#deps.clock.steady());
    if (wait === 0) return undefined;
    return refuse('declined', `${handle} declined a moment ago; you can ask again in ${Math.ceil(wait / 1000)} s.`);
  }

  async #over(chat: OpenLiveChat, ending: LiveEnding): Promise<void> {
    const wasOn = chat.state === 'on';
    chat.end(ending);
    this.#tell(chat);
    if (!wasOn) return;
    const { sysop, guest } = chat;
    // A name that will be given back leaves no conversation behind.
    if (this.#deps.seats.get(guest.who.id)?.account.provisional !== false) return;
    const text = recordOf(chat, this.#deps.clock.steady());
    // A log that cannot write loses this line and nothing else.
    await this.#deps.recorder.record(directConversation(sysop.who.id, guest.who.id), { kind: 'system', text });
  }

  #tell({ sysop, guest }: LiveChat): void {
    for (const { who } of [sysop, guest]) this.#deps.rings.notify(who.id, { event: 'live' });
  }
}

function carries(chat: LiveChat, user: UserId, session: string): boolean {
  const side = chat.sysop.who.id === user ? chat.sysop : chat.guest;
  return side.session === session;
}
