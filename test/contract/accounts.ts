/** What every Accounts promises (src/chat/ports/accounts.ts), each promise a test. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Account, AccountKey, Accounts, NewAccount } from '../../src/chat/ports/accounts.ts';
import type { WallClock } from '../../src/chat/ports/clock.ts';
import type { Result } from '../../src/chat/result.ts';

/** Makes an empty register of accounts. */
export type MakeAccounts = (clock: WallClock) => Promise<{ readonly accounts: Accounts; close(): Promise<void> }>;

type WithAccounts = (sentence: string, body: (accounts: Accounts, clock: { time: number }) => Promise<void>) => void;

const key = (name: string): Omit<AccountKey, 'addedAt'> => ({
  fingerprint: `SHA256:${name}`,
  type: 'ssh-ed25519',
  blob: `AAAA${name}`,
  comment: `${name} at home`,
});

const wanted = (handle: string, more: Partial<NewAccount> = {}): NewAccount => ({
  handle,
  skeleton: handle.toLowerCase(),
  provisional: false,
  ...more,
});

async function created(accounts: Accounts, handle: string, more: Partial<NewAccount> = {}): Promise<Account> {
  const result = await accounts.create(wanted(handle, more));
  assert.ok(result.ok);
  return result.value;
}

/** The code of a refusal, whose sentence has to be one. */
function codeOf(result: Result<unknown>): string {
  if (result.ok) return 'ok';
  assert.match(result.sentence, /^.{10,}\.$/);
  return result.code;
}

export function accountsContract(name: string, make: MakeAccounts): void {
  const withAccounts: WithAccounts = (sentence, body) => {
    test(sentence, async () => {
      const clock = { time: 1_700_000_000_000 };
      const { accounts, close } = await make({ now: () => clock.time });
      try {
        await body(accounts, clock);
      } finally {
        await close();
      }
    });
  };

  describe(`${name}: accounts`, () => {
    creationTests(withAccounts);
    provisionalTests(withAccounts);
    keyTests(withAccounts);
    roleAndPasswordTests(withAccounts);
    inviteTests(withAccounts);
  });
}

function creationTests(withAccounts: WithAccounts): void {
  withAccounts('a new account is found by skeleton and by id, as its owner spells it', async (accounts, clock) => {
    const alice = await created(accounts, 'Alice', { skeleton: 'a1ice' });
    assert.deepEqual(alice, {
      id: alice.id,
      handle: 'Alice',
      role: 'user',
      createdAt: clock.time,
      provisional: false,
      hasPassword: false,
    });
    assert.ok(alice.id > 0);
    assert.deepEqual(await accounts.find('a1ice'), alice);
    assert.deepEqual(await accounts.get(alice.id), alice);
    assert.equal(await accounts.find('alice'), undefined);
    assert.equal(await accounts.get(alice.id + 1), undefined);
    assert.deepEqual(await accounts.findKeys('a1ice'), []);
    assert.deepEqual(await accounts.findKeys('alice'), []);
  });

  withAccounts('a skeleton that is taken is refused, and the owner stays as they were', async (accounts) => {
    const alice = await created(accounts, 'alice');
    assert.equal(codeOf(await accounts.create(wanted('ALICE', { key: key('x') }))), 'taken');
    assert.deepEqual(await accounts.find('alice'), alice);
    assert.deepEqual(await accounts.keys(alice.id), []);
  });

  withAccounts('of many who want a handle at once, one gets it', async (accounts) => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => accounts.create(wanted('alice'))));
    assert.deepEqual(answers.map(codeOf).sort(), ['ok', ...Array.from({ length: 19 }, () => 'taken')]);
  });

  withAccounts('a new account starts with the key and the password it came with', async (accounts, clock) => {
    const alice = await created(accounts, 'alice', { key: key('laptop'), passwordHash: '$argon2id$x' });
    assert.equal(alice.hasPassword, true);
    assert.equal(await accounts.passwordHash(alice.id), '$argon2id$x');
    assert.deepEqual(await accounts.keys(alice.id), [{ ...key('laptop'), addedAt: clock.time }]);
  });
}

