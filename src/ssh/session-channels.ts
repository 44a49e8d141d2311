/** The session channels of one connection: how many it may have, and the terminals that run in them. */
import type { Socket } from 'node:net';
import type { Session as SshSession } from 'ssh2';
import { openSessionChannel } from './channel.ts';
import type { ChannelTerminal } from './channel-terminal.ts';

/** At once. */
const MAX_CHANNELS = 4;
/** And over a connection's life. A person needs one; a client that shares a connection, a handful at a time. */
const MAX_SESSIONS = 16;

export interface SessionChannelsEvents {
  /** One is open. */
  opened(): void;
  /** A shell or a command runs in one. */
  started(terminal: ChannelTerminal): void;
  /** One was not opened. */
  refused(): void;
  /** A channel was ended and the far end does not answer. */
  unanswered(): void;
  /** The last one that was open is gone. */
  allGone(): void;
}

export class SessionChannels {
  readonly #socket: Socket;
  readonly #events: SessionChannelsEvents;
  readonly #terminals = new Set<ChannelTerminal>();
  #open = 0;
  /** So far. */
  #opened = 0;

  constructor(socket: Socket, events: SessionChannelsEvents) {
    this.#socket = socket;
    this.#events = events;
  }

  /** Those in which something runs. */
  get terminals(): ReadonlySet<ChannelTerminal> {
    return this.#terminals;
  }

  get areNone(): boolean {
    return this.#open === 0;
  }

  /** The far end asks for one; `isWelcome`: it may have one at all. */
  open(accept: (() => SshSession | undefined) | undefined, reject: (() => void) | undefined, isWelcome: boolean): void {
    const isGranted = isWelcome && this.#open < MAX_CHANNELS && this.#opened < MAX_SESSIONS;
    const session = isGranted ? accept?.() : undefined;
    if (session === undefined) {
      this.#events.refused();
      reject?.();
      return;
    }
    this.#open += 1;
    this.#opened += 1;
    this.#events.opened();
    openSessionChannel(session, this.#socket, {
      started: (terminal) => {
        this.#terminals.add(terminal);
        this.#events.started(terminal);
      },
      unanswered: () => this.#events.unanswered(),
      gone: (terminal) => {
        if (terminal !== undefined) this.#terminals.delete(terminal);
        this.#open -= 1;
        if (this.#open === 0) this.#events.allGone();
      },
    });
  }

  /** Something came from the far end. */
  heard(): void {
    for (const terminal of this.#terminals) terminal.heard();
  }

  /** Something was sent, or may be now. */
  recheck(): void {
    for (const terminal of this.#terminals) terminal.recheck();
  }

  /** The connection is gone. */
  closed(isPolite: boolean): void {
    for (const terminal of this.#terminals) terminal.closed(isPolite);
  }
}
