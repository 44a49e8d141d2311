import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './stage.ts';

test('/set lists every preference with its value and what it takes', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  const lines = await alice.types('/set');
  assert.equal(lines[0], '= Preferences');
  assert.ok(lines.some((line) => /^ {2}clock +24h +how times of day are written \(24h, 12h\)$/.test(line)));
});

test('/set name shows one, /set name value changes it, default undoes that', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/set clock'), ['clock is 24h: how times of day are written. Allowed: 24h, 12h.']);
  assert.deepEqual(await alice.types('/set CLOCK 12H'), ['clock is now 12h.']);
  assert.deepEqual(await alice.types('/set clock'), ['clock is 12h: how times of day are written. Allowed: 24h, 12h.']);
  assert.deepEqual(await alice.types('/set clock default'), ['clock is as it was at first.']);
  assert.match(String(await alice.types('/set clock')), /^clock is 24h/);
});

test('a zone is kept as the world spells it, and an unknown one is refused', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/set timezone europe/berlin'), ['timezone is now Europe/Berlin.']);
  assert.deepEqual(await alice.types('/set timezone Mars/Olympus'), [
    '! timezone cannot be Mars/Olympus; it is a time zone such as Europe/Berlin or Asia/Tokyo, or server.',
  ]);
  assert.match(String(await alice.types('/set timezone')), /^timezone is Europe\/Berlin/);
});

test('an unknown preference offers the nearest, a bad value what is allowed', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/set clok 12h'), [
    '! There is no preference called clok. Did you mean clock? /set lists them.',
  ]);
  assert.deepEqual(await alice.types('/set constructor x'), [
    '! There is no preference called constructor. /set lists them.',
  ]);
  assert.deepEqual(await alice.types('/set clock noon'), ['! clock cannot be noon; it is one of 24h, 12h.']);
});

test('what holds everywhere is not set for one channel', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/set clock.#dev 12h'), ['! clock is the same in every channel: /set clock']);
});

test('/theme is the short way', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/theme light'), ['theme is now light.']);
  assert.match(String(await alice.types('/theme pink')), /^! theme cannot be pink; it is one of dark, light, mono/);
});
