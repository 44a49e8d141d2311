/**
 * Random packets (row 19 of the table of faults) to the whole server in a process of its own: before the first line, before
 * login and after it, into a session that somebody might have. No exit, no bug, no long stall, memory flat, nothing left behind.
 * A run is repeated with `FUZZ_SEED`.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { newKey } from '../new-key.ts';
import { type Attacker, insider, open, outsider, packet, plug, request, type Target } from './attacker.ts';
import { Guest } from './guest.ts';
import { scaled, torture } from './scale.ts';
import { Watched } from './watched.ts';
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

/** Sends so many packets, from here on. */
type Attack = (count: number) => Promise<void>;

/** Sends packets on one connection after the other, each until it is thrown out. */
function fuzz(connect: (round: number) => Promise<Attacker>, next: (roll: Dice) => Buffer): Attack {
  const roll = dice(seed);
  let round = 0;
  return async (count) => {
    for (let sent = 0; sent < count; ) {
      const attacker = await connect(round);
      round += 1;
      for (let i = 0; i < 400 && !attacker.socket.destroyed && sent < count; i += 1) {
        attacker.send(next(roll));
        sent += 1;
        if (i % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      attacker.socket.destroy();
    }
  };
}

/** Of the server's event loop, ms; the short form runs beside other tests. */
const STALL_MS = torture ? 100 : 400;
/** Bytes in use after the attack beyond those after a fifth of it, when everybody is gone. */
const GROWTH = 2e6;
/** No limit but those of the protocol itself: as much as one sends is read. */
const MANY = ['--limits-protocol-packets-per-second', '1000000', '--limits-protocol-bytes-per-second', '1000000000'];

const privateKey = newKey();

async function visits({ port }: Target): Promise<void> {
  const guest = await Guest.enter({ port, handle: 'honest', privateKey });
  guest.say('still here');
  await guest.sees('still here');
  await guest.leave();
}

async function survives(t: TestContext, count: number, attackOn: (target: Target) => Attack): Promise<void> {
  const server = await Watched.start(t, [...MANY, '--resume-window', '1s']);
  const attack = attackOn(server);
  await visits(server);
  await attack(count / 5);
  const before = await server.empty();
  await attack((count * 4) / 5);
  const { delay } = await server.read();
  await visits(server);
  const { used, errors } = await server.empty();
  const grown = used - before.used;
  t.diagnostic(`longest stall ${delay.toFixed(0)} ms, ${(grown / 1e6).toFixed(2)} MB more, seed ${seed}`);
  assert.deepEqual(errors, [], `seed ${seed}`);
  assert.ok(delay < STALL_MS, `${delay} ms, seed ${seed}`);
  assert.ok(grown < GROWTH, `${grown} bytes, seed ${seed}`);
}

test('random packets after login', { timeout: 1_200_000 }, async (t) => {
  const types = [2, 4, 80, 81, 93, 94, 94, 96, 97, 98, 98, 98, 99];
  // Most of these end the connection.
  const last = [1, 3, 20, 82, 90, 90, 100];
  const pty = packet('xterm-256color', [80], [24], [0], [0], '\0');
  await survives(t, scaled(60_000, 600_000), (target) => {
    const connect = async (round: number) => {
      const attacker = await insider(t, target, `m${round}`);
      attacker.send(open(0));
      attacker.send(request(0, 'pty-req', pty));
      attacker.send(request(0, 'shell'));
      attacker.send(open(1));
      return attacker;
    };
    return fuzz(connect, (roll) => nearly(roll, roll(50) === 0 ? last : types));
  });
});

test('random packets before login', { timeout: 1_200_000 }, async (t) => {
  const methods = ['none', 'password', 'publickey', 'keyboard-interactive', 'hostbased', 'gssapi'];
  const next = (roll: Dice) => {
    const method = methods[roll(methods.length)] ?? '';
    const tail = nearly(roll, [0, 1]);
    return roll(3) === 0 ? nearly(roll, [2, 4, 50, 61]) : packet(50, 'mallory', 'ssh-connection', method, tail);
  };
  await survives(t, scaled(40_000, 400_000), (target) => {
    return fuzz((round) => outsider(t, target, `m${round}`), next);
  });
});

test('random bytes, and key exchanges that are nearly right', { timeout: 1_200_000 }, async (t) => {
  const roll = dice(seed);
  const good = Buffer.concat([
    plain(kexinit({ kex: 'curve25519-sha256' })),
    plain(packet(30, [32], Buffer.alloc(32, 9))),
  ]);
  const attempt = async (target: Target) => {
    const socket = await plug(t, target);
    socket.resume();
    const bytes = Buffer.from(good);
    for (let i = 1 + roll(4); i > 0; i -= 1) bytes[roll(bytes.length)] = roll(256);
    socket.write(`SSH-2.0-fuzz\r\n`);
    socket.write(roll(5) === 0 ? Buffer.from(Array.from({ length: 200 }, () => roll(256))) : bytes);
    await new Promise((resolve) => setTimeout(resolve, 5));
    socket.destroy();
  };
  await survives(t, scaled(900, 30_000), (target) => async (count) => {
    for (let i = 0; i < count; i += 3) await Promise.all([attempt(target), attempt(target), attempt(target)]);
  });
});
