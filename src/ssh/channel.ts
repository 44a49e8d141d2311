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

/** Wires up a channel that was just accepted. */
export function openSessionChannel(session: SshSession, socket: Socket, events: SessionChannelEvents): void {
  const env = new Map<string, string>();
  const sizes = new SettlingSize();
  let term: string | undefined;
  let terminal: ChannelTerminal | undefined;
  let isGone = false;
  const gone = () => {
    if (isGone) return;
    isGone = true;
    sizes.stop();
    events.gone(terminal);
  };

  const start = (accept: Accept<ServerChannel>, reject: Reject, command: string | undefined) => {
    // accept() gives nothing when the channel is closing or runs already.
    const channel = terminal === undefined && !isGone ? accept?.() : undefined;
    if (channel === undefined) {
      reject?.();
      return;
    }
    const { unanswered } = events;
    terminal = new ChannelTerminal({
      channel,
      socket,
      door: doorOf(term),
      command,
      env,
      sizes,
      unanswered,
      gone,
    });
    events.started(terminal);
  };

  session.on('error', () => undefined);
  session.on('pty', (accept: Accept<void>, _reject, info) => {
    term = String(info.term);
    sizes.report(info.cols, info.rows);
    accept?.();
  });
  session.on('window-change', (accept: Accept<void>, _reject, info) => {
    sizes.report(info.cols, info.rows);
    accept?.();
  });
  session.on('env', (accept: Accept<void>, reject: Reject, { key, val }) => {
    const isAllowed = ENVIRONMENT.has(key) && VALUE.test(val);
    if (isAllowed) env.set(key, val);
    (isAllowed ? accept : reject)?.();
  });
  session.on('shell', (accept: Accept<ServerChannel>, reject: Reject) => start(accept, reject, undefined));
  session.on('exec', (accept: Accept<ServerChannel>, reject: Reject, { command }) => {
    if (Buffer.byteLength(command) > MAX_COMMAND) reject?.();
    else start(accept, reject, command);
  });
  // A channel that never ran: ssh2 tells its session only. One that ran has a terminal, which is told when all is read.
  session.on('close', () => terminal ?? gone());
}
