/**
 * Packets that no honest client sends (rows 4, 6, 10 and 11 of the table of faults): each costs its sender the connection,
 * is counted under its rule, and nobody else notices.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DoorRule } from '../../src/ssh/metrics.ts';
import { newKey } from '../new-key.ts';
import { closed, type Door, knock, openDoor, shell, silent, wholeShell } from '../ssh/door.ts';
import { type Attacker, insider, open, outsider, packet, request } from './attacker.ts';
import { scaled } from './scale.ts';
import { longestStall } from './stall.ts';

/** Sends, and expects to be thrown out for that rule; somebody else gets in all the same. */
async function thrownOut(t: TestContext, door: Door, attacker: Attacker, rule: DoorRule, packets: Iterable<Buffer>) {
  for (const payload of packets) attacker.send(payload);
  assert.equal(await attacker.isGone(2000), true, `${rule}: still there`);
  assert.ok(door.refused.includes(rule), `${rule}, not ${door.refused.join()}`);
  const honest = `alice${door.refused.length}`;
  assert.equal((await knock(t, door, honest, { privateKey: newKey() })).isIn, true);
}

const outOfPlace: readonly (readonly [string, Buffer])[] = [
  ['a global request', packet(80, 'keepalive@openssh.com', 1)],
  ['a channel', open(0)],
  ['data', packet(94, [0], 'hello')],
  ['a message for clients only', packet(52)],
  ['one that nobody has', packet(255)],
  ['private keys in a request', packet(80, 'hostkeys-00@openssh.com', 0, 'x')],
];

for (const [what, payload] of outOfPlace) {
  test(`before login, ${what} is out of place`, async (t) => {
    const door = await openDoor(t);
    await thrownOut(t, door, await outsider(t, door), 'message', [payload]);
  });
}

const afterLogin: readonly (readonly [string, DoorRule, readonly Buffer[]])[] = [
  ['channel confirmations', 'message', [packet(91, [0], [0], [1], [1])]],
  ['stderr from a client', 'message', [packet(95, [0], [1], 'x')]],
  ['another login', 'message', [packet(50, 'mallory', 'ssh-connection', 'none')]],
  ['key exchange replies', 'message', [packet(31, 'x')]],
  ['keys to parse', 'request', [packet(80, 'hostkeys-00@openssh.com', 0, '-----BEGIN OPENSSH PRIVATE KEY-----')]],
  ['a request with an endless name', 'request', [packet(80, 'x'.repeat(20_000), 1)]],
  ['channels that take packets of 0 bytes', 'packetSize', [open(0, { size: 0 })]],
  ['channels that take packets of 1 byte', 'packetSize', [open(0, { size: 1 })]],
  ['channels that take packets of 1023 bytes', 'packetSize', [open(0, { size: 1023 })]],
  ['half a channel open', 'packetSize', [packet(90, 'session', [0])]],
  ['a window beyond 32 bits', 'window', [open(0, { window: 2 ** 32 - 1 }), packet(93, [0], [1])]],
  ['truncated requests', 'malformed', [packet(98, [0], [500])]],
];

for (const [what, rule, packets] of afterLogin) {
  test(`after login, ${what} end the connection`, async (t) => {
    const door = await openDoor(t);
    const attacker = await insider(t, door, 'mallory');
    const stall = await longestStall(() => thrownOut(t, door, attacker, rule, packets));
    assert.ok(stall < 200, `${stall} ms`); // both ends are in this process, with three key exchanges
  });
}

test('five thousand sessions and twenty thousand opens on one connection are four, and the end of it', async (t) => {
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  const attempts = scaled(2000, 20_000);
  await thrownOut(
    t,
    door,
    attacker,
    'opens',
    (function* () {
      for (let id = 0; id < attempts; id += 1) {
        yield open(id);
        yield request(id, 'shell');
      }
    })(),
  );
  assert.ok(door.visits.length <= 5, `${door.visits.length} terminals`); // the honest one has none
});

test('the seventeenth session of a connection is refused and those that run go on; who asks on is reset', async (t) => {
  const door = await openDoor(t);
  const { client } = await knock(t, door, 'alice', { privateKey: newKey() });
  await shell(client);
  door.receive = (terminal) => {
    terminal.open(silent);
    terminal.end(0);
  };
  for (let i = 0; i < 15; i += 1) await wholeShell(client);
  for (let i = 16; i < 64; i += 1) await assert.rejects(shell(client));
  assert.deepEqual(door.refused, Array(48).fill('channels'));
  assert.equal(door.visits[0]?.terminal.writable, true);
  const gone = closed(client);
  await assert.rejects(shell(client));
  await gone;
  assert.equal(door.refused.at(-1), 'opens');
});

test('more sessions at once than four are refused, and the connection lives', async (t) => {
  const door = await openDoor(t);
  const { client } = await knock(t, door, 'alice', { privateKey: newKey() });
  for (let i = 0; i < 4; i += 1) await shell(client);
  await assert.rejects(shell(client));
  assert.deepEqual(door.refused, ['channels']);
});

