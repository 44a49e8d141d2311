// The main thread stands still for ever, or is only busy, or was stopped with all the others.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./watched-process.js', import.meta.url));

function start(t: TestContext, what: string, logFile = '') {
  const child = spawn(process.execPath, [script, logFile, what], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = once(child, 'close').then(([status, signal]) => ({ status, signal, errors }));
  return { child, ended };
}

test('a main thread that stands still is told of on stderr, and the process is killed', async (t) => {
  const { status, signal, errors } = await start(t, 'stands').ended;
  assert.deepEqual([status, signal], [null, 'SIGKILL']);
  const { level, msg, seconds } = JSON.parse(errors);
  assert.deepEqual([level, msg, seconds], ['error', 'the main thread stands still: the process is killed', 1]);
});

test('or in the log file, where there is one', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-watchdog-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { signal, errors } = await start(t, 'stands', join(folder, 'log')).ended;
  assert.deepEqual([signal, errors], ['SIGKILL', '']);
  assert.match(readFileSync(join(folder, 'log'), 'utf8'), /the main thread stands still/);
});

test('one that is only busy goes on, and so does one that was stopped for a while', async (t) => {
  const { child, ended } = start(t, 'works');
  await once(child.stdout, 'data');
  child.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  child.kill('SIGCONT');
  assert.deepEqual(await ended, { status: 0, signal: null, errors: '' });
});

test('it keeps no process from its end', async (t) => {
  assert.deepEqual(await start(t, 'ends').ended, { status: 0, signal: null, errors: '' });
});
