/**
 * What may be a handle, and when two handles are too alike to tell apart. A skeleton is the form in which look-alikes
 * are the same (UTS #39 has the idea); handles are ASCII, so a short table does.
 */
import { ok, type Result, refuse } from './result.ts';

/** Both inclusive, in characters. */
const HANDLE_LENGTH = { least: 2, most: 20 } as const;

const WELL_FORMED = /^[A-Za-z][A-Za-z0-9._-]{1,19}$/;

/** In order: what is dropped first may bring an `r` and an `n` together. */
const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/[-_.]/g, ''],
  [/0/g, 'o'],
  [/[1i]/g, 'l'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

/**
 * The form in which look-alikes are the same: `Al-1ce`, `AIice` and `alice` have one skeleton. Idempotent; never empty for
 * a well-formed handle.
 */
export function skeleton(handle: string): string {
  return FOLDS.reduce((folded, [pattern, into]) => folded.replace(pattern, into), handle.toLowerCase());
}

/** Names that would speak for the server, mean everybody, or stand in an example or a command. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    ...['sysop', 'system', 'admin', 'administrator', 'root', 'server', 'operator', 'moderator', 'partyline'],
    ...['everyone', 'everybody', 'anyone', 'here', 'all', 'channel', 'you', 'me', 'nobody', 'guest', 'anonymous'],
    ...['on', 'off', 'yourname', 'othername'],
  ].map(skeleton),
);

/** 2 to 20 ASCII letters, digits and `-_.`, a letter first; so it is never a number. */
export function isWellFormed(handle: string): boolean {
  return WELL_FORMED.test(handle);
}

/** Whether it is, or looks like, a name that nobody may have. */
export function isReserved(handle: string): boolean {
  return RESERVED.has(skeleton(handle));
}

/** The command that gets somebody in as `name`: `ssh -p 2222 yourname@host`; port 22 needs no `-p`. */
export function sshCommand(name: string, port: number): string {
  return port === 22 ? `ssh ${name}@host` : `ssh -p ${port} ${name}@host`;
}

/** Something that was typed as a handle, as it may be shown: printable ASCII, at most 32 characters. */
export function quotable(handle: string): string {
  const safe = handle.replace(/[^\x21-\x7e]/g, '?');
  return safe.length <= 32 ? safe : `${safe.slice(0, 31)}~`;
}

/**
 * Whether somebody new may be called this; the value is its skeleton. Codes: `ill-formed`, `reserved`.
 * @param port where the server listens, for the sentence
 */
export function checkHandle(handle: string, port: number): Result<string> {
  const sentence = `'${quotable(handle)}' cannot be a handle here. Try: ${sshCommand('yourname', port)}`;
  if (!isWellFormed(handle)) {
    const { least, most } = HANDLE_LENGTH;
    return refuse('ill-formed', `${sentence} (${least} to ${most} letters, digits or -_. with a letter first)`);
  }
  if (isReserved(handle)) return refuse('reserved', sentence);
  return ok(skeleton(handle));
}
