import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../new-key.ts';
import { Person } from './person.ts';
import { withServer } from './server.ts';

const QUICK = { args: ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'] };

test('without a pty one reads and writes lines, commands answer, and not one escape byte is sent', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      bob joins
      alice joins plain
      alice< you are now in #lobby
      alice< Type to talk.
      bob< alice joined
      bob> hi 日本
      alice< bob: hi 日本
      alice> hello from a pipe
      bob< alice hello from a pipe
      alice> /me nods
      bob< alice nods
      alice> /who
      alice< bob
      alice> /frobnicate
      alice< frobnicate
      bob> /page alice come here
      alice< come here
      bob> /msg alice in your ear
      alice< bob to you: in your ear
      bob> /msg alice and again
      alice< bob to you: and again
      alice> /r heard
      bob< heard
      alice< you to bob: heard
      alice> /help
      alice< /whois
      alice> /quit
      bob< alice left
    `);
    const alice = cast.person('alice');
    await alice.whenClosed();
    assert.equal(alice.exitStatus, 0);
    for (const once of ['come here', 'in your ear', 'and again']) assert.equal(alice.raw.split(once).length, 2, once);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is the point
    assert.doesNotMatch(alice.raw, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
  }));

test('what somebody says whom one ignores is not read out on coming in either', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      bob joins
      alice joins plain
      bob> first words
      alice< first words
      alice> hello
      bob< alice hello
      alice> /ignore bob
      alice< no longer see
      alice> /quit
      bob< alice left
      bob> buy now
      bob< buy now
      alice joins plain
      alice< Type to talk.
    `);
    assert.doesNotMatch(cast.person('alice').raw, /words|buy/);
  }));

test('the end of standard input ends the session once everything is sent, also what the rate limit held back', () =>
  withServer({}, async (cast, { app }) => {
    const bob = await cast.join('bob');
    const alice = await Person.connect({ port: app.port, handle: 'alice', privateKey: newKey(), pty: false });
    // More than one may send at once, and no line end after the last.
    alice.type(Array.from({ length: 8 }, (_, at) => `piped ${at + 1}.`).join('\n'));
    alice.endInput();
    await alice.whenClosed();
    assert.equal(alice.exitStatus, 0);
    await bob.sees(/piped 1\.[\s\S]*piped 7\.[\s\S]*piped 8\.[\s\S]*alice left/);
    assert.match(alice.raw, /alice: piped 8\./);
  }));

test('a command that is no channel is refused with a sentence, and nothing piped into it is said', () =>
  withServer({}, async (cast, { app }) => {
    const bob = await cast.join('bob');
    const options = { port: app.port, handle: 'alice', privateKey: newKey(), pty: false } as const;
    for (const command of ['whoami', 'cat > secrets', 'scp -t .', '/quit', 'lobby']) {
      const alice = await Person.connect({ ...options, command });
      alice.type('not for you\n');
      alice.endInput();
      await alice.whenClosed();
      assert.equal(alice.exitStatus, 2, command);
      assert.match(
        alice.stderr,
        /^Partyline runs no commands: ssh without one opens the chat.*'#lobby'.*\r\n$/,
        command,
      );
      assert.equal(alice.raw, '', command);
    }
    const inChannel = await Person.connect({ ...options, command: '#lobby' });
    inChannel.type('for everybody\n');
    inChannel.endInput();
    await inChannel.whenClosed();
    assert.equal(inChannel.exitStatus, 0);
    await bob.sees('for everybody');
    assert.doesNotMatch(bob.text(), /not for you/);
  }));

test('a long text piped in loses no line, neither before the welcome nor to the queue of waiting lines', () =>
  withServer(QUICK, async (_, { app }) => {
    const alice = await Person.connect({ port: app.port, handle: 'alice', privateKey: newKey(), pty: false });
    const count = 250;
    for (let n = 1; n <= count; n += 1) alice.type(`line ${n}. ${'x'.repeat(200)}\n`);
    alice.endInput();
    await alice.whenClosed();
    assert.equal(alice.exitStatus, 0);
    const heard = [...alice.raw.matchAll(/alice: line (\d+)\./g)].map(([, n]) => Number(n));
    assert.deepEqual(
      heard,
      Array.from({ length: count }, (_, at) => at + 1),
    );
  }));

