/**
 * The open port. Limits by address and the clients' first lines are dealt with here, before a byte of cryptography is
 * done for anyone.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type AddressLimitOptions, AddressLimits, plainAddress } from './address-limits.ts';
import { exchangeIdents } from './ident.ts';
import type { Logger } from './log.ts';

/** The port cannot be listened on; the message says why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export interface ListenerOptions extends AddressLimitOptions {
  /** An address; `::` is all of them, IPv4 too, also where there is no IPv6. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** For the client's first line, ms. */
  readonly ident: number;
}

/** A connection that has said its first line. The socket is paused, that line still in it. */
export interface Arrival {
  readonly socket: Socket;
  readonly remote: string;
  /** What the client calls itself, printable ASCII. */
  readonly clientVersion: string;
  /** It counts no longer as waiting to sign in; idempotent, and done by itself when the socket closes. */
  settle(): void;
}

/** What the system's codes mean to a sysop. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'something else is listening there already'],
  ['EACCES', 'not allowed; ports below 1024 need the right to use them'],
  ['EADDRNOTAVAIL', 'this machine has no such address'],
]);
const NO_IPV6: ReadonlySet<string> = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL']);

export class Listener {
  readonly #options: ListenerOptions;
  readonly #limits: AddressLimits;
  readonly #log: Logger;
  readonly #onArrival: (arrival: Arrival) => void;
  readonly #waiting = new Set<Socket>();
  readonly #server: Server;

  constructor(options: ListenerOptions, log: Logger, onArrival: (arrival: Arrival) => void) {
    this.#options = options;
    this.#limits = new AddressLimits(options);
    this.#log = log;
    this.#onArrival = onArrival;
    this.#server = createServer({ noDelay: true }, (socket) => this.#take(socket));
  }

  /** @throws ListenError */
  async listen(): Promise<{ readonly address: string; readonly port: number }> {
    const { host, port } = this.#options;
    try {
      await this.#bind(host);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (host !== '::' || !NO_IPV6.has(code)) throw this.#unusable(host, port, code);
      await this.#bind('0.0.0.0').catch((again: NodeJS.ErrnoException) => {
        throw this.#unusable('0.0.0.0', port, again.code ?? '');
      });
    }
    this.#server.on('error', (err) => this.#log.warn({ err }, 'listening'));
    const bound = this.#server.address() as AddressInfo;
    return { address: bound.address, port: bound.port };
  }

  /** Takes nobody any more; resolves when the last socket is gone. */
  close(): Promise<void> {
    for (const socket of this.#waiting) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #bind(host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port: this.#options.port, ipv6Only: false }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  #unusable(host: string, port: number, code: string): ListenError {
    const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return new ListenError(`Cannot listen on ${where}: ${REASONS.get(code) ?? code}.`);
  }

  #take(socket: Socket): void {
    socket.on('error', () => undefined); // 'close' follows, and says all there is to know
    const remote = plainAddress(socket.remoteAddress ?? '');
    const admission = this.#limits.admit(remote, performance.now());
    if (!admission.ok) {
      if (admission.isNews) this.#log.warn({ remote }, 'too many connections from one address');
      socket.resetAndDestroy();
      return;
    }
    let settled = false;
    const settle = () => {
      if (settled) return;
      settled = true;
      this.#limits.settled(admission.source);
    };
    this.#waiting.add(socket);
    socket.once('close', () => {
      this.#waiting.delete(socket);
      settle();
    });
    exchangeIdents(socket, this.#options.ident, (clientVersion) => {
      this.#waiting.delete(socket);
      if (clientVersion === undefined) socket.destroy();
      else this.#onArrival({ socket, remote, clientVersion, settle });
    });
  }
}
