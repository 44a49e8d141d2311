import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from '../../../src/chat/commands/table.ts';
import { BLOCK_BYTES, LINE_BYTES } from '../../../src/chat/text.ts';
import { stage } from './stage.ts';

test('what stands after a command is one line, unless it is words for others', async () => {
  const { enters } = await stage();
  const alice = await enters('alice', 'sysop');
  for (const { name, multiline } of new Set(COMMANDS.values())) {
    if (multiline === true) continue;
    assert.deepEqual(await alice.types(`/${name} ${'x'.repeat(LINE_BYTES + 1)}`), [
      '! This line is 4,097 bytes long; at most 4,096 fit. Nothing was sent.',
    ]);
  }
  assert.deepEqual(await alice.types(`/away ${'x'.repeat(LINE_BYTES)}`), [
    '! A reason has at most 100 characters; this one has 4096.',
  ]);
  assert.deepEqual(await alice.types(`/msg alice ${'x'.repeat(BLOCK_BYTES)}`), []);
});
