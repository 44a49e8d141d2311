/**
 * Codes that a person types once: an invite, the sysop's claim. 128 random bits in Crockford's base32, which has no letters
 * that are read as digits; only their SHA-256 is kept.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const GROUP = 5;

/** A fresh code: 26 characters in groups, `7zk3q-…`. */
export function newCode(): string {
  let number = BigInt(`0x${randomBytes(16).toString('hex')}`);
  let code = '';
  // 26 × 5 = 130 bits: the first character is one of eight.
  for (let i = 0; i < 26; i += 1) {
    code = ALPHABET.charAt(Number(number & 31n)) + code;
    number >>= 5n;
  }
  return (code.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/** What a code is kept as: SHA-256, hex, of the code without its dashes, however it was typed. */
export function hashCode(typed: string): string {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return createHash('sha256').update(plain).digest('hex');
}

/** Whether two such hashes are equal, in a time that does not tell where they differ. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}
