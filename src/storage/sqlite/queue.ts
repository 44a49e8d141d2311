/**
 * The main thread's end of a database worker. While a batch is under way further calls wait and become the next batch
 * together, so under load one fsync pays for many. To an idle worker go all calls of one callback and of the promises that it
 * settles: at once, unless it was woken too often lately, for waking a thread is dearer than most answers (0.1 ms, measured).
 */
import { Worker } from 'node:worker_threads';
import { Pace } from '../../chat/pace.ts';
import { StoreUnavailable } from '../../chat/ports/store-unavailable.ts';
import type { Outage } from '../outage.ts';
import { causeOf, DatabaseTooNew, DatabaseUnusable } from './failures.ts';
import type { Answer, Call, Fault, Operations, Reply, Request, WorkerRole } from './protocol.ts';

/** How many calls are one batch at the most: bounds what the first of them waits for (about 20 ms). */
const maxBatch = 500;

/** How many calls wait at the most: everybody on a full server asking for several things at once is far below. */
const maxWaiting = 65_536;

/**
 * How often a worker is woken: what a quiet server asks goes at once; in a rush calls gather for up to 17 ms, as a network card's
 * interrupts do. With 100 a second a login in a storm costs a tenth more, without any limit two fifths (measured).
 */
const WAKES = { burst: 10, perSecond: 60 } as const;

/** A batch that takes longer is told of: a disk that hangs refuses nothing, so that nobody else would, ms. */
const HANGS_MS = 10_000;

interface Pending {
  readonly call: Call;
  settle(answer: Answer): void;
}

/** The answer to a call that no worker will ever answer. */
const unanswered = (code: 'gone' | 'busy', message: string): Answer => ({ ok: false, fault: { code, message } });

/** `StoreUnavailable` for what is the world's doing, a plain Error for a bug. */
function errorOf({ code, message }: Fault): Error {
  if (code === 'gone' || code === 'busy') return new StoreUnavailable(message);
  const cause = causeOf(code);
  return cause === undefined
    ? new Error(`database operation failed: ${message}`)
    : new StoreUnavailable(`The database cannot be used now: ${cause} (${code}).`);
}

/** Calls the operations `O` of one worker. */
export class WorkerQueue<O extends Operations<keyof O>> {
  readonly #worker: Worker;
  readonly #role: WorkerRole;
  readonly #outage: Outage;
  readonly #exited: Promise<void>;
  readonly #waiting: Pending[] = [];
  readonly #wakes = new Pace(WAKES);
  #flying: readonly Pending[] = [];
  #watch: NodeJS.Timeout | undefined;
  #isOpen = false;
  #isAboutToFly = false;
  #closing = false;
  #died: string | undefined;
  /** Called after each batch, when its calls are settled but nobody who awaits them has run yet. */
  afterBatch: () => void = () => {};

