/** What the main thread and the two database workers say to each other: batches of calls, and answers. */

/** Which connection a worker holds. */
export type WorkerRole = 'writer' | 'reader';

/** Given to a worker as `workerData`. */
export interface WorkerStart {
  readonly role: WorkerRole;
  readonly folder: string;
}

/** One operation by name, see `operations/`. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/**
 * Why a call failed: SQLite's result code, `gone` when the worker is, `busy` when too many wait for it, or '' for a bug. Errors
 * themselves lose their class on the way.
 */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: Fault };

/** Main → worker. One batch at a time; `close` comes last. */
export type Request = { readonly batch: readonly Call[] } | 'close';

/**
 * Worker → main. The first is `opened` or `refused`. Answers are those of the first calls of the batch, one at least; the
 * reader may leave the others undone, to be asked again.
 */
export type Reply =
  | 'opened'
  | { readonly refused: 'too-new' | 'unusable'; readonly sentence: string }
  | { readonly answers: readonly Answer[] };

/** A table of operations that take and give what can be cloned between threads. */
export type Operations<Names extends PropertyKey = string> = Record<Names, (...args: never[]) => unknown>;
