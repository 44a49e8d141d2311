/**
 * A process that appends to a conversation of its own folder and prints the seq of each acknowledged line, to be killed
 * or to be starved of disk. Arguments: folder, mode. `loop` appends until killed, ten at a time; `starve` appends until
 * refused, prints `refused`, waits for a line on stdin, appends once more and closes.
 */
import { writeSync } from 'node:fs';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';

const [folder, mode] = process.argv.slice(2);
if (folder === undefined) throw new Error('folder?');
const { log, close } = await openSqlite(folder, { clock: Date });
const from = { id: 1, handle: 'alice' };
const run = `${process.pid}-${Date.now()}`;
let count = 0;

async function appendOne(): Promise<void> {
  count += 1;
  const text = `line ${count} ${'x'.repeat(1000)}`;
  const { seq } = await log.append({ kind: 'public', conversation: '#lobby', id: `${run}-${count}`, from, text });
  // At once and by the kernel: what is printed survives this process.
  writeSync(1, `${seq}\n`);
}

if (mode === 'loop') {
  for (;;) await Promise.all(Array.from({ length: 10 }, appendOne));
}

try {
  for (;;) await appendOne();
} catch (error) {
  writeSync(1, error instanceof StoreUnavailable ? 'refused\n' : `${error}\n`);
}
process.stdin.once('data', async () => {
  process.stdin.destroy();
  await appendOne();
  await close();
});
