import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellText } from '../../../src/chat/choices.ts';
import { stage } from './stage.ts';

test('/set lists every preference with its value and what it takes', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  const lines = await alice.types('/set');
  assert.equal(lines[0], '= Preferences');
  assert.ok(lines.some((line) => /^ {2}clock +24h +how times of day are written \(24h, 12h, seconds\)$/.test(line)));
});

test('/set name shows one, /set name value changes it, default undoes that', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/set clock'), [
    'clock is 24h: how times of day are written. Allowed: 24h, 12h, seconds.',
  ]);
  assert.deepEqual(await alice.types('/set CLOCK 12H'), ['clock is now 12h.']);
  assert.deepEqual(await alice.types('/set clock'), [
    'clock is 12h: how times of day are written. Allowed: 24h, 12h, seconds.',
  ]);
  assert.deepEqual(await alice.types('/set clock default'), ['clock is 24h again, the default.']);
  await alice.types('/set bell off');
  await alice.types('/set bell.#dev all');
  assert.deepEqual(await alice.types('/set bell.#dev default'), ['bell.#dev is off again, as bell is.']);
  assert.deepEqual(await alice.types('/set bell all   #dev'), ['bell.#dev is now all.']);
  assert.match(String(await alice.types('/set bell #dev')), /^! bell cannot be #dev;/);
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
  assert.deepEqual(await alice.types('/set clock noon'), ['! clock cannot be noon; it is one of 24h, 12h, seconds.']);
});

test('what holds everywhere is not set for one channel', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/set clock.#dev 12h'), ['! clock is the same in every channel: /set clock']);
});

test('in the list Enter goes to the next value, d undoes, and what is not a word is asked for', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/set');
  const { list } = alice;
  assert.ok(list);
  const row = (key: string) => {
    const found = list.after?.().find((item) => item.key === key);
    assert.ok(found);
    return found;
  };
  const value = (key: string) => cellText(row(key).cells[1] ?? '');
  const { enter, keys: [undo] = [] } = list;
  assert.ok(undo);
  assert.equal(enter.ask?.(row('clock')), undefined);
  await enter.run(row('clock'), '');
  assert.equal(value('clock'), '12h');
  await enter.run(row('clock'), '');
  await enter.run(row('clock'), '');
  assert.equal(value('clock'), '24h');
  assert.equal(enter.ask?.(row('timezone')), 'server');
  await enter.run(row('timezone'), 'asia/tokyo');
  assert.equal(enter.ask?.(row('timezone')), 'Asia/Tokyo');
  await enter.run(row('timezone'), 'Mars');
  await enter.run(row('bell'), '');
  await undo.run(row('timezone'), '');
  assert.equal(value('timezone'), 'server');
  assert.match(String(await alice.types('/set bell')), /^bell is all/);
});

test('a value of one channel is a row of its own', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/set bell.#dev all');
  await alice.types('/set');
  const own = alice.list?.items.find(({ key }) => key === 'bell.#dev');
  assert.ok(own && alice.list);
  assert.deepEqual(own.cells.map(cellText), ['  #dev', 'all', '']);
  await alice.list.enter.run(own, '');
  assert.match(String(await alice.types('/set bell.#dev')), /^bell.#dev is off/);
  assert.match(String(await alice.types('/set bell')), /^bell is mentions/);
});

test('/theme alone lists them; each is tried on as one comes to it, and Enter keeps one', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/theme'), [
    '= Themes',
    '  dark   now  for a dark background',
    '  light       for a light one',
  ]);
  const { list } = alice;
  assert.ok(list?.items[1]);
  list.preview?.(list.items[1]);
  list.preview?.(undefined);
  assert.deepEqual(alice.tried, ['light', undefined]);
  await list.enter.run(list.items[1], '');
  assert.match(String(await alice.types('/set theme')), /^theme is light/);
});

test('/theme name is the short way', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/theme light'), ['theme is now light.']);
  assert.match(String(await alice.types('/theme pink')), /^! theme cannot be pink; it is one of dark, light, mono/);
});
