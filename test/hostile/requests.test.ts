/** Requests and data on channels in every order, number and size: answered, passed over or the end of their sender, never more. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newKey } from '../new-key.ts';
import { type Door, knock, openDoor, silent } from '../ssh/door.ts';
import { type Attacker, insider, open, packet, request } from './attacker.ts';
import { longestStall } from './stall.ts';

const pty = packet('xterm-256color', [80], [24], [0], [0], '\0');
const variable = (name: string, value: string) => packet(name, value);

/** All that was sent has been handled: a request for nothing came back. */
async function handled({ client }: Attacker): Promise<void> {
  const answered = new Promise<void>((resolve) => client.forwardIn('127.0.0.1', 0, () => resolve()));
  await Promise.race([answered, once(client, 'close')]);
}

async function othersGetIn(t: TestContext, door: Door): Promise<void> {
  assert.equal((await knock(t, door, 'honest', { privateKey: newKey() })).isIn, true);
}

test('whoever wants ever more answers is cut off, whether they are read or not', async (t) => {
  const door = await openDoor(t);
  const wishes = [
    packet(80, 'keepalive@openssh.com', 1),
    request(0, 'env', variable('LANG', 'C'), 1),
    request(0, 'signal', packet('INT'), 1),
    request(0, 'break', packet([500]), 1),
    request(0, 'x11-req', packet(0, 'x', 'x', [0]), 1),
    request(7, 'nothing', Buffer.alloc(0), 255),
  ];
  for (const [i, wish] of wishes.entries()) {
    const attacker = await insider(t, door, `m${i}`);
    attacker.send(open(0));
    attacker.socket.pause();
    for (let n = 0; n < 100; n += 1) attacker.send(wish);
    assert.equal(await attacker.isGone(50), false);
    for (let n = 0; n < 50; n += 1) attacker.send(wish);
    attacker.socket.resume();
    assert.equal(await attacker.isGone(2000), true);
  }
  assert.deepEqual(
    door.refused,
    wishes.map(() => 'replies'),
  );
  await othersGetIn(t, door);
});

test('a request whose name does not fit in its packet is answered by nobody, and its sender’s last', async (t) => {
  const door = await openDoor(t);
  // What ssh2 takes for the wish for an answer is not where the length of the name says.
  const nameless = [
    packet(80, [64], 1),
    packet(80, [2 ** 32 - 1], 1),
    packet(98, [0], [2 ** 32 - 1], 1),
    packet(98, [0]),
  ];
  for (const [i, wish] of nameless.entries()) {
    const attacker = await insider(t, door, `m${i}`);
    attacker.send(open(0));
    await handled(attacker);
    const { bytesRead } = attacker.socket;
    for (let n = 0; n < 50; n += 1) attacker.send(wish);
    assert.equal(await attacker.isGone(1000), true);
    assert.equal(attacker.socket.bytesRead, bytesRead);
  }
  assert.deepEqual(
    door.refused,
    nameless.map(() => 'malformed'),
  );
});

test('forty terminals, sizes and variables before a shell are one terminal', async (t) => {
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  attacker.send(open(0));
  const stall = await longestStall(async () => {
    for (let i = 1; i <= 40; i += 1) {
      attacker.send(request(0, 'pty-req', packet(`xterm-${i}`, [i], [i], [0], [0], '\0')));
      attacker.send(request(0, 'window-change', packet([i], [4_000_000_000], [0], [0])));
      attacker.send(request(0, 'env', variable(`V${i}`, 'x')));
      attacker.send(request(0, 'env', variable('LANG', `x${i}`)));
    }
    attacker.send(request(0, 'env', variable('TZ', 'x'.repeat(30_000))));
    attacker.send(request(0, 'env', variable('x'.repeat(30_000), 'x')));
    attacker.send(request(0, 'shell'));
    await handled(attacker);
  });
  assert.ok(stall < 100, `${stall} ms`);
  const { terminal } = door.visits[0] ?? assert.fail('no terminal');
  assert.deepEqual(terminal.door, { kind: 'screen', term: 'xterm-40' });
  assert.deepEqual(terminal.size, { columns: 40, rows: 200 });
  assert.deepEqual([...terminal.env], [['LANG', 'x40']]);
  assert.equal(door.visits.length, 1);
});

test('requests of four channels that come mixed are four terminals, each with its own', async (t) => {
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  const ids = [0, 1, 2, 3];
  for (const id of ids) attacker.send(open(id));
  for (const id of ids) attacker.send(request(id, 'pty-req', packet(`vt10${id}`, [80 + id], [24], [0], [0], '\0')));
  for (const id of ids) attacker.send(request(3 - id, 'env', variable('LANG', `L${3 - id}`)));
  for (const id of ids) attacker.send(request(id, 'shell'));
  for (const id of ids) attacker.send(request(id, 'exec', packet('who')));
  await handled(attacker);
  assert.deepEqual(
    door.visits.map(({ terminal: { size, env, command } }) => [size.columns, env.get('LANG'), command]),
    ids.map((id) => [80 + id, `L${id}`, undefined]),
  );
});

