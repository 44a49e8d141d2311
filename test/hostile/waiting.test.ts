/**
 * Who comes and then does nothing, in every state there is, silent, dribbling or half gone: nobody holds a place for longer than
 * its time.
 */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Door, openDoor, silent } from '../ssh/door.ts';
import { type Attacker, guesser, insider, open, outsider, packet, plug, request } from './attacker.ts';
import { torture } from './scale.ts';
import { kexinit, plain } from './wire.ts';

const TIMES = { ident: 300, grace: 500, dialogue: 900 };
const question = packet(50, 'alice', 'ssh-connection', 'keyboard-interactive', '', '');

interface Idler {
  readonly socket: Socket;
  /** A packet, or what comes before packets, that brings it no further. */
  dribble(): void;
}

async function bare(t: TestContext, door: Door, said: readonly (string | Buffer)[], drop: Buffer): Promise<Idler> {
  const socket = await plug(t, door);
  socket.resume();
  for (const part of said) socket.write(part);
  return { socket, dribble: () => void socket.write(drop) };
}

async function speaking(t: TestContext, door: Door, said: readonly Buffer[]): Promise<Idler> {
  const attacker: Attacker = await outsider(t, door, 'alice');
  for (const payload of said) attacker.send(payload);
  return { socket: attacker.socket, dribble: () => attacker.send(packet(2, '')) };
}

const IDENT = 'SSH-2.0-x\r\n';
const INIT = plain(kexinit({ kex: 'curve25519-sha256' }));
const STATES: readonly (readonly [string, (t: TestContext, door: Door) => Promise<Idler>])[] = [
  ['before the first line', (t, door) => bare(t, door, [], Buffer.from('S'))],
  ['in the first line', (t, door) => bare(t, door, ['SSH-2.0-'], Buffer.from('x'))],
  ['after the first line', (t, door) => bare(t, door, [IDENT], plain(packet(2, '')))],
  ['in a packet', (t, door) => bare(t, door, [IDENT, Buffer.of(0, 0, 127, 0)], Buffer.of(0))],
  ['in the key exchange', (t, door) => bare(t, door, [IDENT, INIT], plain(packet(2, '')))],
  ['with keys', (t, door) => speaking(t, door, [])],
  ['after asking what there is', (t, door) => speaking(t, door, [packet(50, 'alice', 'ssh-connection', 'none')])],
  ['before a question', (t, door) => speaking(t, door, [question])],
];

for (const [what, come] of STATES) {
  test(`who stops ${what} is gone when its time is over`, async (t) => {
    const door = await openDoor(t, TIMES);
    const [silent, dribbling, half] = [await come(t, door), await come(t, door), await come(t, door)];
    half.socket.end();
    const deadline = performance.now() + 2500;
    const all = [silent, dribbling, half];
    while (all.some(({ socket }) => !socket.closed) && performance.now() < deadline) {
      dribbling.dribble();
      await sleep(40);
    }
    assert.deepEqual(
      all.map(({ socket }) => socket.closed),
      [true, true, true],
    );
    assert.equal(door.server.size, 0);
  });
}

/** Nobody can be root: that key is refused. Of others it is welcome, and a passphrase may have to be typed for it. */
const keyQuestion = (handle: string) => {
  const key = packet('ssh-ed25519', [32], Buffer.alloc(32, 1));
  return packet(50, handle, 'ssh-connection', 'publickey', 0, 'ssh-ed25519', [key.length], key);
};

for (const [what, handle, payload, isLonger] of [
  ['a key that is refused', 'root', keyQuestion('root'), false],
  ['a key that is welcome', 'alice', keyQuestion('alice'), true],
  ['a question', 'alice', question, true],
  ['a wrong password', 'alice', packet(50, 'alice', 'ssh-connection', 'password', 0, 'wrong'), true],
] as const) {
  test(`${what} wins ${isLonger ? 'the time to answer' : 'no time'}`, async (t) => {
    const door = await openDoor(t, { grace: 600, dialogue: 10_000 });
    const attacker = await guesser(t, door, handle);
    attacker.send(payload);
    assert.equal(await attacker.isGone(1200), !isLonger);
    assert.deepEqual(door.refused, isLonger ? [] : ['grace']);
  });
}