test('whoever ignores our window is cut off at its end, not at 1.5 GB', async (t) => {
  const door = await openDoor(t, { protocol: { packetsPerSecond: 100_000, bytesPerSecond: 1_000_000_000 } });
  // A terminal that nobody reads: the window is never opened again.
  door.receive = () => undefined;
  const attacker = await insider(t, door, 'mallory');
  attacker.send(open(0));
  attacker.send(request(0, 'shell'));
  const data = packet(94, [0], 'x'.repeat(30_000));
  await thrownOut(
    t,
    door,
    attacker,
    'overrun',
    Array.from({ length: 200 }, () => data),
  );
});

test('ever more bytes, and ever more packets, end the connection', async (t) => {
  const door = await openDoor(t, { protocol: { packetsPerSecond: 100, bytesPerSecond: 10_000 } });
  const ignore = packet(2, 'x'.repeat(30_000));
  await thrownOut(
    t,
    door,
    await insider(t, door, 'm1'),
    'bytes',
    Array.from({ length: 10 }, () => ignore),
  );
  await thrownOut(
    t,
    door,
    await insider(t, door, 'm2'),
    'packets',
    Array.from({ length: 300 }, () => packet(2, '')),
  );
  const empty = Buffer.alloc(0);
  await thrownOut(
    t,
    door,
    await insider(t, door, 'm3'),
    'packets',
    Array.from({ length: 300 }, () => empty),
  );
});

test('four rekeys in a minute are one too many', async (t) => {
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  for (let i = 0; i < 3; i += 1) {
    attacker.rekey();
    await once(attacker.client, 'handshake');
  }
  attacker.rekey();
  assert.equal(await attacker.isGone(2000), true);
  assert.deepEqual(door.refused, ['rekeys']);
});

test('many connections of one address together begin no more key exchanges than four', async (t) => {
  const door = await openDoor(t);
  const attackers: Attacker[] = [];
  for (let i = 0; i < 6; i += 1) attackers.push(await insider(t, door, `mallory${i}`));
  let exchanges = 0;
  const begun = performance.now();
  for (const { client } of attackers) {
    client.on('handshake', () => {
      exchanges += 1;
    });
  }
  for (let round = 0; round < 3; round += 1) {
    for (const each of attackers) if (!(await each.isGone(0))) each.rekey();
    await sleep(200);
  }
  const gone = await Promise.all(attackers.map((each) => each.isGone(0)));
  // One more in five seconds, on a machine that takes so long.
  assert.ok(exchanges === 12 || (exchanges > 12 && performance.now() - begun > 5000), `${exchanges} exchanges`);
  assert.equal(gone.filter(Boolean).length, 18 - exchanges);
  assert.deepEqual(new Set(door.refused), new Set(['rekeys']));
  const elsewhere = await insider(t, { ...door, from: '127.0.0.9' }, 'alice');
  elsewhere.rekey();
  await once(elsewhere.client, 'handshake');
});

test('four thousand million answers to a question are no array', async (t) => {
  const door = await openDoor(t);
  const attacker = await outsider(t, door);
  attacker.send(packet(50, 'mallory', 'ssh-connection', 'keyboard-interactive', '', ''));
  await sleep(50); // until the question is out
  const stall = await longestStall(() => thrownOut(t, door, attacker, 'answers', [packet(61, [4_000_000_000], 'x')]));
  assert.ok(stall < 200, `${stall} ms`);
});

test('requests that run nothing are refused one by one, and the channel lives', async (t) => {
  const door = await openDoor(t);
  const { client } = await knock(t, door, 'alice', { privateKey: newKey() });
  const refused = (act: (done: (error?: Error) => void) => void) =>
    new Promise<boolean>((resolve) => act((error) => resolve(error !== undefined)));
  assert.equal(await refused((done) => client.subsys('sftp', done)), true);
  assert.equal(await refused((done) => client.subsys('netconf', done)), true);
  assert.equal(await refused((done) => client.forwardIn('127.0.0.1', 0, done)), true);
  assert.equal(await refused((done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 1, done)), true);
  assert.equal(await refused((done) => client.openssh_forwardOutStreamLocal('/tmp/x', done)), true);
  assert.equal(
    await refused((done) => client.openssh_forwardInStreamLocal('/tmp/x', (error) => done(error ?? undefined))),
    true,
  );
  assert.equal(await refused((done) => client.exec('x', { x11: true }, done)), true);
  assert.equal(await refused((done) => client.exec('x'.repeat(5000), done)), true);
  await shell(client);
  assert.equal(door.visits.length, 1);
  const agent = { privateKey: newKey(), agentForward: true, agent: '/nowhere' };
  const { client: forwarding } = await knock(t, door, 'bob', agent);
  await assert.rejects(shell(forwarding), /Unable to request agent forwarding/);
});
