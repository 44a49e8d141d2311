/**
 * Figures for a monitoring system, in the text format that Prometheus and its kin read. They are served only when
 * `metrics.listen` says where, for whoever reads them learns how many people are here.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Logger } from './logger.ts';

/** The address for the figures cannot be listened on; the message says why. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError';
}

export class Metrics {
  readonly #registry = new Registry();
  readonly #refusals: Counter<'rule'>;
  #server: Server | undefined;

  /** @param rules the door's rules, each of which has a counter from the start */
  constructor(rules: readonly string[]) {
    this.#refusals = new Counter({
      name: 'partyline_door_refusals_total',
      help: 'What the door refused, by the rule that was broken',
      labelNames: ['rule'],
      registers: [this.#registry],
    });
    for (const rule of rules) this.#refusals.inc({ rule }, 0);
  }

  /** Counts one refusal. */
  refused(rule: string): void {
    this.#refusals.inc({ rule });
  }

  /** Makes a gauge of each figure, read when somebody asks. */
  watch(counts: () => Readonly<Record<string, number>>): void {
    for (const name of Object.keys(counts())) {
      new Gauge({
        name: `partyline_${snakeCase(name)}`,
        help: `How many ${snakeCase(name).replaceAll('_', ' ')} there are now`,
        registers: [this.#registry],
        collect() {
          this.set(counts()[name] ?? 0);
        },
      });
    }
  }

  /** All figures as text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /**
   * Serves `GET /metrics`, with the process's own figures (CPU, memory, event loop) among them.
   * @param where `host:port`, an IPv6 address in brackets; port 0: any free one
   * @returns the port
   * @throws MetricsError
   */
  async listen(where: string, log: Pick<Logger, 'warn'>): Promise<number> {
    const { hostname, port } = new URL(`http://${where}`);
    collectDefaultMetrics({ register: this.#registry });
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      const send = (text: string) => response.writeHead(200, { 'content-type': this.#registry.contentType }).end(text);
      this.text().then(send, () => response.writeHead(500).end());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', ({ code }: NodeJS.ErrnoException) =>
        reject(new MetricsError(`metrics.listen: cannot listen on ${where}: ${code}.`)),
      );
      // A URL has no port 80, for that is what is meant without one.
      server.listen({ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : Number(port) }, resolve);
    });
    // Out of file descriptors: one reader of figures is not served, and the chat goes on.
    server.on('error', (err) => log.warn({ err }, 'listening for metrics'));
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  /** Resolves when nothing is served any more. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#server === undefined) return resolve();
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** `liveChats` → `live_chats`, as Prometheus has its names. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
