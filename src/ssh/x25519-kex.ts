/**
 * Key exchange `curve25519-sha256` (RFC 8731) as ssh2 has it, but with the keys written and read as JWK: OpenSSL takes 100 µs
 * each time to look through DER for their 32 bytes, and 6 this way (measured), where all of signing in is to take 4 ms.
 */
import { createPublicKey, diffieHellman, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';

/** Bytes of a key, and of a secret. */
export const X25519_SIZE = 32;

/** ssh2's exchange of curve25519 keys (lib/protocol/kex.js), as far as it is used here. */
export interface Exchange {
  /** Makes ours; once. */
  generateKeys(): void;
  getPublicKey(): Buffer;
  /** Theirs as it goes into the exchange hash. */
  convertPublicKey(key: Buffer): Buffer;
  /** An mpint, or why there is none. */
  computeSecret(theirs: Buffer): Buffer | Error;
}

export type ExchangeClass<E extends Exchange = Exchange> = new (...args: unknown[]) => E;

/** With a secret as it is. */
export interface X25519Exchange extends Exchange {
  /** 32 bytes. Throws when theirs is no key, or one that makes no secret (RFC 7748 §6.1). */
  secret(theirs: Buffer): Buffer;
}

/** A pair of keys; the public one as it is sent. */
interface Keys {
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

/**
 * The public key is taken from the call that makes the pair, never from `KeyObject.export`: in Node 20 that holds a lock of the
 * pair while it makes strings, and if this collects what made the pair, node waits there for the same lock. Once in some 200,000
 * times it stood still for ever, and with it the server.
 */
function newKeys(): Keys {
  const generate = generateKeyPairSync as unknown as (type: 'x25519', options: object) => JsonWebKeyPair;
  const { publicKey, privateKey } = generate('x25519', { publicKeyEncoding: { format: 'jwk' } });
  return { publicKey: Buffer.from(publicKey.x ?? '', 'base64url'), privateKey };
}

/** Which the types of node do not know. */
interface JsonWebKeyPair {
  readonly publicKey: JsonWebKey;
  readonly privateKey: KeyObject;
}

/** ssh2's exchange on a shorter way. */
export function x25519Of(curve25519: ExchangeClass): ExchangeClass<X25519Exchange> {
  return class extends curve25519 {
    #keys: Keys | undefined;

    override generateKeys(): void {
      this.#own();
    }

    override getPublicKey(): Buffer {
      return this.#own().publicKey;
    }

    override computeSecret(theirs: Buffer): Buffer | Error {
      try {
        return mpint(this.secret(theirs));
      } catch (error) {
        return error as Error;
      }
    }

    secret(theirs: Buffer): Buffer {
      if (theirs.length !== X25519_SIZE) throw new RangeError(`a key of ${theirs.length} bytes`);
      const key = { kty: 'OKP', crv: 'X25519', x: theirs.toString('base64url') };
      const publicKey = createPublicKey({ format: 'jwk', key });
      return diffieHellman({ privateKey: this.#own().privateKey, publicKey });
    }

    #own(): Keys {
      this.#keys ??= newKeys();
      return this.#keys;
    }
  };
}

/** RFC 4251 §5: without zeros before it, but with one where it would be negative. */
function mpint(secret: Buffer): Buffer {
  const digits = secret.subarray(secret.findIndex((byte) => byte !== 0));
  return (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), digits]) : digits;
}
