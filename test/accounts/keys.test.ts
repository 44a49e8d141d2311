import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isGoodSignature, parseKeyBlob, parseKeyLine } from '../../src/accounts/keys.ts';
import { ecdsaBlob, ed25519Blob, mpint, rsaBlob, sshString } from './fixtures.ts';

function codeOf(blob: Buffer): string {
  const result = parseKeyBlob(blob);
  return result.ok ? 'ok' : result.code;
}

const rsa2048 = rsaBlob(2048);

test('ed25519, the three ECDSA curves and RSA from 2048 bits are read', () => {
  const blobs = [ed25519Blob(), ecdsaBlob(256), ecdsaBlob(384), ecdsaBlob(521), rsa2048, rsaBlob(3072)];
  assert.deepEqual(blobs.map(codeOf), Array(6).fill('ok'));
});

test('the fingerprint is the one OpenSSH prints', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const type of ['ed25519', 'ecdsa', 'rsa']) {
    const file = join(folder, type);
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', `alice on ${type}`, '-f', file]);
    const printed = execFileSync('ssh-keygen', ['-lf', `${file}.pub`]).toString();
    const key = parseKeyLine(readFileSync(`${file}.pub`, 'utf8'));
    assert.ok(key.ok);
    assert.equal(printed.split(' ')[1], key.value.fingerprint);
    assert.equal(key.value.comment, `alice on ${type}`);
  }
});

test('no mutated byte, missing byte or byte too many passes where one encoding is right', () => {
  for (const blob of [ed25519Blob(), ecdsaBlob(256), rsa2048]) {
    assert.notEqual(codeOf(Buffer.concat([blob, Buffer.of(0)])), 'ok');
    assert.notEqual(codeOf(Buffer.concat([blob, Buffer.alloc(4)])), 'ok');
    for (let cut = 0; cut < blob.length; cut += 1) assert.notEqual(codeOf(blob.subarray(0, cut)), 'ok');
    // The type and every length: all that is not the key itself.
    for (let at = 0; at < blob.readUInt32BE(0) + 8; at += 1) {
      for (const bit of [1, 0x20, 0x80]) {
        const mutated = Buffer.from(blob);
        mutated[at] = (mutated[at] ?? 0) ^ bit;
        assert.notEqual(codeOf(mutated), 'ok', `byte ${at}`);
      }
    }
  }
});

test('a point that is not on its curve, compressed, or of another curve is no key', () => {
  const blob = ecdsaBlob(256);
  const offCurve = Buffer.from(blob);
  offCurve[blob.length - 1] = (blob.at(-1) ?? 0) ^ 1;
  assert.equal(codeOf(offCurve), 'malformed-key');
  const x = blob.subarray(-64, -32);
  const parts = (type: string, curve: string, point: Buffer) => Buffer.concat([type, curve, point].map(sshString));
  assert.equal(codeOf(parts('ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.of(2), x]))), 'malformed-key');
  assert.equal(codeOf(parts('ecdsa-sha2-nistp256', 'nistp384', blob.subarray(-65))), 'malformed-key');
  assert.equal(codeOf(parts('ecdsa-sha2-nistp384', 'nistp256', blob.subarray(-65))), 'malformed-key');
});

test('weak, even, negative or padded RSA numbers are refused', () => {
  assert.equal(codeOf(rsaBlob(1024)), 'weak-key');
  const e = Buffer.of(1, 0, 1);
  const n = Buffer.alloc(256, 0xa5);
  const blob = (exponent: Buffer, modulus: Buffer) => Buffer.concat([sshString('ssh-rsa'), exponent, modulus]);
  assert.equal(codeOf(blob(mpint(e), mpint(n))), 'ok');
  assert.equal(codeOf(blob(mpint(Buffer.of(1)), mpint(n))), 'malformed-key');
  assert.equal(codeOf(blob(mpint(Buffer.of(4)), mpint(n))), 'malformed-key');
  assert.equal(codeOf(blob(mpint(e), mpint(Buffer.alloc(256, 0xa4)))), 'malformed-key');
  assert.equal(codeOf(blob(mpint(e), sshString(n))), 'malformed-key', 'negative');
  assert.equal(codeOf(blob(sshString(Buffer.of(0, 1, 0, 1)), mpint(n))), 'malformed-key', 'a needless zero');
  assert.equal(codeOf(blob(mpint(e), mpint(Buffer.alloc(1025, 0xa5)))), 'weak-key', 'too long to check cheaply');
});

test('other types are named and refused', () => {
  for (const type of [
    'ssh-dss',
    'sk-ssh-ed25519-cert-v01@openssh.com',
    'ssh-ed25519-cert-v01@openssh.com',
    'x\u001b[2J',
  ]) {
    const result = parseKeyBlob(Buffer.concat([sshString(type), sshString('x')]));
    assert.ok(!result.ok);
    assert.equal(result.code, 'key-type');
    assert.equal(result.sentence.includes('\u001b'), false);
  }
});

test('whatever bytes come, the answer is a value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.equal(parseKeyBlob(Buffer.from(bytes)).ok, false);
    }),
    { numRuns: 2000 },
  );
});

test('RSA signs with SHA-2 only, the others under their own name', () => {
  assert.deepEqual(
    [undefined, 'sha1', 'sha256', 'sha512'].map((hash) => isGoodSignature('ssh-rsa', hash)),
    [false, false, true, true],
  );
  assert.equal(isGoodSignature('ssh-ed25519', undefined), true);
  assert.equal(isGoodSignature('ssh-ed25519', 'sha256'), false);
});

test('a line that is no public key says what to paste, and a private one that it is secret', () => {
  const line = (text: string) => {
    const result = parseKeyLine(text);
    return result.ok ? 'ok' : result.code;
  };
  const base64 = ed25519Blob().toString('base64');
  assert.equal(line(`ssh-ed25519 ${base64}`), 'ok');
  assert.equal(line(`  ssh-ed25519 ${base64}  alice@laptop \n`), 'ok');
  assert.equal(line(`ssh-rsa ${base64}`), 'malformed-key');
  assert.equal(line(`ssh-ed25519 ${base64.slice(0, -4)}`), 'malformed-key');
  assert.equal(line('ssh-ed25519'), 'malformed-key');
  assert.equal(line(''), 'malformed-key');
  assert.equal(line(`command="x" ssh-ed25519 ${base64}`), 'malformed-key');
  assert.equal(line(`ssh-ed25519 ${base64} ${'c'.repeat(8000)}`), 'ok');
  assert.equal(line(`ssh-ed25519 ${base64} ${'c'.repeat(8192)}`), 'malformed-key', 'no line of a .pub file is as long');
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  assert.equal(line(pem), 'private-key');
});

test('a comment is made safe and kept short', () => {
  const key = parseKeyLine(`ssh-ed25519 ${ed25519Blob().toString('base64')} a\u001b[31mb ${'c'.repeat(500)}`);
  assert.ok(key.ok);
  assert.match(key.value.comment, /^ab c+$/);
  assert.equal(key.value.comment.length, 100);
});
