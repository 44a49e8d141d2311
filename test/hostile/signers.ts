/**
 * Owners of keys of every kind that may sign in, who make proofs by themselves: nothing of the server's, and of ssh2 only its
 * reading of a PEM.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import ssh2 from 'ssh2';
import { mpint, sshString } from '../accounts/fixtures.ts';
import { ecdsaKey, ed25519Key } from '../accounts/security-key.ts';
import { newKey } from '../new-key.ts';
import { type Attacker, packet } from './attacker.ts';

export interface Signer {
  /** What a request names (RFC 4252 §7); for RSA not the type of the key. */
  readonly algorithm: string;
  readonly blob: Buffer;
  /** As it goes over the wire, without its length. */
  sign(message: Buffer): Buffer;
}

/** The owner of an ed25519 key of OpenSSH's. */
export function ed25519Signer(pem: string): Signer {
  const key = ssh2.utils.parseKey(pem);
  assert.ok(!(key instanceof Error));
  const signed = (message: Buffer) => {
    const raw = key.sign(message);
    assert.ok(!(raw instanceof Error));
    return raw;
  };
  const algorithm = 'ssh-ed25519';
  return { algorithm, blob: key.getPublicSSH(), sign: (message) => packet(algorithm, sshString(signed(message))) };
}

function number(digits: Buffer): Buffer {
  const from = digits.findIndex((byte) => byte !== 0);
  return mpint(digits.subarray(from));
}

function coordinates(key: KeyObject, ...names: readonly ('x' | 'y' | 'e' | 'n')[]): readonly Buffer[] {
  const jwk = key.export({ format: 'jwk' });
  return names.map((name) => Buffer.from(String(jwk[name]), 'base64url'));
}

function ecdsaSigner(bits: 256 | 384 | 521, hash: string): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: `P-${bits}` });
  const algorithm = `ecdsa-sha2-nistp${bits}`;
  const point = sshString(Buffer.concat([Buffer.of(4), ...coordinates(publicKey, 'x', 'y')]));
  return {
    algorithm,
    blob: packet(algorithm, `nistp${bits}`, point),
    sign: (message) => {
      const both = sign(hash, message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      const [r, s] = [both.subarray(0, both.length / 2), both.subarray(both.length / 2)];
      return packet(algorithm, sshString(Buffer.concat([number(r), number(s)])));
    },
  };
}

function rsaSigner(hash: 'sha256' | 'sha512'): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = `rsa-sha2-${hash.slice(3)}`;
  const blob = packet('ssh-rsa', ...coordinates(publicKey, 'e', 'n').map(mpint));
  return { algorithm, blob, sign: (message) => packet(algorithm, sshString(sign(hash, message, privateKey))) };
}

/** One of each kind, new. */
export function allSigners(): readonly Signer[] {
  const securityKeys = [ed25519Key(), ecdsaKey()].map(({ type, ...key }) => ({ algorithm: type, ...key }));
  const curves = [ecdsaSigner(256, 'sha256'), ecdsaSigner(384, 'sha384'), ecdsaSigner(521, 'sha512')];
  return [ed25519Signer(newKey()), ...curves, rsaSigner('sha256'), rsaSigner('sha512'), ...securityKeys];
}

/** A request of alice's with a proof for this connection (RFC 4252 §7). */
export function proof({ sessionId }: Attacker, { algorithm, blob, sign }: Signer): Buffer {
  const body = packet(50, 'alice', 'ssh-connection', 'publickey', 1, algorithm, sshString(blob));
  return packet(body, sshString(sign(packet(sshString(sessionId), body))));
}
