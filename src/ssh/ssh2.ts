/**
 * ssh2, loaded once, with its packets' padding drawn from a pool of random bytes. Each packet needs 4 to 19 of them (RFC 4253
 * §6: they SHOULD be random), and a call of the generator for each was 15 % of the server's time at 500
 * sessions. Only ssh2 sees the pool: it takes the function while it is loaded, and the module has its own back afterwards.
 */
import crypto, { randomFillSync } from 'node:crypto';
import { createRequire } from 'node:module';
import type ssh2Module from 'ssh2';
import type { HandlerTable } from './ssh2-internals.ts';

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
  target.set(pool.subarray(used, used + size), offset);
  pool.fill(0, used, used + size);
  used += size;
  return target;
}

const require = createRequire(import.meta.url);

function load(): typeof ssh2Module {
  const own = crypto.randomFillSync;
  crypto.randomFillSync = fillFromPool as typeof own;
  try {
    return require('ssh2') as typeof ssh2Module;
  } finally {
    crypto.randomFillSync = own;
  }
}

export const ssh2 = load();

/** Of the loaded ssh2; a change counts from the next packet on. */
export const handlers = require('ssh2/lib/protocol/handlers.js') as HandlerTable;
