/** What ssh-audit says of the door, as it is installed here. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { openDoor } from './door.ts';

const isInstalled = spawnSync('ssh-audit', ['--help']).error === undefined;

/** Debian's 2.5.0 is older than these, and warns that it does not know them; 3.3.0 does. */
const TOO_NEW = ['mlkem768x25519-sha256', 'kex-strict-s-v00@openssh.com'];

test('ssh-audit has nothing to fail or to warn about', { skip: isInstalled ? false : 'no ssh-audit' }, async (t) => {
  const door = await openDoor(t);
  const audit = spawn('ssh-audit', ['-n', `127.0.0.1:${door.port}`]);
  const lines = (await text(audit.stdout)).split('\n');
  assert.ok(
    lines.some((line) => /^\(kex\) curve25519-sha256 /.test(line)),
    'it looked',
  );
  const findings = lines.filter((line) => /\[(warn|fail)\]/.test(line));
  const isKnown = (line: string) =>
    TOO_NEW.some((name) => line.includes(`${name} `) && /unknown algorithm$/.test(line));
  assert.deepEqual(
    findings.filter((line) => !isKnown(line)),
    [],
  );
});
