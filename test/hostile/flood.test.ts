/**
 * Crowds at the door (rows 1 to 3 of the table of faults): half-open connections, floods of key exchanges, first lines that are
 * none.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newKey } from '../new-key.ts';
import { knock, openDoor } from '../ssh/door.ts';
import { insider, packet, plug, type Target } from './attacker.ts';
import { proxyHeader } from './proxy.ts';
import { percentile, scaled, torture } from './scale.ts';
import { Siege } from './siege.ts';

/** Every eighth says its first line and no more; fewer than may begin to exchange keys at once. */
async function halfOpen(t: TestContext, port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let i = 0; i < count; i += 1) {
    const socket = await plug(t, { port, from: `127.0.${1 + (i % 200)}.${1 + Math.floor(i / 200)}` });
    socket.resume();
    if (i % 8 === 0) socket.write('SSH-2.0-x\r\n');
    sockets.push(socket);
  }
  return sockets;
}

/** The whole form has the times as they are by default: 5 s for a first line, 20 s to sign in. */
const QUICK = torture ? [] : ['--limits-handshake-ident', '3s', '--limits-handshake-grace', '4s'];
const GONE_MS = scaled(6000, 25_000);

test('a thousand half-open connections cost little, and are gone after their time', { timeout: 120_000 }, async (t) => {
  const siege = await Siege.begin(t, [...QUICK, '--limits-connections-waiting', '2000']);
  const before = siege.memory;
  let sockets: Socket[] = [];
  let atOnce = 0;
  const attack = halfOpen(t, siege.port, scaled(400, 1000)).then(async (all) => {
    sockets = all;
    atOnce = sockets.filter(({ closed }) => !closed).length;
    await sleep(1000);
  });
  const delays = await siege.talkUntil(attack);
  const grown = siege.memory - before;
  siege.report(delays, `${atOnce} of ${sockets.length} connections at once, ${grown.toFixed(1)} MB more`);
  assert.ok(atOnce > sockets.length / 2, `${atOnce}`);
  assert.ok(grown < 20, `${grown} MB`);
  assert.ok(siege.isWithin(delays, 50), `p99 ${percentile(delays, 0.99)} ms`);
  await sleep(GONE_MS - 1000);
  assert.equal(sockets.filter(({ closed }) => !closed).length, 0);
});

const FLOOD = fileURLToPath(new URL('./kex-flood.js', import.meta.url));

/** Key exchanges from so many addresses, by a process of its own; resolves with how many were answered. */
async function flood(t: TestContext, port: number, addresses: number, ms: number): Promise<number> {
  const child = spawn(process.execPath, [FLOOD, String(port), String(addresses), String(ms)]);
  t.after(() => child.kill());
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  await once(child, 'close');
  return Number(out);
}

/** Comes again and again, as a person would, until they are in: after so many tries. */
async function insist(t: TestContext, target: Target, handle: string): Promise<number> {
  const key = newKey();
  for (let tries = 1; ; tries += 1) {
    try {
      await insider(t, target, handle, key);
      return tries;
    } catch {
      await sleep(300);
    }
  }
}

for (const [addresses, limit] of [
  [1, 25],
  [250, 50],
] as const) {
  test(`a flood of key exchanges from ${addresses} addresses is cut to what is allowed`, {
    timeout: 120_000,
  }, async (t) => {
    const siege = await Siege.begin(t);
    const ms = scaled(3000, 20_000);
    let [exchanges, tries] = [0, 0];
    const attack = flood(t, siege.port, addresses, ms).then((count) => {
      exchanges = count;
    });
    // Somebody honest, from an address that is as good as any other.
    const late = sleep(ms / 4).then(() => insist(t, { port: siege.port, from: '127.0.9.9' }, 'late'));
    const visit = late.then((count) => {
      tries = count;
    });
    const delays = await siege.talkUntil(Promise.all([attack, visit]));
    const allowed = addresses === 1 ? 20 + ms / 1000 : 200 + (50 * ms) / 1000;
    siege.report(delays, `${exchanges} exchanges, ${allowed} allowed; somebody got in at try ${tries}`);
    assert.ok(exchanges > 0 && exchanges <= allowed + 2, `${exchanges} of ${allowed}`);
    assert.ok(siege.isWithin(delays, limit), `p99 ${percentile(delays, 0.99)} ms`);
    assert.ok(tries === 1 || addresses > 1, `somebody else got in at try ${tries}`);
  });
}

