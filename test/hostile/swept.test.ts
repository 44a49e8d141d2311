/**
 * What only time tells (rows 5 and 6 of the table of faults, and what follows them after login): who lets output pile up, takes
 * none, does not finish an exchange of keys or runs nothing is reset by the look that is taken once a second, and keys are
 * renewed. The server's clock is turned forward instead of waiting.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../../src/session/terminal.ts';
import { closed, type Door, openDoor } from '../ssh/door.ts';
import { type Attacker, insider, open, packet, plug, request } from './attacker.ts';

/** Longer than from one look to the next. */
const LOOK_MS = 1300;
const HOUR_S = 3600;
const PIECE = 'x'.repeat(32_000);
/** More than 4 MiB of pieces, and more than the system takes of a socket that nobody reads. */
const TOO_MANY = 400;

/** Turns this process's steady clock forward; it stands right again after the test. */
function clockOf(t: TestContext): (seconds: number) => void {
  const real = performance.now.bind(performance);
  let ahead = 0;
  t.mock.method(performance, 'now', () => real() + ahead);
  return (seconds) => {
    ahead += seconds * 1000;
  };
}

interface Visit {
  readonly door: Door;
  readonly attacker: Attacker;
  readonly terminal: Terminal;
}

/** Somebody with a shell, and a window as large as asked for. */
async function visit(t: TestContext, window: number, penalty = 0): Promise<Visit> {
  const door = await openDoor(t, { penalty });
  const attacker = await insider(t, door, 'mallory');
  attacker.send(open(0, { window }));
  attacker.send(request(0, 'shell'));
  for (let i = 0; i < 200 && door.visits.length === 0; i += 1) await sleep(5);
  const { terminal } = door.visits[0] ?? assert.fail('no terminal');
  return { door, attacker, terminal };
}

function pileUp(terminal: Terminal): void {
  for (let i = 0; i < TOO_MANY; i += 1) terminal.write(PIECE);
}

const HUGE = 2 ** 32 - 1;
/** The three places where output can wait. */
const PILES: readonly (readonly [string, number, (attacker: Attacker) => void])[] = [
  ['for a window of nothing', 0, () => undefined],
  ['in a socket that is not read', HUGE, ({ socket }) => socket.pause()],
  ['for new keys', HUGE, (attacker) => attacker.abandonRekey()],
];

for (const [where, window, stop] of PILES) {
  test(`more than 4 MiB that wait ${where} end the connection`, async (t) => {
    const { door, attacker, terminal } = await visit(t, window);
    stop(attacker);
    await sleep(50);
    pileUp(terminal);
    await sleep(LOOK_MS);
    assert.deepEqual(door.refused, ['backlog']);
    attacker.socket.resume();
    assert.equal(await attacker.isGone(1000), true);
  });
}

test('what waits for new keys weighs what it takes, however small each piece', async (t) => {
  const { door, attacker, terminal } = await visit(t, HUGE);
  attacker.abandonRekey();
  await sleep(50);
  for (let i = 0; i < 35_000; i += 1) terminal.write('x');
  await sleep(LOOK_MS);
  assert.deepEqual(door.refused, ['backlog']);
});

test('who begins to exchange keys and goes no further has fifteen seconds', async (t) => {
  const pass = clockOf(t);
  const { door, attacker } = await visit(t, HUGE);
  attacker.abandonRekey();
  await sleep(LOOK_MS);
  pass(12);
  assert.equal(await attacker.isGone(LOOK_MS), false);
  pass(3);
  assert.equal(await attacker.isGone(LOOK_MS), true);
  assert.deepEqual(door.refused, ['rekeyTime']);
});

/** Nothing to keep an address out for: a network that is gone looks like this. */
async function isLost(t: TestContext, door: Door, rule: string): Promise<void> {
  assert.deepEqual(door.refused, [rule]);
  const told = door.log.filter((line) => /^Connection|kept out/.test(line));
  assert.equal(told.length, 1, told.join('\n'));
  assert.match(told[0] ?? '', new RegExp(`^Connection lost: ${rule} from 127\\.0\\.0\\.1 port \\d+$`));
  await insider(t, door, 'neighbour');
}

test('who takes nothing of what waits has two minutes, however much they send meanwhile', async (t) => {
  const pass = clockOf(t);
  const { door, attacker, terminal } = await visit(t, 0, 600_000);
  terminal.write('hello');
  await sleep(LOOK_MS);
  for (let i = 0; i < 3; i += 1) {
    pass(39);
    attacker.send(packet(2, 'still here'));
    assert.equal(await attacker.isGone(0), false);
  }
  await sleep(LOOK_MS);
  assert.deepEqual(door.refused, []);
  pass(3);
  assert.equal(await attacker.isGone(LOOK_MS), true);
  await isLost(t, door, 'stalled');
});

test('who does not answer when we renew the keys has two minutes', async (t) => {
  const pass = clockOf(t);
  const { door, attacker } = await visit(t, HUGE, 600_000);
  attacker.socket.removeAllListeners('data').resume();
  pass(HOUR_S);
  await sleep(LOOK_MS);
  pass(117);
  assert.equal(await attacker.isGone(LOOK_MS), false);
  pass(3);
  assert.equal(await attacker.isGone(LOOK_MS), true);
  await isLost(t, door, 'renewTime');
});

test('who is signed in and runs nothing has a minute', async (t) => {
  const pass = clockOf(t);
  const door = await openDoor(t);
  const attacker = await insider(t, door, 'mallory');
  attacker.send(open(0));
  pass(57);
  assert.equal(await attacker.isGone(LOOK_MS), false);
  pass(3);
  assert.equal(await attacker.isGone(LOOK_MS + 2000), true);
  assert.deepEqual(door.refused, ['unused']);
});

test('who says goodbye, stays on the line and goes on talking is hung up on', async (t) => {
  const { door, attacker } = await visit(t, HUGE);
  attacker.socket.allowHalfOpen = true;
  attacker.send(packet(1, [11], 'bye', ''));
  for (let i = 0; i < 50 && door.server.size > 0; i += 1) {
    await sleep(100);
    attacker.send(packet(2, 'still here'));
  }
  assert.equal(door.server.size, 0);
});

test('keys are renewed every hour, and the session goes on', async (t) => {
  const pass = clockOf(t);
  const { door, attacker, terminal } = await visit(t, HUGE);
  const renewed = once(attacker.client, 'handshake');
  pass(HOUR_S);
  await renewed;
  await sleep(50);
  assert.equal(terminal.writable, true);
  assert.deepEqual(door.refused, []);
});

test('while the loop is late and many come, who comes next is turned away before keys are exchanged', async (t) => {
  const door = await openDoor(t, { handshakes: { burst: 4, perSecond: 0.001 } });
  for (let i = 0; i < 3; i += 1) await insider(t, door, `early${i}`);
  for (const until = performance.now() + 300; performance.now() < until; );
  await sleep(10);
  const late = await plug(t, door);
  late.resume().write('SSH-2.0-x\r\n');
  await closed(late);
  assert.deepEqual(door.refused, ['late']);
  await sleep(1500);
  await insider(t, door, 'patient');
});
