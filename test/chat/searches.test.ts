// Who searches in several sessions at once keeps the log as busy as one session would.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageLog, SearchPage } from '../../src/chat/ports/message-log.ts';
import { parseSearch } from '../../src/chat/search-query.ts';
import { Searches } from '../../src/chat/searches.ts';

test('a person has one search under way, whatever their sessions ask, and others do not wait for it', async () => {
  const answers: (() => void)[] = [];
  const log = {
    search: () => new Promise<SearchPage>((resolve) => answers.push(() => resolve({ found: [], next: undefined }))),
  } as unknown as MessageLog;
  const seats = { get: () => ({ channels: new Set(['#lobby']) }) };
  const searches = new Searches({ log, seats, accounts: {} } as unknown as ConstructorParameters<typeof Searches>[0]);
  const asked = parseSearch('deploy', 0, 'UTC');
  assert.ok(asked.ok);
  const begin = async (id: number) => {
    const finding = await searches.find({ id, here: '#lobby', ignored: [] }, asked.value);
    assert.ok(finding.ok);
    return finding.value.more();
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const pages = [begin(1), begin(1), begin(2)];
  await settle();
  assert.equal(answers.length, 2, 'one for each of them');
  for (const answer of answers.splice(0)) answer();
  await settle();
  assert.equal(answers.length, 1);
  for (const answer of answers.splice(0)) answer();
  await Promise.all(pages);
});
