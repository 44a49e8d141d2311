/** Numbers and strings of a packet where they stand (RFC 4251 §5), for whoever reads it before ssh2 does. Never throws. */

/** Big-endian; what is not there is 0. */
export function uint32(bytes: Uint8Array, at: number): number {
  const byte = (offset: number) => bytes[at + offset] ?? 0;
  return byte(0) * 2 ** 24 + byte(1) * 2 ** 16 + byte(2) * 2 ** 8 + byte(3);
}

/**
 * Big-endian.
 * @throws RangeError when there is no room for four bytes
 */
export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value);
}

/** Where so many strings that begin at `at` end; beyond the bytes when they do not fit in. */
export function stringsEnd(bytes: Uint8Array, at: number, count = 1): number {
  let end = at;
  for (let i = 0; i < count; i += 1) end += 4 + uint32(bytes, end);
  return end;
}
