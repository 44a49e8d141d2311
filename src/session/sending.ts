/**
 * What was entered, on its way to the chat: understood, held back by the person's pace if need be, and run where it was
 * typed, whichever window is looked at by then.
 */
import type { Aim } from '../chat/command.ts';
import { type Input, parseInput } from '../chat/commands/dispatch.ts';
import { runInput } from '../chat/commands/entered.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import { type Conversation, peersOf } from '../chat/message.ts';
import { placesOf } from '../chat/pace.ts';
import { isSecretLine, withoutSecret } from '../tui/input-history.ts';
import { commandContext } from './command-context.ts';
import type { Front } from './front.ts';
import type { Session } from './session.ts';
import { type GivenBack, givenBack, type Unsent } from './unsent.ts';
import type { Window } from './window.ts';

/** How long somebody who quits waits for what they entered before, ms; what is not done by then counts as lost. */
const PARTING_MS = 2000;

interface Entered {
  readonly input: Input;
  readonly text: string;
  readonly aim: Aim | undefined;
  /** Where it was typed. */
  readonly window: Window | undefined;
  readonly breath: Breath;
  /** How often a line of that breath had led elsewhere by then. */
  readonly led: number;
}

/** What of a window outlasts it. */
type Place = Pick<Window, 'conversation' | 'title'>;

/** Lines between which the person went to no window by themselves: where one leads, those after it go, too. */
class Breath {
  led = 0;
  /** Where the last one led, whether that could be opened or not. */
  to: Place | undefined;

  /** One leads there. */
  leadTo({ conversation, title }: Place): void {
    this.led += 1;
    // Not the window itself, which would be kept beyond its time.
    this.to = { conversation, title };
  }
}

/** A conversation that has no window. */
function unopened(conversation: Conversation): Place {
  return { conversation, title: peersOf(conversation) === undefined ? conversation : 'That conversation' };
}

/** Where a line goes; one that is for another line, to that one's conversation. */
function placeOf({ window, breath, led, aim }: Entered): Place | undefined {
  const conversation = aim?.line.conversation;
  if (conversation !== undefined) return conversation === window?.conversation ? window : unopened(conversation);
  return breath.led > led ? breath.to : window;
}

