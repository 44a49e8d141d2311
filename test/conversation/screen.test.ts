import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from './person.ts';
import { withServer } from './server.ts';

const ESC = '\u001b';
/** So that a test may talk as fast as it likes. */
const QUICK = { args: ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000'] };

/** The rows between title and status. */
function pane(person: Person): readonly string[] {
  return person.screen().slice(1, -2);
}

/** Says `line 1` … `line N` in batches small enough for the queue of waiting lines. */
async function sayLines(person: Person, count: number): Promise<void> {
  for (let first = 1; first <= count; first += 50) {
    const last = Math.min(count, first + 49);
    for (let n = first; n <= last; n += 1) person.enter(`line ${n}.`);
    await person.sees(`line ${last}.`);
  }
}

/** Presses a key and waits until it shows. */
async function press(person: Person, key: string): Promise<void> {
  const before = person.text();
  person.type(key);
  await person.until(() => person.text() !== before, `${JSON.stringify(key)} should change the screen`);
}

test('a resize paints the screen anew in its new size, smaller and larger', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice', '80x24');
    await cast.play(`
      alice< Type to talk.
      bob joins
      alice< bob joined
      bob> the quick brown fox jumps over the lazy dog and then has a long rest in the shade
      alice< has a long rest in the shade
      alice keys h a l f
      alice< > half
    `);
    for (const [columns, rows] of [
      [40, 10],
      [120, 30],
      [20, 5],
      [80, 24],
    ] as const) {
      alice.resize(columns, rows);
      const isPainted = () => {
        const [title = '', status, input] = [alice.screen()[0], ...alice.screen().slice(-2)];
        // Five rows have none to spare for a title.
        const isTitled = title.startsWith(' #lobby') && title.length === columns && title.endsWith(' 2 here ');
        return (
          isTitled === rows > 5 &&
          pane(alice).join(' ').includes('shade') &&
          status?.startsWith(' 1:#lobby') === true &&
          input === '> half'
        );
      };
      await alice.until(isPainted, `${columns}x${rows} should be painted`);
      assert.equal(alice.text().match(/1:#lobby/g)?.length, 1);
      assert.equal(alice.text().match(/shade/g)?.length, 1);
      const painted = alice.text();
      alice.type('\u000c');
      alice.type('x\u007f');
      await alice.until(() => alice.screen().at(-1) === '> half', 'the input line is back');
      assert.equal(alice.text(), painted, 'a redraw shows what was there');
    }
  }));

test('a terminal of 20x5 is enough to read and to talk', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins 20x5
      bob joins
      bob> hi small one
      alice< hi small one
      alice> hello back to you
      bob< alice hello back to you
      alice< hello back to you
      alice keys a SPACE l o n g SPACE l i n e SPACE t h a t SPACE s c r o l l s
      alice< that scrolls
      alice keys ENTER
      bob< a long line that scrolls
      alice> /help
      alice< Commands
      alice keys q
      alice< 1:#lobby
    `);
  }));

test('from 100 columns on the people stand on the right, away ones marked, and F2 hides them', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice', '100x24');
    await alice.sees(/│ alice$/m);
    await cast.play(`
      bob joins
      alice< │ bob
      bob> /away lunch
      alice< │ bob away
      bob> /back
      bob> /dnd on
      alice< │ bob dnd
      bob> /quit
    `);
    await alice.until(() => !/│ bob/.test(alice.text()), 'bob is gone from the list');
    await press(alice, `${ESC}OQ`);
    assert.doesNotMatch(pane(alice).join('\n'), /│/);
    await press(alice, `${ESC}OQ`);
    assert.match(pane(alice).join('\n'), /│ alice$/m);
    const eighty = await cast.join('carol', '80x24');
    await eighty.sees('Type to talk.');
    assert.doesNotMatch(pane(eighty).join('\n'), /│/);
  }));

test('PgUp goes back through all of history and PgDn forward, a page less one line at a time, with nothing left out', () =>
  withServer(QUICK, async (cast) => {
    const alice = await cast.join('alice');
    await alice.sees('Type to talk.');
    await sayLines(alice, 700);
    const bob = await cast.join('bob', '60x12');
    await bob.sees('line 700.');
    await press(bob, `${ESC}[5~`);
    const numbers = () =>
      pane(bob)
        .flatMap((row) => /line (\d+)\./.exec(row)?.[1] ?? [])
        .map(Number);
    const upwards = [numbers()];
    while (!numbers().includes(1)) {
      await press(bob, `${ESC}[5~`);
      upwards.push(numbers());
    }
    for (const [index, page] of upwards.entries()) {
      const above = upwards[index + 1];
      assert.deepEqual(
        page,
        [...page].sort((a, b) => a - b),
      );
      if (above !== undefined && above[0] !== 1) assert.equal(above.at(-1), page[0], 'one line stays on show');
    }
    assert.equal(new Set(upwards.flat()).size, upwards[0]?.at(-1));
    while (!numbers().includes(700)) await press(bob, `${ESC}[6~`);
    await press(bob, `${ESC}[1;3H`);
    assert.ok(numbers().includes(1), 'Alt-Home');
    await press(bob, `${ESC}[1;3F`);
    assert.ok(numbers().includes(700), 'Alt-End');
  }));

test('new lines do not move what is being read, and the status counts them', () =>
  withServer(QUICK, async (cast) => {
    const alice = await cast.join('alice');
    await alice.sees('Type to talk.');
    await sayLines(alice, 60);
    const bob = await cast.join('bob');
    await bob.sees('line 60.');
    await alice.sees('bob joined');
    await press(bob, `${ESC}[5~`);
    const read = pane(bob);
    await cast.play(`
      alice> one more
      bob< ↓ 1 new
      alice> and another
      bob< ↓ 2 new
    `);
    assert.deepEqual(pane(bob), read);
    await press(bob, `${ESC}[1;3F`);
    await cast.play(`
      bob< alice and another
      bob!< ↓
    `);
  }));

test('who comes back sees a line above what is new since', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> read by both
      alice< read by both
      alice> mine now
      alice< alice mine now
      alice> /quit
      bob< alice left
      bob> said meanwhile
      bob< said meanwhile
      alice joins
      alice< said meanwhile
      alice< new since
    `);
    const rows = cast.person('alice').screen();
    const at = (words: string) => rows.findIndex((row) => row.includes(words));
    assert.ok(at('read by both') < at('new since'), 'what was read stands above');
    assert.ok(at('new since') < at('said meanwhile'), 'what is new stands below');
  }));

test('other windows show joins, then a number of lines, then a mention; keys and /window go there', () =>
  withServer({}, async (cast) => {
    const bob = await cast.join('bob');
    await cast.play(`
      alice joins
      bob> /join #dev
      bob< 2:#dev
      carol joins
      bob< 1:#lobby ·
      alice> nothing special
      bob< 1:#lobby 1
      alice> more of it
      bob< 1:#lobby 2
      alice> bob: look here
      bob< 1:#lobby !3
      carol> later
      bob< 1:#lobby !4
    `);
    const looksAt = (title: string) => bob.until(() => bob.screen()[0]?.startsWith(` ${title} `) === true, title);
    bob.type(`${ESC}1`);
    await looksAt('#lobby');
    await bob.sees('carol later');
    assert.doesNotMatch(bob.screen().at(-2) ?? '', /#lobby [!·\d]/);
    bob.type('\u000e');
    await looksAt('#dev');
    bob.type('\u0010');
    await looksAt('#lobby');
    bob.type(`${ESC}2`);
    await looksAt('#dev');
    bob.enter('/window 1');
    await looksAt('#lobby');
    bob.enter('/window dev');
    await looksAt('#dev');
    await cast.play(`
      alice> bob: once more
      bob< 1:#lobby !1
    `);
    bob.type(`${ESC}a`);
    await looksAt('#lobby');
  }));

test('/clear empties the window until something new is said, and history keeps it', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await cast.play(`
      alice> an old line
      alice< alice an old line
      alice> /clear
    `);
    await alice.until(() => pane(alice).every((row) => row === ''), 'the window should be empty');
    await cast.play(`
      alice> a new line
      alice< alice a new line
      alice!< an old line
      alice keys PGUP
      alice< alice an old line
    `);
  }));

test('/help and /keys open pages made from the tables; q and Esc close them', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins 80x40
      alice> /help
      alice< /msg bob
      alice< q closes
      alice keys q
      alice< alice joined
      alice!< q closes
      alice> /keys
      alice< Alt-1 … Alt-0
      alice keys ESC
      alice< alice joined
      alice!< q closes
      alice> /help page
      alice< /page bob
    `);
  }));

test('/ignore hides what somebody says, here and in direct messages, until /unignore', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      carol joins
      bob> earlier line
      alice< earlier line
      alice> /ignore bob
      alice< You no longer see what bob says.
      bob> later line
      bob> /msg alice in your ear
      bob< in your ear
      carol> have you seen that
      alice< carol have you seen that
      alice!< earlier line
      alice!< later line
      alice!< in your ear
      alice> /unignore bob
      alice< bob later line
    `);
  }));

test('/away shows in /who with its reason, and /back ends it', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      bob> /away having lunch
      bob< You are away
      bob< bob (away)
      alice> /who
      alice< 2 people here
      alice< away
      alice< having lunch
      alice keys q
      bob> /back
      bob< You are back.
      alice> /who
      alice< 2 people here
      alice!< having lunch
    `);
  }));

test('an answer to a command is seen in a window in which nothing was said yet', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice< bob joined
      alice> /msg bob
      alice< direct messages
      alice> /frobnicate
      alice< There is no command /frobnicate
      bob> /msg alice hello
      alice< bob hello
      alice< There is no command /frobnicate
    `);
  }));
