#!/usr/bin/env node
/** The program: reads the settings, starts the server, ends it in order. Whatever prevents the start is one line and status 1. */
import { closeSync, readFileSync } from 'node:fs';
import { startApp } from './app.ts';
import { StoreUnavailable } from './chat/ports/store-unavailable.ts';
import { readArguments } from './config/arguments.ts';
import { ConfigError } from './config/error.ts';
import { loadConfig } from './config/load.ts';
import { processSources } from './config/process-sources.ts';
import { tuneHeap } from './ops/heap.ts';
import { type OwnLogger, openLogger } from './ops/logger.ts';
import { MetricsError } from './ops/metrics.ts';
import { Shutdown } from './ops/shutdown.ts';
import { Watchdog } from './ops/watchdog.ts';
import { ServerKeyError } from './ssh/host-key.ts';
import { ListenError } from './ssh/listener.ts';
import { DatabaseTooNew, DatabaseUnusable } from './storage/sqlite/open.ts';

/** Errors whose message is a sentence for the sysop; anything else is a bug. */
const FOR_THE_SYSOP = [
  ConfigError,
  ServerKeyError,
  ListenError,
  MetricsError,
  DatabaseTooNew,
  DatabaseUnusable,
  StoreUnavailable,
];

function version(): string {
  // dist/src/main.js; package.json stands two folders up, in the repository and in an installed package alike.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function openLog(level: Parameters<typeof openLogger>[0], file: string): OwnLogger {
  try {
    return openLogger(level, file);
  } catch (error) {
    throw new ConfigError(`log.file: ${file} cannot be written: ${(error as Error).message}.`);
  }
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const { answer } = readArguments(argv, version());
  if (answer !== undefined) {
    process.stdout.write(`${answer.trimEnd()}\n`);
    return;
  }
  tuneHeap();
  const config = loadConfig(processSources(argv));
  const logger = openLog(config.log.level, config.log.file);
  const shutdown = new Shutdown(process, logger);
  shutdown.add('log', () => logger.flush());
  const app = await startApp(config, logger, (line) => process.stdout.write(`${line}\n`));
  const watchdog = new Watchdog(config.log.file);
  shutdown.add('watchdog', () => watchdog.close());
  shutdown.add('server', () => app.close());
  shutdown.listen();
  // Node sets the terminal right on its way out, and aborts if that is gone for good: then it is to find none.
  process.once('SIGHUP', () =>
    process.once('exit', () => {
      for (const fd of [0, 1, 2]) closeSync(fd);
    }),
  );
  void app.lost.then((err) => {
    logger.error({ err }, 'the server cannot go on without its database, and ends');
    return shutdown.begin('the database is lost', 1);
  });
}

try {
  await main();
} catch (error) {
  if (!FOR_THE_SYSOP.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
