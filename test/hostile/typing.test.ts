/**
 * Packets full of keys, which cost their sender next to nothing: they wait for their own, while the server attends to them a
 * few milliseconds at a time and to the others in between.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { Crowd } from './crowd.ts';
import { Guest } from './guest.ts';
import { percentile, scaled, torture } from './scale.ts';
import { Watched } from './watched.ts';

/** Key to every screen, and the loop's longest delay: when all keys were done as they came, it stood for minutes. */
const P99_MS = torture ? 150 : 1000;
const LOOP_MS = torture ? 100 : 500;
/** What fits in one packet of ssh. */
const PACKET = 32_000;
const PACKETS = 8;

/** The same keys over and over, a packet full. */
function full(keys: string): string {
  return keys.repeat(Math.floor(PACKET / keys.length));
}

/** A line that takes up the whole block, without a space. */
const LONG_LINE = `\u001b[200~${'x'.repeat(64_000)}\u001b[201~`;

/** What a screen is sent: once, and then packet by packet. */
const ON_SCREENS: readonly (readonly [what: string, first: string, packet: string])[] = [
  ['Backspace in a long line', LONG_LINE, full('\u007f')],
  ['x and Backspace in the middle of one', `${LONG_LINE}\u0001`, full('x\u007f')],
  ['Tab', 'u', full('\t')],
  ['Tab after a long word', LONG_LINE, full('\t')],
  ['Enter', '', full('\r')],
  ['word by word', LONG_LINE, full('\u001bb\u001bf')],
  ['half flags', '', full('🇩')],
  ['Ctrl-R', '', full('\u0012')],
  ['windows', '', full('\u001b1')],
  ['a list that opens and closes', '', full('\u001b[24~\u001b')],
];
/** And lines without one. */
const PLAIN: readonly (readonly [what: string, packet: string])[] = [
  ['Ctrl-U', full('x\u0015')],
  ['Enter', full('\n')],
  ['help', full('/help\n')],
];

test('packets full of keys delay who sends them and nobody else', async (t) => {
  const server = await Watched.start(t);
  const { port } = server;
  const enter = (handle: string, plain = false) => Guest.enter({ port, handle, privateKey: newKey(), plain });
  const crowd = await Crowd.enter({ port, size: scaled(10, 50), name: 'u' });
  const senders = await Promise.all([
    ...ON_SCREENS.map(async ([, first, packet], n) => ({ guest: await enter(`screen${n}`), first, packet })),
    ...PLAIN.map(async ([, packet], n) => ({ guest: await enter(`plain${n}`, true), first: '', packet })),
  ]);
  await crowd.talk(10, scaled(2, 10));
  await server.read();

  const meanwhile = crowd.talk(10, scaled(8, 20));
  for (const { guest, first } of senders) guest.type(first);
  for (let round = 0; round < PACKETS; round += 1) for (const { guest, packet } of senders) guest.type(packet);
  const { delays, expected } = await meanwhile;

  const p99 = percentile(delays, 0.99);
  const after = await server.read();
  t.diagnostic(`p99 ${p99.toFixed(1)} ms, loop delayed ${after.delay.toFixed(0)} ms`);
  assert.equal(delays.length, expected);
  assert.ok(p99 < P99_MS, `p99 ${p99.toFixed(1)} ms`);
  assert.ok(after.delay < LOOP_MS, `loop delayed ${after.delay.toFixed(0)} ms`);
  assert.deepEqual(after.errors, []);
});
