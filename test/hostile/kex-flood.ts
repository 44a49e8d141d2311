/**
 * A flood of key exchanges, as a program, so that it takes no time from whoever measures. Usage: kex-flood PORT ADDRESSES MS;
 * prints how many the server answered.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { packet } from './attacker.ts';
import { kexinit, payloads, plain } from './wire.ts';

const [port = 0, addresses = 1, ms = 0] = process.argv.slice(2).map(Number);

/** Attempts a second; without a limiter the server answered as many. */
const RATE = 700;
const EVERY_MS = 10;

/** A first line, a KEXINIT and a key: all that a server needs to spend its 4 ms. */
function keyExchange(): Buffer {
  const share = randomBytes(32);
  share[0] = 9;
  const init = kexinit({ kex: 'curve25519-sha256' });
  return Buffer.concat([Buffer.from('SSH-2.0-flood\r\n'), plain(init), plain(packet(30, [32], share))]);
}

let [answered, made] = [0, 0];

function attack(): void {
  const address = made % addresses;
  made += 1;
  const socket = connect({ port, host: '127.0.0.1', localAddress: `127.1.${address >> 7}.${1 + (address & 127)}` });
  let heard = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('connect', () => socket.write(keyExchange()));
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk]);
    if (!payloads(heard).some(([type]) => type === 31)) return;
    answered += 1;
    socket.destroy();
  });
}

const timer = setInterval(() => {
  for (let i = 0; i < (RATE * EVERY_MS) / 1000; i += 1) attack();
}, EVERY_MS);
setTimeout(() => {
  clearInterval(timer);
  process.stdout.write(String(answered), () => process.exit());
}, ms);
