/**
 * Key exchange `mlkem768x25519-sha256` (draft-ietf-sshm-mlkem-hybrid-kex §2): ML-KEM-768 and X25519 side by side, so that what
 * is recorded today stays secret while either of them holds. OpenSSH ≥ 9.9 prefers it, and from 10.1 on warns without it.
 */
import { createHash } from 'node:crypto';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { type ExchangeClass, X25519_SIZE, type X25519Exchange } from './x25519-kex.ts';

export const HYBRID = 'mlkem768x25519-sha256';

/** FIPS 203 §8: bytes of an encapsulation key. */
const KEM_KEY = 1184;

/** The server's side of the hybrid, on top of the exchange of curve25519 keys. */
export function hybridOf(x25519: ExchangeClass<X25519Exchange>): ExchangeClass {
  return class extends x25519 {
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
      if (theirs.length !== KEM_KEY + X25519_SIZE) return new Error(`a key of ${theirs.length} bytes`);
      try {
        const shared = this.secret(theirs.subarray(KEM_KEY));
        const { cipherText, sharedSecret } = ml_kem768.encapsulate(theirs.subarray(0, KEM_KEY));
        this.#ciphertext = cipherText;
        return createHash('sha256').update(sharedSecret).update(shared).digest();
      } catch (error) {
        return error as Error; // FIPS 203 §7.2: their key is none
      }
    }
  };
}
