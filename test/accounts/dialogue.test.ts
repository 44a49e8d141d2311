import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Authentication } from '../../src/accounts/authentication.ts';
import { hashCode } from '../../src/accounts/codes.ts';
import type { GuardedDialogue } from '../../src/accounts/guarded-dialogue.ts';
import { PasswordHasher } from '../../src/accounts/hashing.ts';
import type { PublicKey } from '../../src/accounts/keys.ts';
import type { Registration, Verdict } from '../../src/accounts/verdict.ts';
import { skeleton } from '../../src/chat/handle.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { someKey } from './fixtures.ts';
import { WatchedAccounts } from './watched-accounts.ts';

/** Counts how many passwords reach argon2. */
class CountingHasher extends PasswordHasher {
  compared = 0;
  hashes = 0;

  override hash(password: string) {
    this.hashes += 1;
    return super.hash(password);
  }

  override verify(phc: string | undefined, password: string) {
    this.compared += 1;
    return super.verify(phc, password);
  }
}

const hasher = new CountingHasher();
const PASSWORD = 'correct horse';
const hashed = hasher.hash(PASSWORD);
const TAKEN = 'alice is taken; choose another name: ssh -p 2222 othername@host';

interface Door {
  readonly accounts: WatchedAccounts;
  readonly authentication: Authentication;
  /** Steady ms. */
  now: number;
  /** New accounts that may still be made. */
  room: number;
  arrive(handle: string, port?: number, address?: string): GuardedDialogue;
}

function door(registration: Registration): Door {
  const accounts = new WatchedAccounts();
  const clock = { steady: () => made.now };
  const authentication = new Authentication({ accounts, hasher, registration, clock });
  const made: Door = {
    accounts,
    authentication,
    now: 1_000_000,
    room: 100,
    arrive: (handle, port = 2222, address = '192.0.2.1') =>
      authentication.begin({
        handle,
        port,
        address,
        admitNewcomer: () => {
          made.room -= 1;
          return made.room >= 0;
        },
      }),
  };
  return made;
}

/** A door behind which alice lives. */
async function withAlice(registration: Registration, has: { password?: boolean; key?: PublicKey }): Promise<Door> {
  const made = door(registration);
  const hash = await hashed;
  assert.ok(hash.ok);
  const created = await made.accounts.create({
    handle: 'alice',
    skeleton: skeleton('alice'),
    provisional: false,
    ...(has.password ? { passwordHash: hash.value } : {}),
    ...(has.key ? { key: { ...has.key, comment: '' } } : {}),
  });
  assert.ok(created.ok);
  return made;
}

/** A verdict as one reads it on a terminal. */
function shown(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'accept':
      return `in as ${verdict.login.account.handle}`;
    case 'reject':
      return verdict.final ? 'refused, for good' : 'refused';
    case 'unheard':
      return verdict.final ? 'not looked at, for good' : 'not looked at';
    case 'unavailable':
      return verdict.final ? 'no store, for good' : 'no store';
    case 'prompt':
      return [verdict.instruction, ...verdict.prompts.map(({ text }) => text)].filter((line) => line !== '').join('\n');
  }
}

function login(verdict: Verdict) {
  assert.equal(verdict.kind, 'accept');
  return verdict.login;
}

test('a known handle with its own key is in, and nothing else is asked', async () => {
  for (const registration of ['open', 'invite', 'closed'] as const) {
    const key = someKey();
    const { arrive } = await withAlice(registration, { key });
    const dialogue = arrive('alice');
    assert.equal(await dialogue.askKey(key), true);
    const { account, isNew, keyFingerprint, strangeKey } = login(await dialogue.proveKey(key));
    assert.deepEqual([account.handle, isNew, keyFingerprint, strangeKey], ['alice', false, key.fingerprint, undefined]);
  }
});

test('a known handle with another key reads that it is taken, and is asked for the password', async () => {
  for (const registration of ['open', 'invite'] as const) {
    const { arrive } = await withAlice(registration, { password: true, key: someKey() });
    const dialogue = arrive('alice');
    const strange = someKey();
    assert.equal(await dialogue.askKey(strange), false);
    assert.equal(shown(await dialogue.proveKey(strange)), 'refused');
    assert.equal(shown(await dialogue.begin()), `${TAKEN}\nPassword for alice: `);
    const { isNew, keyFingerprint, strangeKey } = login(await dialogue.answer([PASSWORD]));
    assert.deepEqual([isNew, keyFingerprint, strangeKey], [false, undefined, strange]);
  }
});

