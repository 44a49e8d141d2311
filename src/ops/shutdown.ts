/**
 * The orderly end: on SIGTERM, SIGINT or SIGHUP whatever was opened is closed, last opened first, and the process exits within a
 * bound, whoever hangs. A bug that nobody caught is logged and ends the server the same way, with status 1.
 */
import type { Logger } from './logger.ts';

/** What a shutdown needs of the process. */
export interface Exiting {
  on(event: NodeJS.Signals | 'uncaughtException' | 'unhandledRejection', listener: (what: unknown) => void): unknown;
  exit(status: number): void;
}

/** One thing to close. */
export type Step = () => void | Promise<void>;

/** Exit status after a second signal: 128 and the signal's number, as a shell has it. */
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Time for all steps together, in milliseconds. */
const bound = 5000;

/** Ends the process in order. */
export class Shutdown {
  readonly #process: Exiting;
  readonly #log: Logger;
  readonly #steps: { readonly name: string; readonly run: Step }[] = [];
  #status: number | undefined;

  constructor(process: Exiting, log: Logger) {
    this.#process = process;
    this.#log = log;
  }

  /** From here on signals and uncaught errors end the process in order; a second signal ends it at once. */
  listen(): void {
    for (const [signal, status] of Object.entries(signals) as [NodeJS.Signals, number][]) {
      this.#process.on(signal, () => {
        if (this.#status !== undefined) this.#process.exit(status);
        else void this.begin(signal, 0);
      });
    }
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      this.#process.on(event, (err) => {
        this.#log.error({ err }, `${event}: this is a bug`);
        void this.begin(event, 1);
      });
    }
  }

  /**
   * Adds what is to be closed; steps run one after the other, the last added first.
   * @returns takes the step back, for what was closed before; harmless when repeated
   */
  add(name: string, run: Step): () => void {
    const step = { name, run };
    this.#steps.push(step);
    return () => {
      const at = this.#steps.indexOf(step);
      if (at >= 0) this.#steps.splice(at, 1);
    };
  }

  /**
   * Runs the steps and exits. Each step has half of the time that is left, so that one that hangs leaves some for
   * those after it. A second call changes nothing but the status, which stays at the highest asked for.
   */
  async begin(why: string, status: number): Promise<void> {
    const begun = this.#status !== undefined;
    this.#status = Math.max(this.#status ?? 0, status);
    if (begun) return;
    this.#log.info({ why }, 'shutting down');
    let left = bound;
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      left /= 2;
      await this.#run(step.name, step.run, left);
    }
    this.#process.exit(this.#status);
  }

  /** Resolves when the step is over or its time is; never rejects. */
  async #run(name: string, run: Step, ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), ms);
    });
    try {
      if ((await Promise.race([run(), late])) === 'late') this.#log.warn({ step: name }, 'not closed in time');
    } catch (err) {
      this.#log.error({ err, step: name }, 'not closed');
      this.#status = 1;
    } finally {
      clearTimeout(timer);
    }
  }
}
