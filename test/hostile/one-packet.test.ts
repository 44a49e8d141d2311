/**
 * Single packets that stopped a server or ran away with its memory (rows 4 and 6 of the table of faults), one after the other to
 * the whole server in a process of its own; every message number that has no place; and the last value that is let pass.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardRule } from '../../src/ssh/guard-rules.ts';
import { newKey } from '../new-key.ts';
import { type Door, openDoor } from '../ssh/door.ts';
import { type Attacker, guesser, insider, open, outsider, packet, request } from './attacker.ts';
import { Guest } from './guest.ts';
import { torture } from './scale.ts';
import { Watched } from './watched.ts';

/** Of the server's event loop; the short form runs beside other tests. */
const STALL_MS = torture ? 50 : 250;
const question = packet(50, 'mallory', 'ssh-connection', 'keyboard-interactive', '', '');
const pty = packet('xterm', [2 ** 32 - 1], [2 ** 32 - 1], [0], [0], '\0');

const AFTER_LOGIN: readonly (readonly Buffer[])[] = [
  ...[0, 1, 1023].map((size) => [open(0, { size }), request(0, 'pty-req', pty), request(0, 'shell')]),
  [packet(90, 'session', [0], [2 ** 21])],
  [packet(94, [2 ** 32 - 1], 'x')],
  [open(0, { window: 2 ** 32 - 1 }), packet(93, [0], [2 ** 32 - 1])],
  [packet(80, 'hostkeys-00@openssh.com', 0, '-----BEGIN OPENSSH PRIVATE KEY-----')],
  [packet(50, 'mallory', 'ssh-connection', 'none')],
];
const BEFORE_LOGIN: readonly (readonly Buffer[])[] = [
  [packet(90, 'session', [0], [2 ** 21], [0])],
  [packet(80, 'keepalive@openssh.com', 1)],
  [question, packet(61, [4_000_000_000])],
  [packet(61, [2 ** 32 - 1])],
];

test('no packet that should not be there stops the server, and each is its sender’s last', async (t) => {
  const server = await Watched.start(t);
  const witness = await Guest.enter({ port: server.port, handle: 'witness', privateKey: newKey(), plain: true });
  await witness.sees('/help');
  const before = await server.read();
  await sleep(50);
  const attempt = async (enter: typeof insider, packets: readonly Buffer[], n: number) => {
    const attacker = await enter(t, server, `m${n}`);
    for (const payload of packets) attacker.send(payload);
    assert.equal(await attacker.isGone(2000), true, packets.map((payload) => payload.toString('hex', 0, 40)).join());
  };
  for (const [n, packets] of AFTER_LOGIN.entries()) await attempt(insider, packets, n);
  for (const [n, packets] of BEFORE_LOGIN.entries()) await attempt(outsider, packets, n);
  const { delay, errors, used } = await server.read();
  t.diagnostic(`longest stall ${delay.toFixed(1)} ms`);
  assert.ok(delay < STALL_MS, `${delay} ms`);
  assert.ok(used - before.used < 20e6, `${used - before.used} bytes`);
  assert.deepEqual(errors, []);
  witness.say('still here');
  await witness.sees('witness: still here');
});

/** RFC 4250 §4.1.2: what a client may say before it is signed in, and afterwards; before, its first KEXINIT (20) is behind it. */
const PLACES: readonly (readonly [string, typeof insider, readonly number[]])[] = [
  ['before login', outsider, [1, 2, 3, 4, 5, 50, 61]],
  ['after login', insider, [1, 2, 3, 4, 20, 80, 81, 82, 90, 93, 94, 96, 97, 98, 99, 100]],
];

for (const [when, enter, allowed] of PLACES) {
  test(`${when} every message but ${allowed.join(', ')} is out of place`, { timeout: 60_000 }, async (t) => {
    const door = await openDoor(t);
    const others = Array.from({ length: 256 }, (_, type) => type).filter((type) => !allowed.includes(type));
    const passed: number[] = [];
    for (const type of others) {
      const attacker = await enter(t, door, 'mallory');
      attacker.send(packet(type));
      if (!(await attacker.isGone(1000))) passed.push(type);
    }
    assert.deepEqual(passed, []);
    assert.deepEqual(
      door.refused,
      others.map(() => 'message'),
    );
  });
}

/** To sign in with nothing, in so many bytes. */
const attempt = (size: number) => packet(50, 'mallory', 'ssh-connection', 'none', 'x'.repeat(size - 42));

/** What passes, and the next that does not. */
const EDGES: readonly (readonly [GuardRule, typeof insider, readonly Buffer[], Buffer])[] = [
  ['packetSize', insider, [open(0, { size: 1024 })], open(1, { size: 1023 })],
  ['opens', insider, Array.from({ length: 64 }, (_, id) => open(id)), open(64)],
  [
    'window',
    insider,
    [open(0, { window: 2 ** 32 - 2 }), request(0, 'shell'), packet(93, [0], [1])],
    packet(93, [0], [1]),
  ],
  ['request', insider, [packet(80, 'x'.repeat(64), 0)], packet(80, 'x'.repeat(65), 0)],
  ['login', guesser, [attempt(16_384)], attempt(16_385)],
  ['answers', guesser, [question, packet(61, [16], ...Array<string>(16).fill('x'))], packet(61, [17])],
];

for (const [rule, enter, passes, breaks] of EDGES) {
  test(`${rule}: the last that is let pass, and the first that is not`, async (t) => {
    const door: Door = await openDoor(t);
    const attacker: Attacker = await enter(t, door, 'mallory');
    for (const payload of passes) {
      attacker.send(payload);
      await sleep(30); // until the question is out
    }
    assert.equal(await attacker.isGone(50), false);
    attacker.send(breaks);
    assert.equal(await attacker.isGone(1000), true);
    assert.equal(door.refused.at(-1), rule);
  });
}
