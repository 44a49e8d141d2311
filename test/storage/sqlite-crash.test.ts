// What was acknowledged is kept: through kill -9 at any moment, and through a disk that takes no more for a while.
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ChatMessage } from '../../src/chat/message.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { inFolder } from './folder.ts';

const script = fileURLToPath(new URL('./appending-child.js', import.meta.url));

/** What a child says, line by line, as it comes. */
function lines(child: ChildProcess, listener: (line: string) => void): Promise<unknown> {
  assert.ok(child.stdout);
  const reader = createInterface(child.stdout);
  reader.on('line', listener);
  return once(reader, 'close');
}

/** Everything in the conversation of the children, oldest first. */
async function history(folder: string): Promise<readonly ChatMessage[]> {
  const { log, close } = await openSqlite(folder, { clock: Date });
  const all: ChatMessage[] = [];
  for (;;) {
    const page = await log.after({ conversation: '#lobby', after: all.length, limit: 1000 });
    all.push(...page.messages);
    if (!page.hasMore) break;
  }
  await close();
  return all;
}

test('kill -9 at any moment loses no acknowledged line and leaves no gap', async () => {
  await inFolder(async (folder) => {
    let acknowledged = 0;
    for (const killAfter of [1, 37, 160, 333]) {
      const child = spawn(process.execPath, [script, folder, 'loop'], { stdio: ['ignore', 'pipe', 'inherit'] });
      let heard = 0;
      await lines(child, (line) => {
        acknowledged = Number(line);
        heard += 1;
        if (heard === killAfter) child.kill('SIGKILL');
      });
      assert.ok(heard >= killAfter);
      const all = await history(folder);
      assert.ok(all.length >= acknowledged, `${acknowledged} acknowledged, ${all.length} kept`);
      assert.deepEqual(
        all.map(({ seq }) => seq),
        all.map((_, index) => index + 1),
      );
    }
  });
});

const prlimit = (() => {
  try {
    return execFileSync('prlimit', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

test('a disk that takes no more refuses the line and keeps the others; with room again writing resumes', {
  skip: !prlimit && 'needs prlimit (util-linux)',
}, async () => {
  await inFolder(async (folder) => {
    // A file may not grow beyond 2,048 blocks (of 512 or 1,024 bytes, as the shell has it): every write past it fails, as on a full disk, until the limit is lifted.
    const command = 'ulimit -S -f 2048; exec "$0" "$1" "$2" starve';
    const child = spawn('/bin/sh', ['-c', command, process.execPath, script, folder]);
    child.stderr.pipe(process.stderr);
    const heard: string[] = [];
    await lines(child, (line) => {
      heard.push(line);
      if (line !== 'refused') return;
      execFileSync('prlimit', ['--fsize=unlimited:unlimited', '--pid', String(child.pid)]);
      child.stdin.end('again\n');
    });
    const refusedAt = heard.indexOf('refused');
    assert.ok(refusedAt > 10, heard.join(' '));
    // The seq of the refused line was given to nobody, so the next one has it.
    assert.deepEqual(heard.slice(refusedAt + 1), [String(refusedAt + 1)]);
    const all = await history(folder);
    assert.deepEqual(
      all.map(({ seq }) => String(seq)),
      heard.filter((line) => line !== 'refused'),
    );
  });
});