export class Sending {
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  #breath = new Breath();
  /** Everything that is being done. */
  readonly #underWay = new Set<Promise<void>>();
  /** How many lines were refused after the session had ended. */
  #refused = 0;

  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
  }

  /** Whether another line would be taken, also if the channel that is looked at is slow. */
  get hasRoom(): boolean {
    const { outbox, slow, windows } = this.#session;
    const { current } = windows;
    return outbox.hasRoom && (current === undefined || slow.hasRoom(current.conversation, outbox.places));
  }

  /** A line was entered, maybe for a line that stands. False when it was not taken (too much waits): it stays in the input. */
  enter(text: string, aim?: Aim): boolean {
    const session = this.#session;
    const input = parseInput(text);
    if (input.type === 'empty') return true;
    const live = input.type === 'command' ? undefined : session.live?.take(input.text);
    if (live === 'taken' || live === 'held') return live === 'taken';
    const breath = this.#breath;
    const entered: Entered = { input, text, aim, window: session.windows.current, breath, led: breath.led };
    const secrecy = isSecretLine(text, COMMANDS.values()) ? session.secrecy : undefined;
    secrecy?.begin();
    const run = () => this.track(() => this.#run(entered).finally(() => secrecy?.end()));
    const isTaken = this.#start(entered, run);
    if (!isTaken) {
      secrecy?.end();
      this.#refuse('Too many lines are waiting to be sent; wait a moment.');
    }
    return isTaken;
  }

  /** Runs a line now, or when the person's pace allows; false when too much waits for that. */
  #start(entered: Entered, run: () => Promise<void>): boolean {
    const { outbox, freePace, deps } = this.#session;
    const { input, text } = entered;
    const { isFree, afterOthers } = (input.type === 'command' ? COMMANDS.get(input.name) : undefined) ?? {};
    const mayOvertake = afterOthers !== true || outbox.isEmpty;
    if (isFree === 'always' || (isFree && mayOvertake && freePace.reserveNow(deps.timers.steady()))) {
      void run();
      return true;
    }
    const pace = isFree ? freePace : undefined;
    return outbox.put({ send: run, pace, places: placesOf(text), words: () => this.#wordsOf(entered) });
  }

  /** Runs something on this person's behalf that their leave waits for; never rejects. */
  track(work: () => Promise<void>): Promise<void> {
    const done: Promise<void> = this.#session.guard(work).then(() => void this.#underWay.delete(done));
    this.#underWay.add(done);
    return done;
  }

  /**
   * Does what keys asked for without a line, as fast as commands of that kind may be; false when too much waits: it is not done,
   * and that is said.
   */
  act(work: () => Promise<void>, pace: 'free' | 'lines'): boolean {
    const { outbox, freePace, deps } = this.#session;
    const run = () => this.track(work);
    if (pace === 'free' && freePace.reserveNow(deps.timers.steady())) {
      void run();
      return true;
    }
    const taken = outbox.put({ send: run, pace: pace === 'free' ? freePace : undefined });
    if (!taken) this.#refuse('Too much is waiting to be done, so this was not; wait a moment.');
    return taken;
  }

  /** A line of `breath` leads to a conversation: those after it go there, too. */
  async #lead(breath: Breath, conversation: Conversation): Promise<void> {
    try {
      await this.#session.navigation.showConversation(conversation);
    } finally {
      // Also where it could not be opened: what was meant for it is said nowhere else.
      breath.leadTo(this.#session.windows.find(conversation) ?? unopened(conversation));
    }
  }

  /** A line of `breath` closed the window it was run in: those after it go to the one that is looked at then. */
  #moveOn(breath: Breath): void {
    const { navigation, windows } = this.#session;
    navigation.dropLeft();
    const { current } = windows;
    // Who went elsewhere meanwhile was not led there.
    if (breath === this.#breath && current !== undefined) breath.leadTo(current);
  }

  /** The person goes to a window by themselves: what is entered from now on is said there. */
  moved(): void {
    this.#breath = new Breath();
  }

  /** Takes nothing any more; what becomes of all that waits. `sendsDue`: what the pace does not hold back is sent all the same. */
  close(sendsDue: boolean): GivenBack {
    const { slow, outbox, windows, unread } = this.#session;
    const { drafts, lost } = givenBack([...slow.close(), ...outbox.close(sendsDue)], (conversation) => {
      const window = windows.find(conversation);
      return window && this.#front()?.stateOf(window)?.draft;
    });
    return { drafts, lost: lost + unread() };
  }

  /** Resolves when all that was entered is done, with how many lines of it were not; after 2 s at most. */
  async settle(): Promise<number> {
    const { outbox, deps } = this.#session;
    if (!outbox.isEmpty || this.#underWay.size > 0) {
      let cancel: () => void = () => undefined;
      const late = new Promise<void>((resolve) => {
        cancel = deps.timers.after(PARTING_MS, resolve);
      });
      await Promise.race([this.whenIdle(), late]);
      cancel();
    }
    return this.#refused + outbox.close(false).length + this.#underWay.size;
  }

  /** Resolves when nothing is under way. */
  async whenIdle(): Promise<void> {
    await this.#session.outbox.whenEmpty();
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #run(entered: Entered): Promise<void> {
    const { input, text, aim, breath } = entered;
    const session = this.#session;
    const front = this.#front();
    const { me, windows } = session;
    if (me === undefined || front === undefined) return;
    session.navigation.dropLeft();
    const place = placeOf(entered);
    const target = place && windows.find(place.conversation);
    const back = withoutSecret(text, COMMANDS.values());
    let isTaken = false;
    try {
      if (target !== undefined) {
        const leads = { lead: (to: Conversation) => this.#lead(breath, to), moveOn: () => this.#moveOn(breath) };
        isTaken = await runInput(commandContext(session, front, me, target, leads), input, aim);
      }
    } finally {
      // Also where the store cannot be used.
      if (!isTaken) this.giveBack(back, aim, place);
      // Words come back through the ring; what a command changed may be anything.
      if (input.type === 'command') front.changed();
    }
  }

  /**
   * Something entered was not taken: it goes back into its window's line, or that this is not open is said; where nobody sees that
   * any more it counts as lost.
   */
  giveBack(text: string, aim: Aim | undefined, window: Place | undefined): void {
    const { ended, navigation, windows } = this.#session;
    if (ended) this.#refused += 1;
    else {
      navigation.dropLeft();
      const isOpen = window !== undefined && windows.find(window.conversation) !== undefined;
      if (!isOpen)
        this.#refuse(`${window?.title ?? 'That window'} is not open, so what you typed for it was not sent.`);
    }
    this.#front()?.giveBack(text, aim, window?.conversation);
  }

  /** What of a line may become a draft again: words, an answer's as well; not what changes another line. */
  #wordsOf(entered: Entered): Unsent | undefined {
    const { input, text, aim } = entered;
    if (input.type !== 'say' || (aim !== undefined && aim.kind !== 'reply')) return undefined;
    const conversation = placeOf(entered)?.conversation;
    return conversation && { conversation, text };
  }

  #refuse(sentence: string): void {
    this.#front()?.notice({ kind: 'error', text: sentence });
  }
}
