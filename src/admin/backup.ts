#!/usr/bin/env node
/** `npm run backup -- FILE`: a copy of the database, also while the server runs. Settings follow as for the start. */
import { resolve } from 'node:path';
import { ConfigError } from '../config/error.ts';
import { loadConfig } from '../config/load.ts';
import { processSources } from '../config/process-sources.ts';
import { backUp } from '../storage/sqlite/backup.ts';
import { DatabaseUnusable } from '../storage/sqlite/failures.ts';

const USAGE = 'Usage: npm run backup -- FILE [--data FOLDER]';

async function main(): Promise<void> {
  const [file, ...argv] = process.argv.slice(2);
  if (file === undefined || file.startsWith('-')) throw new ConfigError(USAGE);
  const config = loadConfig(processSources(argv));
  const { bytes, messages } = await backUp(config.storage.data, resolve(file));
  process.stdout.write(`${file}: ${messages} messages, ${(bytes / 1e6).toFixed(1)} MB\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof DatabaseUnusable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