function provisionalTests(withAccounts: WithAccounts): void {
  withAccounts('a provisional account is released with its handle, keys and password', async (accounts) => {
    const typo = await created(accounts, 'alcie', { provisional: true, key: key('x'), passwordHash: '$argon2id$x' });
    assert.equal((await accounts.get(typo.id))?.provisional, true);
    await accounts.release(typo.id);
    await accounts.release(typo.id);
    assert.equal(await accounts.find('alcie'), undefined);
    assert.equal(await accounts.get(typo.id), undefined);
    assert.deepEqual(await accounts.keys(typo.id), []);
    assert.equal(await accounts.passwordHash(typo.id), undefined);
  });

  withAccounts('an id is never given to somebody else', async (accounts) => {
    const typo = await created(accounts, 'alcie', { provisional: true });
    await accounts.release(typo.id);
    const alice = await created(accounts, 'alcie');
    assert.ok(alice.id > typo.id);
  });

  withAccounts('a confirmed account is not released', async (accounts) => {
    const alice = await created(accounts, 'alice', { provisional: true });
    await accounts.confirm(alice.id);
    await accounts.confirm(alice.id);
    await accounts.release(alice.id);
    assert.deepEqual(await accounts.find('alice'), { ...alice, provisional: false });
    assert.equal(await accounts.releaseAll(), 0);
  });

  withAccounts('releaseAll frees every provisional handle, no other, and says how many', async (accounts) => {
    const alice = await created(accounts, 'alice');
    await created(accounts, 'bob', { provisional: true });
    await created(accounts, 'carol', { provisional: true });
    assert.equal(await accounts.releaseAll(), 2);
    assert.equal(await accounts.releaseAll(), 0);
    assert.deepEqual(await accounts.find('alice'), alice);
    assert.equal(await accounts.find('bob'), undefined);
    assert.equal(await accounts.find('carol'), undefined);
  });

  withAccounts('confirming or releasing nobody is harmless', async (accounts) => {
    await accounts.confirm(99);
    await accounts.release(99);
    assert.equal(await accounts.get(99), undefined);
  });
}

function keyTests(withAccounts: WithAccounts): void {
  withAccounts('keys are added in order, once each, and removed by fingerprint', async (accounts, clock) => {
    const alice = await created(accounts, 'alice', { key: key('laptop') });
    clock.time += 1000;
    assert.equal(codeOf(await accounts.addKey(alice.id, key('desk'))), 'ok');
    assert.equal(codeOf(await accounts.addKey(alice.id, key('laptop'))), 'known-key');
    assert.deepEqual(await accounts.keys(alice.id), [
      { ...key('laptop'), addedAt: clock.time - 1000 },
      { ...key('desk'), addedAt: clock.time },
    ]);
    assert.deepEqual(await accounts.findKeys('alice'), await accounts.keys(alice.id));
    assert.equal(codeOf(await accounts.removeKey(alice.id, 'SHA256:laptop')), 'ok');
    assert.equal(codeOf(await accounts.removeKey(alice.id, 'SHA256:laptop')), 'no-such-key');
    assert.deepEqual(
      (await accounts.keys(alice.id)).map(({ fingerprint }) => fingerprint),
      ['SHA256:desk'],
    );
  });

  withAccounts('a key may be in several accounts', async (accounts) => {
    const alice = await created(accounts, 'alice', { key: key('shared') });
    const bob = await created(accounts, 'bob', { key: key('shared') });
    assert.equal(codeOf(await accounts.addKey(bob.id, key('own'))), 'ok');
    assert.equal(codeOf(await accounts.removeKey(bob.id, 'SHA256:shared')), 'ok');
    assert.equal((await accounts.keys(alice.id)).length, 1);
  });

  withAccounts('an account holds sixteen keys and no more, however many race', async (accounts) => {
    const alice = await created(accounts, 'alice', { key: key('k0') });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => accounts.addKey(alice.id, key(`k${index + 1}`))),
    );
    assert.equal(answers.filter(({ ok }) => ok).length, 15);
    assert.equal(answers.filter((answer) => codeOf(answer) === 'too-many').length, 5);
    assert.equal((await accounts.keys(alice.id)).length, 16);
    assert.equal(codeOf(await accounts.addKey(alice.id, key('k0'))), 'known-key');
  });

  withAccounts('the last key of an account without a password stays', async (accounts) => {
    const alice = await created(accounts, 'alice', { key: key('only') });
    assert.equal(codeOf(await accounts.removeKey(alice.id, 'SHA256:only')), 'last-way-in');
    assert.equal((await accounts.keys(alice.id)).length, 1);
    await accounts.setPassword(alice.id, '$argon2id$x');
    assert.equal(codeOf(await accounts.removeKey(alice.id, 'SHA256:only')), 'ok');
    assert.deepEqual(await accounts.keys(alice.id), []);
  });

  withAccounts('two keys that are removed at once leave one', async (accounts) => {
    const alice = await created(accounts, 'alice', { key: key('a') });
    await accounts.addKey(alice.id, key('b'));
    const answers = await Promise.all(['a', 'b'].map((name) => accounts.removeKey(alice.id, `SHA256:${name}`)));
    assert.deepEqual(answers.map(codeOf), ['ok', 'last-way-in']);
  });

  withAccounts('a key for nobody is a bug', async (accounts) => {
    await assert.rejects(accounts.addKey(99, key('x')));
  });
}

