/** Key exchanges, byte by byte as the RFCs and the draft have them, by a client that shares no code with the server's. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { AMENDMENTS, amended } from '../../src/ssh/amendments.ts';
import { packet } from '../hostile/attacker.ts';
import { kexinit, type Offer, payloads, plain, strings } from '../hostile/wire.ts';
import { type Door, openDoor, plug } from './door.ts';

const IDENT = 'SSH-2.0-Byte';
const HYBRID = 'mlkem768x25519-sha256';

/** Says the first line and what is given, and waits for so many packets; undefined when the door closes before. */
async function exchange(t: TestContext, door: Door, ours: readonly Buffer[], wanted: number) {
  const socket = await plug(t, door);
  let heard = Buffer.alloc(0);
  const answered = new Promise<Buffer[] | undefined>((resolve) => {
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      const all = payloads(heard);
      if (all.length >= wanted) resolve(all);
    });
    socket.once('close', () => resolve(undefined));
  });
  socket.write(Buffer.concat([Buffer.from(`${IDENT}\r\n`), ...ours.map(plain)]));
  return answered;
}

const raw = (key: ReturnType<typeof createPublicKey>) => key.export({ type: 'spki', format: 'der' }).subarray(-32);

function x25519Key(bytes: Buffer) {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'X25519', x: bytes.toString('base64url') } });
}

/** RFC 4253 §8 with K as it is encoded, and the host key's signature of it. */
function isSigned(init: Buffer, theirInit: Buffer, c: Buffer, reply: Buffer, k: Buffer): boolean {
  const [hostKey, s, signature] = strings(reply, 1) as [Buffer, Buffer, Buffer];
  const [, point] = strings(hostKey) as [Buffer, Buffer];
  const hash = createHash('sha256');
  for (const part of [Buffer.from(IDENT), Buffer.from('SSH-2.0-Partyline'), init, theirInit, hostKey, c, s]) {
    hash.update(packet([part.length], part));
  }
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') } });
  return verify(null, hash.update(k).digest(), key, strings(signature)[1] as Buffer);
}

// What ssh-audit looks at. Without the lists ssh2 offers groups that cost six times as much, SHA-1, and zlib.
test('what is offered is this and nothing else: no other group, no MAC of the plain text, no compression', async (t) => {
  const door = await openDoor(t);
  const [init] = (await exchange(t, door, [], 1)) ?? assert.fail('closed');
  const lists = strings(init ?? assert.fail('nothing'), 17).slice(0, 8);
  const kex = [HYBRID, 'curve25519-sha256', 'curve25519-sha256@libssh.org', 'kex-strict-s-v00@openssh.com'];
  const gcm = ['aes256-gcm@openssh.com', 'aes128-gcm@openssh.com'];
  const ciphers = [...gcm, 'aes256-ctr', 'aes192-ctr', 'aes128-ctr', 'chacha20-poly1305@openssh.com'];
  const macs = ['hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com'];
  assert.deepEqual(
    lists.map((list) => list.toString().split(',')),
    [kex, ['ssh-ed25519'], ciphers, ciphers, macs, macs, ['none'], ['none']],
  );
});

// Node 20 may stand still for ever in `export`, see x25519-kex.ts.
test('no key of ours is exported from its object', async (t) => {
  const door = await openDoor(t);
  const own = generateKeyPairSync('x25519');
  const c = raw(own.publicKey);
  const exported = t.mock.method(Object.getPrototypeOf(own.publicKey), 'export');
  const init = kexinit({ kex: 'curve25519-sha256' });
  assert.ok(await exchange(t, door, [init, packet(30, [c.length], c)], 3));
  assert.equal(exported.mock.callCount(), 0);
});

test('mlkem768x25519-sha256 is what the draft says, and comes first', async (t) => {
  const door = await openDoor(t);
  // Twenty times: one secret in 256 begins with a zero, one in two with a high bit.
  for (let i = 0; i < 20; i += 1) {
    const kem = ml_kem768.keygen();
    const own = generateKeyPairSync('x25519');
    const c = Buffer.concat([kem.publicKey, raw(own.publicKey)]);
    const init = kexinit({ kex: `${HYBRID},curve25519-sha256` });
    const [theirInit, reply] = (await exchange(t, door, [init, packet(30, [c.length], c)], 3)) ?? [];
    assert.ok(theirInit !== undefined && reply !== undefined);
    assert.ok(strings(theirInit, 17)[0]?.toString().startsWith(`${HYBRID},`));
    const s = strings(reply, 1)[1] as Buffer;
    assert.equal(s.length, 1088 + 32);
    const secret = ml_kem768.decapsulate(s.subarray(0, 1088), kem.secretKey);
    const shared = diffieHellman({ privateKey: own.privateKey, publicKey: x25519Key(s.subarray(1088)) });
    const k = createHash('sha256').update(secret).update(shared).digest();
    assert.equal(isSigned(init, theirInit, c, reply, packet([32], k)), true);
  }
});

