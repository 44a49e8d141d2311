/**
 * A session channel before it runs: collects pty, size and environment in whatever order they come, and becomes a
 * terminal with `shell` or `exec`. Subsystems, X11 and agents have no listener, so ssh2 refuses them.
 */
import type { Socket } from 'node:net';
import type { ServerChannel, Session as SshSession } from 'ssh2';
import type { Door } from '../session/terminal.ts';
import { ChannelTerminal } from './channel-terminal.ts';
import { SettlingSize } from './terminal-size.ts';

/** What a client may set; whatever else it sends is nobody's business here. */
const ENVIRONMENT: ReadonlySet<string> = new Set(['LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'NO_COLOR', 'COLORTERM']);
const VALUE = /^[\x20-\x7e]{0,64}$/;
/** A TERM is a word; some libraries read one with a slash as a file. */
const TERM = /^[A-Za-z0-9][A-Za-z0-9+._-]{0,63}$/;
/** Terminals that can only show one line after another. */
const DUMB: ReadonlySet<string> = new Set(['dumb', 'unknown', 'network']);
/** Bytes. */
const MAX_COMMAND = 4096;

type Accept<T> = (() => T) | undefined;
type Reject = (() => void) | undefined;

export interface SessionChannelEvents {
  /** It runs. */
  started(terminal: ChannelTerminal): void;
  /** It is gone, whether it ran or not; once. */
  gone(terminal: ChannelTerminal | undefined): void;
  /** A channel was ended and the far end does not answer. */
  unanswered(): void;
}

/** The door for a TERM, undefined without a pty. */
export function doorOf(term: string | undefined): Door {
  if (term === undefined) return { kind: 'plain', echo: false };
  return TERM.test(term) && !DUMB.has(term) ? { kind: 'screen', term } : { kind: 'plain', echo: true };
}

/** What a channel was told so far, and what became of it. */
class SessionChannel {
  readonly #socket: Socket;
  readonly #events: SessionChannelEvents;
  readonly #env = new Map<string, string>();
  readonly #sizes = new SettlingSize();
  #term: string | undefined;
  #terminal: ChannelTerminal | undefined;
  #isGone = false;

  constructor(socket: Socket, events: SessionChannelEvents) {
    this.#socket = socket;
    this.#events = events;
  }

  asTerminal(term: string, columns: number, rows: number): void {
    this.#term = term;
    this.resize(columns, rows);
  }

  resize(columns: number, rows: number): void {
    this.#sizes.report(columns, rows);
  }

  /** False for what is none of its business. */
  setVariable(name: string, value: string): boolean {
    const isAllowed = ENVIRONMENT.has(name) && VALUE.test(value);
    if (isAllowed) this.#env.set(name, value);
    return isAllowed;
  }

  /** A channel runs once: a shell, or a command. */
  start(accept: Accept<ServerChannel>, reject: Reject, command: string | undefined): void {
    // accept() gives nothing when the channel is closing or runs already.
    const channel = this.#terminal === undefined && !this.#isGone ? accept?.() : undefined;
    if (channel === undefined) {
      reject?.();
      return;
    }
    this.#terminal = new ChannelTerminal({
      channel,
      socket: this.#socket,
      door: doorOf(this.#term),
      command,
      env: this.#env,
      sizes: this.#sizes,
      unanswered: this.#events.unanswered,
      gone: () => this.#gone(),
    });
    this.#events.started(this.#terminal);
  }

  /** ssh2 tells only its session of one that never ran. One that ran has a terminal, which is told when all is read. */
  closed(): void {
    if (this.#terminal === undefined) this.#gone();
  }

  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#sizes.stop();
    this.#events.gone(this.#terminal);
  }
}

/** Wires up a channel that was just accepted. */
export function openSessionChannel(session: SshSession, socket: Socket, events: SessionChannelEvents): void {
  const channel = new SessionChannel(socket, events);
  session.on('error', () => undefined);
  session.on('pty', (accept: Accept<void>, _reject, { term, cols, rows }) => {
    channel.asTerminal(String(term), cols, rows);
    accept?.();
  });
  session.on('window-change', (accept: Accept<void>, _reject, { cols, rows }) => {
    channel.resize(cols, rows);
    accept?.();
  });
  session.on('env', (accept: Accept<void>, reject: Reject, { key, val }) => {
    (channel.setVariable(key, val) ? accept : reject)?.();
  });
  session.on('shell', (accept: Accept<ServerChannel>, reject: Reject) => channel.start(accept, reject, undefined));
  session.on('exec', (accept: Accept<ServerChannel>, reject: Reject, { command }) => {
    if (Buffer.byteLength(command) > MAX_COMMAND) reject?.();
    else channel.start(accept, reject, command);
  });
  session.on('close', () => channel.closed());
}