function roleAndPasswordTests(withAccounts: WithAccounts): void {
  withAccounts('a password is set and replaced', async (accounts) => {
    const alice = await created(accounts, 'alice', { key: key('x') });
    assert.equal(await accounts.passwordHash(alice.id), undefined);
    await accounts.setPassword(alice.id, '$argon2id$one');
    await accounts.setPassword(alice.id, '$argon2id$two');
    assert.equal(await accounts.passwordHash(alice.id), '$argon2id$two');
    assert.equal((await accounts.get(alice.id))?.hasPassword, true);
  });

  withAccounts('roles are given and taken, and sysops counted', async (accounts) => {
    const alice = await created(accounts, 'alice');
    await created(accounts, 'bob');
    assert.equal(await accounts.countSysops(), 0);
    await accounts.setRole(alice.id, 'sysop');
    assert.equal((await accounts.find('alice'))?.role, 'sysop');
    assert.equal(await accounts.countSysops(), 1);
    await accounts.setRole(alice.id, 'user');
    assert.equal(await accounts.countSysops(), 0);
  });
}

function inviteTests(withAccounts: WithAccounts): void {
  withAccounts('an invite is good for one account', async (accounts) => {
    await accounts.addInvite('beef', undefined, undefined);
    assert.equal(await accounts.inviteIsGood('beef'), true);
    await created(accounts, 'alice', { inviteHash: 'beef' });
    assert.equal(await accounts.inviteIsGood('beef'), false);
    assert.equal(codeOf(await accounts.create(wanted('bob', { inviteHash: 'beef' }))), 'bad-invite');
    assert.equal(await accounts.find('bob'), undefined);
  });

  withAccounts('of many who race with one invite, one gets in', async (accounts) => {
    await accounts.addInvite('beef', undefined, undefined);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => accounts.create(wanted(`p${index}`, { inviteHash: 'beef' }))),
    );
    assert.deepEqual(answers.map(codeOf).sort(), [...Array.from({ length: 9 }, () => 'bad-invite'), 'ok']);
  });

  withAccounts('an invite that nobody made is not good', async (accounts) => {
    assert.equal(await accounts.inviteIsGood('beef'), false);
    assert.equal(codeOf(await accounts.create(wanted('alice', { inviteHash: 'beef' }))), 'bad-invite');
  });

  withAccounts('an invite expires at its time', async (accounts, clock) => {
    const alice = await created(accounts, 'alice');
    await accounts.addInvite('beef', alice.id, clock.time + 1000);
    clock.time += 999;
    assert.equal(await accounts.inviteIsGood('beef'), true);
    clock.time += 1;
    assert.equal(await accounts.inviteIsGood('beef'), false);
    assert.equal(codeOf(await accounts.create(wanted('bob', { inviteHash: 'beef' }))), 'bad-invite');
  });

  withAccounts('a handle that is taken uses no invite up', async (accounts) => {
    await created(accounts, 'alice');
    await accounts.addInvite('beef', undefined, undefined);
    assert.equal(codeOf(await accounts.create(wanted('Alice', { inviteHash: 'beef' }))), 'taken');
    assert.equal(await accounts.inviteIsGood('beef'), true);
  });

  withAccounts('the invite of a provisional account that is released is good again', async (accounts) => {
    await accounts.addInvite('beef', undefined, undefined);
    const typo = await created(accounts, 'alcie', { inviteHash: 'beef', provisional: true });
    assert.equal(await accounts.inviteIsGood('beef'), false);
    await accounts.release(typo.id);
    assert.equal(await accounts.inviteIsGood('beef'), true);
  });
}
