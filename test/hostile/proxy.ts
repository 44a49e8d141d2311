/** What a proxy puts before a connection (PROXY protocol version 2). */

/** A header for TCP; an IPv6 address has all its eight groups. */
export function proxyHeader(address: string, port: number, extras: Buffer = Buffer.alloc(0)): Buffer {
  const isV4 = address.includes('.');
  const own = isV4 ? Buffer.from(address.split('.').map(Number)) : Buffer.alloc(16);
  if (!isV4) address.split(':').forEach((group, i) => void own.writeUInt16BE(Number.parseInt(group, 16), i * 2));
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(port);
  const body = Buffer.concat([own, Buffer.alloc(own.length), ports, extras]);
  const head = Buffer.from('0d0a0d0a000d0a515549540a21000000', 'hex');
  head.writeUInt8(isV4 ? 0x11 : 0x21, 13);
  head.writeUInt16BE(body.length, 14);
  return Buffer.concat([head, body]);
}
