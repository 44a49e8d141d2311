/**
 * Somebody whose screen is dear to paint: a pty of one column and 200 rows, in which what others typed has thousands of rows,
 * scrolled through with keys; and a dozen whose screens change their size without end. Others are painted meanwhile as if they were
 * not there.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { Crowd } from './crowd.ts';
import { Guest, markOf } from './guest.ts';
import { percentile, scaled, torture } from './scale.ts';
import { Watched } from './watched.ts';

/** Key to every screen, and the loop's longest delay: when all of the run was laid for each frame, it stood for seconds. */
const MOST_MS = 100;
/** Or so many times what it is without the reader, on a machine that runs other tests beside. */
const MOST_TIMES = 3;
/** The same where a dozen have keys and frames of 50 to 150 ms each; 1.5 s when each of them had a tenth of the time. */
const DEAR_MS = torture ? 500 : 1000;
const LINES = scaled(256, 512);
const AT_ONCE = 32;
const [PAGE_UP, PAGE_DOWN, CTRL_O] = ['\u001b[5~', '\u001b[6~', '\u000f'];

/** Lines as long as can be typed, said by one who waits for each few of them. */
async function fill(writer: Guest): Promise<void> {
  for (let n = 1; n <= LINES; n += 1) {
    writer.say(`${markOf(n)}${'x'.repeat(4084)}`);
    if (n % AT_ONCE === 0 || n === LINES) await writer.sees(markOf(n));
    if (n % AT_ONCE === 0) writer.forget();
  }
}

/** How long words take to every screen while nothing is lost, and how long the loop stood meanwhile, ms. */
async function measured(crowd: Crowd, server: Watched) {
  const { delays, expected } = await crowd.talk(10, scaled(6, 20));
  assert.equal(delays.length, expected);
  const { delay, errors } = await server.read();
  return { p99: percentile(delays, 0.99), delay, errors };
}

test('long lines on a narrow, high terminal are scrolled through without delaying anybody', async (t) => {
  const server = await Watched.start(t);
  const { port } = server;
  const privateKey = newKey();
  await fill(await Guest.enter({ port, handle: 'writer', privateKey, plain: true }));
  const crowd = await Crowd.enter({ port, size: scaled(10, 50), name: 'u' });
  const reader = await Guest.enter({ port, handle: 'reader', privateKey, columns: 1, rows: 200 });
  await crowd.talk(10, scaled(2, 10));
  await server.read();
  const quiet = await measured(crowd, server);

  const keys = [...Array.from({ length: 12 }, () => PAGE_UP), CTRL_O, PAGE_DOWN, 'x'];
  let pressed = 0;
  const pressing = setInterval(() => reader.type(keys[pressed++ % keys.length] ?? ''), 20);
  t.after(() => clearInterval(pressing));
  const { p99, delay, errors } = await measured(crowd, server);

  t.diagnostic(`p99 ${p99.toFixed(1)} ms, loop delayed ${delay.toFixed(0)} ms, ${pressed} keys`);
  t.diagnostic(`without them ${quiet.p99.toFixed(1)} and ${quiet.delay.toFixed(0)} ms`);
  assert.ok(p99 < Math.max(MOST_MS, MOST_TIMES * quiet.p99), `p99 ${p99.toFixed(1)} ms`);
  assert.ok(delay < Math.max(MOST_MS, MOST_TIMES * quiet.delay), `loop delayed ${delay.toFixed(0)} ms`);
  assert.deepEqual(errors, []);
});

test('a dozen large terminals that open a large paste and change their size without end delay nobody for long', async (t) => {
  const server = await Watched.start(t);
  const { port } = server;
  const privateKey = newKey();
  const crowd = await Crowd.enter({ port, size: scaled(10, 50), name: 'u' });
  const [columns, rows] = [500, 200];
  const readers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => Guest.enter({ port, handle: `reader${n}`, privateKey, columns, rows })),
  );
  const paste = 'größer 漢字 *so* `much` 👩‍👩‍👧 '.repeat(1200);
  readers[0]?.type(`\u001b[200~${paste}\u001b[201~\r`);
  await crowd.talk(10, scaled(2, 10));
  await server.read();
  const quiet = await measured(crowd, server);

  let changes = 0;
  const changing = setInterval(() => {
    changes += 1;
    for (const [n, reader] of readers.entries()) {
      reader.resize(columns - ((changes + n) % 100), rows);
      reader.type(CTRL_O);
    }
  }, 100);
  t.after(() => clearInterval(changing));
  // Until it is known whose keys and frames are dear.
  await crowd.talk(10, 4);
  await server.read();
  const { p99, delay, errors } = await measured(crowd, server);

  t.diagnostic(`p99 ${p99.toFixed(1)} ms, loop delayed ${delay.toFixed(0)} ms, ${changes} sizes each`);
  t.diagnostic(`without them ${quiet.p99.toFixed(1)} and ${quiet.delay.toFixed(0)} ms`);
  assert.ok(p99 < Math.max(DEAR_MS, MOST_TIMES * quiet.p99), `p99 ${p99.toFixed(1)} ms`);
  assert.ok(delay < Math.max(DEAR_MS, MOST_TIMES * quiet.delay), `loop delayed ${delay.toFixed(0)} ms`);
  assert.deepEqual(errors, []);
});
