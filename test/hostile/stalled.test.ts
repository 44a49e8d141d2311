/** Readers who stop (row 5 of the table of faults), each in another way; nobody else may notice. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDoor } from '../ssh/door.ts';
import { type Attacker, insider, open, packet, request } from './attacker.ts';
import { percentile, scaled, torture } from './scale.ts';
import { Siege } from './siege.ts';

const PTY = packet('xterm-256color', [200], [60], [0], [0], '\0');

/** Ways to stop: a huge window and a socket that nobody reads; no window; a key exchange that never ends. */
const WAYS: readonly ((attacker: Attacker) => void)[] = [
  (attacker) => {
    attacker.send(open(0, { window: 2 ** 32 - 1 }));
    attacker.send(request(0, 'pty-req', PTY));
    attacker.send(request(0, 'shell'));
    attacker.socket.pause();
  },
  (attacker) => {
    attacker.send(open(0, { window: 0 }));
    attacker.send(request(0, 'shell'));
  },
  (attacker) => {
    attacker.send(open(0));
    attacker.send(request(0, 'shell'));
    attacker.abandonRekey();
  },
];

test('twenty readers who stopped cost nobody else anything', { timeout: 120_000 }, async (t) => {
  const siege = await Siege.begin(t);
  const before = siege.memory;
  const stopped: Attacker[] = [];
  for (let i = 0; i < 21; i += 1) {
    const attacker = await insider(t, { port: siege.port }, `stopped${i}`);
    WAYS[i % WAYS.length]?.(attacker);
    stopped.push(attacker);
  }
  const delays = await siege.talkUntil(sleep(scaled(5000, 30_000)));
  // Whoever does not finish an exchange of keys has fifteen seconds.
  const still = stopped.filter(({ socket }, i) => !socket.destroyed && (!torture || i % WAYS.length !== 2));
  assert.equal(still.length, torture ? 14 : 21, 'they are still there');
  const grown = siege.memory - before;
  siege.report(delays, `${grown.toFixed(1)} MB more`);
  assert.ok(grown < 20, `${grown} MB`);
  assert.ok(siege.isWithin(delays, 50), `p99 ${percentile(delays, 0.99)} ms`);
});

test('a reader who stopped and goes on has every line, in order', { timeout: 60_000 }, async (t) => {
  const siege = await Siege.begin(t);
  const { client, socket } = await insider(t, { port: siege.port }, 'sleeper');
  let heard = '';
  await new Promise<void>((resolve) =>
    client.shell(false, (_error, channel) => {
      channel.on('data', (chunk: Buffer) => {
        heard += chunk.toString('latin1');
      });
      resolve();
    }),
  );
  await sleep(300);
  socket.pause();
  await siege.talkUntil(sleep(3000));
  socket.resume();
  await sleep(1000);
  const lines = [...heard.matchAll(/line~(\d+)~/g)].map(([, number]) => Number(number));
  assert.ok(lines.length >= 25, `${lines.length} lines`);
  assert.deepEqual(
    lines,
    lines.map((_, i) => (lines[0] ?? 0) + i),
  );
});

test('while keys are exchanged a terminal takes nothing, and goes on afterwards', async (t) => {
  const door = await openDoor(t);
  const drained = new Promise<void>((resolve) => {
    door.receive = (terminal) => {
      const none = () => undefined;
      terminal.open({ heard: none, data: none, eof: none, resize: none, close: none, drain: resolve });
    };
  });
  const attacker = await insider(t, door, 'mallory');
  attacker.send(open(0));
  attacker.send(request(0, 'shell'));
  await once(attacker.socket, 'data');
  const { terminal } = door.visits[0] ?? assert.fail('no terminal');
  assert.equal(terminal.writable, true);
  const exchanged = once(attacker.client, 'handshake');
  attacker.socket.pause(); // our answer is not read, so the exchange stays where it is
  attacker.rekey();
  await sleep(100);
  assert.equal(terminal.writable, false);
  attacker.socket.resume();
  await exchanged;
  await drained;
  assert.equal(terminal.writable, true);
});

test('sizes that are none, a thousand of them a second, and names of terminals that are paths', async (t) => {
  const door = await openDoor(t);
  let resizes = 0;
  const resize = () => {
    resizes += 1;
  };
  door.receive = (terminal) => {
    const none = () => undefined;
    terminal.open({ heard: none, data: none, eof: none, drain: none, close: none, resize });
  };
  const attacker = await insider(t, door, 'mallory');
  const terms = ['../../etc/passwd', 'xterm\u001b[2J', 'x'.repeat(20_000), 'xterm'];
  for (const [id, term] of terms.entries()) {
    const size = [0, 1, 4_000_000_000, 80][id] ?? 0;
    attacker.send(open(id));
    attacker.send(request(id, 'pty-req', packet(term, [size], [size], [0], [0], '\0')));
    attacker.send(request(id, 'shell'));
  }
  for (let i = 0; i < 1000; i += 1) attacker.send(request(3, 'window-change', packet([i], [i * 4_000_000], [0], [0])));
  await sleep(300);
  const seen = door.visits.map(({ terminal: { door: kind, size } }) => [kind.kind, size.columns, size.rows]);
  assert.deepEqual(seen, [
    ['plain', 80, 24],
    ['plain', 1, 1],
    ['plain', 500, 200],
    ['screen', 500, 200],
  ]);
  assert.ok(resizes <= 6, `${resizes} resizes`);
  assert.equal(await attacker.isGone(0), false);
});