test('what waited for somebody is printed when they come in without a pty', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins plain
      bob joins
      alice> hello
      bob< hello
      alice> /quit
      bob< alice left
      bob> /msg alice call me
      bob< call me
      bob> /page alice it is urgent
      bob< urgent
      alice joins plain
      alice< bob to you: call me
      alice< bob pages you: it is urgent
    `);
  }));

test('a dumb terminal has its typing echoed, corrected and kept apart from what others say', () =>
  withServer({}, async (cast, { app }) => {
    const bob = await cast.join('bob');
    const alice = await Person.connect({
      port: app.port,
      handle: 'alice',
      privateKey: newKey(),
      term: 'dumb',
      columns: 120,
    });
    const cursorLine = () => {
      const buffer = alice.emulator.buffer.active;
      return (
        buffer
          .getLine(buffer.baseY + buffer.cursorY)
          ?.translateToString(true)
          .trimEnd() ?? ''
      );
    };
    await alice.sees('Type to talk.');
    alice.type('helo\u007flo wor');
    await alice.until(() => cursorLine() === 'hello wor', 'what is typed is echoed');
    bob.enter('in between');
    await alice.sees('bob: in between');
    await alice.until(() => cursorLine() === 'hello wor', 'the draft stands below what came');
    alice.enter('ld');
    await bob.sees('alice hello world');
    await alice.sees('alice: hello world');
    alice.enter('/password');
    await alice.sees('New password:');
    alice.type('unseen');
    alice.type('\u0003');
    await alice.sees('Cancelled');
    assert.ok(!alice.raw.includes('unseen'));
    assert.ok(!alice.raw.includes('\u001b'));
    alice.type('\u0004');
    await alice.whenClosed();
    assert.equal(alice.exitStatus, 0);
  }));

test('a reader that stops keeps nobody waiting, and afterwards reads every line', () =>
  withServer(QUICK, async (cast, { app }) => {
    const bob = await cast.join('bob', 'plain');
    const carol = await cast.join('carol', '80x24');
    const alice = await Person.connect({ port: app.port, handle: 'alice', privateKey: newKey(), pty: false });
    await alice.until(() => alice.raw.includes('Type to talk.'), 'alice is in');
    alice.stall();
    const words = 'x'.repeat(3500);
    const count = 1200;
    for (let n = 1; n <= count; n += 1) {
      bob.type(`line ${n}. ${words} end ${n}.\n`);
      if (n % 50 === 0) await bob.until(() => bob.raw.includes(`line ${n}. `), `bob should have said line ${n}`);
    }
    await carol.sees(`end ${count}.`);
    assert.ok(!alice.raw.includes(`line ${count}. `), 'alice has not read to the end');
    alice.resume();
    await alice.until(() => alice.raw.includes(`line ${count}. `), 'alice catches up', 20_000);
    const heard = [...alice.raw.matchAll(/line (\d+)\. /g)].map(([, n]) => Number(n));
    assert.deepEqual(
      heard,
      Array.from({ length: count }, (_, at) => at + 1),
    );
    await alice.leave();
  }));

test('older lines are read out twenty at a time, further back each time, and none twice', () =>
  withServer(QUICK, async (cast) => {
    const bob = await cast.join('bob', 'plain');
    for (let n = 1; n <= 60; n += 1) bob.enter(`line ${n}.`);
    await bob.until(() => bob.raw.includes('bob: line 60.'), 'all is said');
    const alice = await cast.join('alice', 'plain');
    await alice.until(() => alice.raw.includes('Type to talk.'), 'alice is in');
    const read = () => [...alice.raw.matchAll(/bob: line (\d+)\./g)].map(([, n]) => Number(n));
    const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
    assert.deepEqual(read(), upTo(42, 60));
    await cast.play(`
      alice> /history
      alice< end of the older lines
    `);
    assert.deepEqual(read(), [...upTo(42, 60), ...upTo(22, 41)]);
    await cast.play(`
      alice> /history 1000
      alice> /history
      alice< There is nothing older in #lobby.
    `);
    assert.deepEqual(read(), [...upTo(42, 60), ...upTo(22, 41), ...upTo(1, 21)]);
  }));

test('on the way in and in every window one hears what is unread; lists come as sentences', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins plain
      alice> /join #dev
      alice< you are now in #dev
      bob joins
      bob> /join #dev
      bob< 2 here
      alice> hello
      bob< alice hello
      alice> /window 1
      alice< you are now in #lobby
      alice> /quit
      bob< 1 here
      bob> first words
      bob> /topic all about it
      bob< set the topic
      bob> /msg alice call me
      bob< kept for their return
      alice joins plain
      alice< unread elsewhere: 1 in #dev, 1 in bob; /window goes there
      alice< Type to talk.
      alice> /window #dev
      alice< you are now in #dev, 1 unread: all about it
      alice< bob: first words
      alice> /people
      alice< In #dev: alice, bob.
      alice> /window
      alice< 2: #dev, you are here
      alice> /who
      alice< bob: here, active, #dev #lobby
    `);
  }));

test('what calls a person without a screen says so, and nobody else hears it', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins plain
      bob joins plain
      carol joins
      carol> alice, are you there?
      alice< [#lobby] (for you) carol: alice, are you there?
      bob< [#lobby] carol: alice, are you there?
      carol> /me waves at bob
      bob< [#lobby] (for you) * carol waves at bob
      alice< [#lobby] * carol waves at bob
    `);
  }));

test('/set screen plain: from the next login on a terminal gets lines, echoed, without one escape byte; auto ends it', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice> hello
      alice< alice hello
      alice> /set screen plain
      alice< screen is now plain, from your next login on.
      alice< 1:#lobby
      alice leaves
      alice joins
      alice< -- you are now in #lobby
      alice< Type to talk.
      alice keys d r a f t 日 BACKSPACE
      alice< draft
      alice> ed
      alice< alice: drafted
      alice> /set screen auto
      alice< screen is now auto, from your next login on.
    `);
    assert.ok(!cast.person('alice').raw.includes('\u001b'));
    await cast.play(`
      alice leaves
      alice joins
      alice< 1:#lobby
    `);
  }));
