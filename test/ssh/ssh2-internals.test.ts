/** What the door leans on inside ssh2. Before another version is taken, each of these must hold for it, or the door be changed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import ssh2Types, { type Connection } from 'ssh2';
import { handlers, ssh2 } from '../../src/ssh/ssh2.ts';
import { protocolOf, socketOf, windowsOf } from '../../src/ssh/ssh2-internals.ts';
import { ssh2Version } from '../hostile/attacker.ts';
import { newKey } from '../new-key.ts';

test('ssh2 is the version that was read and tried', () => {
  assert.equal(ssh2Version, '1.17.0');
});

test('the handler table is one for the whole process, with a slot for each message', () => {
  assert.equal(handlers.length, 256);
  assert.ok([20, 50, 61, 80, 90, 93, 94, 98].every((type) => typeof handlers[type] === 'function'));
});

test('the private fields say what the guard and the sweep take them for', async (t) => {
  const server = new ssh2.Server({ hostKeys: [newKey()] });
  const injected = new Set<Socket>();
  const listener = createServer((socket) => {
    injected.add(socket);
    server.injectSocket(socket);
  }).listen(0, '127.0.0.1');
  t.after(() => listener.close());
  await once(listener, 'listening');
  const arrived = new Promise<Connection>((resolve) => {
    server.on('connection', (connection) => {
      connection.on('authentication', (ctx) => ctx.accept());
      connection.on('session', (accept) => accept().on('shell', (acceptShell) => acceptShell()));
      resolve(connection);
    });
  });
  const client = new ssh2Types.Client();
  t.after(() => client.destroy());
  client.connect({
    host: '127.0.0.1',
    port: (listener.address() as { port: number }).port,
    username: 'x',
    password: 'x',
  });
  const connection = await arrived;
  const protocol = protocolOf(connection);
  assert.equal(protocol._authenticated, false);
  assert.notEqual(protocol._onPacket, undefined);
  await once(client, 'ready');
  assert.equal(protocol._authenticated, true);
  assert.equal(protocol._kexinit, undefined);
  assert.equal(protocol._queue, undefined);

  assert.equal(windowsOf(connection, 0), undefined);
  await new Promise<void>((resolve) => client.shell(() => resolve()));
  const windows = windowsOf(connection, 0);
  assert.equal(windows?.incoming.window, 2 ** 21);
  assert.equal(windows?.outgoing.window, 2 ** 21);

  const socket = socketOf(connection);
  assert.ok(injected.has(socket));
  connection.rekey();
  assert.notEqual(protocol._kexinit, undefined, 'a rekey is under way from here');
  assert.deepEqual(protocol._queue, []);
  const before = socket.bytesWritten;
  (protocol as unknown as { channelData(id: number, data: Buffer): void }).channelData(0, Buffer.from('held back'));
  assert.equal((protocol._queue as readonly unknown[] | undefined)?.length, 1, 'and output waits');
  assert.equal(socket.bytesWritten, before);
  await once(connection, 'rekey');
  assert.equal(protocol._kexinit, undefined);
  assert.equal(protocol._queue, undefined);
});
