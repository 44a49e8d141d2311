/** Signing in with a FIDO security key, packet by packet. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ecdsaKey, ed25519Key, type SecurityKey } from '../accounts/security-key.ts';
import { outsider, packet } from '../hostile/attacker.ts';
import { type Door, openDoor } from './door.ts';

/** Proves the key, as OpenSSH does (RFC 4252 §7); resolves with what the door then logged. */
async function proving(t: TestContext, door: Door, key: SecurityKey, flags = 1): Promise<string> {
  const attacker = await outsider(t, door, 'alice');
  const request = packet(50, 'alice', 'ssh-connection', 'publickey', 1, key.type, [key.blob.length], key.blob);
  const { sessionID } = (attacker.client as unknown as { _protocol: { _kex: { sessionID: Buffer } } })._protocol._kex;
  const signature = key.sign(packet([sessionID.length], sessionID, request), { flags });
  const before = door.log.length;
  attacker.send(packet(request, [signature.length], signature));
  await new Promise((resolve) => setTimeout(resolve, 100));
  attacker.socket.destroy();
  for (let i = 0; i < 100 && door.log.length === before; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return door.log[before] ?? '';
}

for (const [make, name] of [
  [ed25519Key, 'ED25519-SK'],
  [ecdsaKey, 'ECDSA-SK'],
] as const) {
  test(`${name}: the key gets in, comes back, and no other does`, async (t) => {
    const door = await openDoor(t);
    const key = make();
    const accepted = new RegExp(`^Accepted publickey for alice from .* ssh2: ${name} SHA256:`);
    assert.doesNotMatch(await proving(t, door, key, 0), accepted, 'nobody touched it');
    assert.match(await proving(t, door, key), accepted);
    assert.doesNotMatch(await proving(t, door, { ...make(), blob: key.blob }), accepted, 'signed by another');
  });
}
