// Lists and pages over the scrollback, with the keyboard alone, on real screens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withServer } from './server.ts';

test('in /help one finds a command by typing, reads about it, and comes back to one’s draft', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice keys half SPACE a SPACE draft
      alice keys F1
      alice< Talking
      alice< Enter tells more
      alice keys whois
      alice< /whois_
      alice< /whois bob about one person
      alice!< /me waves
      alice keys ENTER
      alice< /whois bob about one person, here or not q closes
      alice keys q
      alice< Commands · /whois_
      alice keys ESC
      alice< alice joined
      alice< > half a draft
    `);
  }));

test('/channels goes into the channel one is on, and says who is there', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      bob joins
      bob> /join #dev
      bob> /topic Ships on Friday
      bob< bob set the topic
      alice joins
      alice> /channels
      alice< #dev 1 here Ships on Friday
      alice< › * #lobby 2 here
      alice keys UP w
      alice< 1 person in #dev
      alice keys q
      alice> /channels
      alice< › * #lobby
      alice keys dev
      alice< › #dev
      alice keys ENTER
      alice< #dev │ Ships on Friday 2 here
      bob< alice joined
    `);
  }));

test('/who and /people open a conversation, /window goes to it, /ignore ends', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      bob joins
      alice> /people
      alice< 2 people in #lobby
      alice keys DOWN w
      alice< bob is a user
      alice keys q
      alice> /people
      alice< 2 people in #lobby
      alice keys /bob ENTER
      alice< bob │ direct messages
      alice> /window
      alice< 2 bob you are here
      alice keys UP ENTER
      alice< #lobby
      alice< bob joined
      alice> /ignore bob
      alice< You no longer see
      alice> /ignore
      alice< › bob
      alice keys ENTER
      alice< You ignore nobody any more.
    `);
  }));

test('/set alone changes what one is on, asks for what is not a word, and refuses in sight', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins
      alice> /set
      alice< › timezone server
      alice keys DOWN DOWN ENTER
      alice< › clock 12h
    `);
    const alice = cast.person('alice');
    await alice.until(() => /[ap]m *$/i.test(alice.screen().at(-2) ?? ''), 'the status should end in am or pm');
    await cast.play(`
      alice keys d
      alice< › clock 24h
      alice keys HOME ENTER
      alice< timezone: server
      alice keys ^U Mars ENTER
      alice< timezone cannot be Mars
      alice< › timezone server
      alice keys ENTER ^U asia/tokyo ENTER
      alice< › timezone Asia/Tokyo
      alice keys ESC
      alice< alice joined
      alice> /set timezone
      alice< timezone is Asia/Tokyo
    `);
  }));

test('/theme shows each theme as one comes to it; Esc goes back, Enter keeps', () =>
  withServer({}, async (cast) => {
    const alice = await cast.join('alice');
    await alice.sees('alice joined');
    const bar = () => alice.emulator.buffer.active.getLine(0)?.getCell(1)?.getBgColor();
    const dark = bar();
    alice.enter('/theme');
    await alice.sees('› dark now');
    await alice.sees('alice joined');
    alice.type('\u001b[B');
    await alice.until(() => bar() !== dark, 'the light theme should be tried on');
    alice.type('q');
    await alice.until(() => bar() === dark, 'the dark theme should be back');
    alice.enter('/theme');
    await alice.sees('› dark now');
    alice.type('\u001b[B\r');
    await alice.until(() => bar() !== dark, 'the light theme should be kept');
    alice.enter('/set theme');
    await alice.sees('theme is light');
    assert.notEqual(bar(), dark);
  }));

test('a list is usable in 20×5 and survives 1×1; a window key leaves it', () =>
  withServer({}, async (cast) => {
    await cast.play(`
      alice joins 20x5
      alice> /join #dev
      alice< 2:#dev
    `);
    const alice = cast.person('alice');
    alice.enter('/channels');
    await alice.sees('› * #dev');
    alice.resize(1, 1);
    alice.resize(20, 5);
    await alice.sees('› * #dev');
    alice.type('\u001b[B');
    await alice.sees('› * #lobby');
    alice.type('\u001b2');
    await alice.until(() => !alice.text().includes('›'), 'the list should be gone');
  }));

/** What a terminal sends for the mouse, columns and rows from 1. */
function mouse(button: number, column: number, row: number): string {
  return `\u001b[<${button};${column};${row}M\u001b[<${button};${column};${row}m`;
}

const [WHEEL_UP, WHEEL_DOWN] = [64, 65];

test('with /set mouse on the wheel scrolls, clicks choose windows and rows; off and at the end it is given back', () =>
  withServer({ args: ['--limits-lines-burst', '1000'] }, async (cast) => {
    const alice = await cast.join('alice');
    alice.enter('/join #dev');
    await alice.sees('2:#dev');
    for (let n = 1; n <= 40; n += 1) alice.enter(`line ${n}.`);
    await alice.sees('line 40.');
    alice.type(mouse(0, 3, 23));
    alice.enter('/set mouse on');
    await alice.sees('mouse is now on.');
    await alice.until(() => alice.emulator.modes.mouseTrackingMode === 'vt200', 'the mouse should be reported');
    assert.match(alice.screen()[0] ?? '', /^ #dev/);
    for (let n = 0; n < 5; n += 1) alice.type(mouse(WHEEL_UP, 10, 10));
    await alice.sees('back to now');
    for (let n = 0; n < 8; n += 1) alice.type(mouse(WHEEL_DOWN, 10, 10));
    await alice.until(() => !alice.text().includes('back to now'), 'the window should be live again');
    alice.type(mouse(0, 3, 23));
    await alice.until(() => alice.screen()[0]?.startsWith(' #lobby') === true, 'a click should go to #lobby');
    alice.enter('/channels');
    await alice.sees('› * #lobby');
    alice.type(mouse(0, 8, 3));
    await alice.sees('› * #dev');
    alice.type(mouse(0, 8, 3));
    await alice.until(() => alice.screen()[0]?.startsWith(' #dev') === true, 'a second click should go in');
    alice.enter('/set mouse off');
    await alice.until(() => alice.emulator.modes.mouseTrackingMode === 'none', 'the mouse should be let go');
    alice.enter('/set mouse on');
    await alice.until(() => alice.emulator.modes.mouseTrackingMode === 'vt200', 'the mouse should be reported');
    alice.enter('/quit');
    await alice.whenClosed();
    await alice.until(() => alice.emulator.modes.mouseTrackingMode === 'none', 'it should be given back');
  }));

test('a command that one reads of in the list of commands can be typed right there', () =>
  withServer({}, (cast) =>
    cast.play(`
      bob joins
      alice joins
      alice> /help
      alice< Enter tells more
      alice> /me dances in
      bob< alice dances in
      alice!< Enter
    `),
  ));
