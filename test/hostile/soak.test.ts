/**
 * Row 20 of the hostile world: people come, talk, wander about and leave, some of them without a word. After the warm-up the
 * server uses no more at the end than before, and when everybody is gone it holds nothing of them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newKey } from '../new-key.ts';
import { Guest } from './guest.ts';
import { scaled, torture } from './scale.ts';
import { Watched } from './watched.ts';

const PEOPLE = scaled(24, 200);
const SOAK_MS = scaled(10_000, 30 * 60_000);
/** After each of them everybody leaves, and what is in use is read. */
const ROUNDS = scaled(3, 15);
/** Between two things that somebody does, ms; on average half of it. */
const THOUGHT_MS = scaled(300, 4000);
const WARM_UP_PART = 1 / 5;
/**
 * How wide people's terminals are. Rows are laid for each width, so that the caches of them (`tui/row-cache.ts`) have given up a
 * generation within the warm-up: while all were 80 wide that took ten minutes, and was most of the growth.
 */
const COLUMNS = [80, 80, 100, 120, 67];
/**
 * V8's second compiler goes on for half an hour, throws away what it made and makes it anew. Two heap snapshots three minutes apart
 * differed in 305 KB more of code and 82 of lists that belong to it, 212 KB less of arrays, 3 KB more of strings, 1 KB less of
 * objects.
 */
const FLAGS = ['--no-opt'];
/** Bytes; the short form is all warm-up, and only a flood would show in it. */
const SLOPE_PER_HOUR = 1e6;
const SHORT_GROWTH = 12e6;
const HOUR_MS = 3_600_000;

const KEYS = {
  pageUp: '\u001b[5~',
  end: '\u001b[1;3F',
  nextWindow: '\u000e',
  redraw: '\u000c',
} as const;

/** What people do, one after the other; `n` is different every time. */
const DEEDS: readonly ((guest: Guest, n: number) => void)[] = [
  (guest, n) => guest.say(`line ${n}: what do you think of it, anybody?`),
  (guest, n) => guest.say(`/join #room${n % 7}`),
  (guest, n) => guest.say(`and another ${n}`),
  (guest, n) => guest.say(`/msg p${n % PEOPLE} a word in private ${n}`),
  (guest) => guest.type(KEYS.pageUp),
  (guest, n) => guest.say(`/me does thing ${n}`),
  (guest) => guest.type(KEYS.end),
  (guest) => guest.type(KEYS.nextWindow),
  (guest) => guest.say('/who'),
  (guest) => guest.type('q'),
  (guest) => guest.type(KEYS.redraw),
  (guest, n) => guest.say(`/away for ${n} minutes`),
  (guest) => guest.say('/back'),
  (guest, n) => guest.say(`/topic it is about ${n} now`),
];

/** One person's evening: in, some deeds, out; again until `isOver`. */
async function live(port: number, at: number, privateKey: string, isOver: () => boolean): Promise<void> {
  for (let visit = 0; !isOver(); visit += 1) {
    const [columns, plain] = [COLUMNS[(at + visit) % COLUMNS.length] ?? 80, (at + visit) % 3 === 0];
    const guest = await Guest.enter({ port, handle: `p${at}`, privateKey, columns, plain });
    await guest.until(() => guest.text !== '', 'should see something');
    for (let deed = 0; deed < 2 + ((at + visit) % 12) && !isOver() && !guest.closed; deed += 1) {
      await pause(Math.random() * THOUGHT_MS);
      DEEDS[(deed + visit + at) % DEEDS.length]?.(guest, visit * 100 + deed);
    }
    if ((at + visit) % 5 === 0) guest.vanish();
    else await guest.leave();
    await pause(Math.random() * THOUGHT_MS);
  }
}

/** By least squares, bytes per ms. */
function slope(points: readonly (readonly [ms: number, bytes: number])[]): number {
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const products = points.reduce((sum, [ms, bytes]) => sum + (ms - x) * (bytes - y), 0);
  return products / points.reduce((sum, [ms]) => sum + (ms - x) ** 2, 0);
}

test(`${PEOPLE} people come, talk and leave: memory stays flat, and every counter goes back to zero`, async (t) => {
  const server = await Watched.start(t, ['--resume-window', '1s'], FLAGS);
  const began = performance.now();
  const readings: [number, number][] = [];
  const keys = Array.from({ length: PEOPLE }, newKey);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const isOver = () => performance.now() - began > (SOAK_MS * round) / ROUNDS;
    await Promise.all(keys.map((key, at) => live(server.port, at, key, isOver)));
    // What is in use while people are here goes up and down with what they do.
    const { used, errors } = await server.empty();
    assert.deepEqual(errors, []);
    readings.push([performance.now() - began, used]);
  }
  const settled = readings.slice(Math.floor(ROUNDS * WARM_UP_PART));
  const perHour = slope(settled) * HOUR_MS;
  const figures = `${readings.map(([, used]) => (used / 1e6).toFixed(1)).join(' ')} MB, ${(perHour / 1e6).toFixed(2)} MB/h`;
  t.diagnostic(figures);
  if (torture) assert.ok(perHour < SLOPE_PER_HOUR, figures);
  else assert.ok((settled.at(-1)?.[1] ?? 0) - (settled[0]?.[1] ?? 0) < SHORT_GROWTH, figures);
});
