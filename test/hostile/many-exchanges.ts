/** Exchanges of curve25519 keys, one after the other. Usage: many-exchanges COUNT; ends when they are made. */
import { randomBytes } from 'node:crypto';
import { type Exchange, x25519Of } from '../../src/ssh/x25519-kex.ts';

/** What ssh2's class has and ours replaces. */
class Replaced implements Exchange {
  generateKeys(): void {}
  getPublicKey(): Buffer {
    throw new Error('not replaced');
  }
  convertPublicKey(key: Buffer): Buffer {
    return key;
  }
  computeSecret(): Error {
    return new Error('not replaced');
  }
}

const Ours = x25519Of(Replaced);
const theirs = randomBytes(32);
for (let left = Number(process.argv[2]); left > 0; left -= 1) {
  const ours = new Ours();
  if (ours.computeSecret(theirs) instanceof Error || ours.getPublicKey().length !== 32) throw new Error('no exchange');
}
