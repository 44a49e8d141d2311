import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate } from '../../src/accounts/gate.ts';
import { checkPassword, isBearable, PasswordHasher } from '../../src/accounts/hashing.ts';

test('a password is hashed with argon2id at the chosen cost and recognised again', async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash('correct horse');
  assert.ok(hash.ok);
  assert.match(hash.value, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.deepEqual(await hasher.verify(hash.value, 'correct horse'), { ok: true, value: true });
  assert.deepEqual(await hasher.verify(hash.value, 'correct house'), { ok: true, value: false });
});

test('an accent typed as one character or two is the same password', async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash('cafe\u0301-cafe\u0301');
  assert.ok(hash.ok);
  assert.deepEqual(await hasher.verify(hash.value, 'caf\u00e9-caf\u00e9'), { ok: true, value: true });
});

test('a password of the most characters counts the same in any normal form, a longer one is refused in each', () => {
  for (const form of ['NFC', 'NFD'] as const) {
    // Four characters, composed into one.
    assert.deepEqual(checkPassword('\u1f82'.normalize(form).repeat(128)), { ok: true, value: undefined });
    const long = checkPassword('\u1f82'.normalize(form).repeat(300));
    assert.equal(long.ok ? 'ok' : long.code, 'too-long');
  }
});

test('no hash and an unbearable hash are never right, and are still hashed against', async () => {
  const hasher = new PasswordHasher();
  const greedy = '$argon2id$v=19$m=100000000,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  for (const stored of [undefined, '', 'x', greedy]) {
    const begun = performance.now();
    assert.deepEqual(await hasher.verify(stored, 'whatever1'), { ok: true, value: false });
    assert.ok(performance.now() - begun > 2, 'a refusal at once would tell that there is no such account');
  }
});

test('stored parameters beyond the caps are refused', () => {
  const phc = (algorithm: string, cost: string) => `$${algorithm}$v=19$${cost}$c2FsdHNhbHRzYWx0$${'A'.repeat(43)}`;
  assert.equal(isBearable(phc('argon2id', 'm=19456,t=2,p=1')), true);
  assert.equal(isBearable(phc('argon2id', 'm=65536,t=8,p=4')), true);
  for (const cost of ['m=65537,t=2,p=1', 'm=19456,t=9,p=1', 'm=19456,t=2,p=5', 'm=19456,t=4294967295,p=1', 'm=1']) {
    assert.equal(isBearable(phc('argon2id', cost)), false, cost);
  }
  assert.equal(isBearable(phc('argon2i', 'm=19456,t=2,p=1')), false);
  assert.equal(isBearable(`$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$${'A'.repeat(400)}`), false);
  assert.equal(isBearable('$2b$10$abcdefghijklmnopqrstuv'), false);
});

test('two hash at once, 32 wait, and the next is told that it is busy', async () => {
  const hasher = new PasswordHasher();
  const all = Array.from({ length: 35 }, () => hasher.verify(undefined, 'x'));
  const refused = await all[34];
  assert.ok(refused !== undefined && !refused.ok);
  assert.equal(refused.code, 'busy');
  const rest = await Promise.all(all.slice(0, 34));
  assert.ok(rest.every(({ ok }) => ok));
});

test('a gate keeps order and goes on after work that fails', async () => {
  const gate = new Gate(1, 3);
  const order: number[] = [];
  const work = (n: number) => async () => {
    await Promise.resolve();
    order.push(n);
    if (n === 2) throw new Error('two');
    return n;
  };
  const results = [1, 2, 3].map((n) => gate.run(work(n)) ?? Promise.reject(new Error('full')));
  assert.deepEqual(
    (await Promise.allSettled(results)).map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(order, [1, 2, 3]);
  assert.equal(await gate.run(work(4)), 4);
});

test('a password has 8 to 128 characters and at most 1024 bytes', () => {
  const code = (password: string) => {
    const result = checkPassword(password);
    return result.ok ? 'ok' : result.code;
  };
  assert.equal(code('seven77'), 'too-short');
  assert.equal(code('eight888'), 'ok');
  assert.equal(code('😀'.repeat(7)), 'too-short');
  assert.equal(code('😀'.repeat(128)), 'ok');
  assert.equal(code('x'.repeat(129)), 'too-long');
  const short = checkPassword('tiny');
  assert.ok(!short.ok);
  assert.equal(short.sentence, 'A password has at least 8 characters; that one has 4.');
});
