import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { newKey } from '../new-key.ts';
import { Person } from './person.ts';
import { Program, type RunOptions } from './program.ts';

/** Gives a program a terminal of its own. */
const HAS_SCRIPT = existsSync('/usr/bin/script');

function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-program-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function start(t: TestContext, options: RunOptions): Program {
  const program = new Program(options);
  t.after(() => program.stop('SIGKILL'));
  return program;
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} tells people that the server goes down, and ends it with status 0`, async (t) => {
    const program = start(t, { folder: tempFolder(t) });
    const port = await program.port();
    const alice = await Person.connect({ port, handle: 'alice', privateKey: newKey() });
    const bob = await Person.connect({ port, handle: 'bob', privateKey: newKey(), pty: false });
    const stopped = await Person.connect({ port, handle: 'carol', privateKey: newKey() });
    await alice.sees('carol joined');
    stopped.stall();
    const before = Date.now();
    const exit = await program.stop(signal);
    assert.deepEqual(exit, { status: 0, signal: null });
    assert.ok(Date.now() - before < 5000, 'within five seconds');
    await alice.whenClosed();
    await bob.whenClosed();
    for (const person of [alice, bob]) assert.match(person.raw, /The server is shutting down\. Come back in a moment/);
    // The screen that was there before is back: the alternate one is left.
    assert.equal(alice.emulator.buffer.active.type, 'normal');
  });
}

test('the server ends in order, too, when the terminal that it was started in is gone', {
  skip: !HAS_SCRIPT,
}, async (t) => {
  const folder = tempFolder(t);
  const [main, status] = [fileURLToPath(new URL('../../src/main.js', import.meta.url)), join(folder, 'status')];
  const start = `'${process.execPath}' '${main}' --host 127.0.0.1 --port 0 --data '${folder}' --keys '${folder}/keys'`;
  // The terminal's shell, as those do that people type in; it stays to tell how the server ended.
  const shell = `trap 'trap "" HUP; kill -HUP $!' HUP; ${start} & wait $!; wait $!; echo $? > '${status}'`;
  const terminal = spawn('script', ['-qfc', shell, '/dev/null'], { cwd: folder });
  let shown = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const until = async (isSo: () => boolean) => {
    for (let looks = 0; looks < 400 && !isSo(); looks += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await until(() => shown.includes('Connect with'));
  terminal.kill('SIGKILL');
  await until(() => existsSync(status) && readFileSync(status, 'utf8') !== '');
  assert.equal(readFileSync(status, 'utf8'), '0\n', shown);
});

test('after kill -9 in the middle of talk, every line that anyone saw is in history, once and in order', async (t) => {
  const folder = tempFolder(t);
  const args = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'];
  const killed = start(t, { folder, args });
  const port = await killed.port();
  const keys = new Map(['alice', 'bob', 'carol'].map((handle) => [handle, newKey()]));
  const people: Person[] = [];
  for (const [handle, privateKey] of keys) {
    const person = await Person.connect({ port, handle, privateKey, pty: false });
    await person.until(() => person.raw.includes('Type to talk.'), `${handle} is in`);
    people.push(person);
  }
  const [alice, bob, carol] = people;
  assert.ok(alice && bob && carol);
  for (let n = 1; n <= 90; n += 1) for (const person of [alice, bob]) person.enter(`${person.handle} says ${n}.`);
  await carol.until(() => carol.raw.includes('says 20.'), 'carol hears some of it');
  assert.deepEqual(await killed.stop('SIGKILL'), { status: null, signal: 'SIGKILL' });
  await Promise.all(people.map((person) => person.whenClosed()));
  const seen = new Set(people.flatMap(({ raw }) => raw.match(/\w+ says \d+\./g) ?? []));
  assert.ok(seen.size >= 20, `${seen.size} lines were seen`);

  const again = start(t, { folder, args });
  const back = await Person.connect({ port: await again.port(), handle: 'carol', privateKey: keys.get('carol') ?? '' });
  await back.sees(/(alice|bob) says \d+\./);
  back.enter('we are back');
  await back.sees('carol we are back');
  assert.deepEqual(await again.stop('SIGTERM'), { status: 0, signal: null });

  const store = await openSqlite(folder, { clock: Date });
  const { messages: history } = await store.log.after({ conversation: '#lobby', after: 0, limit: 1000 });
  await store.close();
  const said = history.flatMap((message) => (message.kind === 'public' ? message.text : []));
  assert.equal(said.at(-1), 'we are back');
  assert.equal(new Set(said).size, said.length, 'none is doubled');
  const lost = [...seen].filter((line) => !said.includes(line));
  assert.deepEqual(lost, []);
  for (const handle of ['alice', 'bob']) {
    const numbers = said.filter((line) => line.startsWith(handle)).map((line) => Number(/\d+/.exec(line)?.[0]));
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => at + 1),
      `what ${handle} said is in order`,
    );
  }
});

async function refusal(t: TestContext, options: RunOptions): Promise<string> {
  const program = start(t, options);
  assert.deepEqual(await program.exited, { status: 1, signal: null });
  assert.equal(program.out, '');
  assert.match(program.err, /^[^\n]+\n$/, 'one line');
  return program.err;
}

test('an unknown or ill-formed setting stops the start with one line that names it', async (t) => {
  const folder = tempFolder(t);
  const unknown = await refusal(t, { folder, env: { PARTYLINE_PROT: '2300' } });
  assert.match(unknown, /PARTYLINE_PROT.*Did you mean PARTYLINE_PORT\?/);
  const port = await refusal(t, { folder, args: ['--port', '2300x'] });
  assert.match(port, /server\.port.*--port.*"2300x"/);
  const capacity = await refusal(t, { folder, env: { PARTYLINE_CAPACITY: 'many' } });
  assert.match(capacity, /chat\.capacity.*PARTYLINE_CAPACITY.*"many"/);
});

test('a busy port, and a database from a newer version, stop the start with one line', async (t) => {
  const folder = tempFolder(t);
  const occupant = createServer().listen(0, '127.0.0.1');
  t.after(() => occupant.close());
  await new Promise((resolve) => occupant.once('listening', resolve));
  const { port } = occupant.address() as { port: number };
  const busy = await refusal(t, { folder, args: ['--port', `${port}`] });
  assert.ok(busy.includes(`${port}`), busy);

  const db = new Database(join(folder, 'partyline.db'));
  db.pragma('user_version = 999');
  db.close();
  const newer = await refusal(t, { folder });
  assert.match(newer, /partyline\.db is of version 999, written by a newer Partyline/);
});
