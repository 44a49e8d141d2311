/**
 * Signatures by FIDO security keys (`sk-…@openssh.com`), as OpenSSH's PROTOCOL.u2f has them: the key signs not the message but the
 * hash of the application it was made for, what it knows (flags, a counter), and the hash of the message.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ed25519Key } from './ed25519.ts';
import { stringsOf } from './key-blob.ts';

export const SK_ED25519 = 'sk-ssh-ed25519@openssh.com';
export const SK_ECDSA = 'sk-ecdsa-sha2-nistp256@openssh.com';

/** Somebody touched the key. OpenSSH insists on it unless told otherwise, and so do we. */
const USER_PRESENT = 0x01;
/** A byte of flags and a counter. */
const TAIL = 5;

/** Whether keys of this type are on a security key. */
export function isSecurityKey(type: string): boolean {
  return type === SK_ED25519 || type === SK_ECDSA;
}

/**
 * Whether a security key signed a message, with somebody present.
 * @param blob the public key, well-formed
 * @param signature without its type and the length after it: the signature itself, flags, counter
 */
export function isSecurityKeySignature(blob: Buffer, message: Buffer, signature: Buffer): boolean {
  const [type, ...parts] = stringsOf(blob) ?? [];
  const application = parts.at(-1);
  const tail = signature.subarray(-TAIL);
  if (type === undefined || application === undefined || tail.length !== TAIL) return false;
  if (((tail[0] ?? 0) & USER_PRESENT) === 0) return false;
  const signed = Buffer.concat([sha256(application), tail, sha256(message)]);
  const bare = signature.subarray(0, -TAIL);
  try {
    return type.toString('latin1') === SK_ED25519
      ? verify(null, signed, ed25519Key(parts[0]), bare)
      : verify('sha256', signed, { key: p256(parts), dsaEncoding: 'ieee-p1363' }, fixedSize(bare));
  } catch {
    return false; // not even a signature
  }
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function p256([, point]: readonly Buffer[]): KeyObject {
  const [x, y] = [point?.toString('base64url', 1, 33) ?? '', point?.toString('base64url', 33) ?? ''];
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
}

/** Two mpints (RFC 5656 §3.1.2) as two numbers of 32 bytes each; throws when they are none. */
function fixedSize(bare: Buffer): Buffer {
  const numbers = stringsOf(bare);
  if (numbers?.length !== 2) throw new RangeError('not two numbers');
  return Buffer.concat(
    numbers.map((number) => {
      const digits = number[0] === 0 ? number.subarray(1) : number;
      if (digits.length > 32) throw new RangeError('too long');
      return Buffer.concat([Buffer.alloc(32 - digits.length), digits]);
    }),
  );
}
