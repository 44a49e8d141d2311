import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directConversation } from '../../../src/chat/message.ts';
import { MINUTE, stage } from './stage.ts';

test('/who lists everyone: sysops first, then by handle, with what they are up to', async () => {
  const { enters, wait } = await stage();
  const alice = await enters('alice');
  const [dave, bob] = [await enters('dave'), await enters('Bob')];
  await enters('zoe', 'sysop');
  await bob.types('/join #dev');
  await bob.types('/away out for lunch');
  await dave.leaves('lost');
  wait(3 * MINUTE);
  assert.deepEqual(await alice.types('/who'), [
    '= 4 people here',
    '  zoe    sysop  here             idle 3 min  #lobby',
    '  alice         here             active      #lobby',
    '  Bob           away             idle 3 min  #dev #lobby  (out for lunch)',
    '  dave          connection lost  idle 3 min  #lobby',
  ]);
});

test('/who alone in the chat is one person', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/names'), ['= 1 person here', '  alice  here  active  #lobby']);
});

test('/who #dev lists that channel, and says when there is none', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await bob.types('/join #dev');
  assert.deepEqual(await alice.types('/who dev'), ['= 1 person in #dev', '  bob  here  active  #dev #lobby']);
  assert.deepEqual(await alice.types('/who bob'), [
    '! There is no channel #bob; /channels lists them, /whois bob tells about bob.',
  ]);
  const [refusal = ''] = await alice.types('/who #a b');
  assert.match(refusal, /^! A channel name is .* \/whois bob tells about bob\.$/);
});

test('/whois tells role, age, presence and idle time', async () => {
  const { enters, wait } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await bob.types('/away lunch');
  await bob.types('/dnd on');
  wait(2 * 60 * MINUTE);
  assert.deepEqual(await alice.types('/whois BOB'), [
    '= bob',
    '  bob is a user; account since 19:00.',
    '  Here since 19:00, idle 2 h, in #lobby.',
    '  Away (lunch).',
    '  Does not want to be disturbed.',
  ]);
});

test('/whois knows who lost the connection and who is not here', async () => {
  const { enters, registers, wait } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await registers('carol');
  await bob.leaves('lost');
  wait(5 * MINUTE);
  assert.equal((await alice.types('/whois bob')).at(-1), '  Connection lost 5 min ago.');
  assert.deepEqual(await alice.types('/whois carol'), [
    '= carol',
    '  carol is a user; account since 19:00.',
    '  carol is not here; /msg carol leaves word.',
  ]);
});

test('/whois shows fingerprints to a sysop only', async () => {
  const { addKey, enters, registers } = await stage();
  const [alice, ruth] = [await enters('alice'), await enters('ruth', 'sysop')];
  const bob = await registers('bob');
  await addKey(bob, 'SHA256:abc', 'laptop');
  const shown = await ruth.types('/whois bob');
  assert.equal(shown.at(-1), '  key SHA256:abc ssh-ed25519 laptop');
  assert.equal((await ruth.types('/whois ruth')).at(-1), '  no keys');
  assert.deepEqual(await alice.types('/whois bob'), shown.slice(0, -1));
});

test('/whois of nobody says so', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/whois nobody99'), ['! Nobody is called nobody99. /who lists who is here.']);
  const [refusal = ''] = await alice.types(`/whois ${'é'.repeat(2000)}`);
  assert.ok(refusal.length < 100);
});

test('/ignore and /unignore hide and show somebody; alone, the list', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('Bob')];
  assert.deepEqual(await alice.types('/ignore'), ['You ignore nobody.']);
  assert.deepEqual(await alice.types('/ignore bob'), ['You no longer see what Bob says. /unignore Bob ends it.']);
  assert.deepEqual([...alice.ignored], [[bob.id, 'Bob']]);
  assert.deepEqual(await alice.types('/ignore'), ['= You ignore', '  Bob', '', '  /unignore bob ends it for bob.']);
  assert.deepEqual(await alice.types('/unignore @bob'), ['You see Bob again.']);
  assert.equal(alice.ignored.size, 0);
  assert.deepEqual(await alice.types('/unignore bob'), [
    '! You do not ignore anybody of that name; /ignore lists whom you do.',
  ]);
});

test('the five hundred and first person is not ignored, and why is said', async () => {
  const { enters } = await stage();
  const [alice] = [await enters('alice'), await enters('bob')];
  for (let id = 1000; id < 1500; id += 1) alice.ignored.set(id, `p${id}`);
  assert.deepEqual(await alice.types('/ignore bob'), [
    '! You ignore 500 people, which is the most; /unignore somebody first.',
  ]);
  await alice.types('/unignore p1000');
  assert.deepEqual(await alice.types('/ignore bob'), ['You no longer see what bob says. /unignore bob ends it.']);
  // Whom they ignore already, again.
  assert.deepEqual(await alice.types('/ignore bob'), ['You no longer see what bob says. /unignore bob ends it.']);
});

test('Enter on a row of /ignore shows somebody again, and the list goes on without them', async () => {
  const { enters } = await stage();
  const [alice] = [await enters('alice'), await enters('bob'), await enters('carol')];
  await alice.types('/ignore bob');
  await alice.types('/ignore carol');
  await alice.types('/ignore');
  const { list } = alice;
  assert.ok(list?.items[0]);
  await list.enter.run(list.items[0], '');
  assert.deepEqual(
    list.after?.().map(({ key }) => key),
    ['carol'],
  );
});

test('/people lists who is in this window where it has no place beside it', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await bob.types('/join #dev');
  assert.deepEqual((await alice.types('/people'))[0], '= 2 people in #lobby');
  alice.here = '#dev';
  assert.deepEqual((await alice.types('/people'))[0], '= 1 person in #dev');
  alice.here = directConversation(alice.id, bob.id);
  assert.deepEqual((await alice.types('/people'))[0], '= 2 people of you here');
});

test('on a row of /who Enter writes to somebody and w asks about them', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/who');
  const { list } = alice;
  assert.ok(list?.items[0]);
  assert.equal(await list.enter.run(list.items[0], ''), '/msg alice');
  assert.deepEqual(
    list.keys?.map(({ letter }) => letter),
    ['w'],
  );
});

test('nobody can ignore themselves, or nobody', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/ignore alice'), ['! That is you; only others can be ignored.']);
  assert.deepEqual(await alice.types('/ignore nobody99'), ['! Nobody is called nobody99. /who lists who is here.']);
  assert.equal(alice.ignored.size, 0);
});
