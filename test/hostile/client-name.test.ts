/**
 * Row 13 of the hostile world, by what a client calls itself (RFC 4253 §4.2): nobody is shown it, not even a sysop, and whatever is
 * written down of such a connection is a line of JSON.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Person } from '../conversation/person.ts';
import { Program } from '../conversation/program.ts';
import { newKey } from '../new-key.ts';
import { strangeBytes } from './bytes.ts';
import { scaled } from './scale.ts';
import { attack, ESC, generator } from './weapons.ts';

test('what a client calls itself reaches no terminal, and no log but as a line of JSON', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-client-name-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = new Program({ folder, args: ['--log-level', 'debug'] });
  t.after(() => program.stop('SIGKILL'));
  const port = await program.port();
  const victim = await Person.connect({ port, handle: 'victim', privateKey: newKey(), columns: 120, rows: 30 });
  victim.enter(`/claim ${/\/claim (\S+)/.exec(program.out)?.[1]}`);
  await victim.sees('You are a sysop now');
  const random = generator(20_261_126);
  const privateKey = newKey();
  let inside = 0;
  for (let round = 0; round < scaled(24, 3000); round += 1) {
    // As a name, or as the comment behind it; printable, or whatever bytes there are.
    const text = `pwned-${attack(random)}`.replace(/[\r\n]/g, '');
    const shown = round % 2 === 0 ? text.replace(/[^\x20-\x7e]/g, '') : text;
    const ident = Buffer.from(`${round % 4 < 2 ? 'client ' : ''}${shown}`.slice(0, 200));
    const connecting = Person.connect({ port, handle: 'mallory', privateKey, pty: false, ident });
    const mallory = await connecting.catch(() => undefined);
    if (mallory === undefined) continue;
    inside += 1;
    mallory.enter(`round ${round}.`);
    await victim.sees(`round ${round}.`);
    victim.enter('/whois mallory');
    await victim.sees('mallory is a user');
    victim.type(ESC);
    await mallory.leave();
  }
  assert.ok(inside > 5, 'some of them get in');
  assert.deepEqual(strangeBytes(victim.raw, false), []);
  assert.doesNotMatch(victim.raw, /pwned|31337/);
  await program.stop('SIGTERM');
  const lines = program.err.split('\n').filter((line) => line !== '');
  assert.ok(lines.length >= inside);
  for (const line of lines) {
    assert.match(line, /^\{"level":"[a-z]+",[\x20-\x7e]*\}$/);
    assert.equal(typeof JSON.parse(line), 'object');
    assert.doesNotMatch(line, /pwned|31337/);
  }
});
