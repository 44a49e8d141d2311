/**
 * One connection from its first line to its end: the time it has to sign in, who it turned out to be, and what that lets it
 * do. Whatever it does wrong ends it, and nobody else.
 */
import type { Connection as SshClient } from 'ssh2';
import type { Authentication } from '../accounts/authentication.ts';
import type { SignedIn } from '../session/signed-in.ts';
import type { Terminal } from '../session/terminal.ts';
import { type AccountLinks, LINKS_EACH } from './account-links.ts';
import { sourcesOf } from './address.ts';
import { SignIn } from './auth.ts';
import type { ChannelTerminal } from './channel-terminal.ts';
import { Farewell } from './farewell.ts';
import { guard } from './guard.ts';
import type { GuardLimits } from './guard-rules.ts';
import { linkState } from './link-state.ts';
import { LinkWatch } from './link-watch.ts';
import type { Logger } from './log.ts';
import { LoginLog } from './login-log.ts';
import type { DoorMetrics, DoorRule } from './metrics.ts';
import type { Arrival } from './reception.ts';
import { reset } from './reset.ts';
import { SessionChannels } from './session-channels.ts';
import { SignInTime } from './sign-in-time.ts';
import { protocolOf } from './ssh2-internals.ts';

/** For whoever has too many connections to open a session on this one and read why it ends. */
const SURPLUS_MS = 5000;
const TOO_MANY_LINKS = `You are connected ${LINKS_EACH} times already, which is the most; end one of those connections first.\r\n`;

export interface ConnectionOptions {
  /** Until signed in or asked a question, ms. */
  readonly grace: number;
  /** Until signed in, in all, once a question was asked, ms. */
  readonly dialogue: number;
  readonly protocol: GuardLimits;
}

export interface ConnectionDeps {
  readonly authentication: Authentication;
  /** Somebody is in and wants a terminal. What it throws ends this session only. */
  onSession(terminal: Terminal, who: SignedIn): void;
  readonly log: Logger;
  readonly metrics: DoorMetrics;
}

/** The server that it is a connection of. */
export interface Shared {
  /** Where it listens, for the sentences. */
  readonly port: number;
  readonly links: AccountLinks;
}

export class Connection {
  readonly #arrival: Arrival;
  readonly #options: ConnectionOptions;
  readonly #deps: ConnectionDeps;
  readonly #links: AccountLinks;
  readonly #loginLog: LoginLog;
  readonly #signIn: SignIn;
  readonly #signInTime: SignInTime;
  readonly #farewell: Farewell;
  readonly #channels: SessionChannels;
  #client: SshClient | undefined;
  #failures = 0;
  /** Something of ours failed while they signed in: they are not to pay for it. */
  #isOurs = false;
  /** It was reset for a reason that is written down already. */
  #isBroken = false;
  #who: SignedIn | undefined;
  /** Counted among the connections of its account. */
  #counted: SignedIn | undefined;
  /** For whom a login that was under way counts no longer. */
  readonly #revoked: ((who: SignedIn) => boolean)[] = [];
  #watch: LinkWatch | undefined;
  /** The far end said that it disconnects, rather than just being gone. */
  #isPolite = false;

  /** Resolves when the socket is closed and all that was under way is done. */
  readonly gone: Promise<void>;

