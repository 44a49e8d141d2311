/**
 * Packets while keys are exchanged, when ssh2 looks at none of its handlers: each still counts, and no list is too long to be read.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { newKey } from '../new-key.ts';
import { type Door, knock, openDoor } from '../ssh/door.ts';
import { insider, outsider, packet, plug } from './attacker.ts';
import { scaled } from './scale.ts';
import { longestStall } from './stall.ts';
import { kexinit, plain } from './wire.ts';

/** Says a first line and a KEXINIT of a client that is not strict (no Terrapin marker), and leaves it there. */
async function exchanging(t: TestContext, door: Door): Promise<Socket> {
  const socket = await plug(t, door);
  socket.resume();
  socket.write('SSH-2.0-x\r\n');
  socket.write(plain(kexinit({ kex: 'curve25519-sha256' })));
  return socket;
}

async function closed(socket: Socket, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (!socket.closed && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  return socket.closed;
}

const floods: readonly (readonly [string, Buffer])[] = [
  ['empty packets', plain(Buffer.alloc(0))],
  ['messages to be ignored', plain(packet(2, ''))],
  ['messages for debugging', plain(packet(4, 1, 'x', ''))],
];

for (const [what, one] of floods) {
  test(`before the first keys, ${what} are counted`, async (t) => {
    const door = await openDoor(t);
    const socket = await exchanging(t, door);
    socket.write(Buffer.concat(Array.from({ length: 500 }, () => one)));
    assert.equal(await closed(socket, 100), false);
    socket.write(Buffer.concat(Array.from({ length: 20 }, () => one)));
    assert.equal(await closed(socket, 2000), true);
    assert.deepEqual(door.refused, ['packets']);
    assert.equal((await knock(t, door, 'alice', { privateKey: newKey() })).isIn, true);
  });
}

test('an exchange of new keys is no way to send packets that are not counted', async (t) => {
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  attacker.send(kexinit({ kex: 'curve25519-sha256' }));
  for (let i = 0; i < 5000; i += 1) attacker.send(Buffer.alloc(0));
  assert.equal(await attacker.isGone(2000), true);
  assert.deepEqual(door.refused, ['packets']);
});

test('lists of ten thousand algorithms are read in no time', async (t) => {
  const door = await openDoor(t);
  const lists = [
    kexinit({ kex: 'x,'.repeat(8000) }),
    kexinit({ kex: ','.repeat(30_000) }),
    kexinit({ kex: 'curve25519-sha256', hostKey: ','.repeat(30_000) }),
  ];
  const stall = await longestStall(async () => {
    for (const list of lists) {
      const socket = await plug(t, door);
      socket.resume();
      socket.write('SSH-2.0-x\r\n');
      socket.write(plain(list));
      assert.equal(await closed(socket, 3000), true);
    }
  });
  assert.ok(stall < 100, `${stall} ms`);
});

test('before login more packets than a whole agent needs end the connection', async (t) => {
  const door = await openDoor(t);
  const attacker = await outsider(t, door);
  for (let i = 0; i < 600; i += 1) attacker.send(packet(2, ''));
  assert.equal(await attacker.isGone(2000), true);
  assert.deepEqual(door.refused, ['packets']);
});

test('extensions, pings and services that we did not offer end the connection', async (t) => {
  const door = await openDoor(t);
  const extensions = packet(7, [4_000_000_000], 'server-sig-algs', 'x'.repeat(20_000));
  for (const payload of [extensions, packet(192, 'x'), packet(5, 'ssh-connection'), packet(5, 'x'.repeat(30_000))]) {
    const attacker = await outsider(t, door);
    attacker.send(payload);
    assert.equal(await attacker.isGone(3000), true);
  }
  const twice = await outsider(t, door); // ssh2's client asked for it once already
  twice.send(packet(5, 'ssh-userauth'));
  twice.send(packet(5, 'ssh-userauth'));
  assert.equal(await twice.isGone(3000), true);
  assert.deepEqual(door.refused, ['message', 'message']);
});

// Whoever only knocks has keys made. Taken out of their objects, the public ones had node wait for itself once in some 200,000
// times; what is new has little room here, so that it is collected often.
test('no number of key exchanges brings the server to a standstill', async () => {
  const script = fileURLToPath(new URL('./many-exchanges.js', import.meta.url));
  const count = scaled(50_000, 2_000_000);
  await promisify(execFile)(process.execPath, ['--max-semi-space-size=1', script, String(count)], {
    timeout: 30_000 + count,
    killSignal: 'SIGKILL',
  });
});
