/** The SSH door, put together: a listener, ssh2 behind it, and a connection for each who comes. */
import type { Socket } from 'node:net';
import type ssh2Types from 'ssh2';
import type { SignedIn } from '../session/signed-in.ts';
import { AccountLinks } from './account-links.ts';
import { ALGORITHMS } from './algorithms.ts';
import { Connection, type ConnectionDeps, type ConnectionOptions } from './connection.ts';
import type { HostKeys } from './host-key.ts';
import { SOFTWARE, swallowIdent } from './ident.ts';
import { Listener, type ListenerOptions } from './listener.ts';
import { type Arrival, Reception, type ReceptionOptions } from './reception.ts';
import { ssh2 } from './ssh2.ts';
import { socketOf } from './ssh2-internals.ts';

/** Keep-alive: 30 s apart, four missed. */
const KEEP_ALIVE = { keepaliveInterval: 30_000, keepaliveCountMax: 4 } as const;

/** How often each connection is looked at, ms. */
const SWEEP_MS = 1000;

/** Times in ms; see the interfaces it is made of. */
export interface SshServerOptions extends ListenerOptions, ReceptionOptions, ConnectionOptions {}

export interface SshServerDeps extends ConnectionDeps {
  readonly hostKeys: HostKeys;
}

export class SshServer {
  readonly #options: SshServerOptions;
  readonly #deps: SshServerDeps;
  readonly #reception: Reception;
  readonly #listener: Listener;
  readonly #ssh: ssh2Types.Server;
  readonly #connections = new Set<Connection>();
  readonly #links = new AccountLinks();
  /** Whom ssh2 speaks for; it says an address and a port, which two connections may share if this machine has two addresses. */
  readonly #bySocket = new WeakMap<Socket, Connection>();
  #port = 0;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(options: SshServerOptions, deps: SshServerDeps) {
    this.#options = options;
    this.#deps = deps;
    const { log, metrics } = deps;
    this.#reception = new Reception(options, { log, metrics, onArrival: (arrival) => this.#welcome(arrival) });
    this.#listener = new Listener(options, log, (socket) => this.#reception.take(socket));
    this.#ssh = new ssh2.Server(
      { hostKeys: [...deps.hostKeys.keys], algorithms: ALGORITHMS, ident: SOFTWARE, ...KEEP_ALIVE },
      (client) => this.#bySocket.get(socketOf(client))?.attach(client),
    );
  }

  /** How many connections are past their first line. */
  get size(): number {
    return this.#connections.size;
  }

  /**
   * Where it listens: the address as bound (`::`), the port also when 0 was asked for.
   * @throws ListenError
   */
  async listen(): Promise<{ readonly address: string; readonly port: number }> {
    const bound = await this.#listener.listen();
    this.#port = bound.port;
    this.#sweeper = setInterval(() => {
      const now = performance.now();
      for (const connection of this.#connections) connection.sweep(now);
    }, SWEEP_MS);
    return bound;
  }

  /** Lets connections open no session any more, for whom that is so; they end with the last that runs. */
  revoke(isMeant: (who: SignedIn) => boolean): void {
    for (const connection of this.#connections) connection.revoke(isMeant);
  }

  /**
   * Takes nobody any more, says goodbye to all, and resets whoever is still there after the grace. Resolves when all are gone and
   * nothing of theirs is under way.
   */
  async close(graceMs: number): Promise<void> {
    clearInterval(this.#sweeper);
    const closed = this.#listener.close();
    this.#reception.close();
    for (const connection of this.#connections) connection.end();
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.reset();
    }, graceMs);
    await closed;
    clearTimeout(timer);
    await Promise.all([...this.#connections].map(({ gone }) => gone));
  }

  #welcome(arrival: Arrival): void {
    const { socket } = arrival;
    const connection = new Connection(arrival, this.#options, this.#deps, { port: this.#port, links: this.#links });
    this.#connections.add(connection);
    void connection.gone.then(() => this.#connections.delete(connection));
    this.#bySocket.set(socket, connection);
    swallowIdent(socket);
    this.#ssh.injectSocket(socket);
  }
}
