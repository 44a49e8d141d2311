/**
 * Public keys as they come over the wire and out of `.pub` files, read strictly: one encoding per key, exact lengths, no
 * byte too many, and only types whose signatures hold. What passes here may be compared byte for byte.
 */
import { createHash, createPublicKey } from 'node:crypto';
import { ok, type Result, refuse } from '../chat/result.ts';
import { cleanLine } from '../chat/text.ts';
import { ED25519 } from './ed25519.ts';
import { stringsOf } from './key-blob.ts';
import { SK_ECDSA, SK_ED25519 } from './security-keys.ts';

/** A public key that was read strictly. */
export interface PublicKey {
  /** The type inside the blob: `ssh-ed25519`, `ecdsa-sha2-nistp256` …, `ssh-rsa`, `sk-…@openssh.com`. */
  readonly type: string;
  /** RFC 4253 §6.6, base64 with padding. */
  readonly blob: string;
  /** `SHA256:…` as OpenSSH prints it. */
  readonly fingerprint: string;
}

/** Bits of a modulus, inclusive. OpenSSH's own upper bound is 16,384; checking such a signature takes milliseconds. */
const RSA_BITS = { least: 2048, most: 8192 } as const;
/** No honest blob is longer; an RSA one of 8,192 bits has 1,047 bytes. */
const MAX_BLOB = 2048;
/** Nor any line of a `.pub` file, in UTF-16 units: such a blob in base64, and a comment. */
const MAX_LINE = 8192;
/** Comments are for telling one's own keys apart. */
const MAX_COMMENT = 100;

/** RFC 5656 §10.1: the curve's name in the blob, its name in JWK, and the bytes of a coordinate. */
const CURVES: ReadonlyMap<string, { readonly id: string; readonly jwk: string; readonly size: number }> = new Map([
  ['ecdsa-sha2-nistp256', { id: 'nistp256', jwk: 'P-256', size: 32 }],
  ['ecdsa-sha2-nistp384', { id: 'nistp384', jwk: 'P-384', size: 48 }],
  ['ecdsa-sha2-nistp521', { id: 'nistp521', jwk: 'P-521', size: 66 }],
]);

/** A positive mpint in its only encoding (RFC 4251 §5), without its leading zero; undefined otherwise. */
function positive(mpint: Buffer | undefined): Buffer | undefined {
  const first = mpint?.[0];
  if (mpint === undefined || first === undefined || first >= 0x80) return undefined;
  if (first !== 0) return mpint;
  const second = mpint[1];
  return second !== undefined && second >= 0x80 ? mpint.subarray(1) : undefined;
}

/** RFC 4253 §6.6: e, n. Small exponents only: OpenSSL refuses longer ones with large moduli. */
function isRsa([e, n]: readonly Buffer[]): Result<undefined> {
  const exponent = positive(e);
  const modulus = positive(n);
  if (exponent === undefined || modulus === undefined) return malformed();
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most) {
    return refuse('weak-key', `An RSA key has ${RSA_BITS.least} to ${RSA_BITS.most} bits here; that one has ${bits}.`);
  }
  const isOdd = (number: Buffer) => ((number.at(-1) ?? 0) & 1) === 1;
  const isSane = exponent.length <= 8 && isOdd(exponent) && !exponent.equals(Buffer.of(1)) && isOdd(modulus);
  return isSane ? ok() : malformed();
}

/** RFC 5656 §3.1: curve, uncompressed point; on the curve, or node:crypto refuses it. */
function isEcdsa(type: string, [id, point]: readonly Buffer[]): boolean {
  const curve = CURVES.get(type);
  if (curve === undefined || id === undefined || point === undefined) return false;
  if (id.toString('latin1') !== curve.id || point.length !== 1 + 2 * curve.size || point[0] !== 4) return false;
  const coordinate = (from: number) => point.subarray(from, from + curve.size).toString('base64url');
  try {
    const key = { kty: 'EC', crv: curve.jwk, x: coordinate(1), y: coordinate(1 + curve.size) };
    return createPublicKey({ format: 'jwk', key }).asymmetricKeyType === 'ec';
  } catch {
    return false;
  }
}

