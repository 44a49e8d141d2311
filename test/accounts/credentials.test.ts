import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashCode, newCode } from '../../src/accounts/codes.ts';
import { AccountCredentials } from '../../src/accounts/credentials.ts';
import { PasswordHasher } from '../../src/accounts/hashing.ts';
import type { Result } from '../../src/chat/result.ts';
import { ed25519Blob, someKey } from './fixtures.ts';
import { WatchedAccounts } from './watched-accounts.ts';

async function alice(hasher = new PasswordHasher()) {
  const accounts = new WatchedAccounts();
  const credentials = new AccountCredentials(accounts, hasher, { steady: () => 1_000_000 });
  const key = someKey();
  const account = { handle: 'alice', skeleton: 'alice', provisional: true, key: { ...key, comment: 'laptop' } };
  const created = await accounts.create(account);
  assert.ok(created.ok);
  return { accounts, credentials, key, id: created.value.id };
}

/** Counts how many passwords reach argon2, and how many at once. */
class CountingHasher extends PasswordHasher {
  compared = 0;
  most = 0;
  #now = 0;

  override async verify(phc: string | undefined, password: string) {
    this.compared += 1;
    this.#now += 1;
    this.most = Math.max(this.most, this.#now);
    const same = await super.verify(phc, password);
    this.#now -= 1;
    return same;
  }
}

function code(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.code;
}

test('a password is checked before it is set, recognised afterwards, and makes an account lasting', async () => {
  const { accounts, credentials, id } = await alice();
  assert.deepEqual(await credentials.verifyPassword(id, ''), { ok: true, value: false });
  assert.equal(code(await credentials.setPassword(id, 'short')), 'too-short');
  assert.equal(await accounts.passwordHash(id), undefined);
  assert.equal(code(await credentials.setPassword(id, 'long enough')), 'ok');
  assert.deepEqual(await credentials.verifyPassword(id, 'long enough'), { ok: true, value: true });
  assert.deepEqual(await credentials.verifyPassword(id, 'long enoughh'), { ok: true, value: false });
  assert.equal((await accounts.get(id))?.provisional, false);
});

test('whoever sits at an open session guesses ten passwords, and what was never compared is no guess', async () => {
  const hasher = new CountingHasher();
  const { credentials, id } = await alice(hasher);
  await credentials.setPassword(id, 'long enough');
  const crowd = await Promise.all(Array.from({ length: 30 }, () => credentials.verifyPassword(id, 'guessed')));
  const codes = crowd.map(code);
  assert.deepEqual([codes.filter((each) => each === 'ok').length, hasher.compared], [10, 10]);
  assert.equal(codes.filter((each) => each === 'too-many').length, 20);
});

test('those inside leave half of the hasher to the door, and are told when it is busy', async () => {
  const hasher = new CountingHasher();
  const { accounts, credentials, id } = await alice(hasher);
  const ids = [id];
  for (const handle of ['bob', 'carol', 'dave']) {
    const created = await accounts.create({ handle, skeleton: handle, provisional: true });
    if (created.ok) ids.push(created.value.id);
  }
  const crowd = ids.flatMap((each) => Array.from({ length: 10 }, () => credentials.verifyPassword(each, 'guessed')));
  const codes = (await Promise.all(crowd)).map(code);
  assert.equal(hasher.most, 1);
  assert.deepEqual(
    [codes.filter((each) => each === 'ok').length, codes.filter((each) => each === 'busy').length],
    [17, 23],
  );
  assert.equal(code(await credentials.verifyPassword(ids.at(-1) ?? id, 'guessed')), 'ok');
});

test('a pasted key is added once', async () => {
  const { credentials, id } = await alice();
  const line = `ssh-ed25519 ${ed25519Blob().toString('base64')} work`;
  assert.equal(code(await credentials.addKey(id, line)), 'ok');
  assert.equal(code(await credentials.addKey(id, line)), 'known-key');
  assert.equal(code(await credentials.addKey(id, 'nonsense')), 'malformed-key');
});

test('`last` is the key shown at this login, and is forgotten with the session that showed it', async () => {
  const { credentials, id } = await alice();
  const refused = await credentials.addKey(id, 'last');
  assert.ok(!refused.ok);
  assert.match(refused.sentence, /showed no other key/);
  const [one, two] = [someKey(), someKey()];
  const forgetOne = credentials.offer(id, one);
  const forgetTwo = credentials.offer(id, two);
  forgetTwo();
  assert.deepEqual(await credentials.addKey(id, 'LAST'), { ok: true, value: { fingerprint: one.fingerprint } });
  forgetOne();
  assert.equal(code(await credentials.addKey(id, 'last')), 'no-offer');
});

test('a key is removed by number, fingerprint, its beginning or its comment, and only when it is clear which', async () => {
  const { accounts, credentials, id, key } = await alice();
  const more = [someKey(), someKey(), someKey()];
  for (const each of more) await accounts.addKey(id, { ...each, comment: 'old' });
  const [two, three] = more;
  assert.ok(two && three);
  assert.equal(code(await credentials.removeKey(id, 'old')), 'ambiguous');
  assert.equal(code(await credentials.removeKey(id, '')), 'no-such-key');
  assert.equal(code(await credentials.removeKey(id, '9')), 'no-such-key');
  assert.equal(code(await credentials.removeKey(id, two.fingerprint.slice(0, 10))), 'no-such-key', 'too little of it');
  const removed = async (which: string) => {
    const result = await credentials.removeKey(id, which);
    return result.ok ? result.value.fingerprint : result.code;
  };
  assert.equal(await removed('2'), two.fingerprint);
  assert.equal(await removed(three.fingerprint.slice(0, 20)), three.fingerprint);
  assert.equal(await removed('old'), more[2]?.fingerprint);
  assert.equal(await removed(key.fingerprint), 'last-way-in');
  assert.deepEqual(
    (await accounts.keys(id)).map(({ fingerprint }) => fingerprint),
    [key.fingerprint],
  );
});

test('the claim code makes one person sysop, once, and there is none while there is a sysop', async () => {
  const { accounts, credentials, id } = await alice();
  assert.equal(code(await credentials.claim(id, newCode())), 'no-claim');
  const first = await credentials.prepareClaim();
  const claim = await credentials.prepareClaim();
  assert.ok(first !== undefined && claim !== undefined && first !== claim);
  assert.equal(code(await credentials.claim(id, first)), 'wrong-code');
  assert.equal(code(await credentials.claim(id, '')), 'wrong-code');
  const both = await Promise.all([credentials.claim(id, claim), credentials.claim(id, claim)]);
  assert.deepEqual(both.map(code), ['ok', 'no-claim']);
  const account = await accounts.get(id);
  assert.deepEqual([account?.role, account?.provisional], ['sysop', false]);
  assert.equal(await credentials.prepareClaim(), undefined);
});

test('a claim that could not be stored can be tried again', async () => {
  const { accounts, credentials, id } = await alice();
  const claim = await credentials.prepareClaim();
  const { setRole } = accounts;
  accounts.setRole = async () => {
    throw new Error('disk full');
  };
  await assert.rejects(credentials.claim(id, claim ?? ''), /disk full/);
  accounts.setRole = setRole;
  assert.equal(code(await credentials.claim(id, claim ?? '')), 'ok');
});

test('what cannot be stored whole changes nothing that was promised: no password, no second sysop', async () => {
  const { accounts, credentials, id } = await alice();
  const claim = await credentials.prepareClaim();
  const { confirm } = accounts;
  accounts.confirm = async () => {
    throw new Error('disk full');
  };
  await assert.rejects(credentials.setPassword(id, 'long enough'), /disk full/);
  assert.equal(await accounts.passwordHash(id), undefined);
  await assert.rejects(credentials.claim(id, claim ?? ''), /disk full/);
  assert.equal((await accounts.get(id))?.role, 'user');
  accounts.confirm = confirm;
  assert.equal(code(await credentials.claim(id, claim ?? '')), 'ok');
});

test('an invite is shown once and kept as its hash', async () => {
  const { accounts, credentials, id } = await alice();
  const invite = await credentials.invite(id);
  assert.ok(invite.ok);
  assert.match(invite.value.code, /^([0-9a-hjkmnp-tv-z]{5}-){5}[0-9a-hjkmnp-tv-z]$/);
  assert.equal(await accounts.inviteIsGood(hashCode(invite.value.code)), true);
  assert.equal(await accounts.inviteIsGood(invite.value.code), false);
});

test('codes differ, and are read whatever the case, the dashes, and the letters that look like digits', () => {
  const codes = new Set(Array.from({ length: 200 }, newCode));
  assert.equal(codes.size, 200);
  assert.equal(hashCode('10ab-c'), hashCode(' IOAB C'));
  assert.notEqual(hashCode('10abc'), hashCode('10abd'));
});
