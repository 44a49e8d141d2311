/** The thread of the {@link Watchdog}: it looks, and ends the process when it has seen no beat for too long. */
import { openSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { destination } from 'pino';
import { createLogger } from './logger.ts';
import type { Watched } from './watchdog.ts';

const { beats, logFile, lookMs, mostMissed } = workerData as Watched;
let seen = Atomics.load(beats, 0);
let missed = 0;

/** Written before the process is gone: nothing of this thread may wait for the main one. */
function tell(seconds: number): void {
  try {
    const stream = destination({ fd: logFile === '' ? 2 : openSync(logFile, 'a', 0o600), sync: true });
    createLogger('error', stream).error({ seconds }, 'the main thread stands still: the process is killed');
  } catch {
    // nowhere to write
  }
}

setInterval(() => {
  const now = Atomics.load(beats, 0);
  missed = now === seen ? missed + 1 : 0;
  seen = now;
  if (missed < mostMissed) return;
  tell((missed * lookMs) / 1000);
  process.kill(process.pid, 'SIGKILL');
}, lookMs);