  constructor(arrival: Arrival, options: ConnectionOptions, deps: ConnectionDeps, { port, links }: Shared) {
    this.#arrival = arrival;
    this.#options = options;
    this.#deps = deps;
    this.#links = links;
    this.#loginLog = new LoginLog(deps.log, arrival);
    this.#signInTime = new SignInTime(options.grace, () => this.#late());
    this.#signIn = new SignIn({
      // Whoever has an IPv6 address has a /64 of them, and often another one the next day.
      begin: (handle) =>
        deps.authentication.begin({
          handle,
          port,
          address: sourcesOf(arrival.remote)[0].name,
          admitNewcomer: () => arrival.admitNewcomer(),
        }),
      asking: (isOut) => {
        arrival.asking(isOut);
        if (isOut) this.#signInTime.extend(options.dialogue);
      },
      refused: (method, { handle, isPossible }) => {
        this.#failures += 1;
        this.#loginLog.failed(method, handle, isPossible);
      },
      unheard: () => deps.metrics.refused('guesses'),
      tooMany: () => this.#offend('attempts'),
      failed: (err) => {
        this.#isOurs = true;
        deps.log.warn({ err, remote: arrival.remote }, 'signing in failed');
      },
    });
    const { socket } = arrival;
    this.#farewell = new Farewell(socket, () => (this.#client ?? socket).end());
    // ssh2 ends our side when it reads a disconnect message (RFC 4253 §11.1); otherwise the stream does so after this.
    socket.prependListener('end', () => {
      this.#isPolite ||= socket.writableEnded;
      // Nobody speaks SSH with one half of a connection; what it has not read must not hold the other half up.
      this.#farewell.expect();
    });
    this.#channels = new SessionChannels(socket, {
      opened: () => {
        if (this.#counted !== undefined) this.#farewell.stay();
      },
      started: (terminal) => this.#start(terminal),
      refused: () => deps.metrics.refused('channels'),
      unanswered: () => this.reset(),
      allGone: () => this.#farewell.beginIn(),
    });
    socket.on('drain', () => this.#channels.recheck());
    this.gone = new Promise((resolve) => {
      socket.once('close', () => resolve(this.#closed()));
    });
  }

  /** ssh2 has read the first line and speaks for the far end from now on. */
  attach(client: SshClient): void {
    client.on('error', (error) => this.#failed(error));
    this.#client = client;
    // Before ssh2 makes something of it, which may be the end of a session.
    this.#arrival.socket.prependListener('data', () => this.#channels.heard());
    const isRunning = () => this.#channels.terminals.size > 0;
    const { admitPacket, admitRekey } = this.#arrival;
    guard(client, this.#options.protocol, { isRunning, admitPacket, admitRekey }, (rule) => this.#offend(rule));
    client.on('authentication', (ctx) => this.#signIn.take(ctx));
    client.on('ready', () => this.#ready());
    client.on('rekey', () => this.#channels.recheck());
    client.on('session', (accept, reject) => this.#channels.open(accept, reject, this.#who !== undefined));
  }

  /** Says goodbye; resets if the far end does not hang up within 2 s. */
  end(): void {
    this.#farewell.begin();
  }

  /** See `SshServer.revoke`. */
  revoke(isMeant: (who: SignedIn) => boolean): void {
    // It may be a moment from being in, by the key that was removed or the password that was changed.
    if (this.#signInTime.isRunning) this.#revoked.push(isMeant);
    if (this.#who === undefined || !isMeant(this.#who)) return;
    this.#who = undefined;
    if (this.#channels.areNone) this.end();
  }

  reset(): void {
    reset(this.#arrival.socket);
  }

  /** Looks whether it may stay as it is; to be done once a second. */
  sweep(now: number): void {
    const client = this.#client;
    const watch = this.#watch;
    if (client === undefined || watch === undefined) return;
    const { socket } = this.#arrival;
    // They said goodbye (RFC 4253 §11.1) and stay on the line.
    if (socket.writableEnded) this.#farewell.expect();
    const found = watch.look(linkState(protocolOf(client), socket, this.#channels.terminals), now);
    if (found === 'renew') client.rekey();
    else if (found === 'unused') {
      this.#deps.metrics.refused(found);
      this.end();
    } else if (found === 'stalled' || found === 'renewTime') this.#lose(found);
    else if (found !== undefined) this.#offend(found);
  }

  /** Protocol errors, keep-alive; ssh2 alone would wait for the far end. What was thrown has neither level nor code. */
  #failed(error: Error & { readonly level?: string; readonly code?: unknown }): void {
    const { level, code } = error;
    const isThrown = level === undefined && code === undefined;
    if (isThrown && !this.#isBroken) this.#deps.log.warn({ err: error }, 'a packet could not be read');
    if (level === 'protocol' || isThrown) {
      this.#offend('malformed');
      return;
    }
    // Old clients and new ones that have nothing in common with us, mostly: to be seen, and nobody's offence.
    if (level === 'handshake' && !this.#isBroken) {
      this.#deps.metrics.refused('exchange');
      this.#loginLog.unexchanged(error.message);
    }
    this.end();
  }

  /** No honest client does that. */
  #offend(rule: DoorRule): void {
    if (this.#isBroken) return;
    this.#arrival.penalise('violation');
    this.#loginLog.reset(rule, this.#who?.account.handle);
    this.#break(rule);
  }

  /** The network between us may be gone: their whole office behind one address is not to pay for that. */
  #lose(rule: DoorRule): void {
    if (this.#isBroken) return;
    this.#loginLog.lost(rule, this.#who?.account.handle);
    this.#break(rule);
  }

  #break(rule: DoorRule): void {
    this.#deps.metrics.refused(rule);
    this.#isBroken = true;
    this.reset();
  }

  /** The time to sign in is over. */
  #late(): void {
    this.#deps.metrics.refused('grace');
    this.#arrival.penalise('grace');
    this.#loginLog.timedOut();
    this.#isBroken = true;
    this.reset();
  }

  #ready(): void {
    this.#signInTime.end();
    this.#arrival.settle();
    const { accepted } = this.#signIn;
    if (accepted === undefined) {
      this.reset(); // ssh2 accepts nobody by itself
      return;
    }
    const { remote, source, clientVersion } = this.#arrival;
    const { login, method, key } = accepted;
    const who = { ...login, provisional: login.account.provisional, remote, source, clientVersion };
    if (this.#revoked.some((isMeant) => isMeant(who))) {
      this.end();
      return;
    }
    this.#watch = new LinkWatch(performance.now(), Math.random());
    this.#who = who;
    if (this.#links.add(who.account.id)) this.#counted = who;
    else {
      this.#deps.metrics.refused('links');
      this.#farewell.beginIn(SURPLUS_MS);
    }
    const proof = key === undefined ? {} : { key };
    this.#loginLog.accepted({ method, handle: login.account.handle, isNew: login.isNew, ...proof });
  }

  #start(terminal: ChannelTerminal): void {
    const who = this.#who;
    if (who === undefined || this.#counted === undefined) {
      // Revoked since the channel was opened, or one too many.
      if (who !== undefined) terminal.writeError(TOO_MANY_LINKS);
      terminal.end(1);
      return;
    }
    this.#signIn.dialogue?.entered();
    try {
      this.#deps.onSession(terminal, who);
    } catch (err) {
      this.#deps.log.warn({ err, handle: who.account.handle }, 'a session could not start');
      terminal.end(1);
    }
  }

  #closed(): Promise<void> {
    // They were not in, and had time left.
    if (this.#signInTime.isRunning && !this.#isBroken) {
      if (this.#failures > 0) this.#arrival.penalise('failed');
      else if (!this.#isOurs) this.#arrival.penalise('silent');
      this.#loginLog.closed(this.#signIn.dialogue?.handle);
    }
    this.#signInTime.end();
    this.#farewell.over();
    if (this.#counted !== undefined) this.#links.remove(this.#counted.account.id);
    this.#channels.closed(this.#isPolite);
    return this.#signIn.close();
  }
}
