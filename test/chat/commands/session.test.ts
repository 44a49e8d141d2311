import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usageOf } from '../../../src/chat/commands/help.ts';
import { COMMANDS } from '../../../src/chat/commands/table.ts';
import { stage } from './stage.ts';

test('/help shows a sysop every row, and everyone else all that they may use', async () => {
  const { enters } = await stage();
  const [alice, ruth] = [await enters('alice'), await enters('ruth', 'sysop')];
  const [hers, theirs] = [await alice.types('/help'), await ruth.types('/?')];
  for (const command of new Set(COMMANDS.values())) {
    const isRow = (line: string) => line.includes(`${usageOf(command)} `) && line.includes(command.summary);
    assert.equal(theirs.filter(isRow).length, 1, command.name);
    assert.equal(hers.filter(isRow).length, command.role === undefined ? 1 : 0, command.name);
  }
  assert.ok(theirs.includes('  Sysops') && !hers.includes('  Sysops'));
});

test('/help fits 80 columns with room for a frame', async () => {
  const { enters } = await stage();
  const ruth = await enters('ruth', 'sysop');
  for (const line of await ruth.types('/help')) assert.ok(line.trim().length <= 74, line);
});

test('/help msg tells its usage, details and aliases', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  const help = await alice.types('/help msg');
  assert.deepEqual(help.slice(0, 2), ['= /msg bob [text]', '  direct message, read by the two of you only']);
  assert.ok(help.includes('  Words for somebody who is not here are kept for their return.'));
  assert.equal(help.at(-1), '  Also: /m /w /whisper /tell /query /dm');
  assert.deepEqual(await alice.types('/help /TELL'), help);
  assert.deepEqual(await alice.types('/help back'), ['= /back', '  say that you are back']);
});

test('Enter on a row of /help tells more about it, and the list stays', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/help');
  const { list } = alice;
  assert.ok(list);
  const row = list.items.find(({ key }) => key === 'msg');
  assert.ok(row);
  assert.equal(await list.enter.run(row, ''), undefined);
  assert.deepEqual(list.after?.(), list.items);
});

test('/help of what is not there or not for this person says so', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.match((await alice.types('/help pgae'))[0] ?? '', /^! There is no command \/pgae; did you mean \/page\?/);
  assert.match((await alice.types('/help invite-code'))[0] ?? '', /^! \/invite-code is for sysops/);
});

test('an unknown command is sent to nobody', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/mgs bob secret'), [
    '! There is no command /mgs; did you mean /msg? Nothing was sent.',
  ]);
  for (const text of ['/constructor x', '/__proto__ x', '/usr/bin/env node']) {
    assert.match((await alice.types(text))[0] ?? '', /^! There is no command/);
  }
  assert.deepEqual(bob.hears(), []);
});

test('a lone slash says what it is not', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/'), ['! A / alone is no command; /help lists them all, and // says /.']);
});

test('a missing argument is answered with the usage line, and nothing is done', async () => {
  const { enters } = await stage();
  const ruth = await enters('ruth', 'sysop');
  for (const command of new Set(COMMANDS.values())) {
    if (command.required === 0) continue;
    assert.deepEqual(await ruth.types(`/${command.name}`), [`! Usage: ${usageOf(command)}`]);
  }
  assert.deepEqual(ruth.hears(), []);
});

test('a paste is no command, unless the command takes text', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/topic one\ntwo'), [
    '! /topic takes one line. To say the whole text, put one more / before it.',
  ]);
  assert.deepEqual(await alice.types('/quit\nreally'), [
    '! /quit takes one line. To say the whole text, put one more / before it.',
  ]);
  assert.deepEqual(alice.quits, []);
  await alice.types('/me shows\nthis');
  assert.deepEqual(bob.hears(), ['* alice shows this']);
});

test('/keys, /clear and /quit are the session’s own', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/keys'), ['= Keys', '  Enter  send the line']);
  assert.deepEqual(await alice.types('/clear'), []);
  assert.equal(alice.clears, 1);
  assert.deepEqual(await alice.types('/QUIT gone fishing'), []);
  assert.deepEqual(await alice.types('/q'), []);
  assert.deepEqual(alice.quits, ['gone fishing', '']);
});

test('/nick says that a handle stays and how to get another', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  const [first = '', second = ''] = await alice.types('/nick queen');
  assert.match(first, /^You are alice: .* it stays\.$/);
  assert.match(second, /ssh -p PORT othername@host/);
});
