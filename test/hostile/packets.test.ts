/** Packets from those who are signed in: on connections that run nothing, on many at once, and beside somebody who is quiet. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newKey } from '../new-key.ts';
import { closed, type Door, knock, openDoor, wholeShell } from '../ssh/door.ts';
import { type Attacker, insider, open, packet, request } from './attacker.ts';
import { Guest } from './guest.ts';
import { torture } from './scale.ts';
import { Watched } from './watched.ts';

const IGNORE = packet(2, '');

function flood({ send }: Attacker, count: number): void {
  for (let i = 0; i < count; i += 1) send(IGNORE);
}

async function inShell(t: TestContext, door: Door, handle: string, from = '127.0.0.1'): Promise<Attacker> {
  const attacker = await insider(t, { port: door.port, from }, handle);
  attacker.send(open(0));
  attacker.send(request(0, 'shell'));
  return attacker;
}

test('while no terminal runs two hundred packets may come, and then fifty a second', async (t) => {
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  flood(attacker, 190);
  assert.equal(await attacker.isGone(300), false);
  flood(attacker, 100);
  assert.equal(await attacker.isGone(1000), true);
  assert.deepEqual(door.refused, ['packets']);
  const busy = await inShell(t, door, 'alice');
  flood(busy, 1000);
  assert.equal(await busy.isGone(300), false);
  busy.send(packet(96, [0]));
  busy.send(packet(97, [0]));
  flood(busy, 100);
  assert.equal(await busy.isGone(300), false, 'what came before is not held against who just ended a session');
});

const PROTOCOL = { packetsPerSecond: 1000, bytesPerSecond: 1_048_576 };

test('connections of one address send as much as two may, and who is quiet beside them is not reset', async (t) => {
  const door = await openDoor(t, { protocol: PROTOCOL });
  const quiet = await inShell(t, door, 'alice');
  const elsewhere = await inShell(t, door, 'bob', '127.0.6.1');
  const flooders = await Promise.all([0, 1, 2, 3].map((i) => inShell(t, door, `m${i}`)));
  for (const flooder of flooders) flood(flooder, 1800);
  for (let i = 0; i < 40 && door.refused.length === 0; i += 1) {
    quiet.send(IGNORE);
    await sleep(10);
  }
  assert.ok(door.refused.length >= 1 && door.refused.every((rule) => rule === 'flood'), door.refused.join());
  const gone = await Promise.all(flooders.map(({ isGone }) => isGone(200)));
  assert.equal(gone.filter(Boolean).length, door.refused.length);
  flood(quiet, 100);
  flood(elsewhere, 1500);
  assert.deepEqual([await quiet.isGone(100), await elsewhere.isGone(100)], [false, false]);
});

test('addresses that are exempt send as much as each connection may', async (t) => {
  const door = await openDoor(t, { protocol: PROTOCOL, exempt: ['127.0.0.0/8'] });
  const flooders = await Promise.all([0, 1, 2, 3].map((i) => inShell(t, door, `m${i}`)));
  for (const flooder of flooders) flood(flooder, 1800);
  await Promise.all(flooders.map(async ({ isGone }) => assert.equal(await isGone(300), false)));
  assert.deepEqual(door.refused, []);
});

test('an account has twenty connections; one more reads why, ends, and makes room for nobody', async (t) => {
  const door = await openDoor(t);
  const privateKey = newKey();
  const enter = () => knock(t, door, 'alice', { privateKey });
  const all = await Promise.all(Array.from({ length: 20 }, enter));
  assert.deepEqual(door.refused, []);
  const silent = await enter();
  const gone = closed(silent.client);
  for (let i = 0; i < 2; i += 1) {
    const { client, isIn } = await enter();
    assert.equal(isIn, true);
    const { err, status } = await wholeShell(client, false);
    assert.match(err, /^You are connected 20 times already/);
    assert.equal(status, 1);
  }
  assert.deepEqual(door.refused, ['links', 'links', 'links']);
  assert.equal(door.visits.length, 0);
  await gone;
  assert.equal((await knock(t, door, 'bob', { privateKey: newKey() })).isIn, true);
  for (const { client } of all) client.end();
  for (let i = 0; i < 200 && door.server.size > 1; i += 1) await sleep(10);
  await Promise.all(Array.from({ length: 20 }, enter));
  assert.deepEqual(door.refused, ['links', 'links', 'links'], 'there is room again');
});

/** Of the server's event loop, ms, on a machine that does nothing else. */
const STALL_MS = 100;
/** What the server may compute for them all, s; it takes 0.13, and without limits 0.55. */
const CPU_S = 0.35;

test('all connections of an account that flood at once hold up nobody', { timeout: 120_000 }, async (t) => {
  const arrivals = ['--limits-connections-burst', '200', '--limits-connections-per-address', '50'];
  const server = await Watched.start(t, ['--limits-exempt', '127.0.0.1/32', '--limits-penalty', '0s', ...arrivals]);
  const witness = await Guest.enter({ port: server.port, handle: 'witness', privateKey: newKey(), plain: true });
  await witness.sees('/help');
  const target = { port: server.port, from: '127.0.6.1' };
  const privateKey = newKey();
  const attackers: Attacker[] = [];
  for (let i = 0; i < 20; i += 1) {
    const attacker = await insider(t, target, 'mallory', privateKey);
    attacker.send(open(0));
    // Some run a terminal, some nothing.
    if (i % 2 === 0) attacker.send(request(0, 'shell'));
    attackers.push(attacker);
  }
  const warm = await server.read();
  await sleep(200);
  const before = await server.read();
  await sleep(50);
  for (const attacker of attackers) {
    attacker.socket.cork();
    flood(attacker, 4000);
  }
  for (const { socket } of attackers) socket.uncork();
  const begun = performance.now();
  witness.say('still here');
  await witness.sees('witness: still here');
  const took = performance.now() - begun;
  for (const { isGone } of attackers) await isGone(2000);
  const { delay, used, errors, cpu } = await server.read();
  const spent = cpu - before.cpu - (before.cpu - warm.cpu); // without the reading itself
  t.diagnostic(
    `longest stall ${delay.toFixed(0)} ms, ${spent.toFixed(2)} s computed, a line took ${took.toFixed(0)} ms`,
  );
  assert.ok(spent < CPU_S, `${spent} s`);
  if (torture) assert.ok(delay < STALL_MS, `${delay} ms`);
  assert.ok(used - before.used < 5e6, `${used - before.used} bytes`);
  assert.deepEqual(errors, []);
});
