import assert from 'node:assert/strict';
import crypto, { randomFillSync } from 'node:crypto';
import { test } from 'node:test';
import { fillFromPool } from '../../src/ssh/padding.ts';
import { ssh2 } from '../../src/ssh/ssh2.ts';

test('padding fills exactly the place asked for', () => {
  const packet = new Uint8Array(64);
  fillFromPool(packet, 10, 20);
  assert.ok(packet.subarray(0, 10).every((byte) => byte === 0));
  assert.ok(packet.subarray(30).every((byte) => byte === 0));
  assert.ok(packet.subarray(10, 30).some((byte) => byte !== 0));
});

test('no padding is given out twice, across refills of the pool', () => {
  const seen = new Set<string>();
  for (let round = 0; round < 20_000; round += 1)
    seen.add(Buffer.from(fillFromPool(new Uint8Array(16))).toString('hex'));
  assert.equal(seen.size, 20_000);
});

test('its bytes are spread evenly', () => {
  const counts = new Array<number>(256).fill(0);
  for (let round = 0; round < 4096; round += 1) {
    for (const byte of fillFromPool(new Uint8Array(64))) counts[byte] = (counts[byte] ?? 0) + 1;
  }
  // 1,024 of each are expected; six standard deviations are 192.
  assert.ok(counts.every((count) => Math.abs(count - 1024) < 192));
});

test('a place outside the packet is refused, and long wishes go to the generator', () => {
  assert.throws(() => fillFromPool(new Uint8Array(8), 4, 8), RangeError);
  assert.ok(fillFromPool(new Uint8Array(4096)).some((byte) => byte !== 0));
});

test('nobody but ssh2 sees the pool', () => {
  assert.equal(crypto.randomFillSync, randomFillSync);
  assert.equal(typeof ssh2.Server, 'function');
});
