/**
 * Whoever wants to be somebody else (rows 7 to 9 of the table of faults): keys and proofs that are nearly right, passwords without
 * end, and a look at the clock.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { PasswordHasher } from '../../src/accounts/hashing.ts';
import { parseKeyBlob } from '../../src/accounts/keys.ts';
import type { Registration } from '../../src/accounts/verdict.ts';
import { skeleton } from '../../src/chat/handle.ts';
import { newKey } from '../new-key.ts';
import { type Door, knock, openDoor } from '../ssh/door.ts';
import { type Attacker, guesser, packet, plug } from './attacker.ts';
import { proxyHeader } from './proxy.ts';
import { percentile, scaled, torture } from './scale.ts';
import { allSigners, ed25519Signer, proof, type Signer } from './signers.ts';

const PASSWORD = 'correct horse battery';

/** A door that knows alice by a key and by her password. */
async function withAlice(t: TestContext, { blob }: Signer, registration: Registration): Promise<Door> {
  const door = await openDoor(t, { registration });
  const key = parseKeyBlob(blob);
  const passwordHash = await new PasswordHasher().hash(PASSWORD);
  assert.ok(key.ok && passwordHash.ok);
  const wanted = { handle: 'alice', skeleton: skeleton('alice'), provisional: false };
  const created = await door.accounts.create({
    ...wanted,
    key: { ...key.value, comment: '' },
    passwordHash: passwordHash.value,
  });
  assert.ok(created.ok);
  return door;
}

/** Sends a request and waits until it is answered, or the connection over. */
async function tried(attacker: Attacker, payload: Buffer): Promise<void> {
  if (attacker.socket.destroyed) return;
  const { socket } = attacker;
  await new Promise<void>((resolve) => {
    const done = () => {
      socket.off('data', done).off('close', done);
      resolve();
    };
    socket.on('data', done).on('close', done);
    attacker.send(payload);
  });
}

/** Some at a time, until so many were tried. */
async function together(width: number, most: number, work: (from: string) => Promise<number>): Promise<void> {
  let [done, connections] = [0, 0];
  const one = async () => {
    while (done < most) {
      connections += 1;
      const count = await work(`127.2.${(connections >> 7) & 127}.${1 + (connections & 127)}`);
      done += count;
    }
  };
  await Promise.all(Array.from({ length: width }, one));
}

/** How often somebody was let in. */
function entries(door: Door): number {
  return door.log.filter((line) => line.startsWith('Accepted')).length;
}

const OWNERS = allSigners();
for (const owner of OWNERS) {
  test(`${owner.algorithm}: no proof with one bit changed is good, nor one from another connection`, {
    timeout: scaled(60_000, 900_000),
  }, async (t) => {
    const door = await withAlice(t, owner, 'open');
    const first = packet(50, 'alice', 'ssh-connection', 'publickey').length;
    let flips = 0;
    let stolen: Buffer | undefined;
    await together(4, scaled(1600, 50_000) / OWNERS.length, async (from) => {
      const attacker = await guesser(t, { port: door.port, from }, 'alice');
      const right = proof(attacker, owner);
      if (stolen === undefined) stolen = right;
      else await tried(attacker, stolen);
      let count = 1;
      for (; count < 30 && !attacker.socket.destroyed; count += 1) {
        const wrong = Buffer.from(right);
        // By the golden ratio: all over the request, however few are tried.
        const bit = Math.floor(((flips * 0.618_033_988_7) % 1) * (wrong.length - first) * 8);
        flips += 1;
        wrong.writeUInt8((wrong[first + (bit >> 3)] ?? 0) ^ (1 << (bit & 7)), first + (bit >> 3));
        await tried(attacker, wrong);
      }
      attacker.client.destroy();
      return count;
    });
    assert.equal(entries(door), 0);
    const again = await guesser(t, door, 'alice');
    await tried(again, proof(again, owner));
    assert.equal(entries(door), 1, 'and the proof as it was is good');
  });
}

for (const owner of OWNERS) {
  test(`${owner.algorithm}: a signature that does not say how it was made is no proof`, async (t) => {
    const door = await withAlice(t, owner, 'open');
    const attacker = await guesser(t, door, 'alice');
    const bare = (message: Buffer) => owner.sign(message).subarray(4 + owner.algorithm.length + 4);
    await tried(attacker, proof(attacker, { ...owner, sign: bare }));
    assert.equal(await attacker.isGone(1000), true);
    assert.deepEqual(door.refused, ['proof']);
    assert.equal(entries(door), 0);
  });
}

