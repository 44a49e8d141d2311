/**
 * Expected refusals are values: a code for programs and one sentence that a person can act on.
 * `throw` means a bug.
 */

/** Why something was refused. */
export interface Refusal {
  readonly ok: false;
  /** Stable, kebab-case: `full`, `no-such-handle`, `too-fast`. */
  readonly code: string;
  /** One sentence for the person who can act on it. */
  readonly sentence: string;
}

/** Success with a value, or a refusal. */
export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

/** Success. */
export function ok(): Result<undefined>;
export function ok<T>(value: T): Result<T>;
export function ok<T>(value?: T): Result<T | undefined> {
  return { ok: true, value };
}

/** An expected refusal. */
export function refuse(code: string, sentence: string): Refusal {
  return { ok: false, code, sentence };
}
