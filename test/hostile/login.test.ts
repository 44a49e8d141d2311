/** Logins that no honest client tries (row 6 of the table of faults): all at once, taken back, half, and left in the middle. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newKey } from '../new-key.ts';
import { type Door, knock, openDoor } from '../ssh/door.ts';
import { type Attacker, insider, listener, outsider, type Part, packet } from './attacker.ts';
import { scaled } from './scale.ts';
import { ed25519Signer, proof } from './signers.ts';

function attempt(method: string, ...rest: readonly Part[]): Buffer {
  return packet(50, 'alice', 'ssh-connection', method, ...rest);
}

const PASSWORD = 'correct horse battery';

async function withAlice(t: TestContext): Promise<Door> {
  const door = await openDoor(t);
  const answers = [[PASSWORD, PASSWORD]];
  assert.equal((await knock(t, door, 'alice', { answers, authHandler: ['keyboard-interactive'] })).isIn, true);
  return door;
}

/** Nobody was let in by it, and alice still is. */
async function holds(t: TestContext, door: Door): Promise<void> {
  assert.equal(door.log.filter((line) => line.startsWith('Accepted')).length, 1);
  const { isIn } = await knock(t, door, 'alice', { password: PASSWORD, authHandler: ['password'] });
  assert.equal(isIn, true);
  for (let i = 0; i < 300 && door.server.size > 2; i += 1) await sleep(10);
  assert.ok(door.server.size <= 2, 'what was left is gone');
}

test('requests sent all at once are answered one by one, or end the connection', async (t) => {
  const door = await withAlice(t);
  for (const methods of [
    ['none', 'none', 'none'],
    ['password', 'password', 'password'],
    ['keyboard-interactive', 'password', 'keyboard-interactive', 'none'],
    Array<string>(50).fill('keyboard-interactive'),
  ]) {
    const attacker = await outsider(t, door, 'alice');
    for (const method of methods)
      attacker.send(method === 'password' ? attempt(method, 0, 'wrong') : attempt(method, '', ''));
    await sleep(100);
    attacker.socket.destroy();
  }
  await holds(t, door);
});

test('a dialogue taken back again and again, with answers to questions that are over', async (t) => {
  const door = await withAlice(t);
  const attacker = await outsider(t, door, 'alice');
  for (let i = 0; i < 20; i += 1) {
    attacker.send(attempt('keyboard-interactive', '', ''));
    attacker.send(packet(61, [1], PASSWORD.slice(1)));
    attacker.send(packet(61, [3], 'a', 'b', 'c'));
    await sleep(5);
  }
  attacker.socket.destroy();
  await holds(t, door);
});

const blob = packet('ssh-ed25519', [32], Buffer.alloc(32, 1));
const HALF: readonly (readonly [string, Buffer])[] = [
  ['a key request without a key', attempt('publickey', 1)],
  ['a key of no bytes', attempt('publickey', 1, 'ssh-ed25519', '', '')],
  ['a proof of no bytes', attempt('publickey', 1, 'ssh-ed25519', [blob.length], blob, '')],
  ['a private key for a public one', attempt('publickey', 1, 'ssh-ed25519', newKey(), packet('ssh-ed25519', 'x'))],
  [
    'another algorithm than the key has',
    attempt('publickey', 1, 'ssh-rsa', [blob.length], blob, packet('ssh-rsa', 'x')),
  ],
  ['a password that is cut off', attempt('password', 0, [500])],
  ['a change of password', attempt('password', 1, 'old', 'new')],
  ['a name of 30,000 characters', packet(50, 'x'.repeat(30_000), 'ssh-connection', 'password', 0, 'x')],
  ['another service', packet(50, 'alice', 'ssh-files', 'password', 0, PASSWORD)],
  ['hostbased', attempt('hostbased', 'ssh-ed25519', [blob.length], blob, 'host', 'root', packet('ssh-ed25519', 'x'))],
];

