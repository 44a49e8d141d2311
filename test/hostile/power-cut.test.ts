/**
 * The power fails. Simulated by what was written and synced, not by a machine that is switched off: nothing is said here of
 * disks that lie about a sync, nor of the folder's own entries (the files are made and synced before anybody comes).
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { Person } from '../conversation/person.ts';
import { Program } from '../conversation/program.ts';
import { newKey } from '../new-key.ts';
import { afterPowerCut, PowerJournal, type Unsynced } from './power-cut.ts';
import { scaled } from './scale.ts';
import { storedWords, tempFolder } from './stored.ts';

const QUICK = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'];
const FILLER = 'filler '.repeat(200);

/** Numbers between 0 and 1, the same in every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('whatever the moment: every line that anyone saw is there, once, the file is whole, and the next server goes on', async (t) => {
  const journal = PowerJournal.make();
  if (journal === undefined) return t.skip('needs a C compiler');
  t.after(() => journal.remove());
  const program = new Program({ folder: tempFolder(t), args: QUICK, env: journal.env });
  t.after(() => program.stop('SIGKILL'));
  const port = await program.port();
  const alice = await Person.connect({ port, handle: 'alice', privateKey: newKey(), pty: false });
  const bob = await Person.connect({ port, handle: 'bob', privateKey: newKey(), pty: false });
  await bob.until(() => bob.raw.includes('Type to talk.'), 'bob is in');

  /** How much was written down when bob had seen a line. */
  const seen: { readonly text: string; readonly moment: number }[] = [];
  const lines = scaled(160, 800);
  for (let n = 1; n <= lines; n += 1) {
    const texts = n % 8 === 0 ? [1, 2, 3, 4, 5].map((m) => `${n}-${m}.`) : [`${n}.`];
    for (const text of texts) alice.enter(`line ${text} ${FILLER}`);
    for (const text of texts) {
      await bob.until(() => bob.raw.includes(`line ${text} `), `bob sees ${text}`);
      seen.push({ text: `line ${text} ${FILLER}`.trim(), moment: journal.now });
    }
  }
  await program.stop('SIGKILL');

  const entries = journal.entries();
  const first = seen[0]?.moment ?? 0;
  const last = seen.at(-1)?.moment ?? 0;
  const folded = entries.filter(({ what, file, end }) => what === 'sync' && file === 'd' && end > first);
  assert.ok(folded.length > 0, 'the log was folded into the file at least once');
  const random = numbers(1);
  const cuts: (readonly [number, Unsynced])[] = [];
  for (let n = 0; n < scaled(30, 200); n += 1) {
    // Right after somebody saw a line, and at any moment.
    cuts.push([seen[Math.floor(random() * seen.length)]?.moment ?? last, 'lost']);
    cuts.push([first + Math.floor(random() * (last - first)), random]);
  }
  for (const [moment, unsynced] of cuts) {
    const folder = tempFolder(t);
    afterPowerCut(entries, moment, unsynced, folder);
    const db = new Database(join(folder, 'partyline.db'));
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    db.close();
    const kept = storedWords(folder);
    const owed = seen.filter((each) => each.moment <= moment).map(({ text }) => text);
    // In their order, so that none is doubled and at the most the newest are beyond what anybody saw.
    assert.deepEqual(kept.slice(0, owed.length), owed, `cut at ${moment}`);
    assert.equal(new Set(kept).size, kept.length);
    rmSync(folder, { recursive: true });
  }

  const folder = tempFolder(t);
  afterPowerCut(entries, last, 'lost', folder);
  const next = new Program({ folder, args: QUICK });
  t.after(() => next.stop('SIGKILL'));
  const carol = await Person.connect({ port: await next.port(), handle: 'carol', privateKey: newKey(), pty: false });
  await carol.until(() => carol.raw.includes(`line ${lines}-5. `), 'carol reads the last line');
});
