/** Starts a watched server for one test, in folders of its own, and asks it how it is. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Counts, Reading } from './watched-server.ts';

const SCRIPT = fileURLToPath(new URL('./watched-server.js', import.meta.url));
/** Nobody is held back, everybody fits in. */
const GENEROUS = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000', '--capacity', '5000'];
/** Longer than the sweep that frees the seats of lost links takes to come. */
const EMPTY_MS = 20_000;
/** How often that is looked at meanwhile, ms. */
const LOOK_MS = 20;

export class Watched {
  readonly folder: string;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.folder = folder;
    this.port = port;
  }

  /** Stopped and removed after the test, if not before. More arguments win over the generous ones; `flags` are for node. */
  static async start(t: TestContext, args: readonly string[] = [], flags: readonly string[] = []): Promise<Watched> {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-watched-'));
    const own = ['--host', '127.0.0.1', '--port', '0', '--data', folder, '--keys', join(folder, 'keys')];
    const all = [...own, '--limits-exempt', '127.0.0.0/8', ...GENEROUS, ...args];
    const child = fork(SCRIPT, all, { cwd: folder, execArgv: ['--expose-gc', '--enable-source-maps', ...flags] });
    t.after(() => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    const [port] = (await once(child, 'message')) as [number];
    return new Watched(child, folder, port);
  }

  read(): Promise<Reading> {
    return this.#ask<Reading>('read');
  }

  /**
   * Resolves with a reading when every counter is zero; rejects if none is. Its garbage is collected only then: each time V8 also
   * throws away compiled code that did not run since, and what it makes anew would be taken for growth.
   */
  async empty(): Promise<Reading> {
    const latest = performance.now() + EMPTY_MS;
    for (;;) {
      const counts = await this.#ask<Counts>('counts');
      if (Object.values(counts).every((count) => count === 0)) return this.read();
      if (performance.now() > latest) throw new Error(`still there: ${JSON.stringify(counts)}`);
      await pause(LOOK_MS);
    }
  }

  /** In order; resolves when it has exited. */
  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exit;
  }

  async #ask<T>(question: 'counts' | 'read'): Promise<T> {
    this.#child.send(question);
    const [answer] = (await once(this.#child, 'message')) as [T];
    return answer;
  }
}
