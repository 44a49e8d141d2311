import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './stage.ts';

test('/highlight adds words, lists them and takes them away', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/highlight'), ['Only your handle calls you. /highlight add deploy adds a word.']);
  assert.deepEqual(await alice.types('/highlight add Deploy'), ['Besides your handle you are called by: deploy.']);
  assert.deepEqual(await alice.types('/highlight add outage, deploy'), [
    'Besides your handle you are called by: deploy, outage.',
  ]);
  assert.match(String(await alice.types('/set keywords')), /^keywords is deploy,outage/);
  assert.deepEqual(await alice.types('/highlight remove deploy'), ['No longer called by: deploy.']);
  assert.deepEqual(await alice.types('/highlight list'), ['Besides your handle you are called by: outage.']);
  assert.deepEqual(await alice.types('/highlight remove outage'), ['No longer called by: outage.']);
  assert.match(String(await alice.types('/set keywords')), /^keywords is none/);
});

test('/highlight refuses what is no word', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.match(String(await alice.types('/highlight add c++')), /^! A keyword is one word/);
  assert.match(String(await alice.types('/highlight add')), /^! A keyword is one word/);
  assert.match(String(await alice.types('/highlight remove bob')), /^! That is none of your keywords/);
  assert.match(String(await alice.types('/highlight what')), /^! Usage: \/highlight/);
});
