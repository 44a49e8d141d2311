/** The set-up script on a clone in miniature, whose compiler makes nothing: what becomes of a lock that somebody left. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

const LOCK = '.setup.lock';

/** A folder in which everything is installed and nothing is compiled. */
function clone(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'partyline-setup-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const folder of ['src', 'scripts', 'dist', 'node_modules/typescript/bin']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  cpSync('scripts/setup.mjs', join(root, 'scripts', 'setup.mjs'));
  symlinkSync(join(process.cwd(), 'node_modules', 'better-sqlite3'), join(root, 'node_modules', 'better-sqlite3'));
  for (const [name, text] of [
    ['package.json', '{"engines":{"node":">=20.19"}}'],
    ['package-lock.json', '{"packages":{}}'],
    ['tsconfig.json', '{}'],
    ['node_modules/.package-lock.json', '{"packages":{}}'],
    ['node_modules/typescript/bin/tsc', ''],
  ] as const) {
    writeFileSync(join(root, name), text);
  }
  return root;
}

interface Run {
  /** What it says, as far as it came. */
  said: string;
  readonly ended: Promise<number | null>;
}

/** `first` runs in the same process before it. */
function setUp(t: TestContext, root: string, first = ''): Run {
  const before = join(root, 'before.mjs');
  writeFileSync(before, `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; ${first}`);
  const child = spawn(process.execPath, ['--import', before, join(root, 'scripts', 'setup.mjs')], { cwd: root });
  t.after(() => child.kill('SIGKILL'));
  const run: Run = { said: '', ended: once(child, 'close').then(([status]) => status as number | null) };
  child.stderr.on('data', (chunk: Buffer) => {
    run.said += chunk.toString();
  });
  return run;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; looks < 500 && !isSo(); looks += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(isSo());
}

test('an empty lock of a minute ago, and one of a process that is gone, are taken over', async (t) => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'close');
  for (const holder of ['', String(gone.pid)]) {
    const root = clone(t);
    writeFileSync(join(root, LOCK), holder);
    const minuteAgo = Date.now() / 1000 - 60;
    utimesSync(join(root, LOCK), minuteAgo, minuteAgo);
    const run = setUp(t, root);
    assert.equal(await run.ended, 0, run.said);
    assert.equal(run.said, 'Compiling …\n');
    assert.equal(existsSync(join(root, LOCK)), false);
  }
});

test('who waits says once for whom, and goes on when that is over', async (t) => {
  const root = clone(t);
  writeFileSync(join(root, LOCK), String(process.pid));
  const run = setUp(t, root);
  await until(() => run.said.includes('\n'));
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(
    run.said,
    `Waiting for the set-up of process ${process.pid} here. If that is none, remove ${join(root, LOCK)} …\n`,
  );
  rmSync(join(root, LOCK));
  assert.equal(await run.ended, 0, run.said);
  assert.match(run.said, /…\nCompiling …\n$/);
});

test('a lock that holds our own number is left of a process that was killed', async (t) => {
  const root = clone(t);
  const run = setUp(t, root, `fs.writeFileSync(${JSON.stringify(join(root, LOCK))}, String(process.pid));`);
  assert.equal(await run.ended, 0, run.said);
});

test('a disk that is full leaves no lock, and is named', async (t) => {
  const root = clone(t);
  const full = "fs.writeSync = () => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }); };";
  const run = setUp(t, root, `${full} syncBuiltinESMExports();`);
  assert.equal(await run.ended, 1, run.said);
  assert.equal(run.said, `${join(root, LOCK)} cannot be written: ENOSPC.\n`);
  assert.equal(existsSync(join(root, LOCK)), false);
});
