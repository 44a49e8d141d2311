/**
 * What one session has to do with its person's live chat: it asks them, carries their side, or only tells them that it
 * goes on elsewhere. Made when there is one for the first time; fronts read it when they show something.
 */
import { endingSentence, type LiveChat, sidesOf } from '../chat/live-chat.ts';
import type { Result } from '../chat/result.ts';
import type { Front } from './front.ts';
import type { Session } from './session.ts';

/** For so long after the other ended it, a line may still have been meant for them alone, ms. */
const HOLD_MS = 3000;
const OVER_MEANWHILE = 'The live chat is over, so this line was not sent. Send it again to say it here.';

/** What has been done about a chat so far. */
type Told = LiveChat['state'] | 'nothing';

export class LiveLink {
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  #chat: LiveChat | undefined;
  #told: Told = 'nothing';
  #unwatch: (() => void) | undefined;
  /** Steady ms. */
  #holdUntil = 0;

  /** The front may be another one later. */
  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
  }

  /** What this person is being asked; undefined when they are not. */
  get offer(): LiveChat | undefined {
    const chat = this.#chat;
    return chat?.state === 'asking' && chat.guest.who.id === this.#session.userId ? chat : undefined;
  }

  /** The chat whose side this session carries; as a sysop also while the other is asked. */
  get carried(): LiveChat | undefined {
    return this.#chat !== undefined && this.#chat.state !== 'over' && this.#carries(this.#chat)
      ? this.#chat
      : undefined;
  }

  /** Looks at what became of it, and tells what is new. */
  look(): void {
    const { deps, userId } = this.#session;
    const chat = deps.chat.live.of(userId);
    if (chat !== this.#chat) {
      // One that ended and was followed by another before this session looked.
      this.#tell();
      this.#chat = chat;
      this.#told = 'nothing';
    }
    this.#tell();
  }

  /** Yes or no to who asks. */
  answer(yes: boolean): void {
    const { deps, userId, id } = this.#session;
    if (yes) this.#ask(() => deps.chat.live.answer(userId, id));
    else this.hangUp();
  }

  /** Ends it, takes back what was asked, or declines. */
  hangUp(): void {
    const { deps, userId } = this.#session;
    this.#ask(() => deps.chat.live.end(userId));
  }

  /**
   * Takes a line that was entered, when it is an answer or words of the live chat. `held`: it may have been meant for one
   * that the other just ended, so it is not sent; the next one is.
   */
  take(text: string): 'not-mine' | 'taken' | 'held' {
    if (this.offer !== undefined && /^[yn]$/i.test(text)) {
      this.answer(/y/i.test(text));
      return 'taken';
    }
    if (this.carried?.state === 'on') {
      this.write(text, true);
      return 'taken';
    }
    const isHeld = this.#session.deps.timers.steady() < this.#holdUntil;
    this.#holdUntil = 0;
    if (!isHeld) return 'not-mine';
    this.#front()?.notice({ kind: 'error', text: OVER_MEANWHILE });
    return 'held';
  }

  /** What the line holds now, to be seen by the other. */
  write(line: string, isFinished: boolean): void {
    const { deps, userId, id } = this.#session;
    this.#ask(() => deps.chat.live.write(userId, id, line, isFinished));
  }

  close(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #ask(wish: () => Promise<Result<unknown>>): void {
    void this.#session.guard(async () => {
      const result = await wish();
      if (!result.ok) this.#front()?.notice({ kind: 'error', text: result.sentence });
    });
  }

  #carries(chat: LiveChat): boolean {
    return sidesOf(chat, this.#session.userId).own.session === this.#session.id;
  }

  #tell(): void {
    const chat = this.#chat;
    if (chat === undefined || this.#told === chat.state) return;
    const before = this.#told;
    this.#told = chat.state;
    if (this.#carries(chat)) this.#carry(chat, before);
    else if (chat.guest.who.id === this.#session.userId) this.#watchOver(chat, before);
    this.#front()?.changed();
  }

  /** This session's side of it begins, is answered, or ends. */
  #carry(chat: LiveChat, before: Told): void {
    const { windows, deps, userId } = this.#session;
    const { current } = windows;
    if (chat.state === 'over') {
      this.close();
      const back = before === 'on' && current !== undefined ? ` You are back in ${current.title}.` : '';
      this.#say(endingSentence(chat, userId) + back);
      this.#hold(chat);
      current?.look();
      return;
    }
    if (this.#unwatch === undefined) {
      this.#unwatch = deps.chat.live.watch(chat, () => this.#front()?.changed());
      if (current !== undefined) this.#session.navigation.leave(current);
    }
    if (before === 'asking' && chat.sysop.session === this.#session.id) this.#session.attention.ring();
  }

  /** What the person was typing when the other ended it must not go to the room by the Enter that was on its way. */
  #hold(chat: LiveChat): void {
    const { deps, userId } = this.#session;
    const isTyping = this.#front()?.isPlain === true || sidesOf(chat, userId).own.line !== '';
    if (isTyping && chat.ending?.by.id !== userId) this.#holdUntil = deps.timers.steady() + HOLD_MS;
  }

  /** The person is asked, answered in another session, or did not answer in time. */
  #watchOver(chat: LiveChat, before: Told): void {
    const { handle } = chat.sysop.who;
    if (chat.state === 'asking') {
      this.#say(`${handle} (sysop) opens a live chat, where you see each other type: y/n (or /chat, /end).`);
      this.#session.attention.ring();
    } else if (before === 'asking' && chat.state === 'on') {
      this.#say(`The live chat with ${handle} goes on in another session of yours.`);
    } else if (before === 'asking') {
      this.#say(endingSentence(chat, this.#session.userId));
    }
  }

  #say(text: string): void {
    this.#front()?.notice({ kind: 'info', text });
  }
}
