/**
 * Passwords: which are good enough, and how they are hashed and compared. argon2id on the thread pool, few at a time, so
 * that a crowd at the door costs those inside nothing but a little delay.
 */
import { randomBytes } from 'node:crypto';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import { ok, type Refusal, type Result, refuse } from '../chat/result.ts';
import { Gate } from './gate.ts';

/** Characters (code points), and bytes in UTF-8; all inclusive. */
export const PASSWORD_LENGTH = { least: 8, most: 128, mostBytes: 1024 } as const;

/**
 * In UTF-16 units. What is longer has more than 128 characters in any normal form (four composed into one at the most), so none
 * is made of it: of a long run of marks that takes quadratic time (UAX #15 §13), and a password may come before anybody is in.
 */
const COMPOSED = 8 * PASSWORD_LENGTH.most;

/** OWASP's first choice for argon2id; 21 ms and 19 MiB each as measured. The library's numbers for argon2id and v1.3. */
const COST = { algorithm: 2, version: 1, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** What a stored hash may ask for at most (memory in KiB): a stored m of 100 million ended the process in trial. */
const CAPS = { memoryCost: 65_536, timeCost: 8, parallelism: 4, outputLen: 64, saltLen: 64 } as const;

/** Code: `busy`. */
export const BUSY: Refusal = refuse('busy', 'Busy, try again in a moment.');

/** Whether a password may be chosen. Codes: `too-short`, `too-long`. */
export function checkPassword(password: string): Result<undefined> {
  const { least, most, mostBytes } = PASSWORD_LENGTH;
  const normal = composed(password);
  const length = [...normal].length;
  if (length < least)
    return refuse('too-short', `A password has at least ${least} characters; that one has ${length}.`);
  if (length > most || Buffer.byteLength(normal) > mostBytes) {
    return refuse('too-long', `A password has at most ${most} characters.`);
  }
  return ok();
}

/** The same password typed on another keyboard may come in another normal form (RFC 8265 §4.2.1). */
function composed(password: string): string {
  return password.length > COMPOSED ? password : password.normalize('NFC');
}

function bytesOf(password: string): Buffer {
  return Buffer.from(composed(password));
}

/** Whether a stored hash is argon2id and asks for no more than the caps. */
export function isBearable(phc: string): boolean {
  try {
    const asked = parseOptions(phc);
    const isOurs = Number(asked.algorithm) === COST.algorithm && Number(asked.version) === COST.version;
    return isOurs && (Object.keys(CAPS) as (keyof typeof CAPS)[]).every((name) => asked[name] <= CAPS[name]);
  } catch {
    return false;
  }
}

/** A hash of nothing: well-formed, as dear as any other, and equal to no password's. */
function dummyHash(): string {
  const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  const { memoryCost, timeCost, parallelism } = COST;
  const cost = `m=${memoryCost},t=${timeCost},p=${parallelism}`;
  return `$argon2id$v=19$${cost}$${base64(randomBytes(16))}$${base64(randomBytes(COST.outputLen))}`;
}

/** Hashes and compares, two at once; 32 wait, the next is refused with `busy`. */
export class PasswordHasher {
  readonly #gate = new Gate(2, 32);
  readonly #dummy = dummyHash();

  /** The argon2id PHC string of a password. Code: `busy`. */
  async hash(password: string): Promise<Result<string>> {
    // The cast: the library declares its options with enums, whose numbers are written out above.
    const work = this.#gate.run(() => hash(bytesOf(password), { ...COST } as Options));
    return work === undefined ? BUSY : ok(await work);
  }

  /**
   * Whether this is the password of that hash. `undefined` (no such account, no password) takes as long as any other
   * and is never right; so is a hash that asks for too much. Code: `busy`.
   */
  async verify(phc: string | undefined, password: string): Promise<Result<boolean>> {
    const stored = phc !== undefined && isBearable(phc) ? phc : undefined;
    const work = this.#gate.run(() => verify(stored ?? this.#dummy, bytesOf(password)));
    if (work === undefined) return BUSY;
    const same = await work;
    return ok(same && stored !== undefined);
  }
}
