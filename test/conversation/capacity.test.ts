import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { Person } from './person.ts';
import { withServer } from './server.ts';

const FULL = 'Chat room is at capacity. Please try again later.';
const TWO_SEATS = { args: ['--capacity', '2'] };

test('the start says where it listens, the host key, the capacity, how to come in, and how to become sysop', () =>
  withServer(TWO_SEATS, async (_, { app, lines }) => {
    const [listening, hostKey, capacity, connect, claim, ...more] = lines;
    assert.equal(listening, `Partyline listening on 127.0.0.1:${app.port}`);
    assert.match(hostKey ?? '', /^Host key SHA256:[\w+/]{43} \(ed25519\)$/);
    assert.equal(capacity, 'Chat capacity: 2 users');
    assert.equal(connect, `Connect with: ssh -p ${app.port} yourname@this-host`);
    assert.match(claim ?? '', /^No sysop yet\. In the chat, type: \/claim [0-9a-z-]{26,}$/);
    assert.deepEqual(more, []);
  }));

test('a full chat refuses the next person with one sentence and status 1, until somebody leaves', () =>
  withServer(TWO_SEATS, async (cast, { app }) => {
    await cast.play(`
      alice joins
      bob joins
      alice< bob joined
    `);
    const door = { port: app.port, handle: 'carol', privateKey: newKey() };
    const carol = await Person.connect(door);
    await carol.whenClosed();
    assert.equal(carol.raw, `${FULL}\r\n`);
    assert.equal(carol.exitStatus, 1);
    const piped = await Person.connect({ ...door, pty: false });
    await piped.whenClosed();
    assert.deepEqual([piped.raw, piped.stderr.trim(), piped.exitStatus], ['', FULL, 1]);
    await cast.play(`
      bob> /quit
      alice< bob came and went
      carol joins
      alice< carol joined
    `);
  }));

test('one person with more sessions takes one seat, and may open another when the chat is full', () =>
  withServer(TWO_SEATS, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
    `);
    cast.people.set('laptop', cast.person('alice'));
    await cast.play(`
      alice joins 60x20
      alice< 2 here
      bob> hello both
      alice< hello both
      laptop< hello both
    `);
  }));

test('a chat that strangers filled without a word has room for who has a name there', () =>
  withServer(TWO_SEATS, async (cast) => {
    await cast.play(`
      alice joins
      alice> hello
      alice> /quit
    `);
    await cast.person('alice').whenClosed();
    await cast.play(`
      mallory joins
      trudy joins
      alice joins
      alice< 2 here
      mallory< somebody with a name of their own needed your place
      trudy< mallory left
    `);
    await cast.person('mallory').whenClosed();
    assert.equal(cast.person('mallory').exitStatus, 1);
  }));

test('a chat that one address filled with people who have spoken has room for who comes from another', () =>
  withServer({ args: ['--capacity', '4', '--limits-exempt', '127.0.0.9/32'] }, async (cast, { app }) => {
    for (const handle of ['m1', 'm2', 'm3', 'm4']) {
      await cast.play(`
        ${handle} joins 127.0.0.2
        ${handle}> hello from ${handle}
        ${handle}< ${handle} hello
      `);
    }
    await cast.play(`
      alice joins 127.0.0.3
      alice< 4 here
      m1< somebody from elsewhere has your place now
      bob joins 127.0.0.4
      bob< 4 here
      alice< bob joined
    `);
    await cast.person('m1').whenClosed();
    assert.equal(cast.person('m1').exitStatus, 1);
    for (const from of ['127.0.0.5', '127.0.0.2']) {
      const refused = await Person.connect({ port: app.port, from, handle: 'carol', privateKey: newKey() });
      await refused.whenClosed();
      assert.equal(refused.raw, `${FULL}\r\n`, from);
    }
  }));

test('a sysop gets in although the chat is full', () =>
  withServer(TWO_SEATS, async (cast, { lines }) => {
    const code = /\/claim (\S+)/.exec(lines.join('\n'))?.[1];
    await cast.play(`
      alice joins
      alice> /claim ${code}
      alice< You are a sysop now.
      alice> /quit
    `);
    await cast.person('alice').whenClosed();
    await cast.play(`
      bob joins
      carol joins
      bob< carol joined
      alice joins
      alice< 3 here
      bob< alice joined
    `);
  }));

test('the seat of somebody whose link was cut is kept for them, and given to who needs it', () =>
  withServer(TWO_SEATS, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> back in a second
      alice< back in a second
      bob vanishes
      bob joins
      bob< Welcome back; nobody saw you go.
      alice!< left
      bob vanishes
      carol joins
      carol< back in a second
      alice< bob left
      alice< carol joined
    `);
  }));

test('a ghost whose terminal takes nothing any more does not keep its owner out', () =>
  withServer(TWO_SEATS, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
    `);
    const ghost = cast.person('alice');
    ghost.stall();
    await cast.play(`
      alice joins
      alice< 2 here
      alice> me again
      bob< me again
    `);
    ghost.resume();
    await ghost.leave();
  }));
