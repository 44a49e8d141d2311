import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import ssh2 from 'ssh2';
import { HOST_KEY_FILE, loadHostKeys, ServerKeyError } from '../../src/ssh/host-key.ts';
import { ListenError, Listener } from '../../src/ssh/listener.ts';
import { newKey } from '../new-key.ts';
import { closed, knock, openDoor, plug, shell } from './door.ts';

test('who says nothing, too much, or something else is cut off in time, and honest ones get in meanwhile', async (t) => {
  const door = await openDoor(t, { ident: 300 });
  const lines = [
    '',
    'SSH-',
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    `SSH-2.0-${'x'.repeat(9000)}`,
    'SSH-1.5-old\r\n',
    '\u0000\u0001\n',
  ];
  const gone = lines.map(async (line) => {
    const socket = await plug(t, door);
    socket.resume();
    if (line !== '') socket.write(line);
    const begun = performance.now();
    await closed(socket);
    return performance.now() - begun;
  });
  assert.equal((await knock(t, door, 'alice', { privateKey: newKey() })).isIn, true);
  for (const ms of await Promise.all(gone)) assert.ok(ms < 1500, `${ms} ms`);
});

test('a first line that comes byte by byte is put together', async (t) => {
  const door = await openDoor(t);
  const socket = await plug(t, door);
  let heard = Buffer.alloc(0);
  const enough = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      if (heard.length > 100) resolve();
    });
  });
  for (const byte of Buffer.from('SSH-2.0-Slow\r\n')) {
    socket.write(Buffer.of(byte));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await enough;
  const line = heard.indexOf('\n') + 1;
  assert.equal(heard.toString('latin1', 0, line), 'SSH-2.0-Partyline\r\n');
  assert.equal(heard[line + 5], 20, 'key exchange begins right after one line (SSH_MSG_KEXINIT)');
});

test('who does not sign in is cut off after the grace, and after the time for dialogues', async (t) => {
  const door = await openDoor(t, { grace: 400, dialogue: 900 });
  const socket = await plug(t, door);
  const begun = performance.now();
  const took = async (gone: Promise<unknown>) => {
    await gone;
    return performance.now() - begun;
  };
  socket.resume().write('SSH-2.0-Idle\r\n');
  const client = new ssh2.Client();
  client.on('error', () => undefined);
  client.on('keyboard-interactive', () => undefined); // somebody who thinks about a password for ever
  client.connect({ host: '127.0.0.1', port: door.port, username: 'alice', tryKeyboard: true });
  const [idle, thinking] = await Promise.all([took(closed(socket)), took(closed(client))]);
  assert.ok(idle >= 350 && idle < 850, `${idle} ms`);
  assert.ok(thinking >= 850 && thinking < 3000, `${thinking} ms`);
});

test('one address that connects too often is refused before a word', async (t) => {
  const door = await openDoor(t, { perAddress: 2 });
  await plug(t, door);
  await plug(t, door);
  const third = await plug(t, door);
  let heard = 0;
  third.on('data', (chunk) => {
    heard += chunk.length;
  });
  if (!third.closed) await closed(third);
  assert.equal(heard, 0);
  assert.deepEqual(door.log, ['too many connections from one address']);
});

test('who is signed in no longer counts as waiting', async (t) => {
  const door = await openDoor(t, { perAddress: 1 });
  const privateKey = newKey();
  for (let i = 0; i < 3; i += 1) assert.equal((await knock(t, door, 'alice', { privateKey })).isIn, true);
});

test('two connections from one port to two addresses of this machine are two', async (t) => {
  const door = await openDoor(t, { host: '0.0.0.0', perAddress: 2 });
  const first = connect({ port: door.port, host: '127.0.0.1', localAddress: '127.0.0.1' });
  await once(first, 'connect');
  const second = connect({ port: door.port, host: '127.0.0.2', localAddress: '127.0.0.1', localPort: first.localPort });
  await once(second, 'connect');
  const [alice, bob] = await Promise.all([
    knock(t, door, 'alice', { sock: first, privateKey: newKey() }),
    knock(t, door, 'bob', { sock: second, privateKey: newKey() }),
  ]);
  assert.deepEqual([alice.isIn, bob.isIn], [true, true]);
  await shell(alice.client);
  await shell(bob.client);
  assert.deepEqual(door.visits.map(({ who }) => who.account.handle).sort(), ['alice', 'bob']);
});

test('a port in use is one clear line', async (t) => {
  const door = await openDoor(t);
  const log = { info: () => undefined, warn: () => undefined };
  const second = new Listener({ host: '127.0.0.1', port: door.port }, log, () => undefined);
  await assert.rejects(second.listen(), (error: Error) => {
    assert.ok(error instanceof ListenError);
    assert.equal(error.message, `Cannot listen on 127.0.0.1:${door.port}: something else is listening there already.`);
    return true;
  });
});

test('the host key is made once, for its owner only, and stays the same', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const keys = join(folder, 'keys');
  const first = await loadHostKeys(keys);
  const file = join(keys, HOST_KEY_FILE);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(readFileSync(file, 'utf8'), /^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
  assert.match(first.fingerprint, /^SHA256:[A-Za-z0-9+/]{43}$/);
  assert.equal((await loadHostKeys(keys)).fingerprint, first.fingerprint);
});

test('of two first starts at once both have the key that is kept', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const starts = await Promise.all(Array.from({ length: 5 }, () => loadHostKeys(folder)));
  const { fingerprint } = await loadHostKeys(folder);
  assert.deepEqual(
    starts.map((each) => each.fingerprint),
    starts.map(() => fingerprint),
  );
  assert.deepEqual(readdirSync(folder), [HOST_KEY_FILE]);
});

test('a host key that others can read, that is none, or whose place cannot be written stops the start', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const refused = (path: string, words: RegExp) =>
    assert.rejects(loadHostKeys(path), (error: Error) => error instanceof ServerKeyError && words.test(error.message));
  await loadHostKeys(folder);
  const file = join(folder, HOST_KEY_FILE);
  chmodSync(file, 0o640);
  await refused(folder, /can be read by others than its owner: chmod 600 /);
  chmodSync(file, 0o600);
  writeFileSync(file, 'nonsense');
  await refused(folder, /is not an ed25519 private key/);
  writeFileSync(file, ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private);
  await refused(folder, /is not an ed25519 private key/);
  await refused(join(file, 'below'), /cannot be read or made: ENOTDIR/);
  mkdirSync(join(folder, 'odd', HOST_KEY_FILE), { recursive: true, mode: 0o700 });
  chmodSync(join(folder, 'odd', HOST_KEY_FILE), 0o700);
  await refused(join(folder, 'odd'), /cannot be read or made: EISDIR/);
});
