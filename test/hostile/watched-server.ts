/**
 * The server in a process of its own, watched from inside: arguments as on the command line; `counts` from the parent is
 * answered with what it holds now, `read` with that and what it uses after its garbage was collected.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type App, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';

/** See `App.counts`. */
export type Counts = ReturnType<App['counts']>;

/** What a watched server says of itself. */
export interface Reading {
  readonly counts: Counts;
  /** Heap and buffers in use, bytes. */
  readonly used: number;
  /** CPU seconds of all threads since the start. */
  readonly cpu: number;
  /** The longest delay of the event loop since the last reading, ms. */
  readonly delay: number;
  /** What was logged as an error since the start. */
  readonly errors: readonly string[];
}

const errors: string[] = [];
const silent = () => undefined;
const logger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: ({ err }: Readonly<Record<string, unknown>>, message: string) =>
    errors.push(`${message}: ${err instanceof Error ? err.stack : err}`),
};
const config = loadConfig({
  argv: process.argv.slice(2),
  env: {},
  cwd: process.cwd(),
  readFile: () => undefined,
});
const app = await startApp(config, logger, silent);
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
process.on('message', (question: 'counts' | 'read') => {
  if (question === 'counts') {
    process.send?.(app.counts());
    return;
  }
  const delay = delays.max / 1e6;
  const { user, system } = process.cpuUsage();
  for (let round = 0; round < 2; round += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const reading: Reading = {
    counts: app.counts(),
    used: heapUsed + external,
    cpu: (user + system) / 1e6,
    delay,
    errors,
  };
  process.send?.(reading);
  // The collections are no delay of the server's own; the monitor's timer takes notice of them first.
  setTimeout(() => delays.reset(), 10);
});
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
// A test that was killed leaves none behind.
process.once('disconnect', () => process.exit(1));
process.send?.(app.port);
