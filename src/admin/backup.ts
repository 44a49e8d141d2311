#!/usr/bin/env node
/** A copy of the database, also while the server runs. Settings follow as for the start. */
import { resolve } from 'node:path';
import { ConfigError } from '../config/error.ts';
import { loadConfig } from '../config/load.ts';
import { processSources } from '../config/process-sources.ts';
import { backUp } from '../storage/sqlite/backup.ts';
import { DatabaseUnusable } from '../storage/sqlite/failures.ts';

const USAGE =
  'Usage: npm run backup -- FILE [--data FOLDER]; as an installed package: partyline-backup FILE [--data FOLDER]';

/** What stops it, and the exit status then: 128 and the signal's number, as a shell has it. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Somebody stopped it. */
class Stopped extends Error {
  readonly status: number;

  constructor(status: number) {
    super('Stopped: no copy was made.');
    this.status = status;
  }
}

/** Aborted, with {@link Stopped}, by the first signal. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const [signal, status] of Object.entries(SIGNALS)) process.on(signal, () => stop.abort(new Stopped(status)));
  return stop.signal;
}

async function main(): Promise<void> {
  const [file, ...argv] = process.argv.slice(2);
  if (file === undefined || file.startsWith('-')) throw new ConfigError(USAGE);
  const config = loadConfig(processSources(argv));
  // Without blanks around it, as the driver of SQLite has it.
  const { bytes, messages } = await backUp(config.storage.data, resolve(file.trim()), stopSignal());
  process.stdout.write(`${file}: ${messages} messages, ${(bytes / 1e6).toFixed(1)} MB\n`);
}

try {
  await main();
} catch (error) {
  const isStopped = error instanceof Stopped;
  if (!isStopped && !(error instanceof ConfigError) && !(error instanceof DatabaseUnusable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(isStopped ? error.status : 1);
}
