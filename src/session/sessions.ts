/** Every session of this node: made of each terminal that comes in, ended together when the server goes down. */
import { randomBytes } from 'node:crypto';
import type { UserId } from '../chat/message.ts';
import type { SessionDeps } from './deps.ts';
import type { Front } from './front.ts';
import { PlainFront } from './plain.ts';
import { ScreenFront } from './screen.ts';
import { Session } from './session.ts';
import type { SignedIn } from './signed-in.ts';
import type { Terminal, TerminalEvents } from './terminal.ts';
import { TypedInput, type Typing } from './typed-input.ts';

/** What a front takes from its terminal. */
interface TerminalFront extends Front {
  readonly typing: Typing;
  readonly isAsked: boolean;
  eof(): void;
  flooded(): void;
  dropped(): void;
  drain(): void;
  resized(): void;
}

/** Why nobody is let in, for their standard error, and the exit status. */
interface Refusal {
  readonly sentence: string;
  readonly status: number;
}

const CLOSING: Refusal = { sentence: 'The server is shutting down. Please try again in a moment.', status: 1 };
const NO_COMMANDS: Refusal = {
  sentence:
    'Partyline runs no commands: ssh without one opens the chat, and with -t and the name of a channel ' +
    "(in quotes: '#lobby') it opens there.",
  status: 2,
};

export class Sessions {
  readonly #deps: SessionDeps;
  readonly #open = new Set<Session>();
  #closing = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#open.size;
  }

  /** One person has come through a door. `onEnd` is called once, when their session is over. */
  accept(terminal: Terminal, who: SignedIn, onEnd: () => void = () => undefined): void {
    const refusal = this.#refusalOf(terminal.command);
    if (refusal !== undefined) {
      terminal.writeError(`${refusal.sentence}\r\n`);
      terminal.end(refusal.status);
      onEnd();
      return;
    }
    const session = new Session(randomBytes(8).toString('hex'), this.#deps, who, terminal, {
      others: (one) => [...this.#open].filter((other) => other !== one && other.userId === one.userId),
      ended: (one) => {
        this.#open.delete(one);
        onEnd();
      },
    });
    this.#open.add(session);
    let front: TerminalFront | undefined;
    const typed = new TypedInput(session);
    session.onReady = () => typed.begin();
    session.unread = () => typed.lines;
    session.secrecy.onAsk = () => typed.resume();
    session.secrecy.onOver = () => typed.drop();
    terminal.open(eventsOf(session, typed, () => front));
    void session.guard(() =>
      session.start(() => {
        front = frontOf(session);
        typed.listen(front);
        return front;
      }),
    );
  }

  #refusalOf(command: string | undefined): Refusal | undefined {
    if (this.#closing) return CLOSING;
    const isRunnable = command === undefined || command.trim() === '' || command.startsWith('#');
    // What is piped into a command that we do not know is not meant for a channel.
    return isRunnable ? undefined : NO_COMMANDS;
  }

  /** A minute has passed: the clock on every screen. */
  tick(): void {
    for (const session of this.#open) void session.guard(() => session.tick());
  }

  /** Ends every session of a person who has no seat any more. */
  dismiss(user: UserId, lastWords: string): void {
    for (const session of [...this.#open]) if (session.userId === user) void session.end('lost', lastWords, 1);
  }

  /** Tells everybody, ends every session, and resolves when all seats are given back. */
  async closeAll(lastWords: string): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#open].map((session) => session.end('lost', lastWords)));
  }
}

/** The screen, where the terminal has one and the person has not chosen otherwise. */
function frontOf(session: Session): TerminalFront {
  const { door } = session.terminal;
  if (door.kind === 'plain') return new PlainFront(session, door.echo);
  return session.preferences.get('screen') === 'plain' ? new PlainFront(session, true) : new ScreenFront(session, door);
}

function eventsOf(session: Session, typed: TypedInput, front: () => TerminalFront | undefined): TerminalEvents {
  /** For what happens with every packet. */
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      session.fail(error);
    }
  };
  return {
    heard: () => attempt(() => session.heard()),
    data: (chunk) => attempt(() => typed.data(chunk)),
    eof: () => void session.guard(() => typed.eof()),
    resize: () => void session.guard(() => front()?.resized()),
    drain: () => void session.guard(() => front()?.drain()),
    close: (clean) => {
      attempt(() => typed.close());
      void session.end(clean ? 'quit' : 'lost', '');
    },
  };
}
