/**
 * Row 5 of the hostile world: readers who stop reading in every way that the protocol knows. They cost nobody anything, and
 * whoever returns has every line.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newKey } from '../new-key.ts';
import { Crowd } from './crowd.ts';
import { Guest, markOf, type Stall } from './guest.ts';
import { percentile, scaled, torture } from './scale.ts';
import { storedWords } from './stored.ts';
import { Watched } from './watched.ts';

const MB = 1e6;
/** Key to every screen, with nobody's fault: under 50 ms. A machine that runs the other tests beside is given more time. */
const P99_MS = torture ? 50 : 250;
const REDRAW = '\u000c';
const PAGE_UP = '\u001b[5~';

/** What each way to stop offers as its window. */
const WINDOWS: Readonly<Record<Stall, number>> = { socket: 2 ** 32 - 1, window: 0, rekey: 2 ** 32 - 1 };

interface Stalled {
  readonly how: Stall;
  readonly guest: Guest;
  readonly plain: boolean;
  readonly privateKey: string;
}

/** Twenty of them: screens and plain ones. */
async function stalled(port: number): Promise<readonly Stalled[]> {
  const ways: readonly Stall[] = ['socket', 'window', 'rekey'];
  return await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const how = ways[n % ways.length] as Stall;
      const plain = n >= 10;
      const privateKey = newKey();
      const handle = `stalled${n}`;
      const guest = await Guest.enter({ port, handle, privateKey, plain, window: WINDOWS[how] });
      // Known to be in once others can read it.
      guest.say(`${handle} is here.`);
      return { how, guest, plain, privateKey };
    }),
  );
}

/** Says marks 1…count and waits until a reader has them all. */
async function flood(talker: Guest, reader: Guest, first: number, count: number): Promise<void> {
  for (let n = first; n < first + count; n += 1) talker.say(`${markOf(n)} said while some do not read`);
  await reader.sees(markOf(first + count - 1));
}

function marksIn(text: string): readonly number[] {
  return [...text.matchAll(/~(\d{6})~ said/g)].map(([, number]) => Number(number));
}

test('twenty readers who stop cost nobody anything, and who returns has every line', async (t) => {
  const server = await Watched.start(t);
  const { port } = server;
  const crowd = await Crowd.enter({ port, size: scaled(20, 100), name: 'u' });
  const talker = await Guest.enter({ port, handle: 'talker', privateKey: newKey(), plain: true });
  const witness = await Guest.enter({ port, handle: 'witness', privateKey: newKey(), plain: true });
  const quiet = await crowd.talk(10, scaled(2, 10));
  const stopped = await stalled(port);
  for (const { guest } of stopped) await witness.sees(`${guest.handle} is here.`);
  const before = await server.read();
  for (const { guest, how } of stopped) guest.stall(how);

  // More than any ring holds, so that all of them fall behind; and they ask for more than they read.
  const lines = scaled(400, 4000);
  for (let first = 500_001; first <= 500_000 + lines; first += 100) await flood(talker, witness, first, 100);
  const asking = setInterval(() => {
    for (const { guest, plain, how } of stopped) if (!plain && how !== 'rekey') guest.type(REDRAW);
  }, 20);
  // Whose screen kept changing is painted ten times a second, and for a second more.
  await pause(2000);
  const { delays, expected } = await crowd.talk(10, scaled(4, 20));
  clearInterval(asking);
  const after = await server.read();
  assert.equal(delays.length, expected, 'every line came to every screen');
  const p99 = percentile(delays, 0.99);
  const grown = (after.used - before.used) / MB;
  t.diagnostic(
    `p99 ${p99.toFixed(1)} ms (before: ${percentile(quiet.delays, 0.99).toFixed(1)}), memory +${grown.toFixed(1)} MB`,
  );
  assert.ok(p99 < P99_MS, `p99 ${p99.toFixed(1)} ms`);
  assert.ok(grown < 20, `memory +${grown.toFixed(1)} MB`);

  await Promise.all(stopped.map((each) => comesBack(each, port, lines)));
  assert.equal(marksIn(storedWords(server.folder).join('\n')).length, lines);
  assert.deepEqual((await server.read()).errors, []);
});

/** A screen shows the newest, says how much is above, and finds it there; plain lines skip none. */
async function comesBack({ how, guest, plain, privateKey }: Stalled, port: number, lines: number): Promise<void> {
  if (how === 'rekey') {
    // No way back on this link; a new session goes on where it ended.
    guest.vanish();
    const again = await Guest.enter({ port, handle: guest.handle, privateKey, plain });
    return await again.sees('the quick brown fox');
  }
  guest.resume();
  if (plain) {
    await guest.sees(markOf(500_000 + lines));
    const all = Array.from({ length: lines }, (_, at) => 500_001 + at);
    assert.deepEqual(marksIn(guest.text), all, `${guest.handle} has every line, in order`);
    return;
  }
  await guest.sees('the quick brown fox');
  if (how === 'socket') return; // the network held what it was sent: nothing was missed
  await guest.until(() => /— \d+ lines above, PgUp —/.test(guest.text), 'should read how much is above');
  guest.forget();
  guest.type(PAGE_UP);
  await guest.until(() => guest.text.includes('back to now'), 'should read further up');
  // What was said since stands before it, ten lines or more on a page.
  for (let page = 0; page < scaled(10, 30) && marksIn(guest.text).length === 0; page += 1) {
    guest.forget();
    guest.type(PAGE_UP);
    await guest.until(() => guest.text !== '', 'should see another page');
  }
  await guest.until(() => marksIn(guest.text).length > 0, 'should find it there');
}
