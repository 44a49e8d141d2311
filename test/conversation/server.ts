/** A whole server for one test: its own folder, a free port on loopback, and a cast of people to play in it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Logger } from '../../src/ops/logger.ts';
import { Cast } from './play.ts';

export interface ServerOptions {
  /** A folder of an earlier server, to go on with its data. */
  readonly folder?: string;
  /** More arguments, as on the command line. */
  readonly args?: readonly string[];
  /** True leaves the folder for the next server. */
  readonly keep?: boolean;
}

export interface TestServer {
  readonly app: App;
  readonly folder: string;
  /** What was printed at the start. */
  readonly lines: readonly string[];
  /** What was logged as an error: bugs. */
  readonly errors: readonly string[];
}

/** Starts a server, plays, and checks at the end that everything it counted went back to zero and no bug was logged. */
export async function withServer<T>(
  options: ServerOptions,
  scene: (cast: Cast, server: TestServer) => Promise<T>,
): Promise<T> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'partyline-test-')));
  const lines: string[] = [];
  const errors: string[] = [];
  const silent = () => undefined;
  const logger: Logger = {
    debug: silent,
    info: silent,
    warn: silent,
    error: ({ err, ...fields }, message) =>
      errors.push(`${message}: ${err instanceof Error ? err.stack : JSON.stringify({ err, ...fields })}`),
  };
  const config = loadConfig({
    argv: [
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--data',
      folder,
      '--keys',
      join(folder, 'keys'),
      '--limits-exempt',
      '127.0.0.0/8',
      ...(options.args ?? []),
    ],
    env: {},
    cwd: folder,
    readFile: () => undefined,
  });
  const app = await startApp(config, logger, (line) => lines.push(line));
  const cast = new Cast(app.port);
  try {
    const result = await scene(cast, { app, folder, lines, errors });
    await cast.leaveAll();
    return result;
  } finally {
    await app.close();
    assert.deepEqual(errors, [], 'bugs were logged');
    // Seats of lost links wait for a return, what is over of live chats and last lines in slow channels for a sweep.
    const { seats: _seats, channels: _channels, liveChats: _over, slowSpeakers: _last, ...counts } = app.counts();
    assert.deepEqual(counts, { sessions: 0, transcripts: 0, connections: 0, frames: 0, paces: 0, rings: 0, turns: 0 });
    if (options.keep !== true) await rm(folder, { recursive: true, force: true });
  }
}