for (const [what, payload] of [
  ['are silent after a key that was refused', keyQuestion('root')],
  ['do not answer what they are asked', packet(50, 'root', 'ssh-connection', 'keyboard-interactive', '', '')],
] as const) {
  test(`a door full of connections that ${what} has room for who comes from elsewhere`, async (t) => {
    const door = await openDoor(t, { waiting: 12, perAddress: 6, penalty: 600_000 });
    const attackers: Attacker[] = [];
    for (const from of ['127.0.7.1', '127.0.7.2']) {
      for (let i = 0; i < 6; i += 1) attackers.push(await guesser(t, { port: door.port, from }, 'root'));
    }
    for (const { send } of attackers) send(payload);
    await sleep(200);
    const [alice, bob] = [await outsider(t, door, 'alice'), await outsider(t, door, 'bob')];
    assert.deepEqual(await Promise.all([alice, bob].map(({ isGone }) => isGone(100))), [false, false]);
    assert.deepEqual(door.refused, ['crowd', 'crowd']);
    assert.deepEqual(
      attackers.map(({ socket }) => socket.destroyed),
      attackers.map((_, i) => i % 6 === 0),
    );
    // Two are no longer theirs; whoever of them comes again finds no room for one more.
    await assert.rejects(guesser(t, { port: door.port, from: '127.0.7.1' }, 'root'));
    assert.deepEqual(door.refused, ['crowd', 'crowd', 'crowd']);
  });
}

test('who hangs up halfway and does not read the rest is gone within seconds', async (t) => {
  const door = await openDoor(t);
  let closed = 0;
  door.receive = (terminal) => {
    // Until the system takes no more, and some of it waits with us.
    const fill = () => {
      while (terminal.writable) terminal.write(Buffer.alloc(65_536, 'x'));
    };
    const close = () => {
      closed += 1;
    };
    terminal.open({ ...silent, drain: fill, close });
    fill();
  };
  const attacker = await insider(t, door, 'mallory');
  attacker.send(open(0, { window: 2 ** 32 - 1 }));
  attacker.send(request(0, 'shell'));
  attacker.socket.pause();
  await sleep(500);
  assert.equal(door.visits[0]?.terminal.writable, false);
  attacker.socket.end();
  for (let i = 0; i < 350 && closed === 0; i += 1) await sleep(10);
  assert.equal(closed, 1);
  assert.deepEqual(door.refused, []);
  assert.equal(door.server.size, 0);
});

test('who never closes a channel that we ended is gone within seconds', async (t) => {
  const door = await openDoor(t);
  door.receive = (terminal) => {
    terminal.open(silent);
    terminal.end(0);
  };
  const attacker = await insider(t, door, 'mallory');
  attacker.send(open(0));
  attacker.send(request(0, 'shell'));
  assert.equal(await attacker.isGone(3500), true);
});

test('whoever is signed in and runs nothing is gone after a minute', { skip: !torture, timeout: 90_000 }, async (t) => {
  const door = await openDoor(t);
  const idlers: Attacker[] = [];
  for (const packets of [
    [],
    [open(0)],
    [open(0), request(0, 'pty-req', packet('xterm', [80], [24], [0], [0], '\0'))],
  ]) {
    const attacker = await insider(t, door, `m${idlers.length}`);
    for (const payload of packets) attacker.send(payload);
    idlers.push(attacker);
  }
  const timer = setInterval(() => {
    for (const { send } of idlers) send(packet(2, ''));
  }, 1000);
  assert.deepEqual(await Promise.all(idlers.map(({ isGone }) => isGone(65_000))), [true, true, true]);
  clearInterval(timer);
  assert.deepEqual(door.refused, ['unused', 'unused', 'unused']);
});
