/** The header of PROXY protocol version 2, read strictly. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProxyHeader } from '../../src/ssh/proxy-protocol.ts';
import { proxyHeader } from '../hostile/proxy.ts';

test('TCP over IPv4 and IPv6 say whose the connection is', () => {
  const four = proxyHeader('192.0.2.7', 40_000);
  assert.deepEqual(parseProxyHeader(Buffer.concat([four, Buffer.from('SSH-2.0-x\r\n')])), {
    kind: 'header',
    length: 28,
    origin: { address: '192.0.2.7', port: 40_000 },
  });
  assert.deepEqual(parseProxyHeader(proxyHeader('2001:db8:0:0:0:0:0:7', 1)), {
    kind: 'header',
    length: 52,
    origin: { address: '2001:db8:0:0:0:0:0:7', port: 1 },
  });
});

test('extras after the addresses are skipped', () => {
  const header = proxyHeader('192.0.2.7', 1, Buffer.from('0300041234abcd', 'hex'));
  assert.deepEqual(parseProxyHeader(header), {
    kind: 'header',
    length: header.length,
    origin: { address: '192.0.2.7', port: 1 },
  });
});

test('a proxy may speak for itself, or for something without an address', () => {
  const local = proxyHeader('192.0.2.7', 1);
  local[12] = 0x20;
  assert.deepEqual(parseProxyHeader(local), { kind: 'header', length: 28 });
  const unspecified = proxyHeader('192.0.2.7', 1);
  unspecified[13] = 0;
  assert.deepEqual(parseProxyHeader(unspecified), { kind: 'header', length: 28 });
});

test('every beginning of a header waits for more, and everything else is bad', () => {
  const header = proxyHeader('192.0.2.7', 1);
  for (let length = 0; length < header.length; length += 1) {
    assert.deepEqual(parseProxyHeader(header.subarray(0, length)), { kind: 'more' }, `${length} bytes`);
  }
  const bad = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(header);
    change(bytes);
    assert.deepEqual(parseProxyHeader(bytes), { kind: 'bad' });
  };
  for (let i = 0; i < 12; i += 1) bad((bytes) => bytes.writeUInt8((bytes[i] ?? 0) ^ 1, i));
  bad((bytes) => bytes.writeUInt8(0x11, 12)); // version 1
  bad((bytes) => bytes.writeUInt8(0x22, 12)); // no such command
  bad((bytes) => bytes.writeUInt8(0x12, 13)); // UDP
  bad((bytes) => bytes.writeUInt8(0x31, 13)); // a Unix socket
  bad((bytes) => bytes.writeUInt16BE(60_000, 14));
  bad((bytes) => bytes.writeUInt16BE(4096, 14)); // more than any proxy has to say, and it would be waited for
  bad((bytes) => bytes.writeUInt16BE(8, 14)); // too short for two addresses
  assert.deepEqual(parseProxyHeader(Buffer.from('PROXY TCP4 192.0.2.7 192.0.2.1 1 2\r\n')), { kind: 'bad' });
});
