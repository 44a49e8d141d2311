/**
 * A bug in one session is that session's own: it ends with an apology and a reference that stands in the log too, and the
 * others go on. The bug is a backend that throws what no backend should, for one channel.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../../src/app.ts';
import type { MessageLog } from '../../src/chat/ports/message-log.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { newKey } from '../new-key.ts';
import { Crowd, someAtOnce } from './crowd.ts';
import { Guest } from './guest.ts';
import { percentile, scaled, torture } from './scale.ts';

/** Key to every screen: the crowd and all the falling are in the server's own process here, and other tests beside. */
const P99_MS = torture ? 250 : 500;
const APOLOGY = /Sorry, something went wrong here \(reference ([\w-]+)\)/;

/** A log as it is, but for one channel that cannot be read. */
function withCliff(log: MessageLog): MessageLog {
  const before: MessageLog['before'] = async (query) => {
    if (query.conversation === '#cliff') throw new TypeError('over the cliff');
    return await log.before(query);
  };
  return new Proxy(log, {
    get: (target, name) => {
      if (name === 'before') return before;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

test('a bug ends its own session, with an apology and a reference in the log; a thousand of them touch nobody else', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-bugs-'));
  const argv = ['--host', '127.0.0.1', '--port', '0', '--data', folder, '--keys', join(folder, 'keys')];
  const quick = ['--limits-exempt', '127.0.0.0/8', '--capacity', '2000'];
  const config = loadConfig({ argv: [...argv, ...quick], env: {}, cwd: folder, readFile: () => undefined });
  const logged = new Map<string, unknown>();
  const silent = () => undefined;
  const logger = {
    debug: silent,
    info: silent,
    warn: silent,
    error: ({ reference, err }: Readonly<Record<string, unknown>>) => void logged.set(String(reference), err),
  };
  const app = await startApp(config, logger, silent, async (data, deps) => {
    const store = await openSqlite(data, deps);
    return { ...store, log: withCliff(store.log) };
  });
  t.after(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const crowd = await Crowd.enter({ port: app.port, size: 20, name: 'u' });
  const talk = crowd.talk(10, scaled(3, 20));
  const count = scaled(100, 1000);
  const references = new Set<string>();
  const privateKey = newKey();
  await someAtOnce(
    Array.from({ length: count }, (_, at) => at),
    4,
    async (at) => {
      const guest = await Guest.enter({ port: app.port, handle: `clumsy${at}`, privateKey, plain: at % 2 === 0 });
      await guest.sees('/help');
      guest.say('/join #cliff');
      await guest.until(() => guest.closed, 'should be gone');
      references.add(APOLOGY.exec(guest.text)?.[1] ?? `none for ${guest.handle}`);
    },
  ); // prettier-ignore
  const { delays, expected } = await talk;
  t.diagnostic(`p99 ${percentile(delays, 0.99).toFixed(1)} ms`);
  assert.equal(references.size, count, 'each has a reference of its own');
  assert.deepEqual([...logged.keys()].sort(), [...references].sort());
  for (const err of logged.values()) assert.match(String((err as Error).stack), /over the cliff\n/);
  assert.equal(delays.length, expected);
  assert.ok(percentile(delays, 0.99) < P99_MS, `p99 ${percentile(delays, 0.99).toFixed(1)} ms`);
  assert.ok(crowd.guests.every(({ closed }) => !closed));
  // Whoever is gone is written down yet.
  for (let looks = 0; looks < 100 && app.counts().sessions > crowd.guests.length; looks += 1) await sleep(20);
  assert.equal(app.counts().sessions, crowd.guests.length);
  assert.equal(app.counts().transcripts, 1, 'nothing of the broken channel is kept');
  await crowd.leave();
});
