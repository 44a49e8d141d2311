import assert from 'node:assert/strict';
import { test } from 'node:test';
import ssh2 from 'ssh2';
import { newKey } from '../new-key.ts';
import { Person } from './person.ts';
import { type TestServer, withServer } from './server.ts';

const PASSWORD = 'correct horse battery';

/** The line of the `.pub` file beside a private key. */
function publicLine(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey);
  assert.ok(!(parsed instanceof Error));
  return `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`;
}

function claimCode({ lines }: TestServer): string {
  return /\/claim (\S+)/.exec(lines.join('\n'))?.[1] ?? assert.fail('no claim code was printed');
}

test('a new key is registered at once, is told so, and is known when it comes back', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice< You are new here as alice, with the key SHA256:
      alice< The name becomes yours with your first words
      alice< Type to talk. /help for commands.
      alice> hello
      alice< alice hello
      alice> /quit
    `);
    await cast.person('alice').whenClosed();
    await cast.play(`
      alice joins
      alice< Welcome back to Partyline, alice.
    `);
  }));

test('a name with which nothing was said is free again; after the first words it stays', () =>
  withServer({}, async (cast, { app }) => {
    await cast.play(`
      alice joins
      alice> /quit
    `);
    await cast.person('alice').whenClosed();
    // The name is given back once the session is over on the server's side as well.
    while (app.counts().sessions > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const other = await Person.connect({ port: app.port, handle: 'alice', privateKey: newKey() });
    await other.sees('You are new here as alice');
    other.enter('now it is mine');
    await other.sees('alice now it is mine');
    await other.leave();
    const first = await Person.attempt({
      port: app.port,
      handle: 'alice',
      privateKey: cast.keyOf('alice'),
      answers: [],
    });
    assert.equal(first.ok, false);
    assert.match(first.person.dialogue, /alice is taken/);
  }));

test('without a key one chooses a password, typed twice the same, and comes back with it', () =>
  withServer({}, async (_, { app }) => {
    const door = { port: app.port, handle: 'dave' };
    const answers = [PASSWORD, 'something else', PASSWORD, PASSWORD];
    const fresh = await Person.connect({ ...door, answers });
    assert.match(fresh.dialogue, /dave is new here\. Choose a password: \nThe same password again: /);
    assert.match(fresh.dialogue, /The two were not the same/);
    await fresh.sees('You are new here as dave; your password lets you in again.');
    fresh.enter('/quit');
    await fresh.whenClosed();
    const again = await Person.connect({ ...door, answers: [PASSWORD] });
    assert.match(again.dialogue, /Password for dave: /);
    await again.sees('Welcome back to Partyline, dave.');
    await again.leave();
    const byMethod = await Person.connect({ ...door, password: PASSWORD });
    await byMethod.sees('Type to talk.');
    await byMethod.leave();
  }));

test('a wrong password is told how many tries are left, and after three it is over', () =>
  withServer({}, async (_, { app }) => {
    const door = { port: app.port, handle: 'dave' };
    const dave = await Person.connect({ ...door, answers: [PASSWORD, PASSWORD] });
    await dave.sees('Type to talk.');
    const stranger = await Person.attempt({ ...door, answers: ['guess 1', 'guess 2', 'guess 3', PASSWORD] });
    assert.equal(stranger.ok, false);
    assert.match(stranger.person.dialogue, /2 tries left[\s\S]*one try left/);
    assert.equal(stranger.person.dialogue.match(/Password for dave/g)?.length, 3);
    await dave.leave();
  }));

test('whoever comes to a taken name, or a look-alike of one, reads which command to type', () =>
  withServer({}, async (cast, { app }) => {
    const { port } = app;
    await cast.play(`
      alice joins
      alice> hello
      alice< alice hello
    `);
    const refused = async (handle: string) => {
      const { person, ok } = await Person.attempt({ port, handle, privateKey: newKey(), answers: ['a guess'] });
      assert.equal(ok, false, `${handle} got in`);
      return person.dialogue;
    };
    const other = `choose another name: ssh -p ${port} othername@host`;
    assert.ok((await refused('alice')).includes(`alice is taken; ${other}`));
    assert.ok((await refused('ALICE')).includes(`ALICE is taken; ${other}`));
    assert.ok((await refused('Al-1ce')).includes(`Al-1ce is taken; ${other}`));
  }));

test('the claim code of the start makes a sysop, once; the next start prints none', async () => {
  const folder = await withServer({ keep: true }, async (cast, server) => {
    await cast.play(`
      alice joins
      bob joins
      bob> /claim 00000-00000-00000-00000-00000-0
      bob< That is not the claim code.
      bob> /invite-code
      bob< /invite-code is for sysops
      alice> /claim ${claimCode(server)}
      alice< You are a sysop now.
      alice> /whois alice
      alice< alice is a sysop
      bob> /claim ${claimCode(server)}
      bob< There is nothing to claim: this server has a sysop.
      bob> /whois bob
      bob< bob is a user
    `);
    assert.ok(!cast.person('bob').text().includes(claimCode(server)));
    return server.folder;
  });
  await withServer({ folder }, async (_, { lines }) => {
    assert.doesNotMatch(lines.join('\n'), /claim/);
  });
});

test('where registration is by invite, a code from a sysop lets one person in', async () => {
  const keep = await withServer({ keep: true }, async (cast, server) => {
    await cast.play(`
      alice joins
      alice> /claim ${claimCode(server)}
      alice< You are a sysop now.
    `);
    return { folder: server.folder, key: cast.keyOf('alice') };
  });
  await withServer({ folder: keep.folder, args: ['--registration', 'invite'] }, async (_, { app }) => {
    const { port } = app;
    const alice = await Person.connect({ port, handle: 'alice', privateKey: keep.key });
    await alice.sees('Type to talk.');
    alice.enter('/invite-code');
    await alice.sees(/Invite code: \S{20,}/);
    const code = /Invite code: (\S+)/.exec(alice.text())?.[1] ?? '';
    const bob = await Person.connect({
      port,
      handle: 'bob',
      privateKey: newKey(),
      answers: ['not-a-code', code.toUpperCase(), PASSWORD, PASSWORD],
    });
    assert.match(bob.dialogue, /Invite code: [\s\S]*That invite code is not good\.[\s\S]*Choose a password/);
    await bob.sees('You are new here as bob');
    const second = await Person.attempt({ port, handle: 'carol', answers: [code, code, code] });
    assert.equal(second.ok, false);
    await bob.leave();
    await alice.leave();
  });
});

test('where registration is by invite and nobody is there yet, the claim code lets the sysop in', () =>
  withServer({ args: ['--registration', 'invite'] }, async (_, server) => {
    const code = claimCode(server);
    const door = { port: server.app.port, handle: 'ruth' };
    const ruth = await Person.connect({ ...door, answers: ['not-a-code', code, PASSWORD, PASSWORD] });
    await ruth.sees('You are new here as ruth');
    ruth.enter(`/claim ${code}`);
    await ruth.sees('You are a sysop now.');
    await ruth.leave();
    const next = await Person.attempt({ port: server.app.port, handle: 'zoe', answers: [code, code, code] });
    assert.equal(next.ok, false, 'a used claim code invites nobody');
  }));

test('where registration is closed, the door says the same about a known and an unknown name', async () => {
  const folder = await withServer({ keep: true }, async (_, server) => {
    const door = { port: server.app.port, handle: 'known' };
    const known = await Person.connect({ ...door, answers: [PASSWORD, PASSWORD] });
    await known.sees('Type to talk.');
    await known.leave();
    return server.folder;
  });
  await withServer({ folder, args: ['--registration', 'closed'] }, async (_, { app }) => {
    const heard = async (handle: string) => {
      const answers = ['guess 1', 'guess 2', 'guess 3'];
      const { person, ok } = await Person.attempt({ port: app.port, handle, privateKey: newKey(), answers });
      assert.equal(ok, false);
      return person.dialogue.replaceAll(handle, 'NAME');
    };
    const known = await heard('known');
    assert.match(known, /Password for NAME/);
    assert.equal(await heard('zoe'), known);
    assert.equal(await heard('root'), known);
    const back = await Person.connect({ port: app.port, handle: 'known', answers: [PASSWORD] });
    await back.sees('Welcome back to Partyline, known.');
    await back.leave();
  });
});

test('/password asks on a masked line, and the new password is the one that counts', () =>
  withServer({}, async (cast, { app }) => {
    await cast.play(`
      alice joins
      alice> /password
      alice< New password:
      alice> ${PASSWORD}
      alice< New password again:
      alice!< ${PASSWORD}
      alice> ${PASSWORD}
      alice< Your password is set
      alice> /password
      alice< Current password:
      alice> a wrong one
      alice< That is not your current password; nothing was changed.
      alice> /password
      alice< Current password:
      alice> ${PASSWORD}
      alice< New password:
      alice> a newer password
      alice< New password again:
      alice> a newer password
      alice< Your password is changed.
      alice keys UP
      alice!< ${PASSWORD}
      alice!< a newer password
    `);
    assert.ok(!cast.person('alice').raw.includes('newer'));
    const door = { port: app.port, handle: 'alice' };
    assert.equal((await Person.attempt({ ...door, password: PASSWORD })).ok, false);
    const alice = await Person.connect({ ...door, password: 'a newer password' });
    await alice.leave();
  }));

test('/key adds a key that then signs in, lists it, and removes it again', () =>
  withServer({}, async (cast, { app }) => {
    const laptop = newKey();
    const door = { port: app.port, handle: 'alice', privateKey: laptop, answers: [] };
    await cast.play(`
      alice joins
      alice> hello
      alice< alice hello
      alice> /key add ${publicLine(laptop)} laptop
      alice< signs you in from now on.
      alice> /key list
      alice< laptop
      alice keys q
    `);
    const onLaptop = await Person.connect(door);
    await onLaptop.sees('alice hello');
    await onLaptop.leave();
    await cast.play(`
      alice> /key remove laptop
      alice< no longer signs you in.
      alice> /key remove 1
      alice< This is your only key and you have no password
    `);
    const refused = await Person.attempt(door);
    assert.equal(refused.ok, false);
    assert.match(refused.person.dialogue, /alice is taken/);
  }));

test('a key that is removed, and a password that is changed, end the other sessions that came in with them, and only those', () =>
  withServer({}, async (cast, { app }) => {
    const stolen = newKey();
    const door = { port: app.port, handle: 'alice' };
    await cast.play(`
      alice joins
      alice> /key add ${publicLine(stolen)} stolen
      alice< signs you in from now on.
    `);
    const thief = await Person.connect({ ...door, privateKey: stolen });
    const other = await cast.join('alice');
    const alice = cast.person('alice');
    alice.enter('/key remove stolen');
    await alice.sees(/no longer signs you in\. The other session that came in with it is ended\./);
    await thief.sees('The key you came in with was removed in another session; this one is over.');
    assert.equal(await thief.reopens(), false);

    alice.enter('/password');
    for (const asked of ['New password:', 'New password again:']) {
      await alice.sees(asked);
      alice.enter(PASSWORD);
    }
    await alice.sees('Your password is set');
    const guesser = await Person.connect({ ...door, password: PASSWORD });
    alice.enter('/password');
    for (const [asked, answer] of [
      ['Current password:', PASSWORD],
      ['New password:', 'a newer password'],
      ['New password again:', 'a newer password'],
    ] as const) {
      await alice.sees(asked);
      alice.enter(answer);
    }
    await guesser.sees('Your password was changed in another session; this one is over.');
    other.enter('still here');
    await alice.sees('still here');
  }));

test('another session on a connection finds its owner as they are, not as they signed in', () =>
  withServer({}, async (cast, server) => {
    await cast.play(`
      boss joins
      boss> /claim ${claimCode(server)}
      boss< You are a sysop now.
    `);
    const boss = cast.person('boss');
    assert.equal(await boss.reopens(), true);
    boss.enter('/invite-code');
    await boss.sees('Invite code:');
  }));

test('after a password login the key that was shown can be added with /key add last', () =>
  withServer({}, async (_, { app }) => {
    const door = { port: app.port, handle: 'dave' };
    const fresh = await Person.connect({ ...door, answers: [PASSWORD, PASSWORD] });
    await fresh.sees('Type to talk.');
    fresh.enter('/key add last');
    await fresh.sees('You showed no other key at this login.');
    await fresh.leave();
    const strange = newKey();
    const dave = await Person.connect({ ...door, privateKey: strange, answers: [PASSWORD] });
    await dave.sees(/The key SHA256:\S+ you showed is not yours yet: \/key add last/);
    dave.enter('/key add last');
    await dave.sees('signs you in from now on.');
    await dave.leave();
    const byKey = await Person.connect({ ...door, privateKey: strange });
    assert.equal(byKey.dialogue, '');
    await byKey.sees('Type to talk.');
    await byKey.leave();
  }));
