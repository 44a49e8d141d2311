/**
 * The header that a proxy in front of us puts before a connection to say whose it is: PROXY protocol version 2
 * (haproxy.org, proxy-protocol.txt §2.2). Read strictly, from trusted networks only, and never from anybody else.
 */
import type { Socket } from 'node:net';

/** §2.2: the twelve bytes that begin it. */
const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const HEAD = 16;
/** Addresses and extras after the head; the largest that proxies send (Unix sockets) are 216 bytes and some TLVs. */
const MOST = 1024;

/** Whose connection it is. */
export interface Origin {
  readonly address: string;
  readonly port: number;
}

/**
 * `more`: not there yet. `header`: it ends before `length`; without `origin` the proxy speaks for itself (health checks) or
 * for something that has no IP address.
 */
export type ProxyHeader =
  | { readonly kind: 'more' }
  | { readonly kind: 'bad' }
  | { readonly kind: 'header'; readonly length: number; readonly origin?: Origin };

const BAD: ProxyHeader = { kind: 'bad' };

/** Reads the header at the start of `bytes`. */
export function parseProxyHeader(bytes: Buffer): ProxyHeader {
  const begun = Math.min(bytes.length, SIGNATURE.length);
  if (!bytes.subarray(0, begun).equals(SIGNATURE.subarray(0, begun))) return BAD;
  if (bytes.length < HEAD) return { kind: 'more' };
  const [command, family] = [bytes.readUInt8(12), bytes.readUInt8(13)];
  const size = bytes.readUInt16BE(14);
  // Version 2; LOCAL or PROXY.
  if ((command !== 0x20 && command !== 0x21) || size > MOST) return BAD;
  if (bytes.length < HEAD + size) return { kind: 'more' };
  const length = HEAD + size;
  if (command === 0x20) return { kind: 'header', length };
  const body = bytes.subarray(HEAD, length);
  switch (family) {
    case 0x11: // TCP over IPv4: two addresses, two ports
      if (size < 12) return BAD;
      return {
        kind: 'header',
        length,
        origin: { address: [...body.subarray(0, 4)].join('.'), port: body.readUInt16BE(8) },
      };
    case 0x21: // TCP over IPv6
      if (size < 36) return BAD;
      return { kind: 'header', length, origin: { address: ipv6(body), port: body.readUInt16BE(32) } };
    case 0x00:
      return { kind: 'header', length };
    default:
      return BAD;
  }
}

function ipv6(bytes: Buffer): string {
  return Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16)).join(':');
}

/**
 * Takes the header off a socket's front; what follows is put back and the socket left paused.
 * @param done the origin, `local` when the proxy speaks for itself, undefined when there was no good header in time
 */
export function takeProxyHeader(
  socket: Socket,
  timeoutMs: number,
  done: (origin: Origin | 'local' | undefined) => void,
): void {
  let read = Buffer.alloc(0);
  const finish = (origin: Origin | 'local' | undefined, used = read.length) => {
    clearTimeout(timer);
    socket.off('data', onData).off('close', onClose).pause();
    if (read.length > used) socket.unshift(read.subarray(used));
    done(origin);
  };
  const onData = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    const header = parseProxyHeader(read);
    if (header.kind === 'more') return;
    if (header.kind === 'bad') finish(undefined);
    else finish(header.origin ?? 'local', header.length);
  };
  const onClose = () => finish(undefined);
  const timer = setTimeout(onClose, timeoutMs);
  socket.on('data', onData).on('close', onClose);
}
