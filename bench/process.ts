/** Child processes under measurement: started, watched through /proc, ended. Linux only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Clock ticks per second of /proc/PID/stat (`getconf CLK_TCK`; 100 on every Linux that Node supports). */
const TICKS = 100;

/** The flags of a crowd: what it has to clean up after a thousand clients must not delay what it takes notice of. */
export const CROWD_FLAGS: readonly string[] = ['--max-semi-space-size=64'];

/** One reading of a process. */
export interface Reading {
  /** User and system CPU seconds of all threads since the start. */
  readonly cpu: number;
  /** Resident memory, KiB. */
  readonly rss: number;
}

export class Measured {
  readonly child: ChildProcess;
  #lines: string[] = [];
  readonly #waiting = new Set<() => void>();
  #isGone = false;

  constructor(script: URL, args: readonly string[], flags: readonly string[]) {
    this.child = spawn(process.execPath, ['--expose-gc', ...flags, script.pathname, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (this.child.stdout === null) throw new Error('no standard output');
    this.child.stdin?.on('error', () => undefined); // 'close' follows
    this.child.once('close', () => {
      this.#isGone = true;
      for (const wake of [...this.#waiting]) wake();
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.#lines.push(line);
      for (const wake of [...this.#waiting]) wake();
    });
  }

  /**
   * The next line that matches, within `ms`; it and those before it are not looked at again.
   * @throws if there is none by then, or the process has ended
   */
  async line(pattern: RegExp, ms = 60_000): Promise<RegExpExecArray> {
    const find = () => {
      for (const [index, line] of this.#lines.entries()) {
        const match = pattern.exec(line);
        if (match === null) continue;
        this.#lines = this.#lines.slice(index + 1);
        return match;
      }
      return undefined;
    };
    return await new Promise((resolve, reject) => {
      const give = (match: RegExpExecArray | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        if (match) resolve(match);
        else
          reject(
            new Error(`no line like ${pattern} ${this.#isGone ? 'before it ended' : `within ${ms} ms`}${this.#said}`),
          );
      };
      const check = () => {
        const match = find();
        if (match || this.#isGone) give(match);
      };
      const timer = setTimeout(give, ms, undefined);
      this.#waiting.add(check);
      check();
    });
  }

  /** Its last words, for whoever waits in vain. */
  get #said(): string {
    return `; said: ${this.#lines.slice(-5).join(' | ')}`;
  }

  tell(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  read(): Reading {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1];
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, rss: Number(rss ?? 0) };
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const killer = setTimeout(() => this.child.kill('SIGKILL'), 8000);
    await exit;
    clearTimeout(killer);
  }
}
