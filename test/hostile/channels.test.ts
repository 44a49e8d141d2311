/** Rows 10 and 12 of the table of faults, measured on others: what one connection opens, and how often it changes its size. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Attacker, insider, open, packet, request } from './attacker.ts';
import { percentile, scaled } from './scale.ts';
import { Siege } from './siege.ts';

/** Opens and closes until it is thrown out; how many it tried. */
async function opens(attacker: Attacker, most: number): Promise<number> {
  let tried = 0;
  for (; tried < most && !attacker.socket.destroyed; tried += 1) {
    attacker.send(open(tried));
    attacker.send(request(tried, 'shell'));
    attacker.send(packet(97, [tried]));
    if (tried % 50 === 0) await sleep(1);
  }
  return tried;
}

test('five thousand shells, or twenty thousand opens, on one connection cost no memory', {
  timeout: 120_000,
}, async (t) => {
  const siege = await Siege.begin(t);
  const once = async (name: string, most: number) => {
    const attacker = await insider(t, siege, name);
    // Thrown out long before; what it still says is not read.
    assert.ok((await opens(attacker, most)) > 0);
    assert.equal(await attacker.isGone(5000), true);
  };
  // What talk and the first of them have compiled and reserved, no other costs.
  await siege.talkUntil(once('first', 500).then(() => sleep(scaled(3000, 10_000))));
  const before = siege.memory;
  const attack = (async () => {
    await once('opener0', scaled(500, 5000));
    await once('opener1', scaled(2000, 20_000));
    await sleep(1000);
  })();
  const delays = await siege.talkUntil(attack);
  t.diagnostic(`memory ${(siege.memory - before).toFixed(1)} MB, p99 ${percentile(delays, 0.99).toFixed(1)} ms`);
  // Whoever just came and talked is in it too; in the short form that is not settled yet.
  assert.ok(siege.memory - before < scaled(6, 2), `${siege.memory - before} MB`);
  assert.ok(siege.isWithin(delays, 50), `p99 ${percentile(delays, 0.99)} ms`);
});

test('a thousand changes of size a second, up to four billion, hold up nobody', { timeout: 120_000 }, async (t) => {
  const siege = await Siege.begin(t);
  const attacker = await insider(t, siege, 'dragger');
  const size = (columns: number, rows: number) => packet([columns], [rows], [0], [0]);
  attacker.send(open(0));
  attacker.send(request(0, 'pty-req', packet('xterm', size(2 ** 32 - 1, 2 ** 32 - 1), '')));
  attacker.send(request(0, 'shell'));
  let changes = 0;
  const attack = (async () => {
    for (const until = performance.now() + scaled(2000, 20_000); performance.now() < until; ) {
      for (let n = 0; n < 10; n += 1) {
        changes += 1;
        const wish = [0, 1, 80 + (changes % 400), 2 ** 32 - 1][changes % 4] ?? 0;
        attacker.send(request(0, 'window-change', size(wish, wish)));
      }
      await sleep(10);
    }
  })();
  const delays = await siege.talkUntil(attack);
  t.diagnostic(`${changes} changes, p99 ${percentile(delays, 0.99).toFixed(1)} ms`);
  assert.ok(changes > 1000, `${changes}`);
  assert.ok(siege.isWithin(delays, 50), `p99 ${percentile(delays, 0.99)} ms`);
  assert.equal(attacker.socket.destroyed, false, 'it is clamped, not thrown out');
});