  /**
   * Starts a worker. Rejects with {@link DatabaseTooNew} or {@link DatabaseUnusable}. `outage` hears of every call that was
   * answered, or could not be.
   */
  static async open<O extends Operations<keyof O>>(
    role: WorkerRole,
    folder: string,
    outage: Outage,
  ): Promise<WorkerQueue<O>> {
    // A URL string is not rewritten by the compiler: the compiled file's own name stands here.
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { role, folder } });
    const queue = new WorkerQueue<O>(role, worker, outage);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (reply: Reply) => {
        worker.off('error', reject);
        if (reply === 'opened') {
          queue.#isOpen = true;
          resolve();
        } else if ('refused' in reply) reject(refusal(reply));
        else reject(new Error(`the ${role} answered before it opened`));
      });
      void queue.#exited.then(() => reject(new StoreUnavailable(queue.#gone())));
    });
    return queue;
  }

  private constructor(role: WorkerRole, worker: Worker, outage: Outage) {
    this.#role = role;
    this.#outage = outage;
    this.#worker = worker;
    worker.on('message', (reply: Reply) => {
      if (typeof reply === 'object' && 'answers' in reply) this.#settle(reply.answers);
    });
    worker.on('error', (error) => {
      this.#died = error.message;
    });
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#abandon();
        resolve();
      });
    });
  }

  /** Rejects with {@link StoreUnavailable}, or with a plain Error for a bug in the operation. */
  call<K extends keyof O & string>(name: K, ...args: Parameters<O[K]>): Promise<ReturnType<O[K]>> {
    return new Promise((resolve, reject) => {
      this.send(name, args, resolve, reject);
    });
  }

  /** As {@link call}, with functions that run at once when the batch is settled. */
  send<K extends keyof O & string>(
    name: K,
    args: Parameters<O[K]>,
    resolve: (value: ReturnType<O[K]>) => void,
    reject: (error: Error) => void,
  ): void {
    const settle = (answer: Answer): void => {
      if (answer.ok) {
        this.#outage.worked();
        resolve(answer.value as ReturnType<O[K]>);
        return;
      }
      const error = errorOf(answer.fault);
      if (error instanceof StoreUnavailable && !this.#closing) this.#outage.refused(error);
      reject(error);
    };
    if (this.#closing || this.#died !== undefined) {
      settle(unanswered('gone', this.#gone()));
      return;
    }
    if (this.#waiting.length >= maxWaiting) {
      settle(unanswered('busy', `Too much waits for the database ${this.#role}; try again in a moment.`));
      return;
    }
    this.#waiting.push({ call: { name, args }, settle });
    this.#flySoon();
  }

  /** Lets what was asked before finish, then ends the worker; idempotent. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#flySoon();
    }
    await this.#exited;
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }

  /** When the worker may be woken, and at the soonest when all promises that are settled now have run; if nothing is under way. */
  #flySoon(): void {
    if (this.#isAboutToFly || this.#flying.length > 0) return;
    this.#isAboutToFly = true;
    const fly = () => {
      this.#isAboutToFly = false;
      this.#fly();
    };
    const delay = this.#wakes.reserve(performance.now());
    if (delay > 0) setTimeout(fly, delay);
    // Outside of a promise ticks come before these.
    else void Promise.resolve().then(() => process.nextTick(fly));
  }

  #fly(): void {
    this.#flying = this.#waiting.splice(0, maxBatch);
    if (this.#flying.length > 0) {
      this.#watch = setTimeout(() => this.#outage.hangs(HANGS_MS), HANGS_MS).unref();
      this.#postBatch(this.#flying);
    } else if (this.#closing) this.#post('close');
  }

  /** What cannot be cloned between threads is a bug of a caller, and must not leave the queue waiting for ever. */
  #postBatch(batch: readonly Pending[]): void {
    try {
      this.#post({ batch: batch.map(({ call }) => call) });
    } catch (error) {
      const answer: Answer = { ok: false, fault: { code: '', message: String(error) } };
      queueMicrotask(() => this.#settle(batch.map(() => answer)));
    }
  }

  #settle(answers: readonly Answer[]): void {
    clearTimeout(this.#watch);
    this.#outage.answered();
    const flown = this.#flying;
    // What the reader did not come to is the first of the next batch, so the order stays.
    this.#waiting.unshift(...flown.slice(answers.length));
    this.#flying = [];
    // What a cut left, and a batch that is full, gains nothing by waiting.
    if (answers.length < flown.length || this.#waiting.length >= maxBatch) this.#fly();
    else if (this.#waiting.length > 0 || this.#closing) this.#flySoon();
    for (const [index, answer] of answers.entries()) flown[index]?.settle(answer);
    this.afterBatch();
  }

  /** The worker is gone: whoever still waits hears so. */
  #abandon(): void {
    clearTimeout(this.#watch);
    this.#died ??= 'ended unasked';
    if (this.#isOpen && !this.#closing) this.#outage.lost(new StoreUnavailable(this.#gone()));
    const answer = unanswered('gone', this.#gone());
    const left = [...this.#flying, ...this.#waiting.splice(0)];
    this.#flying = [];
    for (const { settle } of left) settle(answer);
    this.afterBatch();
  }

  #gone(): string {
    return this.#closing ? 'The database is closed.' : `The database ${this.#role} is gone (${this.#died}).`;
  }
}

function refusal(reply: { readonly refused: 'too-new' | 'unusable'; readonly sentence: string }): Error {
  return reply.refused === 'too-new' ? new DatabaseTooNew(reply.sentence) : new DatabaseUnusable(reply.sentence);
}
