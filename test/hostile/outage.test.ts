/**
 * Everything people do besides talking, while the disk takes nothing or gives nothing: each command of the table, coming in
 * and registering, leaving. Nobody's session ends, everybody reads what happened and goes on, all of it works when the disk
 * is well again, and the file has what was said and nothing that was refused.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { COMMANDS } from '../../src/chat/commands/table.ts';
import { Person, type PersonOptions } from '../conversation/person.ts';
import { Program } from '../conversation/program.ts';
import { newKey } from '../new-key.ts';
import { type Fault, FaultyDisk } from './disk.ts';
import { everyCommand } from './every-command.ts';
import { torture } from './scale.ts';
import { storedDrafts, storedWords, tempFolder } from './stored.ts';
import { canType, carriesOut, REFUSED, says, typesAll } from './typist.ts';

const LOGGED_BUG = /"level":"error"|a session failed|this is a bug/;

const PASSWORD = 'correct horse';

interface House {
  readonly port: number;
  readonly folder: string;
  readonly program: Program;
  readonly disk: FaultyDisk;
  readonly keys: Readonly<Record<'alice' | 'carol', string>>;
  readonly alice: Person;
  readonly bob: Person;
  /** Came with a key and has said nothing. */
  readonly dora: Person;
}

const QUICK = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'];

async function inHouse(t: TestContext, body: (house: House) => Promise<void>): Promise<void> {
  const disk = FaultyDisk.make();
  if (disk === undefined) return t.skip('needs a C compiler');
  t.after(() => disk.remove());
  const folder = tempFolder(t);
  const program = serve(t, folder, disk);
  const port = await program.port();
  const keys = { alice: newKey(), carol: newKey() };
  await visits({ port, handle: 'carol', privateKey: keys.carol });
  await visits({ port, handle: 'dave', answers: [PASSWORD, PASSWORD] });
  const alice = await Person.connect({ port, handle: 'alice', privateKey: keys.alice, rows: 40 });
  const bob = await Person.connect({ port, handle: 'bob', privateKey: newKey(), rows: 40 });
  const dora = await Person.connect({ port, handle: 'dora', privateKey: newKey() });
  await carriesOut(alice, `/claim ${/\/claim (\S+)/.exec(program.out)?.[1]}`, 'You are a sysop now');
  await says(bob, 'bob is here.');
  bob.enter('/msg alice hello there');
  await alice.sees('hello there');
  for (let n = 1; n <= 5; n += 1) await says(alice, `kept ${n}.`);
  await carriesOut(alice, '/ignore carol', 'You no longer see');
  await carriesOut(alice, '/join #tea', '#tea');
  await carriesOut(alice, '/window 1', 'kept 5.');
  await body({ port, folder, program, disk, keys, alice, bob, dora });
}

function serve(t: TestContext, folder: string, disk: FaultyDisk): Program {
  const program = new Program({ folder, args: QUICK, env: disk.env });
  t.after(() => program.stop('SIGKILL'));
  return program;
}

/** Comes, says a word that is theirs, and goes. */
async function visits(options: PersonOptions): Promise<void> {
  const person = await Person.connect(options);
  person.enter(`${options.handle} was here.`);
  await person.sees(`${options.handle} was here.`);
  person.enter('/quit');
  await person.whenClosed();
  assert.equal(person.exitStatus, 0);
}

test('there is a line for every command', () => {
  const names = new Set([...COMMANDS.values()].map(({ name }) => name));
  assert.deepEqual([...everyCommand('').keys(), 'quit'].sort(), [...names].sort());
});

const IS_FULL = ['is full', { errno: 'ENOSPC' }] as const;
/** What SQLite makes of the three is told apart in storage.test.ts; to people they are one. */
const TAKES_NOTHING: readonly (readonly [string, Fault])[] = torture
  ? [IS_FULL, ['fails', { errno: 'EIO' }], ['became read-only', { errno: 'EROFS' }]]
  : [IS_FULL];

