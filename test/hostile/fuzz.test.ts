/**
 * Random packets (row 19 of the table of faults), before the first line, before login and after it: no exit, no long stall, and
 * nothing left behind. A run is repeated with `FUZZ_SEED`.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Door, knock, newKey, openDoor, plug } from '../ssh/door.ts';
import { type Attacker, insider, open, outsider, packet, request } from './attacker.ts';
import { scaled } from './scale.ts';
import { longestStall } from './stall.ts';
import { kexinit, plain } from './wire.ts';

const { FUZZ_SEED } = process.env;
const seed = FUZZ_SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(FUZZ_SEED);

/** Numbers below `below`, the same for the same seed (mulberry32). */
function dice(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Dice = ReturnType<typeof dice>;

const EDGES = [0, 1, 2, 3, 255, 256, 32_768, 35_000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const WORDS = [
  '',
  'session',
  'shell',
  'exec',
  'pty-req',
  'env',
  'window-change',
  'subsystem',
  'signal',
  'x11-req',
  'LANG',
  'ssh-connection',
];

/** A packet that is nearly one: the right type, parts of all kinds, and now and then a byte changed or cut off. */
function nearly(roll: Dice, types: readonly number[]): Buffer {
  const parts = Array.from({ length: roll(7) }, () => {
    switch (roll(5)) {
      case 0:
        return [EDGES[roll(EDGES.length)] ?? 0] as const;
      case 1:
        return WORDS[roll(WORDS.length)] ?? '';
      case 2:
        return roll(256);
      case 3:
        return [roll(6)] as const;
      default:
        return Buffer.from(Array.from({ length: roll(40) }, () => roll(256)));
    }
  });
  const whole = packet(types[roll(types.length)] ?? 0, ...parts);
  if (roll(4) === 0) whole[roll(whole.length)] = roll(256);
  return roll(4) === 0 ? whole.subarray(0, 1 + roll(whole.length)) : whole;
}

/** Sends packets on one connection after the other, each until it is thrown out. */
async function fuzz(count: number, connect: (round: number) => Promise<Attacker>, next: (roll: Dice) => Buffer) {
  const roll = dice(seed);
  let [sent, round] = [0, 0];
  while (sent < count) {
    const attacker = await connect(round);
    round += 1;
    for (let i = 0; i < 400 && !attacker.socket.destroyed && sent < count; i += 1) {
      attacker.send(next(roll));
      sent += 1;
      if (i % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    attacker.socket.destroy();
  }
}

async function survives(t: TestContext, door: Door, attack: () => Promise<void>): Promise<void> {
  const stall = await longestStall(attack);
  t.diagnostic(`longest stall ${stall.toFixed(0)} ms, seed ${seed}`);
  assert.ok(stall < 250, `${stall} ms, seed ${seed}`);
  assert.equal((await knock(t, door, 'honest', { privateKey: newKey() })).isIn, true, `seed ${seed}`);
  for (let i = 0; i < 500 && door.server.size > 1; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(door.server.size, 1, `seed ${seed}`);
}

/** No limit but those of the protocol itself: connections come as fast as they are thrown out. */
const MANY = {
  burst: 1_000_000,
  perSecond: 1_000_000,
  handshakes: { burst: 1_000_000, perSecond: 1_000_000 },
  protocol: { packetsPerSecond: 1_000_000, bytesPerSecond: 1_000_000_000 },
};

test('random packets after login', { timeout: 600_000 }, async (t) => {
  const door = await openDoor(t, MANY);
  const types = [2, 4, 80, 81, 93, 94, 96, 97, 98, 98, 98, 99];
  const connect = async (round: number) => {
    const attacker = await insider(t, door, `m${round}`);
    attacker.send(open(0));
    attacker.send(request(0, 'shell'));
    attacker.send(open(1));
    return attacker;
  };
  await survives(t, door, () => fuzz(scaled(5000, 500_000), connect, (roll) => nearly(roll, types)));
});

test('random packets before login', { timeout: 600_000 }, async (t) => {
  const door = await openDoor(t, MANY);
  const connect = (round: number) => outsider(t, door, `m${round}`);
  const methods = ['none', 'password', 'publickey', 'keyboard-interactive', 'hostbased', 'gssapi'];
  const next = (roll: Dice) => {
    const method = methods[roll(methods.length)] ?? '';
    const tail = nearly(roll, [0, 1]);
    return roll(3) === 0 ? nearly(roll, [2, 4, 50, 61]) : packet(50, 'mallory', 'ssh-connection', method, tail);
  };
  await survives(t, door, () => fuzz(scaled(2000, 250_000), connect, next));
});

test('random bytes, and key exchanges that are nearly right', { timeout: 600_000 }, async (t) => {
  const door = await openDoor(t, MANY);
  const roll = dice(seed);
  const good = Buffer.concat([
    plain(kexinit({ kex: 'curve25519-sha256' })),
    plain(packet(30, [32], Buffer.alloc(32, 9))),
  ]);
  const attempt = async () => {
    const socket = await plug(t, door);
    socket.resume();
    const bytes = Buffer.from(good);
    for (let i = 1 + roll(4); i > 0; i -= 1) bytes[roll(bytes.length)] = roll(256);
    socket.write(`SSH-2.0-fuzz\r\n`);
    socket.write(roll(5) === 0 ? Buffer.from(Array.from({ length: 200 }, () => roll(256))) : bytes);
    await new Promise((resolve) => setTimeout(resolve, 5));
    socket.destroy();
  };
  await survives(t, door, async () => {
    for (let i = 0; i < scaled(100, 10_000); i += 1) await Promise.all([attempt(), attempt(), attempt()]);
  });
});
