// The dialogue of the door over real SSH; every row as sentences is in test/accounts/dialogue.test.ts.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ssh2 from 'ssh2';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { newKey } from '../new-key.ts';
import { closed, knock, openDoor, shell, stockSsh } from './door.ts';

const PASSWORD = 'correct horse';
const TWICE = [PASSWORD, PASSWORD];

test('a new key registers at once, is provisional, and gets in again', async (t) => {
  const door = await openDoor(t);
  const privateKey = newKey();
  const first = await knock(t, door, 'alice', { privateKey });
  assert.equal(first.isIn, true);
  await shell(first.client);
  const { who } = door.visits[0] ?? assert.fail('no session');
  assert.deepEqual([who.account.handle, who.isNew, who.provisional, who.remote], ['alice', true, true, '127.0.0.1']);
  assert.match(who.clientVersion, /^ssh2js/);
  const parsed = ssh2.utils.parseKey(privateKey);
  assert.ok(!(parsed instanceof Error));
  assert.match(who.keyFingerprint ?? '', /^SHA256:[A-Za-z0-9+/]{43}$/);
  const again = await knock(t, door, 'alice', { privateKey });
  await shell(again.client);
  assert.deepEqual([door.visits[1]?.who.account.id, door.visits[1]?.who.isNew], [who.account.id, false]);
});

test('RSA and ECDSA keys get in, an RSA key of 1024 bits does not', async (t) => {
  const door = await openDoor(t);
  const { generateKeyPairSync } = ssh2.utils;
  assert.equal(
    (await knock(t, door, 'rita', { privateKey: generateKeyPairSync('rsa', { bits: 2048 }).private })).isIn,
    true,
  );
  assert.equal(
    (await knock(t, door, 'edda', { privateKey: generateKeyPairSync('ecdsa', { bits: 521 }).private })).isIn,
    true,
  );
  assert.equal(
    (await knock(t, door, 'weak', { privateKey: generateKeyPairSync('rsa', { bits: 1024 }).private })).isIn,
    false,
  );
});

test('a password is chosen twice, and lets its owner in by dialogue and by the password method', async (t) => {
  const door = await openDoor(t);
  const chosen = await knock(t, door, 'alice', { answers: [['short', 'short'], [PASSWORD, 'other word'], TWICE] });
  assert.equal(chosen.isIn, true);
  assert.equal(chosen.dialogue.length, 3);
  assert.match(chosen.dialogue[0] ?? '', /alice is new here\. Choose a password: /);
  assert.match(chosen.dialogue[2] ?? '', /^The two were not the same/);
  assert.equal((await knock(t, door, 'alice', { password: PASSWORD })).isIn, true);
  assert.equal((await knock(t, door, 'ALICE', { answers: [[PASSWORD]] })).isIn, true);
});

test('somebody else reads that the handle is taken, and three wrong passwords are the end', async (t) => {
  const door = await openDoor(t);
  await knock(t, door, 'alice', { answers: [TWICE] });
  const mallory = await knock(t, door, 'alice', {
    privateKey: newKey(),
    answers: [['guess-one'], ['guess-two'], ['guess-3']],
  });
  assert.equal(mallory.isIn, false);
  assert.equal(
    mallory.dialogue[0],
    `alice is taken; choose another name: ssh -p ${door.port} othername@host\nPassword for alice: `,
  );
  assert.equal(mallory.dialogue.length, 3);
});

test('a strange key is handed on to whoever then knows the password', async (t) => {
  const door = await openDoor(t);
  await knock(t, door, 'alice', { answers: [TWICE] });
  const { client } = await knock(t, door, 'alice', { privateKey: newKey(), answers: [[PASSWORD]] });
  await shell(client);
  assert.match(door.visits[0]?.who.strangeKey?.fingerprint ?? '', /^SHA256:/);
  assert.equal(door.visits[0]?.who.keyFingerprint, undefined);
});

test('a reserved handle gets in by nothing', async (t) => {
  const door = await openDoor(t);
  const offers = { privateKey: newKey(), password: PASSWORD, answers: [TWICE, TWICE] };
  assert.equal((await knock(t, door, 'root', offers)).isIn, false);
  assert.equal(await door.accounts.count(), 0);
});

test('closed: a known and an unknown handle hear the same, whatever they offer', async (t) => {
  const door = await openDoor(t, { registration: 'closed' });
  const privateKey = newKey();
  const parsed = ssh2.utils.parseKey(privateKey);
  assert.ok(!(parsed instanceof Error));
  await door.accounts.create({ handle: 'alice', skeleton: 'alice', provisional: false });
  const offered = async (username: string) => {
    const debug: string[] = [];
    const wrong = [['wrong-one'], ['wrong-two'], ['wrong-three']];
    const { isIn, dialogue } = await knock(t, door, username, {
      privateKey,
      password: 'wrong-pass',
      answers: wrong,
      debug: (line) => /USERAUTH|methods/i.test(line) && debug.push(line),
    });
    return { isIn, dialogue: dialogue.map((line) => line.replaceAll(username, 'NAME')), debug };
  };
  const known = await offered('alice');
  assert.equal(known.isIn, false);
  assert.ok(
    known.debug.some((line) => line.includes('USERAUTH_PK_OK')),
    'any key question is answered with yes',
  );
  assert.ok(known.dialogue.length > 0);
  assert.deepEqual(await offered('nobody1'), known);
});

