/** Keys as bytes, made by node:crypto and encoded here, so that nothing of the code under test vouches for itself. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { PublicKey } from '../../src/accounts/keys.ts';

/** RFC 4251 §5: a length and the bytes. */
export function sshString(bytes: Buffer | string): Buffer {
  const body = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** A non-negative number without needless bytes. */
export function mpint(bytes: Buffer): Buffer {
  return sshString((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function coordinate(value: string | undefined): Buffer {
  return Buffer.from(value ?? '', 'base64url');
}

export function ed25519Blob(): Buffer {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  return Buffer.concat([sshString('ssh-ed25519'), sshString(coordinate(x))]);
}

export function ecdsaBlob(bits: 256 | 384 | 521): Buffer {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: `P-${bits}` }).publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), coordinate(x), coordinate(y)]);
  return Buffer.concat([sshString(`ecdsa-sha2-nistp${bits}`), sshString(`nistp${bits}`), sshString(point)]);
}

export function rsaBlob(bits: number): Buffer {
  const { e, n } = generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
  return Buffer.concat([sshString('ssh-rsa'), mpint(coordinate(e)), mpint(coordinate(n))]);
}

/** A fresh key as the dialogue is given it. */
export function someKey(): PublicKey {
  const blob = ed25519Blob();
  const digest = createHash('sha256').update(blob).digest('base64').replaceAll('=', '');
  return { type: 'ssh-ed25519', blob: blob.toString('base64'), fingerprint: `SHA256:${digest}` };
}