const lines: readonly (readonly [string, readonly string[]])[] = [
  ['nine kilobytes', ['SSH-2.0-'.padEnd(9000, 'x')]],
  ['256 bytes', [`${'SSH-2.0-'.padEnd(255, 'x')}\n`]],
  ['of a good length before its comment', [`${'SSH-2.0-x '.padEnd(300, 'x')}\n`]],
  ['binary', [randomBytes(100).toString('latin1').replaceAll('\n', ''), '\n']],
  ['HTTP', ['GET / HTTP/1.1\r\n', 'Host: x\r\n\r\n']],
  ['SSH 1.5', ['SSH-1.5-old\r\n']],
  ['TLS', ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '\n']],
  ['a greeting before it', ['hello\r\nSSH-2.0-x\r\n']],
];
for (const [what, segments] of lines) {
  test(`a first line that is ${what} is reset before any key exchange`, async (t) => {
    const door = await openDoor(t);
    const socket = await plug(t, door);
    let heard = 0;
    socket.on('data', (chunk) => {
      heard += chunk.length;
    });
    for (const segment of segments) {
      socket.write(segment, 'latin1');
      await sleep(10);
    }
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
    assert.equal(heard, 'SSH-2.0-Partyline\r\n'.length);
    assert.deepEqual(door.refused, ['ident']);
  });
}

test('a first line dribbled too slowly is cut off; one in many segments is not', async (t) => {
  const door = await openDoor(t, { ident: 400 });
  const slow = await plug(t, door);
  slow.resume();
  for (const byte of 'SSH-2.0-slow') {
    if (slow.destroyed) break;
    slow.write(byte);
    await sleep(60);
  }
  assert.equal(slow.destroyed, true);
  const quick = await plug(t, door);
  let heard = 0;
  quick.on('data', (chunk) => {
    heard += chunk.length;
  });
  for (const segment of ['SS', 'H-2.0-', 'x', '\r', '\n']) {
    quick.write(segment);
    await sleep(10);
  }
  await sleep(100);
  assert.ok(heard > 300, 'a KEXINIT came');
});

test('who misbehaves is kept out for a while, its neighbours are not', async (t) => {
  const door = await openDoor(t, { penalty: 600_000 });
  const from = '127.0.7.1';
  const bad = await insider(t, { port: door.port, from }, 'mallory');
  bad.send(packet(91));
  assert.equal(await bad.isGone(1000), true);
  await assert.rejects(insider(t, { port: door.port, from }, 'mallory'));
  assert.deepEqual(door.refused, ['message', 'penalty']);
  assert.ok(door.log.includes('an address is kept out for a while'));
  await insider(t, { port: door.port, from: '127.0.7.2' }, 'alice');
});

test('three wrong passwords are one offence, a key that works is none', async (t) => {
  const door = await openDoor(t, { penalty: 600_000 });
  const target: Target = { port: door.port };
  const key = newKey();
  assert.equal((await knock(t, door, 'alice', { privateKey: key })).isIn, true);
  for (let i = 0; i < 4; i += 1) {
    await knock(t, door, 'alice', { answers: [['a'], ['b'], ['c']], authHandler: ['keyboard-interactive'] });
    await sleep(50);
  }
  await assert.rejects(insider(t, target, 'bob'));
});

test('behind a trusted proxy the address is the one in its header, and nobody else may send one', async (t) => {
  const door = await openDoor(t, { proxyFrom: ['127.0.9.0/24'], perAddress: 1 });
  const through = async (address: string) => {
    const socket = await plug(t, { port: door.port, from: '127.0.9.1' });
    const header = proxyHeader(address, 40_000);
    socket.write(header.subarray(0, 5));
    await sleep(10);
    socket.write(Buffer.concat([header.subarray(5), Buffer.from('SSH-2.0-x\r\n')]));
    return socket;
  };
  const isOpen = async (socket: Socket) => {
    socket.resume();
    await sleep(150);
    return !socket.closed;
  };
  assert.equal(await isOpen(await through('192.0.2.1')), true);
  assert.equal(await isOpen(await through('192.0.2.1')), false, 'one for each address');
  assert.equal(await isOpen(await through('192.0.2.2')), true);
  assert.deepEqual(door.refused, ['address']);

  const without = await plug(t, { port: door.port, from: '127.0.9.1' });
  without.write('SSH-2.0-x\r\n');
  assert.equal(await isOpen(without), false);
  const stranger = await plug(t, { port: door.port, from: '127.0.8.1' });
  stranger.write(proxyHeader('192.0.2.3', 1));
  assert.equal(await isOpen(stranger), false);
  assert.deepEqual(door.refused.slice(1), ['proxy', 'ident']);
  assert.equal((await knock(t, door, 'alice', { privateKey: newKey() })).isIn, true);
});
