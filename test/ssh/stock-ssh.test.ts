// The client that people have. What it would ask on its terminal, it asks a little program of ours.
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
  const { out, status, err } = await stockSsh(door, args, { input: 'hello\n' });
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
  await stockSsh(door, ['-T', '-i', mine ?? '', 'alice@127.0.0.1']);
  const all = [...others, mine ?? ''].flatMap((file) => ['-i', file]);
  const { status, err } = await stockSsh(door, ['-T', ...all, 'alice@127.0.0.1']);
  assert.equal(status, 7, err);
  assert.equal(door.visits[0]?.who.account.id, door.visits[1]?.who.account.id);
});

test('somebody else reads that the handle is taken, then that permission is denied, and is asked for nothing more', async (t) => {
  const door = await openDoor(t);
  shout(door);
  await stockSsh(door, ['-T', '-i', keyFile(door, 'alice'), 'alice@127.0.0.1']);
  const { status, err, asked } = await stockSsh(door, ['-T', '-i', keyFile(door, 'mallory'), 'alice@127.0.0.1']);
  assert.equal(status, 255);
  assert.deepEqual(asked, ['(alice@127.0.0.1) Password for alice: ']);
  const lines = err.split(/\r?\n/).filter((line) => /taken|signs in|assword|denied/.test(line));
  assert.equal(lines[0], `alice is taken; choose another name: ssh -p ${door.port} othername@host`);
  assert.equal(lines[1], 'alice signs in with a key; from a machine that has it, type /key add or /password');
  assert.deepEqual(lines.slice(2), ['alice@127.0.0.1: Permission denied (publickey).']);
});

test('a bare ssh as root reads what to type instead, once', async (t) => {
  const door = await openDoor(t);
  const { err, status, asked } = await stockSsh(door, ['-T', '-i', keyFile(door, 'root'), 'root@127.0.0.1']);
  assert.equal(status, 255);
  assert.deepEqual(asked, []);
  const lines = err.split(/\r?\n/).filter((line) => /cannot be|denied/.test(line));
  assert.deepEqual(lines, [
    `'root' cannot be a handle here. Try: ssh -p ${door.port} yourname@host`,
    'root@127.0.0.1: Permission denied (publickey).',
  ]);
});

test('one address makes so many new accounts; the next reads why not, once, and who has one gets in', async (t) => {
  const door = await openDoor(t, { newcomers: { burst: 1, perHour: 1 } });
  shout(door);
  const come = (name: string, key: string) =>
    stockSsh(door, ['-T', '-i', key, `${name}@127.0.0.1`], { input: `${name}\n` });
  const [own, other] = [keyFile(door, 'alice'), keyFile(door, 'bob')];
  assert.equal((await come('alice', own)).out, 'ALICE\n');
  const { err, status, asked } = await come('bob', other);
  assert.deepEqual([status, asked], [255, []]);
  assert.equal(err.match(/Too many new names came from your address of late/g)?.length, 1, err);
  assert.deepEqual(door.refused, ['newcomers']);
  assert.ok(door.log.includes('too many new accounts from one address'));
  assert.equal((await come('alice', own)).out, 'ALICE\n');
});

test('without a key a password is chosen, typed twice, and gets in again; three wrong ones do not', async (t) => {
  const door = await openDoor(t);
  shout(door);
  const args = ['-T', 'alice@127.0.0.1'];
  const chosen = await stockSsh(door, args, { typed: ['correct horse', 'correct horse'] });
  assert.equal(chosen.status, 7, chosen.err);
  assert.deepEqual(chosen.asked, [
    '(alice@127.0.0.1) alice is new here. Choose a password: ',
    '(alice@127.0.0.1) The same password again: ',
  ]);
  assert.equal((await stockSsh(door, args, { typed: ['wrong horse', 'correct horse'] })).status, 7);
  const wrong = await stockSsh(door, args, { typed: ['one horse', 'two horses', 'three horses', 'correct horse'] });
  assert.equal(wrong.status, 255);
  assert.deepEqual(wrong.asked, Array(3).fill('(alice@127.0.0.1) Password for alice: '));
  assert.match(wrong.err, /alice@127\.0\.0\.1: Permission denied/);
});

test('with the password method alone, three tries are three questions', async (t) => {
  const door = await openDoor(t);
  shout(door);
  await stockSsh(door, ['-T', 'alice@127.0.0.1'], { typed: ['correct horse', 'correct horse'] });
  const args = ['-T', '-o', 'PreferredAuthentications=password', 'alice@127.0.0.1'];
  assert.equal((await stockSsh(door, args, { typed: ['wrong horse', 'correct horse'] })).status, 7);
  const wrong = await stockSsh(door, args, { typed: ['one horse', 'two horses', 'three horses', 'correct horse'] });
  assert.equal(wrong.status, 255);
  assert.equal(wrong.asked.length, 3);
});
