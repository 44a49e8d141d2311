import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TUNES = `import { tuneHeap } from '${new URL('../../src/ops/heap.js', import.meta.url)}'; tuneHeap();`;

test('this version of V8 knows what the heap is tuned with: it would say so if not', async () => {
  const unknown = `import { setFlagsFromString } from 'node:v8'; setFlagsFromString('--no-such-flag=30');`;
  const { stderr: complaint } = await run(process.execPath, ['--input-type=module', '-e', unknown]);
  assert.match(complaint, /no-such-flag/);
  const { stderr } = await run(process.execPath, ['--input-type=module', '-e', TUNES]);
  assert.equal(stderr, '');
});