test('data for channels that are not there, ended or closed, and ends that come twice, reach nobody', async (t) => {
  const door = await openDoor(t);
  const heard: string[] = [];
  const ends: string[] = [];
  door.receive = (terminal) =>
    terminal.open({
      ...silent,
      data: (bytes) => void heard.push(String(bytes)),
      eof: () => void ends.push('eof'),
      close: () => void ends.push('close'),
    });
  const attacker = await insider(t, door, 'mallory');
  const data = (id: number, text: string) => packet(94, [id], text);
  const [eof, close] = [packet(96, [0]), packet(97, [0])];
  attacker.send(open(1)); // keeps the connection: a terminal of its own, without data
  attacker.send(open(0));
  attacker.send(data(0, 'before the shell'));
  for (const id of [2, 5, 1000, 2 ** 31, 2 ** 32 - 2]) {
    attacker.send(data(id, 'to nobody'));
    attacker.send(packet(93, [id], [100]));
    attacker.send(packet(96, [id]));
    attacker.send(packet(97, [id]));
    attacker.send(packet(99, [id]));
    attacker.send(packet(100, [id]));
    attacker.send(request(id, 'shell'));
  }
  // The server's numbers: 0 was opened first.
  attacker.send(request(1, 'shell'));
  attacker.send(request(0, 'shell'));
  attacker.send(data(0, 'hello'));
  for (const payload of [eof, eof, data(0, 'after the end'), close, close, data(0, 'after all'), eof])
    attacker.send(payload);
  attacker.send(request(0, 'window-change', packet([80], [24], [0], [0])));
  await handled(attacker);
  await sleep(50);
  assert.deepEqual(heard, ['hello']);
  assert.deepEqual(ends, ['eof', 'close']);
  assert.equal(await attacker.isGone(0), false);
  assert.deepEqual(door.refused, []);
  attacker.socket.resetAndDestroy();
  for (let i = 0; i < 100 && door.server.size > 0; i += 1) await sleep(10);
  assert.deepEqual(ends, ['eof', 'close', 'close']);
  assert.equal(door.server.size, 0);
});

test('the one channel number that there can never be is malformed', async (t) => {
  const door = await openDoor(t);
  const never = [2 ** 32 - 1] as const;
  const packets = [packet(94, never, 'x'), packet(93, never, [1]), packet(97, never), request(never[0], 'shell')];
  for (const [i, payload] of packets.entries()) {
    const attacker = await insider(t, door, `m${i}`);
    attacker.send(payload);
    assert.equal(await attacker.isGone(500), true);
  }
  assert.deepEqual(
    door.refused,
    packets.map(() => 'malformed'),
  );
});

test('channels that are ended or closed before they run are no terminals', async (t) => {
  const door = await openDoor(t);
  for (const [i, type] of [96, 97].entries()) {
    const attacker = await insider(t, door, `m${i}`);
    attacker.send(open(0));
    attacker.send(request(0, 'pty-req', pty));
    attacker.send(packet(type, [0]));
    attacker.send(packet(type, [0]));
    attacker.send(request(0, 'shell', Buffer.alloc(0), 1));
    await handled(attacker);
  }
  assert.equal(door.visits.length, 0);
  await othersGetIn(t, door);
});

test('a command of a megabyte is no packet, one of thirty kilobytes is refused', async (t) => {
  const door = await openDoor(t);
  const long = await insider(t, door, 'm1');
  await assert.rejects(
    new Promise((resolve, reject) => {
      long.client.exec('x'.repeat(30_000), (error) => (error ? reject(error) : resolve(undefined)));
    }),
  );
  const longer = await insider(t, door, 'm2');
  longer.send(open(0));
  const stall = await longestStall(async () => {
    longer.send(request(0, 'exec', packet('x'.repeat(2 ** 20))));
    assert.equal(await longer.isGone(3000), true);
  });
  assert.ok(stall < 200, `${stall} ms`);
  assert.equal(door.visits.length, 0);
  await othersGetIn(t, door);
});

test('a storm of resets, before a word and in the middle of everything, leaves nothing', async (t) => {
  const door = await openDoor(t);
  for (let i = 0; i < 60; i += 1) {
    const attacker = await insider(t, door, `m${i}`);
    if (i % 3 > 0) attacker.send(open(0));
    if (i % 3 > 1) attacker.send(request(0, 'shell'));
    attacker.socket.resetAndDestroy();
  }
  for (let i = 0; i < 200 && door.server.size > 0; i += 1) await sleep(10);
  assert.equal(door.server.size, 0);
  await othersGetIn(t, door);
});
