import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from './person.ts';
import { withServer } from './server.ts';

const FAMILY = '👨‍👩‍👧‍👦';

async function lineIs(person: Person, line: string): Promise<void> {
  await person.until(() => person.screen().at(-1)?.trimEnd() === line, `the input line should be "${line}"`);
}

/** Where the cursor stands, from 0. */
function column({ emulator }: Person): number {
  return emulator.buffer.active.cursorX;
}

test('the input line has the keys of readline', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    const steps: readonly (readonly [keys: string, line: string, column: number])[] = [
      ['hello world', '> hello world', 13],
      ['\u0001', '> hello world', 2],
      ['oh ', '> oh hello world', 5],
      ['\u0005!', '> oh hello world!', 17],
      ['\u0017', '> oh hello', 11],
      ['\u0019', '> oh hello world!', 17],
      ['\u001bb', '> oh hello world!', 11],
      ['\u000b', '> oh hello', 11],
      ['\u001b[D\u001b[D\u001b[D\u001b[D', '> oh hello', 7],
      ['\u0014', '> oh hlelo', 8],
      ['\u0015', '> lo', 2],
      ['\u0004', '> o', 2],
      ['\u001b[3~', '>', 2],
      ['\u001f', '> o', 2],
    ];
    for (const [keys, line, at] of steps) {
      alice.type(keys);
      await lineIs(alice, line);
      await alice.until(() => column(alice) === at, `after ${JSON.stringify(keys)} the cursor should be at ${at}`);
    }
  }));

test('the up arrow brings back what was said, and down the draft; each window has its own', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await cast.play(`
      alice> first
      alice> second
      alice< alice second
      alice keys d r a f t
    `);
    for (const [key, line] of [
      ['\u001b[A', '> second'],
      ['\u001b[A', '> first'],
      ['\u001b[B', '> second'],
      ['\u001b[B', '> draft'],
    ] as const) {
      alice.type(key);
      await lineIs(alice, line);
    }
    alice.type('\u0003');
    await lineIs(alice, '>');
    await cast.play(`
      alice> /join #dev
      alice< #dev 1 here
    `);
    alice.type('\u001b[A');
    alice.type('x');
    await lineIs(alice, '> x');
  }));

test('Ctrl-R finds what one said before: typed, narrowed, further back, taken or left', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await cast.play(`
      alice> the first deploy
      alice> something else
      alice> the second deploy
      alice< alice the second deploy
      alice keys h a l f ^R
      alice keys d e p
      alice< the second deploy
    `);
    const row = () => alice.screen().at(-1) ?? '';
    await alice.until(() => /dep.*the second deploy/.test(row()), 'the newest that matches is offered');
    alice.type('\u0012');
    await alice.until(() => /dep.*the first deploy/.test(row()), 'Ctrl-R again goes further back');
    alice.type('\u001b');
    await lineIs(alice, '> half');
    alice.type('\u0012some');
    await alice.until(() => /some.*something else/.test(row()), 'another search');
    alice.type('\r');
    await lineIs(alice, '> something else');
  }));

test('a draft belongs to its window and waits there', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await cast.play(`
      alice> /join #dev
      alice< #dev 1 here
    `);
    alice.type('for dev');
    await lineIs(alice, '> for dev');
    alice.type('\u001b1');
    await lineIs(alice, '>');
    alice.type('for the lobby');
    await lineIs(alice, '> for the lobby');
    alice.type('\u001b2');
    await lineIs(alice, '> for dev');
    alice.resize(60, 20);
    await lineIs(alice, '> for dev');
    alice.type('\u001b1');
    await lineIs(alice, '> for the lobby');
  }));

test('Tab completes who spoke last, commands, channels and emoji', () =>
  withServer({}, async (cast) => {
    const bob = await cast.join('bob');
    await cast.play(`
      alice joins
      albert joins
      albert> hello
      alice> hello
      bob< alice hello
    `);
    const completes = async (typed: string, line: string) => {
      bob.type(typed);
      bob.type('\t');
      bob.type('|');
      await lineIs(bob, `${line}|`);
    };
    await completes('al', '> alice: ');
    bob.type('\u0015al');
    bob.type('\t');
    bob.type('\t');
    await lineIs(bob, '> albert:');
    bob.type('\u001b[Z');
    await lineIs(bob, '> alice:');
    bob.type('\u0003');
    await completes('ask al', '> ask alice ');
    bob.type('\u0003');
    await completes('/whoi', '> /whois ');
    await completes('\u0015/msg al', '> /msg alice ');
    await completes('\u0015see #lo', '> see #lobby ');
    await completes('\u0015:tada', '> 🎉');
  }));