function malformed(): Result<never> {
  return refuse('malformed-key', 'That is not a public key that can be read.');
}

/** PROTOCOL.u2f: after the key the application it was made for, printable, `ssh:` as a rule. */
function isApplication(part: Buffer | undefined): boolean {
  return part !== undefined && /^[\x20-\x7e]{1,255}$/.test(part.toString('latin1'));
}

function checkParts(type: string, parts: readonly Buffer[]): Result<undefined> {
  if (type === SK_ED25519) {
    return parts.length === 2 && parts[0]?.length === 32 && isApplication(parts[1]) ? ok() : malformed();
  }
  if (type === SK_ECDSA) {
    const isKey = parts.length === 3 && isEcdsa('ecdsa-sha2-nistp256', parts);
    return isKey && isApplication(parts[2]) ? ok() : malformed();
  }
  if (type === ED25519) {
    // RFC 8709 §4: one string of 32 bytes.
    return parts.length === 1 && parts[0]?.length === 32 ? ok() : malformed();
  }
  if (CURVES.has(type)) return parts.length === 2 && isEcdsa(type, parts) ? ok() : malformed();
  if (type === 'ssh-rsa') return parts.length === 2 ? isRsa(parts) : malformed();
  const shown = cleanLine(type.slice(0, 40)) || 'unknown';
  return refuse(
    'key-type',
    `Keys of type ${shown} cannot be used here; ed25519, ecdsa and rsa can, and ed25519-sk and ecdsa-sk.`,
  );
}

/** Reads a public key blob. Codes: `malformed-key`, `key-type`, `weak-key`. */
export function parseKeyBlob(blob: Buffer): Result<PublicKey> {
  const strings = blob.length <= MAX_BLOB ? stringsOf(blob) : undefined;
  const [name, ...parts] = strings ?? [];
  if (name === undefined) return malformed();
  const type = name.toString('latin1');
  const checked = checkParts(type, parts);
  if (!checked.ok) return checked;
  return ok({ type, blob: blob.toString('base64'), fingerprint: fingerprintOf(blob) });
}

/** `SHA256:…` as OpenSSH prints it, of a key as it goes over the wire. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replaceAll('=', '')}`;
}

/**
 * Whether a signature may be made with this algorithm for a key of this type: RSA with SHA-2 only (RFC 8332), the others
 * under their own name.
 * @param hash `sha256` or `sha512` for RSA, undefined for keys whose type says it
 */
export function isGoodSignature(type: string, hash: string | undefined): boolean {
  return type === 'ssh-rsa' ? hash === 'sha256' || hash === 'sha512' : hash === undefined;
}

/** Reads a line of a `.pub` file: type, base64, perhaps a comment. Codes: `private-key` and those of {@link parseKeyBlob}. */
export function parseKeyLine(text: string): Result<PublicKey & { readonly comment: string }> {
  if (/PRIVATE KEY/.test(text)) {
    return refuse(
      'private-key',
      'That is a private key: show it to nobody. The public one is in the file ending in .pub.',
    );
  }
  const line = text.length <= MAX_LINE ? text.trim() : '';
  const match = /^([a-z0-9@.-]{1,64})[ \t]+([A-Za-z0-9+/]{1,4000}={0,2})(?:[ \t]+(.*))?$/.exec(line);
  const [, type, base64, comment = ''] = match ?? [];
  if (base64 === undefined) {
    return refuse('malformed-key', 'Give the whole line of a .pub file: ssh-ed25519 AAAA… name');
  }
  const blob = Buffer.from(base64, 'base64');
  if (blob.toString('base64') !== base64) return malformed();
  const key = parseKeyBlob(blob);
  if (!key.ok) return key;
  if (key.value.type !== type) return malformed();
  return ok({ ...key.value, comment: [...cleanLine(comment)].slice(0, MAX_COMMENT).join('') });
}
