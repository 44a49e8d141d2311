/** FIDO security keys: read strictly, and their signatures worth what OpenSSH says they are. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseKeyBlob, parseKeyLine } from '../../src/accounts/keys.ts';
import { isSecurityKeySignature } from '../../src/accounts/security-keys.ts';
import { packet } from '../hostile/attacker.ts';
import { ecdsaKey, ed25519Key, type SecurityKey } from './security-key.ts';

const MESSAGE = Buffer.from('what is signed');

/** What the door hands on: without the type and the length after it. */
const bare = (key: SecurityKey, signature: Buffer) => signature.subarray(4 + key.type.length + 4);

for (const make of [ed25519Key, ecdsaKey]) {
  const { type } = make();

  test(`${type}: ssh-keygen takes the same key and the same signature`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const key = make();
    const line = `${type} ${key.blob.toString('base64')}`;
    writeFileSync(join(folder, 'key.pub'), `${line}\n`);
    writeFileSync(join(folder, 'allowed'), `alice ${line}\n`);
    const parsed = parseKeyLine(line);
    assert.ok(parsed.ok);
    const shown = execFileSync('ssh-keygen', ['-lf', join(folder, 'key.pub')]).toString();
    assert.ok(shown.includes(parsed.value.fingerprint), shown);

    // PROTOCOL.sshsig
    const hash = createHash('sha512').update(MESSAGE).digest();
    const about = packet('file', '', 'sha512');
    const signature = key.sign(packet(Buffer.from('SSHSIG'), about, [hash.length], hash));
    const blobs = packet([key.blob.length], key.blob, about, [signature.length], signature);
    const armored = packet(Buffer.from('SSHSIG'), [1], blobs).toString('base64');
    const file = join(folder, 'message.sig');
    writeFileSync(file, `-----BEGIN SSH SIGNATURE-----\n${armored}\n-----END SSH SIGNATURE-----\n`);
    const args = ['-Y', 'verify', '-f', join(folder, 'allowed'), '-I', 'alice', '-n', 'file', '-s', file];
    assert.match(execFileSync('ssh-keygen', args, { input: MESSAGE }).toString(), /Good "file" signature/);
  });

  test(`${type}: a signature counts for its message, its key, its application and with somebody present`, () => {
    for (let i = 0; i < 20; i += 1) {
      const key = make();
      const good = bare(key, key.sign(MESSAGE));
      assert.equal(isSecurityKeySignature(key.blob, MESSAGE, good), true);
      assert.equal(isSecurityKeySignature(key.blob, Buffer.from('another'), good), false);
      assert.equal(isSecurityKeySignature(make().blob, MESSAGE, good), false);
    }
    const key = make();
    const absent = bare(key, key.sign(MESSAGE, { flags: 0 }));
    assert.equal(isSecurityKeySignature(key.blob, MESSAGE, absent), false);
    const verified = bare(key, key.sign(MESSAGE, { flags: 5, counter: 4_000_000_000 }));
    assert.equal(isSecurityKeySignature(key.blob, MESSAGE, verified), true);
    const other = Buffer.concat([key.blob.subarray(0, -1), Buffer.from('!')]);
    assert.equal(isSecurityKeySignature(other, MESSAGE, bare(key, key.sign(MESSAGE))), false);
  });

  test(`${type}: no bit of a signature may differ, and no byte be missing`, () => {
    const key = make();
    const good = bare(key, key.sign(MESSAGE));
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const changed = Buffer.from(good);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(isSecurityKeySignature(key.blob, MESSAGE, changed), false, `bit ${bit}`);
    }
    for (let length = 0; length < good.length; length += 1) {
      assert.equal(isSecurityKeySignature(key.blob, MESSAGE, good.subarray(0, length)), false);
    }
  });

  test(`${type}: a blob is exactly that long, and its application is text`, () => {
    const { blob } = make();
    assert.equal(parseKeyBlob(blob).ok, true);
    for (let length = 0; length < blob.length; length += 1)
      assert.equal(parseKeyBlob(blob.subarray(0, length)).ok, false);
    assert.equal(parseKeyBlob(Buffer.concat([blob, packet('more')])).ok, false);
    for (const application of ['', 'ssh:\u001b[2J', 'x'.repeat(256)]) {
      assert.equal(parseKeyBlob(make(application).blob).ok, false, JSON.stringify(application));
    }
  });
}
