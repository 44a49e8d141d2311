/**
 * The floor: ssh2 alone. It lets anyone in and writes each line to every session at once, one small write per line.
 * No chat, no store, no screen. Usage: floor-server HOSTKEYFILE; prints `listening PORT`.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import ssh2, { type ServerChannel } from 'ssh2';
import { ALGORITHMS } from '../src/ssh/algorithms.ts';

/** What ssh2 has by itself; the crowd asks for no other. */
const OWN_KEX = ALGORITHMS.kex.filter((name) => name.startsWith('curve25519'));

const channels = new Set<ServerChannel>();

function serve(channel: ServerChannel): void {
  channels.add(channel);
  let line = '';
  channel.on('data', (chunk: Buffer) => {
    line += chunk.toString();
    for (let end = line.indexOf('\r'); end >= 0; end = line.indexOf('\r')) {
      const said = line.slice(0, end);
      line = line.slice(end + 1);
      for (const each of channels) each.write(`\r\n${said}`);
    }
  });
  channel.on('close', () => channels.delete(channel));
  channel.on('error', () => channels.delete(channel));
}

const server = new ssh2.Server(
  { hostKeys: [readFileSync(process.argv[2] ?? '')], algorithms: { ...ALGORITHMS, kex: OWN_KEX } },
  (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => context.accept());
    connection.on('session', (accept) => {
      const session = accept();
      session.on('pty', (acceptPty) => acceptPty?.());
      session.on('shell', (acceptShell) => serve(acceptShell()));
    });
  },
);
server.listen(0, '127.0.0.1', () => console.log(`listening ${(server.address() as AddressInfo).port}`));
createReadings();

/** On `gc`, collects and says so, so that memory is read after the garbage is gone. */
function createReadings(): void {
  process.stdin.on('data', () => {
    for (let round = 0; round < 3; round += 1) globalThis.gc?.();
    console.log('collected');
  });
}
