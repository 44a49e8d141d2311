/**
 * What was entered, on its way to the chat: understood, held back by the person's pace if need be, and run where it was
 * typed, whichever window is looked at by then.
 */
import type { Aim } from '../chat/command.ts';
import { type Input, parseInput } from '../chat/commands/dispatch.ts';
import { runInput } from '../chat/commands/entered.ts';
import { lookUp } from '../chat/commands/lookup.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import type { Conversation } from '../chat/message.ts';
import { placesOf } from '../chat/pace.ts';
import type { Role } from '../chat/ports/accounts.ts';
import { commandContext } from './command-context.ts';
import type { Front } from './front.ts';
import type { Session } from './session.ts';
import { type GivenBack, givenBack, type Unsent } from './unsent.ts';
import type { Window } from './window.ts';

interface Entered {
  readonly input: Input;
  readonly text: string;
  readonly aim: Aim | undefined;
  /** Where it was typed. */
  readonly window: Window | undefined;
  /** How often a line had led elsewhere by then. */
  readonly led: number;
}

export class Sending {
  readonly #session: Session;
  readonly #front: () => Front | undefined;
  #led = 0;

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
    const entered: Entered = { input, text, aim, window: session.windows.current, led: this.#led };
    const run = () => session.guard(() => this.#run(entered));
    const isFree = input.type === 'command' ? COMMANDS.get(input.name)?.isFree : undefined;
    if (isFree === 'always' || (isFree && session.freePace.reserveNow(session.deps.timers.now()))) {
      void run();
      return true;
    }
    const pace = isFree ? session.freePace : undefined;
    const taken = session.outbox.put({
      send: run,
      pace,
      places: placesOf(text),
      words: () => this.#wordsOf(entered),
    });
    if (!taken) this.#refuse('Too many lines are waiting to be sent; wait a moment.');
    return taken;
  }

  /** Does what keys asked for without a line, as fast as commands of that kind may be; false when too much waits: it is not done, and that is said. */
  act(work: () => Promise<void>, pace: 'free' | 'lines'): boolean {
    const { outbox, freePace, deps } = this.#session;
    const run = () => this.#session.guard(work);
    if (pace === 'free' && freePace.reserveNow(deps.timers.now())) {
      void run();
      return true;
    }
    const taken = outbox.put({ send: run, pace: pace === 'free' ? freePace : undefined });
    if (!taken) this.#refuse('Too much is waiting to be done, so this was not; wait a moment.');
    return taken;
  }

  /** A line that is being run leads to a conversation: those that were entered after it go there, too. */
  async lead(conversation: Conversation): Promise<void> {
    await this.#session.navigation.showConversation(conversation);
    this.#led += 1;
  }

  /** Sends nothing any more; what becomes of all that waits. */
  close(): GivenBack {
    const { slow, outbox, windows, unread } = this.#session;
    const { drafts, lost } = givenBack([...slow.close(), ...outbox.close()], (conversation) => {
      const window = windows.find(conversation);
      return window && this.#front()?.stateOf(window)?.draft;
    });
    return { drafts, lost: lost + unread() };
  }

  async #run({ input, text, aim, window, led }: Entered): Promise<void> {
    const session = this.#session;
    const front = this.#front();
    const { me, windows } = session;
    if (me === undefined || front === undefined) return;
    const typedIn = this.#where(window, led);
    const conversation = aim?.line.conversation ?? typedIn?.conversation;
    const target = conversation === undefined ? undefined : windows.find(conversation);
    if (target === undefined) {
      this.#refuse(`${typedIn?.title ?? 'That window'} was closed before what you typed there was sent.`);
      front.giveBack(text, aim);
      return;
    }
    let isTaken = false;
    const back = withoutSecret(input, text, me.role);
    try {
      isTaken = await runInput(commandContext(session, front, me, target), input, aim);
    } finally {
      // Also where the store cannot be used.
      if (!isTaken) front.giveBack(back, aim, target.conversation);
      // Words come back through the ring; what a command changed may be anything.
      if (input.type === 'command') front.changed();
    }
  }

  /** The window that a line goes to. */
  #where(typedIn: Window | undefined, led: number): Window | undefined {
    return led === this.#led ? typedIn : this.#session.windows.current;
  }

  /** What of a line may become a draft again: words, an answer's as well; not what changes another line. */
  #wordsOf({ input, text, aim, window, led }: Entered): Unsent | undefined {
    if (input.type !== 'say' || (aim !== undefined && aim.kind !== 'reply')) return undefined;
    const conversation = aim?.line.conversation ?? this.#where(window, led)?.conversation;
    return conversation && { conversation, text };
  }

  #refuse(sentence: string): void {
    this.#front()?.notice({ kind: 'error', text: sentence });
  }
}

/** What comes back into the input, where all can see it and it is kept as a draft: of a command with a secret its name. */
function withoutSecret(input: Input, text: string, role: Role): string {
  if (input.type !== 'command') return text;
  const command = lookUp(COMMANDS, role, input.name);
  return command.ok && command.value.secret === true ? `/${input.name}` : text;
}
