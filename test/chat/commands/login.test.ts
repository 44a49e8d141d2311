import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './stage.ts';

test('/password sets one twice typed, on masked lines', async () => {
  const { credentials, enters } = await stage();
  const alice = await enters('alice');
  alice.secrets.push('correct horse', 'correct horse');
  assert.deepEqual(await alice.types('/password'), ['Your password is set; it signs you in where you have no key.']);
  assert.deepEqual(alice.asked, ['New password:', 'New password again:']);
  assert.equal(credentials.passwords.get(alice.id), 'correct horse');
});

test('/password makes the name of a newcomer theirs at once, so that nobody takes their place', async () => {
  const { chat, enters } = await stage(1);
  const alice = await enters('alice', 'user', true);
  alice.secrets.push('correct horse', 'correct horse');
  await alice.types('/password');
  await assert.rejects(enters('bob'), /at capacity/);
  assert.equal(chat.isInChat(alice.id), true);
});

test('/password asks for the current one first, if there is one', async () => {
  const { credentials, enters, hasPassword } = await stage();
  const alice = await enters('alice');
  credentials.passwords.set(alice.id, 'old password');
  await hasPassword(alice.id);
  alice.secrets.push('wrong');
  assert.deepEqual(await alice.types('/password'), [
    '! That is not your current password; nothing was changed. /password tries again.',
  ]);
  alice.secrets.push('old password', 'new password', 'new password');
  assert.deepEqual(await alice.types('/password'), ['Your password is changed.']);
  assert.deepEqual(alice.asked, ['Current password:', 'Current password:', 'New password:', 'New password again:']);
  assert.equal(credentials.passwords.get(alice.id), 'new password');
  assert.deepEqual(alice.signedOut, ['password']);
});

test('/password changes nothing when the two differ, when it is refused, or when cancelled at any line', async () => {
  const { credentials, enters, hasPassword } = await stage();
  const alice = await enters('alice');
  alice.secrets.push('correct horse', 'incorrect horse');
  assert.deepEqual(await alice.types('/password'), [
    '! The two were not the same; nothing was changed. /password tries again.',
  ]);
  alice.secrets.push('short', 'short');
  assert.deepEqual(await alice.types('/password'), ['! A password has at least 8 characters.']);
  for (const typed of [[], ['correct horse']]) {
    alice.secrets.push(...typed, undefined);
    assert.deepEqual(await alice.types('/password'), ['Cancelled; nothing was changed.']);
  }
  assert.equal(credentials.passwords.size, 0);
  await hasPassword(alice.id);
  alice.secrets.push(undefined);
  assert.deepEqual(await alice.types('/password'), ['Cancelled; nothing was changed.']);
});

test('/key list numbers the keys', async () => {
  const { addKey, enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/key list'), ['You have no keys; /help key says how to add one.']);
  await addKey(alice.id, 'SHA256:abc', 'laptop');
  await addKey(alice.id, 'SHA256:defg');
  assert.deepEqual(await alice.types('/key LIST'), [
    '= Your keys',
    '  1  ssh-ed25519  SHA256:abc   19:00  laptop',
    '  2  ssh-ed25519  SHA256:defg  19:00',
  ]);
});

test('/key add takes a line or the key just offered, and says where to find one', async () => {
  const { credentials, enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/key add'), [
    '! Which key? /key add and the line in ~/.ssh/id_ed25519.pub, or /key add last for the one just offered.',
  ]);
  assert.deepEqual(await alice.types('/key add ssh-ed25519 AAAA alice@laptop\n'), [
    'The key SHA256:added signs you in from now on.',
  ]);
  assert.deepEqual(await alice.types('/key add last'), ['The key SHA256:added signs you in from now on.']);
  assert.deepEqual(await alice.types('/key add rubbish'), ['! That is not the line of a public key.']);
  assert.deepEqual(credentials.added, ['ssh-ed25519 AAAA alice@laptop', 'last']);
});

test('/key remove takes one away', async () => {
  const { credentials, enters } = await stage();
  const alice = await enters('alice');
  assert.match((await alice.types('/key remove'))[0] ?? '', /^! Which key\?/);
  assert.deepEqual(await alice.types('/key remove 7'), ['! You have no such key; /key list shows them.']);
  assert.deepEqual(await alice.types('/key remove 1'), ['The key SHA256:removed no longer signs you in.']);
  assert.deepEqual([credentials.removed, alice.signedOut], [['1'], ['SHA256:removed']]);
  alice.otherSessions = 2;
  assert.deepEqual(await alice.types('/key remove 1'), [
    'The key SHA256:removed no longer signs you in. 2 sessions that came in with it are ended.',
  ]);
});

test('/key with another word answers with its usage', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  for (const word of ['frob', 'constructor']) {
    assert.deepEqual(await alice.types(`/key ${word}`), [
      '! Usage: /key list|add|remove [which]. /help key tells more.',
    ]);
  }
});

test('/claim makes a sysop at once, from an argument or a masked line', async () => {
  const { chat, enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/claim guess'), ['! That is not the claim code.']);
  assert.equal(chat.participant(alice.id)?.role, 'user');
  const done = ['You are a sysop now. /help shows what sysops can do.'];
  assert.deepEqual(await alice.types('/claim open-sesame'), done);
  assert.equal(chat.participant(alice.id)?.role, 'sysop');
  bob.secrets.push(' open-sesame ');
  assert.deepEqual(await bob.types('/claim'), done);
  assert.deepEqual(bob.asked, ['Claim code:']);
  bob.secrets.push(undefined);
  assert.deepEqual(await bob.types('/claim'), ['Cancelled; nothing was changed.']);
});

test('/invite-code is for sysops', async () => {
  const { enters } = await stage();
  const [alice, ruth] = [await enters('alice'), await enters('ruth', 'sysop')];
  assert.deepEqual(await alice.types('/invite-code'), ['! /invite-code is for sysops; /page sysop calls one.']);
  assert.equal((await ruth.types('/invite-code'))[0], 'Invite code: come-in-42');
  await alice.types('/claim open-sesame');
  assert.equal((await alice.types('/invite-code'))[0], 'Invite code: come-in-42');
});