test('of an agent with very many keys the first are remembered, and no more', async (t) => {
  const { arrive, accounts } = await withAlice('open', { password: true });
  const dialogue = arrive('alice');
  const keys = Array.from({ length: 60 }, () => someKey());
  for (const key of keys) await dialogue.askKey(key);
  // All that are remembered are hers by now; one of the others would be offered to her as another one.
  const own = keys.slice(0, 40).map((key) => ({ ...key, comment: '', addedAt: 0 }));
  t.mock.method(accounts, 'keys', async () => own);
  await dialogue.begin();
  assert.equal(login(await dialogue.answer([PASSWORD])).strangeKey, undefined);
});

test('three wrong passwords end the dialogue and the password method, but a key still opens', async () => {
  const key = someKey();
  const { arrive } = await withAlice('open', { password: true, key });
  const dialogue = arrive('alice');
  await dialogue.begin();
  assert.equal(
    shown(await dialogue.answer(['wrong-one'])),
    'That is not the password; 2 tries left.\nPassword for alice: ',
  );
  assert.equal(shown(await dialogue.password('wrong-two')), 'refused');
  await dialogue.begin();
  assert.equal(shown(await dialogue.answer(['wrong-three'])), 'refused, for good');
  assert.equal(shown(await dialogue.begin()), 'refused, for good');
  assert.equal(shown(await dialogue.password(PASSWORD)), 'refused, for good');
  assert.equal(shown(await dialogue.proveKey(key)), 'in as alice');
});

test('the password method works for whoever has a password', async () => {
  for (const registration of ['open', 'invite', 'closed'] as const) {
    const { arrive } = await withAlice(registration, { password: true });
    assert.equal(shown(await arrive('alice').password(PASSWORD)), 'in as alice');
    assert.equal(shown(await arrive('alice').password('wrong-one')), 'refused');
    assert.equal(shown(await arrive('nobody-yet').password(PASSWORD)), 'refused');
  }
});

test('an account without a password says how its owner gets in', async () => {
  const { arrive } = await withAlice('open', { key: someKey() });
  const dialogue = arrive('alice');
  assert.equal(shown(await dialogue.begin()), `${TAKEN}\nPassword for alice: `);
  assert.equal(
    shown(await dialogue.answer(['anything'])),
    'alice signs in with a key; from a machine that has it, type /key add or /password',
  );
  assert.equal(shown(await dialogue.answer([])), 'refused, for good');
});

test('open and free: the first proved key is in at once, and its account is provisional', async () => {
  const { arrive, accounts } = door('open');
  const dialogue = arrive('alice');
  const [offered, proved] = [someKey(), someKey()];
  assert.equal(await dialogue.askKey(offered), true);
  assert.equal(await dialogue.askKey(proved), true);
  assert.equal(await accounts.count(), 0, 'a question changes nothing');
  const { account, isNew, keyFingerprint } = login(await dialogue.proveKey(proved));
  assert.deepEqual([account.provisional, isNew, keyFingerprint], [true, true, proved.fingerprint]);
  assert.deepEqual(
    (await accounts.keys(account.id)).map(({ fingerprint }) => fingerprint),
    [proved.fingerprint],
  );
});

test('open and free: two connections of one person that come at once are both in, a stranger’s is not', async () => {
  const { accounts, arrive } = door('open');
  const [hers, his] = [someKey(), someKey()];
  const [first, second, third] = [arrive('bob'), arrive('bob'), arrive('bob')];
  for (const dialogue of [first, second]) assert.equal(await dialogue.askKey(hers), true);
  assert.equal(await third.askKey(his), true);
  const logins = [login(await first.proveKey(hers)), login(await second.proveKey(hers))];
  assert.deepEqual(
    logins.map(({ isNew }) => isNew),
    [true, false],
  );
  assert.equal(logins[0]?.account.id, logins[1]?.account.id);
  assert.equal(shown(await third.proveKey(his)), 'refused');
  assert.equal(await accounts.count(), 1);
});

