/**
 * The proofs of keys that one connection brings (RFC 4252 §7). Checking a signature takes up to 2 ms of the event loop (P-521), so
 * a connection has few checked; reading the key takes up to half of that, and of all connections together one is read, and its
 * proof checked, in a turn of the loop.
 */
import type { PublicKeyAuthContext } from 'ssh2';
import { ED25519, isEd25519Signature } from '../accounts/ed25519.ts';
import type { PublicKey } from '../accounts/keys.ts';
import { isSecurityKey, isSecurityKeySignature } from '../accounts/security-keys.ts';
import { ssh2 } from './ssh2.ts';

/** As many as OpenSSH lets one try (MaxAuthTries). Most clients ask first, and prove one. */
const MOST = 6;
/** Where every question is answered with yes: an agent of 20 keys proves them all. */
const MOST_UNASKED = 20;
/** A client signs with the key that it shows; once may be a broken token. */
const MOST_WRONG = 2;

/** When the key that waits last has its turn. */
let last: Promise<void> = Promise.resolve();

/**
 * Resolves when a key may be read, and its proof checked: one in a turn of the event loop, whoever brings it. A connection waits
 * for one at a time.
 */
export function keyTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}

export class Proofs {
  #checked = 0;
  #wrong = 0;

  /** Wrong ones came that no honest client sends. */
  get areForged(): boolean {
    return this.#wrong >= MOST_WRONG;
  }

  /**
   * Checks the proof of a key if it is not one too many.
   * @param isAsked whether a client hears before it proves a key that the key would not help
   * @returns whether it is one; undefined if it was not looked at
   */
  check(ctx: PublicKeyAuthContext, key: PublicKey, isAsked: boolean): boolean | undefined {
    if (this.#checked >= (isAsked ? MOST : MOST_UNASKED)) return undefined;
    this.#checked += 1;
    const isRight = isProof(ctx, key);
    if (!isRight) this.#wrong += 1;
    return isRight;
  }
}

function isProof(ctx: PublicKeyAuthContext, { type, blob }: PublicKey): boolean {
  if (!Buffer.isBuffer(ctx.signature) || !Buffer.isBuffer(ctx.blob)) return false;
  const bytes = Buffer.from(blob, 'base64');
  if (type === ED25519) return isEd25519Signature(bytes, ctx.blob, ctx.signature);
  if (isSecurityKey(type)) return isSecurityKeySignature(bytes, ctx.blob, ctx.signature);
  // As a line, never as the blob itself: from bytes ssh2 would read a private key in PEM just as well.
  const parsed = ssh2.utils.parseKey(`${type} ${blob}`);
  if (parsed instanceof Error || parsed.type !== type) return false;
  // verify() may return an Error, which is truthy.
  return (parsed.verify(ctx.blob, ctx.signature, ctx.hashAlgo) as unknown) === true;
}
