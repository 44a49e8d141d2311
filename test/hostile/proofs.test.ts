/**
 * Proofs of keys without end, wrong ones and right ones that help nobody: a signature takes up to 2 ms of the event loop to check.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { parseKeyBlob } from '../../src/accounts/keys.ts';
import type { Registration } from '../../src/accounts/verdict.ts';
import { skeleton } from '../../src/chat/handle.ts';
import { newKey } from '../new-key.ts';
import { type Door, openDoor } from '../ssh/door.ts';
import { type Attacker, guesser, packet } from './attacker.ts';
import { allSigners, ed25519Signer, proof, type Signer } from './signers.ts';

const [owner, stranger] = [ed25519Signer(newKey()), ed25519Signer(newKey())];

/** A door that knows alice by her key. */
async function withAlice(t: TestContext, registration: Registration): Promise<Door> {
  const door = await openDoor(t, { registration });
  const key = parseKeyBlob(owner.blob);
  assert.ok(key.ok);
  const wanted = { handle: 'alice', skeleton: skeleton('alice'), provisional: false };
  assert.ok((await door.accounts.create({ ...wanted, key: { ...key.value, comment: '' } })).ok);
  door.accounts.calls.length = 0;
  return door;
}

/** Sends requests all at once and waits for as many packets, or the end of the connection. */
async function tried({ client, socket, send }: Attacker, ...requests: readonly Buffer[]): Promise<void> {
  const machine = (client as unknown as { _protocol: { _onPacket: () => void } })._protocol;
  let left = requests.length;
  await new Promise<void>((resolve) => {
    const done = () => {
      socket.off('close', done);
      resolve();
    };
    machine._onPacket = () => {
      left -= 1;
      if (left === 0) done();
    };
    socket.on('close', done);
    for (const request of requests) send(request);
  });
}

/** Somebody's proof with another signature. */
function wrong(attacker: Attacker, signer: Signer): Buffer {
  const bytes = proof(attacker, signer);
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
  return bytes;
}

function question({ algorithm, blob }: Signer): Buffer {
  return packet(50, 'alice', 'ssh-connection', 'publickey', 0, algorithm, [blob.length], blob);
}

/** How many proofs were looked up among the keys of an account. */
function looked(door: Door): number {
  return door.accounts.calls.filter((call) => call === 'findKeys').length;
}

function logged(door: Door, words: string): number {
  return door.log.filter((line) => line.startsWith(words)).length;
}

test('a wrong proof is a failure, and a right one after it gets in all the same', async (t) => {
  const door = await withAlice(t, 'open');
  const attacker = await guesser(t, door, 'alice');
  await tried(attacker, wrong(attacker, owner));
  assert.equal(logged(door, 'Failed publickey for alice from 127.0.0.1 port '), 1);
  await tried(attacker, proof(attacker, owner));
  assert.equal(logged(door, 'Accepted publickey for alice'), 1);
  assert.deepEqual(door.refused, []);
});

test('the second wrong proof is the last', async (t) => {
  const door = await withAlice(t, 'open');
  const attacker = await guesser(t, door, 'alice');
  await tried(attacker, wrong(attacker, owner), proof(attacker, stranger), wrong(attacker, stranger));
  assert.equal(await attacker.isGone(1000), true);
  assert.equal(logged(door, 'Failed publickey for alice'), 2);
  assert.deepEqual(door.refused, ['attempts']);
});

for (const [registration, most] of [
  ['open', 6],
  ['invite', 6],
  ['closed', 20],
] as const) {
  test(`${registration}: of keys that are not the account’s ${most} are proved, and none is a failure`, async (t) => {
    const door = await withAlice(t, registration);
    const attacker = await guesser(t, door, 'alice');
    for (let i = 0; i < most; i += 1) await tried(attacker, proof(attacker, stranger));
    assert.equal(looked(door), most);
    await tried(attacker, proof(attacker, stranger));
    await tried(attacker, proof(attacker, owner));
    assert.equal(looked(door), most);
    assert.equal(await attacker.isGone(0), false);
    assert.deepEqual([door.refused, logged(door, 'Failed'), logged(door, 'Accepted')], [[], 0, 0]);
  });

  test(`${registration}: a whole agent of keys is asked about before the right one, and that gets in`, async (t) => {
    const door = await withAlice(t, registration);
    const agent = await guesser(t, door, 'alice');
    for (let i = 0; i < 19; i += 1) {
      await tried(agent, question(stranger));
      // Elsewhere the answer is no.
      if (registration === 'closed') await tried(agent, proof(agent, stranger));
    }
    await tried(agent, question(owner));
    await tried(agent, proof(agent, owner));
    assert.deepEqual([door.refused, logged(door, 'Failed'), logged(door, 'Accepted')], [[], 0, 1]);
  });
}

for (const [what, registration, make] of [
  ['questions', 'open', (_: Attacker, signer: Signer) => question(signer)],
  ['proofs', 'closed', proof],
] as const) {
  test(`${what} that come all at once, from many, are looked at one in a turn of the event loop`, async (t) => {
    const door = await withAlice(t, registration);
    const slow = allSigners().find(({ algorithm }) => algorithm.endsWith('nistp521')) ?? assert.fail();
    const attackers = await Promise.all(Array.from({ length: 5 }, () => guesser(t, door, 'alice')));
    const requests = attackers.map((attacker) => Array.from({ length: 10 }, () => make(attacker, slow)));
    let turn = 0;
    let timer: NodeJS.Immediate;
    const count = () => {
      turn += 1;
      timer = setImmediate(count);
    };
    count();
    t.after(() => clearImmediate(timer));
    const turns: number[] = [];
    const { findKeys } = door.accounts;
    door.accounts.findKeys = (wanted) => {
      turns.push(turn);
      return findKeys.call(door.accounts, wanted);
    };
    await Promise.all(attackers.map((attacker, i) => tried(attacker, ...(requests[i] ?? []))));
    assert.equal(turns.length, 50);
    assert.equal(new Set(turns).size, 50);
  });
}