test('curve25519-sha256 is what the RFC says, under both of its names', async (t) => {
  const door = await openDoor(t);
  // Forty times: one secret in 256 begins with a zero, one in two with a high bit.
  for (let i = 0; i < 40; i += 1) {
    const own = generateKeyPairSync('x25519');
    const c = raw(own.publicKey);
    const init = kexinit({ kex: i % 2 === 0 ? 'curve25519-sha256' : 'curve25519-sha256@libssh.org' });
    const [theirInit, reply] = (await exchange(t, door, [init, packet(30, [c.length], c)], 3)) ?? [];
    assert.ok(theirInit !== undefined && reply !== undefined);
    const s = strings(reply, 1)[1] as Buffer;
    assert.equal(s.length, 32);
    const shared = diffieHellman({ privateKey: own.privateKey, publicKey: x25519Key(s) });
    const digits = Buffer.from(shared.toString('hex').replace(/^(00)+/, ''), 'hex');
    const k = Buffer.concat([Buffer.alloc((digits[0] ?? 0) >> 7), digits]);
    assert.equal(isSigned(init, theirInit, c, reply, packet([k.length], k)), true);
  }
});

test('a curve25519 key that is none ends the exchange', async (t) => {
  const door = await openDoor(t);
  const own = raw(generateKeyPairSync('x25519').publicKey);
  // The last makes a secret of zeros (RFC 7748 §6.1).
  for (const c of [Buffer.alloc(0), own.subarray(1), Buffer.concat([own, own]), Buffer.alloc(32)]) {
    const all = await exchange(t, door, [kexinit({ kex: 'curve25519-sha256' }), packet(30, [c.length], c)], 3);
    assert.ok(all === undefined || all[1]?.[0] === 1, `${c.length} bytes`);
  }
});

test('a hybrid key that is none ends the exchange', async (t) => {
  const door = await openDoor(t);
  const own = raw(generateKeyPairSync('x25519').publicKey);
  const kem = Buffer.from(ml_kem768.keygen().publicKey);
  const notReduced = Buffer.from(kem).fill(0xff, 0, 1152);
  const bad = [Buffer.alloc(0), own, kem, Buffer.concat([kem, own, own]), Buffer.concat([notReduced, own])];
  bad.push(Buffer.concat([kem, Buffer.alloc(32)])); // its X25519 secret is zero
  for (const c of bad) {
    const all = await exchange(t, door, [kexinit({ kex: HYBRID }), packet(30, [c.length], c)], 3);
    assert.ok(all === undefined || all[1]?.[0] === 1, `${c.length} bytes`);
  }
});

const X = 'curve25519-sha256';
const guesses: readonly (readonly [string, Offer, boolean])[] = [
  ['agrees with our first choice is used', { kex: HYBRID, follows: true }, false],
  ['is another first choice, though agreed on, is skipped', { kex: `${X},${HYBRID}`, follows: true }, true],
  ['is unknown here is skipped', { kex: `new@example.org,${X}`, follows: true }, true],
  ['has another first host key is skipped', { kex: HYBRID, hostKey: 'ssh-rsa,ssh-ed25519', follows: true }, true],
];
for (const [what, offer, isSkipped] of guesses) {
  test(`a guess that ${what}`, async (t) => {
    const door = await openDoor(t);
    const share = raw(generateKeyPairSync('x25519').publicKey);
    const hybrid = Buffer.concat([ml_kem768.keygen().publicKey, share]);
    const good = offer.kex.startsWith(HYBRID) ? hybrid : share;
    const wrong = randomBytes(40);
    const sent = isSkipped ? [wrong, good] : [good];
    const all = await exchange(t, door, [kexinit(offer), ...sent.map((c) => packet(30, [c.length], c))], 3);
    assert.deepEqual(
      all?.map(([type]) => type),
      [20, 31, 21],
    );
  });
}

test('a source that differs from the one that was read is not amended', () => {
  for (const { file, passage } of AMENDMENTS) {
    assert.throws(() => amended(file, `// ${passage} twice: ${passage}`), /is not the version/);
    assert.throws(() => amended(file, 'nothing of it'), /is not the version/);
  }
  assert.equal(amended('client.js', 'as it was'), 'as it was');
});