test('of however many guesses ten, and then ten a minute, are compared, and the owner gets in', {
  timeout: scaled(60_000, 900_000),
}, async (t) => {
  const privateKey = newKey();
  const door = await withAlice(t, ed25519Signer(privateKey), 'open');
  const before = performance.now();
  await together(4, scaled(120, 10_000), async (from) => {
    const attacker = await guesser(t, { port: door.port, from }, 'alice');
    for (let i = 0; i < 3; i += 1)
      await tried(attacker, packet(50, 'alice', 'ssh-connection', 'password', 0, `guess ${i}`));
    attacker.client.destroy();
    return 3;
  });
  const minutes = (performance.now() - before) / 60_000;
  const compared = door.accounts.calls.filter((call) => call === 'passwordHash').length;
  t.diagnostic(`${compared} compared in ${minutes.toFixed(2)} minutes`);
  assert.ok(compared >= 10 && compared <= 11 + 10 * minutes, `${compared} in ${minutes} minutes`);
  assert.equal((await knock(t, door, 'alice', { privateKey })).isIn, true);
});

test('while others guess, the password is taken from the network where its owner was: of IPv6 a /64', async (t) => {
  const door = await openDoor(t, { proxyFrom: ['127.0.9.0/24'] });
  const isInFrom = async (address: string, config: object) => {
    const sock = await plug(t, { port: door.port, from: '127.0.9.1' });
    sock.write(proxyHeader(address, 40_000));
    return (await knock(t, door, 'alice', { sock, ...config })).isIn;
  };
  const byPassword = { password: PASSWORD, authHandler: ['password'] };
  const answers = [[PASSWORD, PASSWORD]];
  assert.equal(await isInFrom('198.51.100.7', { answers, authHandler: ['keyboard-interactive'] }), true);
  assert.equal(await isInFrom('2001:db8:0:1:0:0:0:1', byPassword), true);
  for (let i = 0; i < 20; i += 1) await isInFrom(`192.0.2.${i}`, { ...byPassword, password: 'a guess' });
  assert.equal(await isInFrom('2001:db8:0:2:0:0:0:1', byPassword), false, 'somebody else’s network');
  assert.equal(await isInFrom('2001:db8:0:1:ffff:0:0:2', byPassword), true, 'another of the owner’s addresses');
});

test('closed: the clock does not tell who is known', { timeout: scaled(60_000, 120_000) }, async (t) => {
  const door = await withAlice(t, ed25519Signer(newKey()), 'closed');
  const hashed = await new PasswordHasher().hash(PASSWORD);
  assert.ok(hashed.ok);
  const took: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (let i = 0; i < scaled(1, 15); i += 1) {
    const handles = { known: `known${'abcdefghijkmnpq'[i]}`, unknown: `nobody${'abcdefghijkmnpq'[i]}` };
    const wanted = { handle: handles.known, skeleton: skeleton(handles.known), provisional: false };
    assert.ok((await door.accounts.create({ ...wanted, passwordHash: hashed.value })).ok);
    // Ten for each may be compared, each of them turning who is first.
    for (let round = 0; round < 20; round += 1) {
      const kind = round % 4 === 0 || round % 4 === 3 ? 'known' : 'unknown';
      const attacker = await guesser(t, door, handles[kind]);
      const begun = performance.now();
      await tried(attacker, packet(50, handles[kind], 'ssh-connection', 'password', 0, 'a guess'));
      took[kind].push(performance.now() - begun);
      attacker.client.destroy();
    }
  }
  const [known, unknown] = [percentile(took.known, 0.5), percentile(took.unknown, 0.5)];
  t.diagnostic(`known ${known.toFixed(2)} ms, unknown ${unknown.toFixed(2)} ms`);
  assert.ok(Math.min(known, unknown) > 5, 'both were hashed');
  // In the short form others may use the machine, and a hash takes longer for it; who is not hashed takes next to nothing.
  const most = torture ? 2 : Math.max(10, Math.min(known, unknown));
  assert.ok(Math.abs(known - unknown) < most, `${known} ms and ${unknown} ms`);
});

test('more requests than anyone needs end the connection', async (t) => {
  const door = await openDoor(t);
  const attacker = await guesser(t, door, 'alice');
  for (let i = 0; i < 63; i += 1) await tried(attacker, packet(50, 'alice', 'ssh-connection', 'none'));
  assert.equal(await attacker.isGone(50), false);
  attacker.send(packet(50, 'alice', 'ssh-connection', 'none'));
  assert.equal(await attacker.isGone(1000), true);
  assert.deepEqual(door.refused, ['attempts']);
});

test('after forty requests about keys none is looked at any more, and the password still is', async (t) => {
  const owner = ed25519Signer(newKey());
  const door = await withAlice(t, owner, 'open');
  const { blob } = ed25519Signer(newKey());
  const question = packet(50, 'alice', 'ssh-connection', 'publickey', 0, 'ssh-ed25519', [blob.length], blob);
  const attacker = await guesser(t, door, 'alice');
  for (let i = 0; i < 40; i += 1) await tried(attacker, question);
  await tried(attacker, proof(attacker, owner));
  assert.equal(entries(door), 0);
  await tried(attacker, packet(50, 'alice', 'ssh-connection', 'password', 0, PASSWORD));
  assert.equal(entries(door), 1);
});
