/** The split screen through the real painter into emulators: whatever two people type, paste and resize, both see both. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LiveChat } from '../../src/chat/live-chat.ts';
import type { UserId } from '../../src/chat/message.ts';
import type { LiveLink } from '../../src/session/live-link.ts';
import { LiveScreen } from '../../src/session/live-screen.ts';
import type { ScreenView } from '../../src/session/screen-view.ts';
import { BlessedScreen } from '../../src/tui/blessed.ts';
import { lookup } from '../../src/tui/keymap.ts';
import { KeyDecoder, type KeyEvent } from '../../src/tui/keys.ts';
import { paint, type Screenful } from '../../src/tui/painter.ts';
import { rowStyle } from '../../src/tui/rows.ts';
import { themeOf } from '../../src/tui/theme.ts';
import { House, unwrap } from '../chat/house.ts';
import { cells, expected, write } from '../tui/cells.ts';
import { graphemeTerminal } from '../tui/emulator.ts';
import { eventsOf } from '../tui/typed.ts';

const view = {
  style: (columns: number) =>
    rowStyle({ columns, theme: themeOf('dark'), depth: '256', zone: 'UTC', clock: '24h', links: false }),
  status: { rows: () => [] },
} as unknown as ScreenView;

/** One of the two at their terminal. */
class Seat {
  readonly #live: House['chat']['live'];
  readonly #user: UserId;
  readonly #screen: LiveScreen;
  readonly #terminal = graphemeTerminal(80, 24);
  readonly #tree = new BlessedScreen({ term: 'xterm', columns: 80, rows: 24 });
  #painted: Screenful | undefined;

  constructor(live: House['chat']['live'], chat: LiveChat, user: UserId, session: string) {
    this.#live = live;
    this.#user = user;
    const link = {
      write: (line: string, isFinished: boolean) => void live.write(user, session, line, isFinished),
      hangUp: () => void live.end(user),
    };
    this.#screen = new LiveScreen(chat, link as LiveLink, user);
  }

  press(event: KeyEvent): void {
    this.#screen.take(event, event.type === 'key' ? lookup(event) : undefined);
  }

  type(bytes: string): void {
    const decoder = new KeyDecoder();
    for (const event of [...eventsOf(bytes, decoder), ...decoder.flush()]) this.press(event);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#tree.resize(columns, rows);
    this.#painted = undefined;
  }

  /** Paints a frame and compares the terminal with it, cell for cell. */
  async shows(): Promise<readonly string[]> {
    const { cols: columns, rows } = this.#terminal;
    const next = this.#screen.compose(this.#tree.layout(true), { columns, rows }, view);
    const first = this.#painted === undefined ? '\x1b[?7l' : '';
    await write(this.#terminal, first + paint(this.#painted, next));
    this.#painted = next;
    const shown = cells(this.#terminal);
    assert.deepEqual(shown, expected(next));
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    assert.deepEqual([cursorX, cursorY], [next.cursor.x, next.cursor.y]);
    return shown.map((row) => row.join('').trimEnd());
  }

  async hangsUp(): Promise<void> {
    unwrap(await this.#live.end(this.#user));
  }
}

async function pair(): Promise<readonly [Seat, Seat]> {
  const house = await House.open();
  const boss = await house.arrive('boss', { role: 'sysop' });
  const alice = await house.arrive('alice');
  const { live } = house.chat;
  unwrap(await live.open(boss, 'boss-1', 'alice'));
  const chat = unwrap(await live.answer(alice, 'alice-1'));
  return [new Seat(live, chat, boss, 'boss-1'), new Seat(live, chat, alice, 'alice-1')];
}

test('keys edit the own last line, and both screens follow', async () => {
  const [boss, alice] = await pair();
  boss.type('wrold\x1b[D\x1b[D\x1b[D\x14 \x1bb');
  alice.type('see\x7f\x7f\x15fresh');
  boss.type('\rnext');
  const seen = await alice.shows();
  assert.deepEqual(seen.slice(2, 4), [' wor ld', ' next']);
  assert.equal(seen[12], ' fresh');
  assert.equal((await boss.shows())[2], ' fresh');
  await boss.hangsUp();
});

test('a paste is cut at 1,024 characters and its line ends are Enters', async () => {
  const [boss, alice] = await pair();
  boss.press({ type: 'paste', text: `one\ntwo\n${'x'.repeat(5000)}`, truncated: false });
  const seen = await alice.shows();
  assert.deepEqual(seen.slice(1, 2), [
    '── boss ────────────────────────────────────────────────────────────────────────',
  ]);
  const text = seen.slice(2, 12).join('').replaceAll(' ', '');
  assert.equal(text.match(/x/g)?.length, 8 * 78 + 2);
  await boss.hangsUp();
});

/** Where the emulator and we agree on widths. */
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'bc',
      ' ',
      '日',
      '本',
      'é',
      'e\u0301',
      '\u0301',
      '🎉',
      '👨‍👩‍👧',
      'مرحبا',
      'long word ',
      '\n',
      '\t',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('whatever is typed, pasted and resized, each terminal shows what was composed, cell for cell', async () => {
  const step = fc.record({
    who: fc.nat(1),
    what: fc.oneof(
      { weight: 4, arbitrary: fc.record({ type: text }) },
      { weight: 1, arbitrary: fc.record({ paste: text }) },
      {
        weight: 4,
        arbitrary: fc.record({ type: fc.constantFrom('\r', '\x7f', '\x1b[D', '\x17', '\x01', '\x1bf', '\x14') }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ columns: fc.integer({ min: 2, max: 120 }), rows: fc.integer({ min: 1, max: 40 }) }),
      },
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const seats = await pair();
      for (const { who, what } of steps) {
        const seat = seats[who] as Seat;
        if ('columns' in what) seat.resize(what.columns, what.rows);
        else if ('paste' in what) seat.press({ type: 'paste', text: what.paste, truncated: false });
        else if (what.type.charCodeAt(0) < 0x20 || what.type === '\x7f') seat.type(what.type);
        else seat.press({ type: 'text', text: what.type });
        for (const each of seats) await each.shows();
      }
    }),
    { numRuns: 40 },
  );
});
