/** The wire format of keys and signatures (RFC 4251 §5). */

/** The strings of a blob, or undefined when lengths and bytes do not come out even. */
export function stringsOf(blob: Buffer): readonly Buffer[] | undefined {
  const strings: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (blob.length - at < 4) return undefined;
    const start = at + 4;
    at = start + blob.readUInt32BE(at);
    if (at > blob.length) return undefined;
    strings.push(blob.subarray(start, at));
  }
  return strings;
}
