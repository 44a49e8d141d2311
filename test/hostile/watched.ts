/** Starts a watched server for one test, in folders of its own, and asks it how it is. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Reading } from './watched-server.ts';

const SCRIPT = fileURLToPath(new URL('./watched-server.js', import.meta.url));
/** Nobody is held back, everybody fits in. */
const GENEROUS = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000', '--capacity', '5000'];
/** Longer than the sweep that frees the seats of lost links takes to come. */
const EMPTY_MS = 20_000;

export class Watched {
  readonly folder: string;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.folder = folder;
    this.port = port;
  }

  /** Stopped and removed after the test, if not before. More arguments win over the generous ones. */
  static async start(t: TestContext, args: readonly string[] = []): Promise<Watched> {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-watched-'));
    const own = ['--host', '127.0.0.1', '--port', '0', '--data', folder, '--keys', join(folder, 'keys')];
    const all = [...own, '--limits-exempt', '127.0.0.0/8', ...GENEROUS, ...args];
    const child = fork(SCRIPT, all, { cwd: folder, execArgv: ['--expose-gc', '--enable-source-maps'] });
    t.after(() => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    const [port] = (await once(child, 'message')) as [number];
    return new Watched(child, folder, port);
  }

  async read(): Promise<Reading> {
    this.#child.send('read');
    const [reading] = (await once(this.#child, 'message')) as [Reading];
    return reading;
  }

  /** Resolves with the first reading in which every counter is zero; rejects if none is. */
  async empty(): Promise<Reading> {
    const latest = performance.now() + EMPTY_MS;
    for (;;) {
      const reading = await this.read();
      if (Object.values(reading.counts).every((count) => count === 0)) return reading;
      if (performance.now() > latest) throw new Error(`still there: ${JSON.stringify(reading.counts)}`);
    }
  }

  /** In order; resolves when it has exited. */
  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exit;
  }
}
