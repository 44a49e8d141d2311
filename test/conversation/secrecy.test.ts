// Passwords typed ahead of their question, and words right before a parting, over real ssh.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { Person, type PersonOptions } from './person.ts';
import { withServer } from './server.ts';

const DOORS: readonly (readonly [name: string, Pick<PersonOptions, 'pty' | 'term'>])[] = [
  ['screen', {}],
  ['plain pty', { term: 'dumb' }],
  ['pipe', { pty: false }],
];

for (const [name, door] of DOORS) {
  test(`${name}: a password typed ahead is set, and nobody reads it`, () =>
    withServer({}, async (cast, { app }) => {
      const bob = await cast.join('bob');
      const privateKey = newKey();
      const alice = await Person.connect({ port: app.port, handle: 'alice', privateKey, ...door });
      await alice.sees('Type to talk.');
      alice.type('/password\r');
      alice.type('hunter22\r');
      alice.type('hunter22\r');
      await alice.sees('Your password is set');
      alice.enter('hello');
      await bob.sees('alice hello');
      // Now it asks for three: the wrong one is refused, and the rest is no line.
      alice.type('/password\r');
      for (const secret of ['hunter23', 'hunter24', 'hunter24']) alice.type(`${secret}\r`);
      await alice.sees('What was typed meanwhile was dropped.');
      alice.enter('still here');
      await bob.sees('alice still here');
      assert.doesNotMatch(bob.raw + alice.raw, /hunter/);
      const { ok } = await Person.attempt({ port: app.port, handle: 'alice', answers: ['hunter22'] });
      assert.equal(ok, true);
    }));

  test(`${name}: what is entered right before /quit is said`, () =>
    withServer({}, async (cast, { app }) => {
      const bob = await cast.join('bob');
      const alice = await Person.connect({ port: app.port, handle: 'alice', privateKey: newKey(), ...door });
      await alice.sees('Type to talk.');
      for (const line of ['one.', 'two.', 'three.', '/quit']) alice.type(`${line}\r`);
      await alice.whenClosed();
      assert.equal(alice.exitStatus, 0);
      await bob.sees(/alice one\.[\s\S]*two\.[\s\S]*three\.[\s\S]*alice left/);
    }));
}

test('a pipe sets a password and ends, whatever comes in one packet', () =>
  withServer({}, async (cast, { app }) => {
    const bob = await cast.join('bob');
    const alice = await Person.connect({ port: app.port, handle: 'alice', privateKey: newKey(), pty: false });
    alice.type('hello\n/password\nhunter22\nhunter22\n');
    alice.endInput();
    await alice.whenClosed();
    assert.equal(alice.exitStatus, 0);
    assert.match(alice.raw, /Your password is set/);
    await bob.sees(/alice hello[\s\S]*alice left/);
    assert.doesNotMatch(bob.raw + alice.raw, /hunter/);
  }));

test('a pipe of one line and /quit says the line', () =>
  withServer({}, async (cast, { app }) => {
    const bob = await cast.join('bob');
    const alice = await Person.connect({ port: app.port, handle: 'alice', privateKey: newKey(), pty: false });
    alice.type('hello\n/quit\n');
    alice.endInput();
    await alice.whenClosed();
    assert.equal(alice.exitStatus, 0);
    await bob.sees(/alice hello[\s\S]*alice left/);
  }));
