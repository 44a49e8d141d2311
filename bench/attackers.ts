/**
 * Attackers in a process of their own, from 250 addresses of the loopback, others for each kind: where one attack came from the
 * door is shut for a while. Usage: attackers half-open|key-exchange PORT; prints `attacking` a second later, and goes on until it
 * is killed.
 */
import { connect, type Socket } from 'node:net';
import ssh2 from 'ssh2';

const [kind = '', port = ''] = process.argv.slice(2);
const network = kind === 'half-open' ? 1 : 2;
/** Connections held open and silent; who is thrown out comes again. */
const HALF_OPEN = 1000;
/** Key exchanges under way at once. */
const AT_ONCE = 16;
const AGAIN_MS = 250;

let came = 0;

function plug(): Socket {
  came += 1;
  const socket = connect({
    port: Number(port),
    host: '127.0.0.1',
    localAddress: `127.0.${network}.${1 + (came % 250)}`,
  });
  socket.on('error', () => undefined);
  return socket;
}

function hold(): void {
  const socket = plug();
  socket.resume();
  socket.once('close', () => setTimeout(hold, AGAIN_MS));
}

/** Up to the point where the server has done all its arithmetic; then again. */
function exchange(): void {
  const client = new ssh2.Client();
  const socket = plug();
  client.on('error', () => undefined);
  client.once('handshake', () => socket.destroy());
  client.once('close', () => setTimeout(exchange, 5));
  client.connect({ sock: socket, username: 'nobody', authHandler: () => undefined } as never);
}

if (kind === 'half-open') for (let n = 0; n < HALF_OPEN; n += 1) hold();
else for (let n = 0; n < AT_ONCE; n += 1) exchange();
setTimeout(() => console.log('attacking'), 1000);