test('open and free without a key: a password is chosen twice, and the account lasts', async () => {
  const { arrive } = door('open');
  const dialogue = arrive('alice');
  const question = 'alice is new here. Choose a password: \nThe same password again: ';
  assert.equal(shown(await dialogue.begin()), `A password has 8 to 128 characters.\n${question}`);
  assert.equal(
    shown(await dialogue.answer(['short', 'short'])),
    `A password has at least 8 characters; that one has 5.\n${question}`,
  );
  assert.equal(
    shown(await dialogue.answer([PASSWORD, 'another one'])),
    `The two were not the same. Once more:\n${question}`,
  );
  const { account, isNew } = login(await dialogue.answer([PASSWORD, PASSWORD]));
  assert.deepEqual([account.handle, account.provisional, isNew], ['alice', false, true]);
  assert.equal(shown(await arrive('alice').password(PASSWORD)), 'in as alice');
});

test('reserved and ill-formed handles read what to type instead, once, in open and invite registration', async () => {
  for (const registration of ['open', 'invite'] as const) {
    const { arrive, accounts } = door(registration);
    const dialogue = arrive('root');
    assert.equal(await dialogue.askKey(someKey()), false);
    assert.equal(shown(await dialogue.proveKey(someKey())), 'refused');
    assert.equal(shown(await dialogue.begin()), "'root' cannot be a handle here. Try: ssh -p 2222 yourname@host");
    assert.equal(shown(await dialogue.answer([])), 'refused, for good');
    assert.equal(shown(await dialogue.begin()), 'refused, for good');
    assert.match(
      shown(await arrive('4you', 22).begin()),
      /^'4you' cannot be a handle here\. Try: ssh yourname@host \(/,
    );
    assert.equal(await accounts.count(), 0);
  }
});

test('invite and free: the code comes first, and is used up with the account', async () => {
  const { arrive, accounts } = door('invite');
  await accounts.addInvite(hashCode('good-code'), undefined, undefined);
  const dialogue = arrive('alice');
  const key = someKey();
  assert.equal(await dialogue.askKey(key), false);
  assert.equal(shown(await dialogue.begin()), 'Invite code: ');
  assert.equal(
    shown(await dialogue.answer(['bad-code'])),
    'That invite code is not good. A sysop can give you another.\nInvite code: ',
  );
  assert.match(
    shown(await dialogue.answer(['GOOD code'])),
    /^A password has .*\nalice is new here\. Choose a password: /,
  );
  const { isNew, strangeKey } = login(await dialogue.answer([PASSWORD, PASSWORD]));
  assert.deepEqual([isNew, strangeKey], [true, key]);
  assert.equal(await accounts.inviteIsGood(hashCode('good-code')), false);
});

test('an invite that somebody else used meanwhile is asked for again, three times in all', async () => {
  const { arrive, accounts } = door('invite');
  await accounts.addInvite(hashCode('good'), undefined, undefined);
  const dialogue = arrive('alice');
  await dialogue.begin();
  await dialogue.answer(['good']);
  const faster = arrive('bob');
  await faster.begin();
  await faster.answer(['good']);
  assert.equal(shown(await faster.answer([PASSWORD, PASSWORD])), 'in as bob');
  assert.match(shown(await dialogue.answer([PASSWORD, PASSWORD])), /Invite code: $/);
  assert.match(shown(await dialogue.answer(['x'])), /Invite code: $/);
  assert.equal(shown(await dialogue.answer(['x'])), 'refused, for good');
});

test('closed: nothing tells a known handle from an unknown, reserved or ill-formed one', async () => {
  const script = async (has: { password?: boolean; key?: PublicKey } | undefined, handle: string) => {
    const made = has === undefined ? door('closed') : await withAlice('closed', has);
    made.accounts.calls.length = 0;
    const dialogue = made.arrive(handle);
    const seen = [
      String(await dialogue.askKey(someKey())),
      shown(await dialogue.proveKey(someKey())),
      shown(await dialogue.begin()),
      shown(await dialogue.answer(['wrong-one'])),
      shown(await dialogue.answer(['wrong-two'])),
      shown(await dialogue.password('wrong-three')),
      shown(await dialogue.begin()),
    ].map((line) => line.replaceAll(handle, 'NAME'));
    return { seen, calls: made.accounts.calls };
  };
  const known = await script({ password: true, key: someKey() }, 'alice');
  assert.deepEqual(known.seen.slice(0, 4), [
    'true',
    'refused',
    'Password for NAME: ',
    'That is not the password; 2 tries left.\nPassword for NAME: ',
  ]);
  assert.deepEqual(await script({ key: someKey() }, 'alice'), known, 'no password');
  assert.deepEqual(await script({ password: true }, 'al1ce'), known, 'a look-alike');
  assert.deepEqual(await script(undefined, 'alice'), known, 'unknown');
  assert.deepEqual(await script(undefined, 'root'), known, 'reserved');
  assert.deepEqual((await script(undefined, '4you')).seen, known.seen, 'ill-formed: known to be nobody anyway');
});

test('closed: the medians of a known and an unknown handle differ by less than their own spread', async () => {
  const { arrive } = await withAlice('closed', { password: true });
  const times = { alice: [] as number[], nobody1: [] as number[] };
  for (let round = 0; round < 15; round += 1) {
    for (const handle of ['alice', 'nobody1'] as const) {
      const dialogue = arrive(handle);
      const begun = performance.now();
      await dialogue.password('wrong-one');
      times[handle].push(performance.now() - begun);
    }
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[7] ?? 0;
  const [known, unknown] = [median(times.alice), median(times.nobody1)];
  assert.ok(unknown > known / 2 && known > unknown / 2, `${known} ms and ${unknown} ms`);
});

test('a look-alike of somebody is taken, and its owner may come in under it', async () => {
  const { arrive, accounts } = await withAlice('open', { password: true });
  for (const handle of ['Alice', 'al1ce', 'a-lice']) {
    const dialogue = arrive(handle);
    assert.equal(await dialogue.askKey(someKey()), false);
    assert.equal(shown(await dialogue.begin()), `${TAKEN.replace('alice', handle)}\nPassword for ${handle}: `);
    assert.equal(shown(await dialogue.answer([PASSWORD])), 'in as alice');
  }
  assert.equal(await accounts.count(), 1);
});

test('a handle that somebody takes while a password is chosen is taken', async () => {
  const { arrive, accounts } = door('open');
  const slow = arrive('alice');
  await slow.begin();
  assert.equal(shown(await arrive('alice').proveKey(someKey())), 'in as alice');
  assert.equal(shown(await slow.answer([PASSWORD, PASSWORD])), `${TAKEN}\nPassword for alice: `);
  assert.equal(await accounts.count(), 1);
});

test('answers that fit no question are refused, and questions have an end', async () => {
  const { arrive } = door('open');
  const dialogue = arrive('alice');
  assert.equal(shown(await dialogue.answer(['early'])), 'refused');
  await dialogue.begin();
  assert.equal(shown(await dialogue.answer([])), 'refused');
  assert.equal(shown(await dialogue.answer([PASSWORD, PASSWORD])), 'refused', 'the question is spent');
  let verdict = await dialogue.begin();
  let rounds = 0;
  while (verdict.kind === 'prompt' && rounds < 100) {
    rounds += 1;
    verdict = await dialogue.answer(['short', 'short']);
  }
  assert.equal(shown(verdict), 'refused, for good');
  assert.ok(rounds <= 12, `${rounds} rounds`);
});

test('a busy server says so and takes no try for it', async () => {
  const { arrive } = await withAlice('open', { password: true });
  const dialogue = arrive('alice');
  await dialogue.begin();
  const crowd = Array.from({ length: 34 }, () => hasher.verify(undefined, 'x'));
  // Nor a guess: of those there are ten.
  for (let turn = 0; turn < 10; turn += 1) {
    assert.match(shown(await dialogue.answer([PASSWORD])), /^Busy, try again in a moment\.\nPassword for alice: /);
  }
  await Promise.all(crowd);
  assert.equal(shown(await dialogue.answer([PASSWORD])), 'in as alice');
});

test('a password that others’ guesses left no room for is nobody’s failure', async () => {
  const { arrive } = await withAlice('closed', { password: true });
  for (let guess = 0; guess < 10; guess += 1) await arrive('alice').password('something else');
  const owner = arrive('alice');
  assert.equal(shown(await owner.password(PASSWORD)), 'not looked at');
  await owner.begin();
  assert.match(shown(await owner.answer([PASSWORD])), /^Too many /);
  assert.equal(shown(await owner.answer([])), 'not looked at, for good');
});

test('a password that comes while all are busy is not looked at, and nobody’s failure', async () => {
  const { arrive } = await withAlice('open', { password: true });
  const crowd = Array.from({ length: 34 }, () => hasher.verify(undefined, 'x'));
  assert.equal(shown(await arrive('alice').password(PASSWORD)), 'not looked at');
  await Promise.all(crowd);
});

test('a handle registered by a key is free again when nobody opened a session', async () => {
  const { arrive, accounts, authentication } = door('open');
  const dialogue = arrive('alice');
  await dialogue.proveKey(someKey());
  await dialogue.close();
  await dialogue.close();
  assert.equal(await accounts.count(), 0);
  assert.equal(authentication.unused.size, 0);
});

test('a handle that could not be given back is given back later, unless its owner opened a session', async () => {
  const key = someKey();
  const { arrive, accounts, authentication } = door('open');
  const { release } = accounts;
  accounts.release = full;
  const first = arrive('alice');
  await first.proveKey(key);
  await first.close();
  assert.equal(authentication.unused.size, 1);
  const second = arrive('alice');
  await second.proveKey(key);
  accounts.release = release;
  await authentication.unused.sweep();
  assert.equal(await accounts.count(), 1);
  accounts.release = full;
  await second.close();
  accounts.release = release;
  await authentication.unused.sweep();
  assert.deepEqual([await accounts.count(), authentication.unused.size], [0, 0]);
});

const OUTAGE =
  'The server cannot read or write its data right now. Please try again in a moment; your key or password is not at fault.';

/** Refused by a store that cannot be used. */
async function full(): Promise<never> {
  throw new StoreUnavailable('the disk is full');
}

test('a new key that cannot be kept is told so where something can be told, and may come again', async () => {
  const key = someKey();
  const { arrive, accounts } = door('open');
  const { create } = accounts;
  accounts.create = full;
  const dialogue = arrive('alice');
  assert.equal(await dialogue.askKey(key), true);
  assert.equal(shown(await dialogue.proveKey(key)), 'no store');
  assert.equal(shown(await dialogue.begin()), OUTAGE);
  assert.equal(shown(await dialogue.answer([])), 'no store, for good');
  accounts.create = create;
  assert.equal(shown(await arrive('alice').proveKey(key)), 'in as alice');
});

test('a password that cannot be compared is not called wrong, and uses up no try and no allowance', async () => {
  const { arrive, accounts } = await withAlice('open', { password: true });
  const { passwordHash } = accounts;
  const patient = arrive('alice');
  assert.match(shown(await patient.begin()), /Password for alice/);
  accounts.passwordHash = full;
  assert.equal(shown(await patient.answer([PASSWORD])), OUTAGE);
  for (let attempt = 0; attempt < 30; attempt += 1) {
    assert.equal(shown(await arrive('alice').password(PASSWORD)), 'no store');
  }
  accounts.passwordHash = passwordHash;
  assert.equal(shown(await arrive('alice').password(PASSWORD)), 'in as alice');
});

for (const registration of ['open', 'invite', 'closed'] as const) {
  test(`a store that cannot be read is the same to known and unknown (${registration})`, async () => {
    const { arrive, accounts } = await withAlice(registration, { password: true });
    accounts.find = full;
    accounts.passwordHash = full;
    accounts.inviteIsGood = full;
    for (const handle of ['alice', 'bob']) {
      const dialogue = arrive(handle);
      const begun = shown(await dialogue.begin());
      assert.equal(begun === OUTAGE ? begun : shown(await dialogue.answer(['x'])), OUTAGE, handle);
      assert.equal(shown(await dialogue.answer([])), 'no store, for good');
    }
  });
}

test('a new password that cannot be kept is told so', async () => {
  const { arrive, accounts } = door('open');
  const dialogue = arrive('alice');
  await dialogue.begin();
  accounts.create = full;
  assert.equal(shown(await dialogue.answer([PASSWORD, PASSWORD])), OUTAGE);
});

test('a bug behind the door is no outage', async () => {
  const { arrive, accounts } = door('open');
  accounts.find = async () => {
    throw new Error('a bug');
  };
  await assert.rejects(arrive('alice').begin(), /a bug/);
  await assert.rejects(arrive('alice').askKey(someKey()), /a bug/);
});

test('it is kept while another connection of its owner is there, and given to the chat once a session is open', async () => {
  const key = someKey();
  const { arrive, accounts, authentication } = door('open');
  const [first, second] = [arrive('alice'), arrive('alice')];
  await first.proveKey(key);
  await second.proveKey(key);
  await first.close();
  assert.equal(await accounts.count(), 1);
  second.entered();
  await second.close();
  assert.equal(await accounts.count(), 1);
  assert.equal(authentication.unused.size, 0);
});

test('who hangs up while their key is being registered leaves no handle behind', async () => {
  const { arrive, accounts } = door('open');
  const dialogue = arrive('alice');
  const proving = dialogue.proveKey(someKey());
  await dialogue.close();
  await proving;
  assert.equal(await accounts.count(), 0);
});

for (const registration of ['open', 'closed'] as const) {
  test(`passwords are compared 10 at once and 10 a minute per handle, known or not, from however many addresses (${registration})`, async () => {
    const made = await withAlice(registration, { password: true });
    const compared = { alice: 0, nobody: 0 };
    for (const handle of ['alice', 'nobody'] as const) {
      const before = hasher.compared;
      for (let n = 0; n < 60; n += 1) {
        const dialogue = made.arrive(handle, 2222, `192.0.2.${n}`);
        assert.equal(shown(await dialogue.password(`guess ${n}`)), n < 10 ? 'refused' : 'not looked at');
        await dialogue.close();
      }
      compared[handle] = hasher.compared - before;
    }
    assert.deepEqual(compared, { alice: 10, nobody: 10 });
    const told = made.arrive('alice');
    await told.begin();
    assert.equal(
      shown(await told.answer([PASSWORD])),
      'Too many passwords were tried for alice. Wait a minute, or sign in with a key.',
    );
    made.now += 6_000;
    assert.match(shown(await made.arrive('alice').password(PASSWORD)), /^in as alice/);
  });
}

test('who guesses does not keep the owner out: not with a key, nor with the password from where she was before', async () => {
  const key = someKey();
  const made = await withAlice('open', { password: true, key });
  assert.match(shown(await made.arrive('alice', 2222, '198.51.100.7').password(PASSWORD)), /^in as alice/);
  for (let n = 0; n < 30; n += 1) await made.arrive('alice', 2222, '192.0.2.1').password(`guess ${n}`);
  assert.equal(shown(await made.arrive('alice', 2222, '192.0.2.1').password(PASSWORD)), 'not looked at');
  assert.match(shown(await made.arrive('alice', 2222, '192.0.2.1').proveKey(key)), /^in as alice/);
  assert.match(shown(await made.arrive('alice', 2222, '198.51.100.7').password(PASSWORD)), /^in as alice/);
});

test('where too many new names came from, the next reads so, by key and by password, and costs no hash', async () => {
  const made = door('open');
  made.room = 1;
  assert.equal(shown(await made.arrive('first').proveKey(someKey())), 'in as first');
  const tooMany =
    'Too many new names came from your address of late. Please try again in a few minutes, or ask the sysop.';
  const byKey = made.arrive('second');
  assert.equal(shown(await byKey.proveKey(someKey())), 'refused');
  assert.equal(shown(await byKey.begin()), tooMany);
  assert.equal(shown(await byKey.answer([])), 'refused, for good');
  const byPassword = made.arrive('third');
  await byPassword.begin();
  const before = hasher.hashes;
  assert.equal(shown(await byPassword.answer([PASSWORD, PASSWORD])), tooMany);
  assert.equal(hasher.hashes, before);
  assert.equal(await made.accounts.count(), 1);
});

test('one connection counts once as new, however often it tries', async () => {
  const made = door('open');
  made.room = 1;
  const dialogue = made.arrive('alice');
  await dialogue.begin();
  await dialogue.answer([PASSWORD, 'another one']);
  assert.equal(made.room, 1, 'nothing was to be made yet');
  assert.equal(shown(await dialogue.answer([PASSWORD, PASSWORD])), 'in as alice');
  assert.equal(shown(await made.arrive('alice').password(PASSWORD)), 'in as alice');
  assert.equal(made.room, 0);
});

test('an invite lets its holder in wherever they come from', async () => {
  const made = door('invite');
  made.room = 0;
  await made.accounts.addInvite(hashCode('good'), undefined, undefined);
  const dialogue = made.arrive('alice');
  await dialogue.begin();
  await dialogue.answer(['good']);
  assert.equal(shown(await dialogue.answer([PASSWORD, PASSWORD])), 'in as alice');
});
