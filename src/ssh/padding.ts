/**
 * Random bytes for packets' padding, drawn many at a time. Each packet needs 4 to 19 of them (RFC 4253 §6: they SHOULD be
 * random), and a call of the generator for each was 15 % of the server's time at 500 sessions.
 */
import { randomFillSync } from 'node:crypto';

/** How many bytes are drawn at a time. */
const POOL_BYTES = 65_536;
/** Longer wishes are no padding and go to the generator itself. */
const LONGEST = 255;

const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** As `crypto.randomFillSync` for byte arrays: every byte of the pool is given out once, and is gone from it afterwards. */
export function fillFromPool<T extends Uint8Array>(target: T, offset = 0, size = target.byteLength - offset): T {
  if (size > LONGEST) return randomFillSync(target, offset, size);
  if (offset < 0 || size < 0 || offset + size > target.byteLength) throw new RangeError('padding outside the packet');
  if (used + size > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  // So few bytes are copied sooner one by one than by anything that has to be called.
  for (let at = 0; at < size; at += 1) {
    target[offset + at] = pool[used] as number;
    pool[used] = 0;
    used += 1;
  }
  return target;
}
