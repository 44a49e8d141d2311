/** Clients that other people wrote, each as it is installed here; one that is not is said to be skipped. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Terminal } from '../../src/session/terminal.ts';
import { newKey } from '../new-key.ts';
import { LONELY_SSH } from '../stock-ssh-options.ts';
import { type Door, openDoor, silent } from './door.ts';

interface Client {
  readonly name: string;
  /** What must be installed. */
  readonly needs: readonly string[];
  /** Program and arguments for `hello` as alice, with keys made in the door's folder. */
  command(door: Door): readonly [string, ...string[]];
}

/** A key of OpenSSH's, in a file that only its owner can read. */
function keyFile(door: Door): string {
  const file = join(door.folder, 'id');
  writeFileSync(file, newKey(), { mode: 0o600 });
  return file;
}

function ssh(...options: readonly string[]): Client['command'] {
  return (door) => [
    'ssh',
    ...LONELY_SSH,
    '-i',
    keyFile(door),
    ...options,
    '-p',
    String(door.port),
    'alice@127.0.0.1',
    'hello',
  ];
}

const CLIENTS: readonly Client[] = [
  { name: 'OpenSSH', needs: ['ssh'], command: ssh() },
  ...['aes256-gcm@openssh.com', 'aes128-ctr', 'chacha20-poly1305@openssh.com'].map((cipher) => ({
    name: `OpenSSH with ${cipher}`,
    needs: ['ssh'],
    command: ssh('-c', cipher),
  })),
  { name: 'OpenSSH that renews its keys', needs: ['ssh'], command: ssh('-o', 'RekeyLimit=16K') },
  {
    name: "PuTTY's plink",
    needs: ['plink', 'puttygen'],
    command: (door) => {
      const ppk = join(door.folder, 'id.ppk');
      execFileSync('puttygen', [keyFile(door), '-o', ppk, '-O', 'private']);
      const host = ['-hostkey', door.fingerprint, '-P', String(door.port)];
      return ['plink', '-batch', ...host, '-i', ppk, 'alice@127.0.0.1', 'hello'];
    },
  },
  {
    name: 'Dropbear',
    needs: ['dbclient', 'dropbearkey'],
    command: (door) => {
      const key = join(door.folder, 'dropbear');
      execFileSync('dropbearkey', ['-t', 'ed25519', '-f', key], { stdio: 'ignore' });
      return ['dbclient', '-y', '-y', '-i', key, '-p', String(door.port), 'alice@127.0.0.1', 'hello'];
    },
  },
];

const isInstalled = (program: string) => spawnSync('which', [program]).status === 0;

/** 64 KiB, so that whoever renews keys has to. */
const ANSWER = `${'0123456789abcde\n'.repeat(4096)}done\n`;

/** Says all of it, as a terminal takes it, and ends with status 7. */
function answer(terminal: Terminal): void {
  let at = 0;
  const go = () => {
    while (at < ANSWER.length && terminal.writable) {
      terminal.write(ANSWER.slice(at, at + 4096));
      at += 4096;
    }
    if (at >= ANSWER.length && terminal.writable) terminal.end(7);
  };
  terminal.open({ ...silent, drain: go });
  go();
}

for (const { name, needs, command } of CLIENTS) {
  const missing = needs.filter((program) => !isInstalled(program));
  const skip = missing.length > 0 && `${missing.join(', ')} is not installed`;
  test(`${name} signs in, hears everything and knows how it ended`, { skip }, async (t) => {
    const door = await openDoor(t);
    door.receive = answer;
    const [program, ...args] = command(door);
    const { PATH } = process.env;
    const env = { PATH, HOME: door.folder };
    const [status, out] = await new Promise<[unknown, string]>((resolve) => {
      const child = execFile(program, args, { env, timeout: 10_000 }, (error, stdout) =>
        resolve([error === null ? 0 : error.code, stdout]),
      );
      child.stdin?.end();
    });
    assert.equal(out, ANSWER);
    assert.equal(status, 7);
    assert.equal(door.visits[0]?.terminal.command, 'hello');
    assert.deepEqual(door.refused, []);
  });
}
