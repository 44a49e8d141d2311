/**
 * Row 14 of the hostile world: people who send far too much, by a paste, a pipe or a key that is held down. It is their own
 * words that wait; nobody is thrown out for it, and the others notice nothing.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { Crowd } from './crowd.ts';
import { Guest } from './guest.ts';
import { percentile, scaled, torture } from './scale.ts';
import { Watched } from './watched.ts';

/** Key to every screen, with nobody's fault: under 50 ms. A machine that runs the other tests beside is given more time. */
const P99_MS = torture ? 50 : 250;
const PLAIN_PACE = ['--limits-lines-burst', '5', '--limits-lines-per-second', '2'];
const CLEAR_LINE = '\u0015';

function paste(text: string): string {
  return `\u001b[200~${text}\u001b[201~`;
}

/** How far a countdown has come, the seconds it showed, in order, each once. */
function countdown(text: string): readonly number[] {
  const shown = [...text.matchAll(/sending in (\d+) s/g)].map(([, seconds]) => Number(seconds));
  return shown.filter((seconds, at) => seconds !== shown[at - 1]);
}

test('pastes of 1 MB and 10,000 lines, a pipe and a held-down key delay their sender and nobody else', async (t) => {
  const server = await Watched.start(t, PLAIN_PACE);
  const { port } = server;
  const enter = (handle: string, plain = false) => Guest.enter({ port, handle, privateKey: newKey(), plain });
  const crowd = await Crowd.enter({ port, size: scaled(20, 100), name: 'u' });
  const [paster, holder, piper, witness] = await Promise.all([
    enter('paster'),
    enter('holder'),
    enter('piper', true),
    enter('witness', true),
  ]);
  await crowd.talk(10, scaled(2, 10));
  const before = await server.read();
  const meanwhile = crowd.talk(10, scaled(6, 20));

  piper.type(Array.from({ length: 10_000 }, (_, n) => `piped line ${n + 1}.\n`).join(''));
  const tooMuch = ['x'.repeat(2 ** 20), Array.from({ length: 10_000 }, (_, n) => `pasted line ${n + 1}`).join('\r')];
  for (let round = 0; round < scaled(4, 20); round += 1) {
    paster.type(paste(tooMuch[round % 2] ?? ''));
    await paster.sees('it stays as it was');
    // The next key takes the sentence away.
    paster.type(`q${round}q`);
    await paster.sees(`q${round}q`);
    paster.forget();
  }
  const held = setInterval(() => holder.type('x'), 2);
  const { delays, expected } = await meanwhile;
  clearInterval(held);

  const p99 = percentile(delays, 0.99);
  const after = await server.read();
  const grown = (after.used - before.used) / 1e6;
  t.diagnostic(`p99 ${p99.toFixed(1)} ms, memory +${grown.toFixed(1)} MB, loop delayed ${after.delay.toFixed(0)} ms`);
  assert.equal(delays.length, expected);
  assert.ok(p99 < P99_MS, `p99 ${p99.toFixed(1)} ms`);
  assert.ok(grown < 20, `memory +${grown.toFixed(1)} MB`);

  // Nobody was thrown out, and what they say next is heard; the pipe's lines come one after the other.
  for (const [guest, words] of [
    [holder, 'the key is free again'],
    [paster, 'nothing of that was sent'],
  ] as const) {
    guest.type(CLEAR_LINE);
    guest.say(words);
  }
  await witness.sees('holder: the key is free again');
  await witness.sees('paster: nothing of that was sent');
  const piped = [...witness.text.matchAll(/piped line (\d+)\./g)].map(([, n]) => Number(n));
  assert.ok(piped.length >= 5 && piped.length < 100, `${piped.length} of the pipe's lines so far`);
  assert.deepEqual(
    piped,
    Array.from(piped, (_, at) => at + 1),
  );
  assert.deepEqual(after.errors, []);
});

test('whoever types too fast sees the wait count down, and every line leaves in its order', async (t) => {
  const server = await Watched.start(t, ['--limits-lines-burst', '1', '--limits-lines-per-second', '0.34']);
  const typist = await Guest.enter({ port: server.port, handle: 'typist', privateKey: newKey() });
  await typist.sees('/help');
  typist.forget();
  // Both in one go: how late this process is takes nothing off the wait.
  typist.say('at once');
  typist.say('after a while');
  await typist.sees('at once');
  await typist.until(() => countdown(typist.text).includes(1), 'should see the last second');
  await typist.until(() => /typist\S* +after a while/.test(typist.text), 'should see it sent');
  const shown = countdown(typist.text);
  assert.deepEqual(shown, [3, 2, 1], 'it counts down');
});
