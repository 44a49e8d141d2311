/** The open port: where it is bound, and why it cannot be. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Logger } from './log.ts';

/** The port cannot be listened on; the message says why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export interface ListenerOptions {
  /** An address; `::` is all of them, IPv4 too, also where there is no IPv6. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
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
  readonly #log: Logger;
  readonly #server: Server;

  constructor(options: ListenerOptions, log: Logger, take: (socket: Socket) => void) {
    this.#options = options;
    this.#log = log;
    this.#server = createServer({ noDelay: true }, take);
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
}