test("a signature that does not verify is refused, and so is another key's", async (t) => {
  const door = await openDoor(t);
  const [mine, other] = [ssh2.utils.parseKey(newKey()), ssh2.utils.parseKey(newKey())];
  assert.ok(!(mine instanceof Error) && !(other instanceof Error));
  const { sign } = other;
  const forged = Object.create(mine, { sign: { value: sign.bind(other) } });
  assert.equal((await knock(t, door, 'alice', { authHandler: forge(forged) })).isIn, false);
  assert.equal(await door.accounts.count(), 0);
});

function forge(key: unknown): never {
  let isOffered = false;
  const handler = (_left: unknown, _partial: unknown, next: (method: unknown) => void) => {
    next(isOffered ? false : { type: 'publickey', username: 'alice', key });
    isOffered = true;
  };
  return handler as never;
}

test('hang-ups during hashing leave no rejection unhandled and nothing behind', async (t) => {
  const door = await openDoor(t);
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  const hangUp = async (round: number) => {
    const client = new ssh2.Client();
    client.on('error', () => undefined);
    const gone = closed(client);
    client.on('keyboard-interactive', (_name, _instruction, _lang, _prompts, finish) => {
      finish(TWICE);
      setTimeout(() => client.destroy(), round % 12);
    });
    client.connect({ host: '127.0.0.1', port: door.port, username: `user${round}x`, tryKeyboard: true });
    await gone;
  };
  for (let batch = 0; batch < 4; batch += 1) {
    await Promise.all(Array.from({ length: 12 }, (_, i) => hangUp(batch * 12 + i)));
  }
  assert.equal((await knock(t, door, 'alice', { privateKey: newKey() })).isIn, true);
  assert.deepEqual(unhandled, []);
});

test('a store that fails refuses the attempt, is written down, and shuts out nobody else', async (t) => {
  const door = await openDoor(t);
  const { find } = door.accounts;
  door.accounts.find = () => Promise.reject(new Error('disk'));
  assert.equal((await knock(t, door, 'alice', { privateKey: newKey() })).isIn, false);
  assert.ok(door.log.includes('signing in failed'));
  door.accounts.find = find;
  assert.equal((await knock(t, door, 'alice', { privateKey: newKey() })).isIn, true);
});

test('while the store cannot be used people read so, and nobody is kept out for having tried', async (t) => {
  const door = await openDoor(t, { penalty: 600_000 });
  const { create } = door.accounts;
  door.accounts.create = () => Promise.reject(new StoreUnavailable('the disk is full'));
  for (let attempt = 0; attempt < 20; attempt += 1) {
    assert.equal((await knock(t, door, 'alice', { privateKey: newKey(), answers: [] })).isIn, false);
  }
  // What bans addresses reads this.
  assert.doesNotMatch(door.log.join('\n'), /Failed/);
  const file = join(door.folder, 'id');
  writeFileSync(file, newKey(), { mode: 0o600 });
  // ssh2's client keeps words without a question to itself.
  const { err, asked } = await stockSsh(door, ['-i', file, 'alice@127.0.0.1']);
  assert.match(err, /The server cannot read or write its data right now/);
  assert.deepEqual(asked, []);
  door.accounts.create = create;
  assert.equal((await knock(t, door, 'alice', { privateKey: newKey() })).isIn, true);
});

test('a key login that opens no session gives its handle back', async (t) => {
  const door = await openDoor(t);
  const { client } = await knock(t, door, 'alice', { privateKey: newKey() });
  assert.equal(await door.accounts.count(), 1);
  const gone = once(client, 'close');
  client.end();
  await gone;
  await door.server.close(0);
  assert.equal(await door.accounts.count(), 0);
  assert.equal(door.server.size, 0);
});

test('a password that is changed while somebody signs in with the old one lets them in no more', async (t) => {
  const door = await openDoor(t);
  await knock(t, door, 'alice', { answers: [TWICE] });
  const { passwordHash } = door.accounts;
  let isReading: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => {
    isReading = resolve;
  });
  let goOn: () => void = () => undefined;
  door.accounts.passwordHash = async (account) => {
    const hash = await passwordHash.call(door.accounts, account);
    isReading();
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    return hash;
  };
  const thief = knock(t, door, 'alice', { password: PASSWORD });
  await reading;
  door.accounts.passwordHash = passwordHash;
  door.server.revoke(({ keyFingerprint }) => keyFingerprint === undefined);
  goOn();
  const { client, isIn } = await thief;
  if (isIn) await assert.rejects(shell(client));
  assert.deepEqual(door.visits, []);
  assert.equal((await knock(t, door, 'alice', { password: PASSWORD })).isIn, true, 'the next login is another matter');
});
