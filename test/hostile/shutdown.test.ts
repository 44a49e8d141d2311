/** Row 18 of the hostile world: the server is told to end while it is full of people, some of whom do not read. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Program } from '../conversation/program.ts';
import { newKey } from '../new-key.ts';
import { Crowd } from './crowd.ts';
import { Guest, markOf, type Stall } from './guest.ts';
import { scaled } from './scale.ts';
import { storedWords } from './stored.ts';

const SIGTERM_MS = 5000;
const ARGS = ['--capacity', '500', '--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'];

test('told to end with 200 people in, the server tells each, loses nothing and is gone within 5 s', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-ending-'));
  const program = new Program({ folder, args: ARGS });
  t.after(async () => {
    await program.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const port = await program.port();
  const crowd = await Crowd.enter({ port, size: scaled(80, 200), name: 'u' });
  const privateKey = newKey();
  for (const [n, how] of (['socket', 'window', 'rekey'] satisfies Stall[]).entries()) {
    for (const plain of [true, false]) {
      const window = how === 'window' ? 0 : 2 ** 32 - 1;
      const guest = await Guest.enter({ port, handle: `still${n}${plain}`, privateKey, plain, window });
      guest.stall(how);
    }
  }
  const witness = await Guest.enter({ port, handle: 'witness', privateKey, plain: true });
  await witness.sees('/help');
  let said = 0;
  const talking = setInterval(() => {
    for (const guest of crowd.guests.slice(0, 5)) {
      said += 1;
      guest.say(`${markOf(said)} to the last`);
    }
  }, 10);
  await witness.sees(markOf(100));
  const asked = performance.now();
  const exit = await program.stop('SIGTERM');
  const took = performance.now() - asked;
  clearInterval(talking);
  t.diagnostic(`gone after ${took.toFixed(0)} ms; ${said} lines were typed`);
  assert.deepEqual(exit, { status: 0, signal: null }, program.err);
  assert.ok(took < SIGTERM_MS, `gone after ${took.toFixed(0)} ms`);
  const readers = [...crowd.guests, witness];
  await Promise.all(readers.map((guest) => guest.until(() => guest.closed, 'is cut off')));
  for (const { handle, text } of readers) assert.match(text, /The server is shutting down/, `${handle} is told`);
  const stored =
    storedWords(folder)
      .join('\n')
      .match(/~\d{6}~/g) ?? [];
  assert.equal(new Set(stored).size, stored.length, 'nothing is doubled');
  const seen = witness.text.match(/~\d{6}~/g) ?? [];
  assert.deepEqual(seen, stored.slice(0, seen.length), 'what anybody saw is kept, in its order');
});