const [REFUSED, IN, ASKED] = [51, 52, 60];
/** Requests that may follow each other at once (RFC 4252 §5.1), by lot, and what is answered to all of them. */
const LOTS: readonly (readonly [string, readonly (readonly string[])[], readonly number[]])[] = [
  ['a key and its proof', [['key', 'proof']], [ASKED, IN]],
  ['a key, when a dialogue was given up,', [['dialogue'], ['key'], ['proof']], [ASKED, ASKED, IN]],
  ['a dialogue that is given up at once, a key and its proof', [['dialogue', 'key', 'proof']], [ASKED, ASKED, IN]],
  [
    'a password, a dialogue, nothing and a key',
    [['password', 'dialogue', 'none', 'key']],
    [REFUSED, ASKED, REFUSED, ASKED],
  ],
  ['nothing, a key, a password and a proof', [['none', 'key', 'password', 'proof']], [REFUSED, ASKED, REFUSED, IN]],
];

for (const [what, lots, answers] of LOTS) {
  test(`requests are answered one by one, in their order: ${what}`, async (t) => {
    const door = await openDoor(t);
    const heard: number[] = [];
    const alice: Attacker = await listener(t, door, 'alice', heard);
    const signer = ed25519Signer(newKey());
    const requests: Readonly<Record<string, Buffer>> = {
      none: attempt('none'),
      password: attempt('password', 0, 'wrong'),
      dialogue: attempt('keyboard-interactive', '', ''),
      key: attempt('publickey', 0, signer.algorithm, [signer.blob.length], signer.blob),
      proof: proof(alice, signer),
    };
    let due = 0;
    for (const lot of lots) {
      for (const name of lot) alice.send(requests[name] ?? assert.fail(name));
      due += lot.length;
      for (let i = 0; i < 300 && heard.length < due; i += 1) await sleep(10);
    }
    assert.deepEqual(heard, answers);
    assert.deepEqual(door.refused, []);
  });
}

test('requests that are half of one let nobody in', async (t) => {
  const door = await withAlice(t);
  for (const [, payload] of HALF) {
    const attacker = await outsider(t, door, 'alice');
    attacker.send(payload);
    await sleep(30);
    attacker.socket.destroy();
  }
  await holds(t, door);
});

test('a request whose user, service or method does not fit in its packet is nobody’s', async (t) => {
  const door = await openDoor(t);
  const key = packet('ssh-ed25519', [32], Buffer.alloc(32, 1));
  const tooLong = [
    packet(50, [4096], 'ssh-connection', 'none'),
    packet(50, [4096], 'ssh-connection', 'publickey', 0, 'ssh-ed25519', [key.length], key),
    packet(50, 'alice', [4096], 'none'),
    packet(50, 'alice', 'ssh-connection', [4096], 'none'),
    packet(50),
  ];
  for (const payload of tooLong) {
    const attacker = await outsider(t, door);
    attacker.send(payload);
    assert.equal(await attacker.isGone(1000), true);
  }
  assert.deepEqual(
    door.refused,
    tooLong.map(() => 'malformed'),
  );
  assert.deepEqual(door.accounts.calls, []);
});

test('a name cannot be changed between two requests', async (t) => {
  const door = await withAlice(t);
  const attacker = await outsider(t, door, 'mallory');
  attacker.send(packet(50, 'mallory', 'ssh-connection', 'none'));
  attacker.send(attempt('password', 0, PASSWORD));
  assert.equal(await attacker.isGone(4000), true);
  await holds(t, door);
});

// Node forgot the socket: a reset while ssh2's own end of it was under way.
test('a bad packet after a request that ended the connection leaves no socket behind', async (t) => {
  const door = await withAlice(t);
  for (const bad of [packet(61, [1], 'x'), attempt('password', 0, [500])]) {
    const attacker = await outsider(t, door, 'alice');
    attacker.send(attempt('gssapi', 'x'));
    attacker.send(bad);
    assert.equal(await attacker.isGone(1000), true);
  }
  await holds(t, door);
});

test('hanging up while a password is hashed leaves nothing behind', { timeout: 120_000 }, async (t) => {
  const door = await withAlice(t);
  for (let i = 0; i < scaled(40, 1000); i += 1) {
    const attacker = await outsider(t, door, `nobody${i}`);
    attacker.send(packet(50, `nobody${i}`, 'ssh-connection', 'password', 0, 'wrong'));
    await sleep(i % 30);
    if (i % 2 === 0) attacker.socket.destroy();
    else attacker.socket.resetAndDestroy();
  }
  await holds(t, door);
});

test('after the login there is no second one', async (t) => {
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  attacker.send(packet(5, 'ssh-userauth'));
  assert.equal(await attacker.isGone(1000), true);
  assert.deepEqual(door.refused, ['message']);
});
