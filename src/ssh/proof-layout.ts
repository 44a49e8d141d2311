/**
 * How the proof of a key is laid out (RFC 4252 §7). ssh2 skips the lengths inside a signature and whatever follows it, so that one
 * proof could be written in a great many ways; OpenSSH takes one of them, and so do we.
 */
import { stringsOf } from '../accounts/key-blob.ts';
import { isSecurityKey } from '../accounts/security-keys.ts';
import { stringsEnd } from './wire.ts';

/** Flags and a counter follow the signature of a security key, outside of any string. */
const SECURITY_KEY_TAIL = 5;

/** Whether a USERAUTH_REQUEST, whose names fit in, is exact if it proves a key; one that proves none is for others to judge. */
export function isExactProof(payload: Uint8Array): boolean {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  const methodAt = stringsEnd(bytes, 1, 2); // after the user and the service
  const flagAt = stringsEnd(bytes, methodAt);
  if (bytes.toString('latin1', methodAt + 4, flagAt) !== 'publickey' || (bytes[flagAt] ?? 0) === 0) return true;
  const parts = stringsOf(bytes.subarray(flagAt + 1));
  const [algorithm, , signature] = parts ?? [];
  if (parts?.length !== 3 || algorithm === undefined || signature === undefined) return false;
  const tail = isSecurityKey(algorithm.toString('latin1')) ? SECURITY_KEY_TAIL : 0;
  // The algorithm, without which ssh2 takes an ECDSA signature all the same, and the signature itself.
  const [signedBy, ...rest] = stringsOf(signature.subarray(0, Math.max(0, signature.length - tail))) ?? [];
  return signedBy?.equals(algorithm) === true && rest.length === 1;
}
