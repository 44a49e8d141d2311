/** The lines that say how a login ended: in sshd's words, and so that fail2ban's filter in contrib/ finds the address. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { createLogger } from '../../src/ops/logger.ts';
import { LoginLog } from '../../src/ssh/login-log.ts';
import { insider, outsider, packet } from '../hostile/attacker.ts';
import { newKey } from '../new-key.ts';
import { type Door, knock, openDoor } from './door.ts';

const KEYBOARD = { authHandler: ['keyboard-interactive'] as never };

/** What the filter's expressions find in the log, as fail2ban reads them: `<HOST>` is the address. */
function banned(door: Pick<Door, 'logLines'>): string[] {
  const filter = readFileSync(new URL('../../../contrib/fail2ban/filter.d/partyline.conf', import.meta.url), 'utf8');
  const [, block = ''] = /^failregex = ((?:.*\n)(?:[ \t]+.*\n)*)/m.exec(filter) ?? [];
  const rules = block
    .trim()
    .split(/\n\s+/)
    .map((rule) => new RegExp(rule.replace('<HOST>', '([0-9a-f.:]+)')));
  return door
    .logLines()
    .split('\n')
    .flatMap((line) => rules.flatMap((rule) => rule.exec(line)?.[1] ?? []));
}

async function settled(door: Door, words: RegExp): Promise<void> {
  for (let i = 0; i < 100 && !door.log.some((line) => words.test(line)); i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(
    door.log.some((line) => words.test(line)),
    `${words} in\n${door.log.join('\n')}`,
  );
}

async function withAlice(t: TestContext, options = {}): Promise<Door> {
  const door = await openDoor(t, options);
  const answers = [['correct horse battery', 'correct horse battery']];
  assert.equal((await knock(t, door, 'alice', { ...KEYBOARD, answers })).isIn, true);
  return door;
}

test('a login by key, by password and by answers is one line each, and bans nobody', async (t) => {
  const door = await withAlice(t);
  await settled(door, /^Accepted keyboard-interactive for alice from 127\.0\.0\.1 port \d+ ssh2$/);
  await knock(t, door, 'bob', { privateKey: newKey() });
  await settled(door, /^Accepted publickey for bob from 127\.0\.0\.1 port \d+ ssh2: ED25519 SHA256:[\w+/]{43}$/);
  await knock(t, door, 'alice', { authHandler: ['password'], password: 'correct horse battery' });
  await settled(door, /^Accepted password for alice from 127\.0\.0\.1 port \d+ ssh2$/);
  assert.deepEqual(banned(door), []);
});

test('each wrong password is one line and one for the filter, with the default level', async (t) => {
  const door = await withAlice(t);
  await knock(t, door, 'alice', { authHandler: ['password'], password: 'wrong' });
  await settled(door, /^Failed password for alice from 127\.0\.0\.1 port \d+ ssh2$/);
  await knock(t, door, 'alice', { ...KEYBOARD, answers: [['x'], ['y'], ['z']] });
  await settled(door, /^Failed keyboard-interactive for alice from /);
  assert.match(door.logLines(), /"level":"warn".*Failed password/);
  assert.deepEqual(banned(door), ['127.0.0.1', '127.0.0.1']);
  await settled(door, /^Connection closed by authenticating user alice 127\.0\.0\.1 port \d+ \[preauth\]$/);
});

test('a name that nobody can have is an invalid user, and cannot write lines of its own', async (t) => {
  const door = await openDoor(t);
  await knock(t, door, 'root', { authHandler: ['password'], password: 'wrong' });
  await settled(door, /^Failed password for invalid user root from 127\.0\.0\.1 /);
  const forged =
    'x from 192.0.2.1 port 1 ssh2"}\n{"level":"warn","msg":"Failed password for y from 192.0.2.1 port 1 ssh2';
  await knock(t, door, forged, { authHandler: ['password'], password: 'wrong' });
  await settled(door, /^Failed password for invalid user x\?from\?192\.0\.2\.1/);
  assert.deepEqual(banned(door), ['127.0.0.1', '127.0.0.1']);
});

test('keys that are not the account’s are no failures', async (t) => {
  const door = await withAlice(t);
  await knock(t, door, 'alice', { privateKey: newKey() });
  await settled(door, /^Connection closed by authenticating user alice /);
  assert.deepEqual(banned(door), []);
});

test('a client that has no key exchange in common with us is counted, written down, and banned nowhere', async (t) => {
  const door = await openDoor(t);
  const algorithms = { kex: ['diffie-hellman-group14-sha256' as const] };
  const { isIn } = await knock(t, door, 'alice', { privateKey: newKey(), algorithms });
  assert.equal(isIn, false);
  await settled(door, /^Unable to exchange keys with 127\.0\.0\.1 port \d+$/);
  assert.match(door.logLines(), /"reason":"[^"]*key exchange/);
  assert.deepEqual([door.refused, banned(door)], [['exchange'], []]);
});

test('a password that others’ guesses left no room for is counted, and no failure for the filter', async (t) => {
  const door = await withAlice(t);
  for (let guess = 0; guess < 5; guess += 1) {
    await knock(t, door, 'alice', { ...KEYBOARD, answers: [['x'], ['y'], ['z']] });
  }
  const before = banned(door).length;
  const { isIn } = await knock(t, door, 'alice', { authHandler: ['password'], password: 'correct horse battery' });
  assert.equal(isIn, false);
  assert.ok(door.refused.length > 0 && door.refused.every((rule) => rule === 'guesses'), `${door.refused}`);
  assert.equal(banned(door).length, before);
});

test('whoever takes too long, or sends what no honest client sends, is found too', async (t) => {
  const door = await openDoor(t, { grace: 300 });
  await (await outsider(t, door)).isGone(2000);
  await settled(door, /^Timeout before authentication for 127\.0\.0\.1 port \d+$/);
  const attacker = await insider(t, door, 'mallory');
  attacker.send(packet(91));
  await settled(door, /^Connection reset by us: message from 127\.0\.0\.1 port \d+$/);
  assert.deepEqual(banned(door), ['127.0.0.1', '127.0.0.1']);
});

test('a network that is gone bans nobody', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  const remote = { remote: '192.0.2.1', remotePort: 4711 };
  new LoginLog(logger, remote).lost('stalled', 'alice');
  assert.match(lines.join(''), /"level":"info".*"msg":"Connection lost: stalled from 192\.0\.2\.1 port 4711"/);
  assert.deepEqual(banned({ logLines: () => lines.join('') }), []);
});
