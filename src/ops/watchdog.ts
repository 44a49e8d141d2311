/**
 * Sees that the main thread goes on. Should it ever stand still, in a loop or in native code, nobody in it could say so, and
 * everybody's screen would be frozen for good: after a minute the process is killed, for whoever supervises it to start it anew.
 * Nothing that was said is lost by that (`synchronous = FULL`). It happened: see `ssh/x25519-kex.ts`.
 */
import { Worker } from 'node:worker_threads';

/** How often the main thread shows that it goes on, and how often that is looked at, ms. */
const BEAT_MS = 1000;
const LOOK_MS = 5000;
/** So many looks in a row have seen no beat: a minute. Of a machine that slept, or a process that was stopped, one look does. */
const MOST_MISSED = 12;

/** What the thread is given. */
export interface Watched {
  /** Its one number changes as long as the main thread goes on. */
  readonly beats: Int32Array;
  /** Where to say so; empty: stderr. */
  readonly logFile: string;
  readonly lookMs: number;
  readonly mostMissed: number;
}

export class Watchdog {
  readonly #beating: NodeJS.Timeout;
  readonly #worker: Worker;

  /** Watches the thread that makes it, until it is closed; keeps no process from its end. */
  constructor(logFile: string, { lookMs = LOOK_MS, mostMissed = MOST_MISSED, beatMs = BEAT_MS } = {}) {
    const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this.#beating = setInterval(() => Atomics.add(beats, 0, 1), beatMs).unref();
    const workerData: Watched = { beats, logFile, lookMs, mostMissed };
    // A URL string is not rewritten by the compiler: the compiled file's own name stands here.
    this.#worker = new Worker(new URL('./watchdog-thread.js', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    this.#worker.unref();
  }

  /** Resolves when nobody watches any more. */
  async close(): Promise<void> {
    clearInterval(this.#beating);
    await this.#worker.terminate();
  }
}