describe('while the disk takes or gives nothing', { concurrency: 4 }, () => {
  for (const [what, fault] of TAKES_NOTHING) {
    test(`it ${what}: what cannot be kept is refused and comes back, the rest goes on, and all of it when it is well`, async (t) => {
      await inHouse(t, async (house) => {
        const { alice, bob, disk } = house;
        disk.become(fault);
        await comeAndGo(house);
        assert.ok((await typesAll(alice, 'takes nothing')) > 20);
        bob.enter('lost in the disk');
        await bob.sees('Not saved');
        await canType(bob, 'and typing');
        disk.become('ok');
        // Not a line for everybody who tried.
        assert.equal(house.program.err.match(/the database cannot be used/g)?.length, 1);
        await isWell(house);
        await agrees(t, house);
      });
    });
  }

  test('it is full when the server is told to go: people are told, and it goes in order', async (t) => {
    await inHouse(t, async ({ alice, bob, disk, program }) => {
      disk.become({ errno: 'ENOSPC' });
      alice.enter('lost in the disk');
      await alice.sees('Not saved');
      bob.type('half a thought');
      await bob.sees('> half a thought');
      assert.deepEqual(await program.stop('SIGTERM'), { status: 0, signal: null });
      for (const person of [alice, bob]) {
        await person.whenClosed();
        assert.match(person.raw, /shutting down/);
      }
      assert.match(program.out + program.err, /drafts or windows are lost/);
      assert.doesNotMatch(program.out + program.err, LOGGED_BUG);
    });
  });

  test('it cannot be read: nobody is thrown out or hangs, and all of it works when it does', async (t) => {
    await inHouse(t, async (house) => {
      const { port, keys, alice, bob, disk } = house;
      disk.become({ unreadable: 'EIO' });
      assert.ok((await typesAll(alice, 'gives nothing')) > 5);
      bob.enter('words need no reading');
      await alice.sees('bob words need no reading');
      // History that nobody has in memory.
      bob.type('\u001b[1;3H');
      await bob.sees(REFUSED);
      await canType(bob, 'still here');
      for (const handle of ['carol', 'erin']) {
        assert.equal((await Person.attempt({ port, handle, privateKey: keys.carol })).ok, false);
      }
      disk.become('ok');
      assert.equal((await Person.attempt({ port, handle: 'carol', privateKey: keys.carol })).ok, true);
      const before = alice.raw.length;
      await typesAll(alice, 'well');
      assert.doesNotMatch(alice.raw.slice(before), REFUSED);
      await says(bob, 'well again.');
      assert.deepEqual(await house.program.stop('SIGTERM'), { status: 0, signal: null });
      assert.doesNotMatch(house.program.out + house.program.err, LOGGED_BUG);
    });
  });
});

/** Whoever is known comes in and goes, nobody new does; and a name that was never used is left. */
async function comeAndGo({ port, keys, dora }: House): Promise<void> {
  const dave = await Person.connect({ port, handle: 'dave', password: PASSWORD });
  await dave.sees('Welcome back');
  dave.enter('/quit');
  await dave.whenClosed();
  assert.equal(dave.exitStatus, 0);
  const carol = await Person.connect({ port, handle: 'carol', privateKey: keys.carol });
  await carol.sees('Welcome back');
  carol.type('half a thought');
  await carol.sees('> half a thought');
  carol.vanish();
  for (const means of [{ privateKey: newKey() }, { answers: [PASSWORD, PASSWORD] }]) {
    assert.equal((await Person.attempt({ port, handle: 'erin', ...means })).ok, false);
  }
  dora.enter('/quit');
  await dora.whenClosed();
}

/** Everything works again, for those who stayed, came back and are new. */
async function isWell({ port, folder, alice, program }: House): Promise<void> {
  const before = alice.raw.length;
  await typesAll(alice, 'well');
  assert.doesNotMatch(alice.raw.slice(before), REFUSED);
  await visits({ port, handle: 'erin', privateKey: newKey() });
  await comesTrue("carol's draft is written", () => storedDrafts(folder).includes('half a thought'));
  await comesTrue("dora's name is free", async () => {
    return (await Person.attempt({ port, handle: 'dora', privateKey: newKey() })).ok;
  });
  assert.doesNotMatch(program.out + program.err, LOGGED_BUG);
}

/** Killed now, the file has what was said and nothing else, and the next server goes on from it. */
async function agrees(t: TestContext, { folder, program, disk, keys }: House): Promise<void> {
  await program.stop('SIGKILL');
  const words = storedWords(folder);
  for (const kept of ['kept 1.', 'bob is here.', 'erin was here.']) assert.ok(words.includes(kept), kept);
  assert.ok(!words.includes('lost in the disk'));
  const db = new Database(join(folder, 'partyline.db'));
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  db.close();
  const port = await serve(t, folder, disk).port();
  const carol = await Person.connect({ port, handle: 'carol', privateKey: keys.carol });
  await carol.sees('> half a thought');
}

/** What happens by itself in some seconds. */
async function comesTrue(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await check())) {
    assert.ok(performance.now() < deadline, what);
    await pause(200);
  }
}
