// What a line of the log looks like and what never stands in it.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, openLogger } from '../../src/ops/logger.ts';

function capture(level: 'debug' | 'info' | 'warn' | 'error') {
  const lines: string[] = [];
  const log = createLogger(level, { write: (line: string) => void lines.push(line) });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line)) };
}

test('a line is a JSON object with level, time, message and fields', () => {
  const { log, parsed } = capture('info');
  log.warn({ address: '127.0.0.1' }, 'refused');
  const [line] = parsed();
  assert.equal(line.level, 'warn');
  assert.equal(line.msg, 'refused');
  assert.equal(line.address, '127.0.0.1');
  assert.ok(!Number.isNaN(Date.parse(line.time)));
});

test('lines below the level are not written', () => {
  const { log, parsed } = capture('warn');
  log.debug({}, 'debug');
  log.info({}, 'info');
  log.warn({}, 'warn');
  log.error({}, 'error');
  assert.deepEqual(
    parsed().map((line) => line.msg),
    ['warn', 'error'],
  );
});

test('passwords, secrets and codes are struck out, at the top and one level down', () => {
  const { log, lines } = capture('info');
  log.info({ password: 'hunter2', code: 'hunter2', user: { password: 'hunter2', inviteCode: 'hunter2' } }, 'signed in');
  log.info({ secret: 'hunter2', claimCode: 'hunter2', answer: { secret: 'hunter2' } }, 'claimed');
  assert.equal(lines.length, 2);
  assert.doesNotMatch(lines.join(''), /hunter2/);
});

test('the code of an error is kept, for it tells what happened', () => {
  const { log, parsed } = capture('info');
  log.error({ err: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }, 'connection');
  assert.equal(parsed()[0].err.code, 'ECONNRESET');
});

test('a log file is appended to, readable by its owner only, and complete after a flush', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-log-'));
  try {
    const file = join(folder, 'server.log');
    for (const message of ['first start', 'second start']) {
      const log = openLogger('info', file);
      log.info({}, message);
      log.flush();
      log.flush();
    }
    const written = () => readFileSync(file, 'utf8').split('\n').slice(0, -1);
    // A write that was under way when it was flushed is the system's to end.
    for (const deadline = Date.now() + 10_000; written().length < 2 && Date.now() < deadline; ) await sleep(10);
    assert.deepEqual(
      written().map((line) => JSON.parse(line).msg),
      ['first start', 'second start'],
    );
    assert.equal(statSync(file).mode & 0o777, 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a log file that cannot be opened is reported at once', () => {
  assert.throws(() => openLogger('info', join(tmpdir(), 'no-such-folder-here', 'server.log')), { code: 'ENOENT' });
});

/** Logs more than 40 MB while nobody reads it, says how much memory that took, and goes on with a line a tick when told. */
const FLOOD = `
  import { openLogger } from ${JSON.stringify(new URL('../../src/ops/logger.js', import.meta.url).href)};
  const log = openLogger('info', '');
  const before = process.memoryUsage().rss;
  for (let n = 0; n < 40_000; n += 1) {
    log.info({ n }, 'x'.repeat(1000));
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  gc();
  process.send(process.memoryUsage().rss - before);
  process.once('message', () => setTimeout(() => process.exit(), 1000));
`;

test('a log that nobody reads takes little memory, and says afterwards how much of it is lost', async (t) => {
  const child = fork('', {
    execPath: process.execPath,
    execArgv: ['--expose-gc', '--input-type=module', '--eval', FLOOD],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  t.after(() => child.kill());
  const [grown] = (await once(child, 'message')) as [number];
  assert.ok(grown < 30e6, `${grown}`);
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  child.send('go on');
  await once(child, 'close');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { lost } = lines.find((line) => 'lost' in line);
  assert.equal(lost + lines.filter((line) => 'n' in line).length, 40_000);
});
