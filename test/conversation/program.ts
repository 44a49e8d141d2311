/** The program itself as a child process, with folders of its own: what cannot be seen from within one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { START_FLAGS } from '../start-flags.ts';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
/** A start that takes longer than this has failed. */
const PATIENCE_MS = 20_000;

export interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunOptions {
  readonly folder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class Program {
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  out = '';
  err = '';

  /** Data and keys are in `folder`, the port is any that is free, unless `args` say otherwise. */
  constructor({ folder, args = [], env = {} }: RunOptions) {
    const own = ['--host', '127.0.0.1', '--data', folder, '--keys', join(folder, 'keys')];
    const port = args.includes('--port') ? [] : ['--port', '0'];
    const all = [...START_FLAGS, MAIN, ...own, ...port, '--limits-exempt', '127.0.0.0/8', ...args];
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PARTYLINE_'));
    this.child = spawn(process.execPath, all, { cwd: folder, env: { ...Object.fromEntries(inherited), ...env } });
    this.exited = new Promise((resolve) => {
      this.child.once('close', (status, signal) => resolve({ status, signal }));
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.out += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.err += chunk.toString();
    });
  }

  /** The port, once it listens. */
  async port(): Promise<number> {
    const announced = /listening on 127\.0\.0\.1:(\d+)\n[\s\S]*Connect with/;
    await new Promise<void>((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error(`no start: ${this.out}${this.err}`)), PATIENCE_MS);
      const look = () => {
        if (!announced.test(this.out)) return;
        clearTimeout(patience);
        resolve();
      };
      this.child.stdout?.on('data', look);
      look();
      void this.exited.then(() => {
        clearTimeout(patience);
        reject(new Error(`it ended: ${this.out}${this.err}`));
      });
    });
    return Number(announced.exec(this.out)?.[1]);
  }

  async stop(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return await this.exited;
  }
}
