/**
 * Key exchange `mlkem768x25519-sha256` (draft-ietf-sshm-mlkem-hybrid-kex §2): ML-KEM-768 and X25519 side by side, so that what
 * is recorded today stays secret while either of them holds. OpenSSH ≥ 9.9 prefers it, and from 10.1 on warns without it.
 */
import { createHash } from 'node:crypto';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';

export const HYBRID = 'mlkem768x25519-sha256';

/** FIPS 203 §8: bytes of an encapsulation key. */
const KEM_KEY = 1184;
const X25519 = 32;

/** ssh2's exchange of curve25519 keys (lib/protocol/kex.js), as far as it is used here. */
export interface Exchange {
  getPublicKey(): Buffer;
  /** Theirs as it goes into the exchange hash. */
  convertPublicKey(key: Buffer): Buffer;
  /** An mpint, or why there is none. */
  computeSecret(theirs: Buffer): Buffer | Error;
}

type ExchangeClass = new (...args: unknown[]) => Exchange;

/** The server's side of the hybrid, on top of ssh2's exchange of curve25519 keys. */
export function hybridOf(curve25519: ExchangeClass): ExchangeClass {
  return class extends curve25519 {
    #ciphertext: Uint8Array = new Uint8Array();

    /** S_REPLY, once the secret was computed: the ciphertext and our X25519 key. */
    override getPublicKey(): Buffer {
      return Buffer.concat([this.#ciphertext, super.getPublicKey()]);
    }

    override convertPublicKey(key: Buffer): Buffer {
      return key;
    }

    /** K is the hash of both secrets, and a string rather than an mpint (§2.4). */
    override computeSecret(theirs: Buffer): Buffer | Error {
      if (theirs.length !== KEM_KEY + X25519) return new Error(`a key of ${theirs.length} bytes`);
      const shared = super.computeSecret(theirs.subarray(KEM_KEY));
      if (shared instanceof Error) return shared;
      try {
        const { cipherText, sharedSecret } = ml_kem768.encapsulate(theirs.subarray(0, KEM_KEY));
        this.#ciphertext = cipherText;
        return createHash('sha256').update(sharedSecret).update(fixed(shared)).digest();
      } catch (error) {
        return error as Error; // FIPS 203 §7.2: their key is none
      }
    }
  };
}

/** The 32 bytes that an mpint was made of: without its sign byte, with the zeros it dropped. */
function fixed(mpint: Buffer): Buffer {
  const bytes = mpint.subarray(Math.max(0, mpint.length - X25519));
  return Buffer.concat([Buffer.alloc(X25519 - bytes.length), bytes]);
}