test('Ctrl-C clears the line; twice on an empty one it asks, and only a yes quits', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await alice.sees('Type to talk.');
    alice.type('half a line');
    await lineIs(alice, '> half a line');
    alice.type('\u0003');
    await lineIs(alice, '>');
    alice.type('\u0003');
    await alice.sees('Ctrl-C again to quit');
    alice.type('\u0003');
    await alice.sees('Quit? y/n');
    alice.type('n');
    await lineIs(alice, '>');
    alice.type('\u0004');
    await alice.sees('Quit? y/n');
    alice.type('y');
    await alice.whenClosed();
    assert.equal(alice.exitStatus, 0);
    assert.match(alice.raw, /Goodbye\.\r\n$/);
  }));

test('a paste of a few lines waits for Enter and is one message', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await cast.play(`
      bob joins
      bob< Type to talk.
    `);
    alice.paste('one\ntwo\nthree\n');
    await lineIs(alice, '> one⏎two⏎three⏎');
    assert.doesNotMatch(cast.person('bob').text(), /one|two|three/);
    alice.type('\u007f');
    await lineIs(alice, '> one⏎two⏎three');
    alice.type('\r');
    const bob = cast.person('bob');
    await bob.sees(/alice one\n\s+two\n\s+three/);
    await lineIs(alice, '>');
  }));

test('a paste of more lines asks first, and others see it folded until Ctrl-O', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await cast.play(`
      bob joins
      bob< Type to talk.
    `);
    alice.paste(Array.from({ length: 18 }, (_, at) => `pasted ${at + 1}.\n`).join(''));
    await alice.sees('⏎');
    alice.type('\r');
    await alice.sees('Send 18 lines as one message? y/n');
    alice.type('n');
    await alice.sees('pasted 18.');
    assert.doesNotMatch(cast.person('bob').text(), /pasted/);
    alice.type('\r');
    await alice.sees('Send 18 lines');
    alice.type('y');
    await cast.play(`
      bob< alice pasted 1.
      bob< more lines, Ctrl-O opens
      bob!< pasted 18.
      bob keys ^O
      bob< pasted 18.
      bob keys ^O
      bob< more lines, Ctrl-O opens
    `);
    await lineIs(alice, '>');
  }));

test('a long line that is pasted is one message, one that is typed or piped ends sooner, with a sentence', () =>
  withServer({}, async (cast) => {
    await cast.play('alice joins\nbob joins\ncarol joins plain');
    const [alice, carol] = [cast.person('alice'), cast.person('carol')];
    alice.paste(`begin ${'data '.repeat(1200)}end.`);
    await alice.sees('end.');
    alice.type('\r');
    await cast.play('bob< alice begin data');
    await carol.sees('data end.');
    carol.enter('x'.repeat(5000));
    await carol.sees('This line is 5,000 bytes long; at most 4,096 fit.');
    carol.enter('short');
    await cast.play('bob< carol short\nbob!< xxx');
  }));

test('a client without bracketed paste does not send by accident either', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await cast.play(`
      bob joins
      bob< Type to talk.
    `);
    alice.type('one\rtwo\rthree');
    await lineIs(alice, '> one⏎two⏎three');
    assert.doesNotMatch(cast.person('bob').text(), /three/);
  }));

test('wide letters, combining marks and emoji families are edited as what one sees', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    alice.type(`日本${FAMILY}e\u0301x`);
    await lineIs(alice, `> 日本${FAMILY}e\u0301x`);
    await alice.until(() => column(alice) === 2 + 4 + 2 + 1 + 1, 'the cursor stands behind the x');
    for (const [line, at] of [
      [`> 日本${FAMILY}e\u0301`, 9],
      [`> 日本${FAMILY}`, 8],
      ['> 日本', 6],
      ['> 日', 4],
    ] as const) {
      alice.type('\u007f');
      await lineIs(alice, line);
      await alice.until(() => column(alice) === at, `the cursor should be at ${at}`);
    }
  }));

test('whatever letters a line has, the list of people beside it stays in its column', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice', '100x24');
    await cast.play(`
      bob joins 100x24
      bob> 日本語もOK ${FAMILY} e\u0301 नमस्ते 🇩🇪 ✌️ done
      alice< done
      bob> ${'漢字'.repeat(40)} end
      alice< end
    `);
    const buffer = alice.emulator.buffer.active;
    const rule = (buffer.getLine(1)?.translateToString() ?? '').indexOf('│');
    assert.equal(rule, 76);
    for (let y = 1; y < 22; y += 1) assert.equal(buffer.getLine(y)?.getCell(rule)?.getChars(), '│', `row ${y}`);
  }));

test('control characters, overrides and escape sequences that somebody sends reach nobody', () =>
  withServer({}, async (cast) => {
    const bob = await cast.join('bob');
    const alice = await cast.join('alice', 'plain');
    await bob.sees('alice joined');
    alice.type('red \u001b[31malert\u0007 \u202Eevil\u202C \u009b2J done\n');
    await bob.sees('done');
    assert.equal(bob.bells, 0);
    assert.doesNotMatch(bob.raw, /[\u202a-\u202e\u0080-\u009f]/);
    assert.ok(!bob.raw.includes('\u001b[31malert'));
  }));
