// The client that people have. Without a terminal of its own it reads passwords from nowhere, so these sign in by key.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Door, openDoor, silent, stockSsh } from './door.ts';

function keyFile({ folder }: Door, name: string): string {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return file;
}

/** Says what was typed back in capitals, until there is no more. */
function shout(door: Door): void {
  door.receive = (terminal) => {
    terminal.open({
      ...silent,
      data: (chunk) => void terminal.write(chunk.toString().toUpperCase()),
      eof: () => terminal.end(7),
    });
  };
}

test('ssh -T talks in plain lines and exits with our status', async (t) => {
  const door = await openDoor(t);
  shout(door);
  const args = ['-T', '-i', keyFile(door, 'alice'), 'alice@127.0.0.1'];
  const { out, status, err } = await stockSsh(door, args, 'hello\n');
  assert.deepEqual([out, status], ['HELLO\n', 7], err);
  assert.deepEqual(door.visits[0]?.terminal.door, { kind: 'plain', echo: false });
  assert.match(door.visits[0]?.who.clientVersion ?? '', /^OpenSSH_/);
});

test('ssh -tt has a pty and a screen, and a command on the line arrives', async (t) => {
  const door = await openDoor(t);
  door.receive = (terminal) => {
    terminal.open(silent);
    terminal.write(`welcome to ${terminal.command}`);
    terminal.end(0);
  };
  const args = ['-tt', '-i', keyFile(door, 'alice'), 'alice@127.0.0.1', '#dev'];
  const { out, status } = await stockSsh(door, args);
  assert.deepEqual([out, status], ['welcome to #dev', 0]);
});

test("an agent full of keys: the account's own one is found among the others", async (t) => {
  const door = await openDoor(t);
  shout(door);
  const [mine, ...others] = ['mine', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => keyFile(door, name));
  await stockSsh(door, ['-T', '-i', mine ?? '', 'alice@127.0.0.1'], 'x');
  const all = [...others, mine ?? ''].flatMap((file) => ['-i', file]);
  const { status, err } = await stockSsh(door, ['-T', ...all, 'alice@127.0.0.1'], 'x');
  assert.equal(status, 7, err);
  assert.equal(door.visits[0]?.who.account.id, door.visits[1]?.who.account.id);
});

test('somebody else reads that the handle is taken, then that permission is denied, and is asked for nothing more', async (t) => {
  const door = await openDoor(t);
  shout(door);
  await stockSsh(door, ['-T', '-i', keyFile(door, 'alice'), 'alice@127.0.0.1'], 'x');
  const { status, err } = await stockSsh(door, ['-T', '-i', keyFile(door, 'mallory'), 'alice@127.0.0.1']);
  assert.equal(status, 255);
  const lines = err.split(/\r?\n/).filter((line) => /taken|signs in|assword|denied/.test(line));
  assert.equal(lines[0], `alice is taken; choose another name: ssh -p ${door.port} othername@host`);
  assert.equal(lines[1], 'alice signs in with a key; from a machine that has it, type /key add or /password');
  assert.deepEqual(lines.slice(2), ['alice@127.0.0.1: Permission denied (publickey).']);
});

test('a bare ssh as root reads what to type instead, once', async (t) => {
  const door = await openDoor(t);
  const { err, status } = await stockSsh(door, ['-T', '-i', keyFile(door, 'root'), 'root@127.0.0.1']);
  assert.equal(status, 255);
  const lines = err.split(/\r?\n/).filter((line) => /cannot be|denied/.test(line));
  assert.deepEqual(lines, [
    `'root' cannot be a handle here. Try: ssh -p ${door.port} yourname@host`,
    'root@127.0.0.1: Permission denied (publickey).',
  ]);
});
