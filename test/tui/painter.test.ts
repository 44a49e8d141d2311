// The painter, read on a real emulator's screen: whatever it was before, it shows the rows it was given.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type xterm from '@xterm/headless';
import fc from 'fast-check';
import { BlessedScreen } from '../../src/tui/blessed.ts';
import { type Pane, paint, type Screenful } from '../../src/tui/painter.ts';
import { encodeRow, type Row } from '../../src/tui/row.ts';
import { shared } from '../../src/tui/shared-rows.ts';
import { clusterWidth, graphemes } from '../../src/tui/width.ts';
import { cells, expected, write } from './cells.ts';
import { graphemeTerminal } from './emulator.ts';

type Rows = readonly (Row | undefined)[];

function terminalFor(screen: Screenful): xterm.Terminal {
  return graphemeTerminal(screen.columns, screen.rows);
}

/** A screen of blessed's layout with the given main pane and people. */
function screenOf(columns: number, rows: number, main: Rows, people: Rows = [], x = 0): Screenful {
  const layout = new BlessedScreen({ term: 'xterm', columns, rows }).layout();
  const bar = (text: string) => [encodeRow([{ text, sgr: '\x1b[7m' }], columns, { fill: '\x1b[7m' })];
  const panes: Pane[] = [
    { ...layout.title, rows: bar('title') },
    { ...layout.main, rows: main },
    { ...layout.status, rows: bar('status') },
    ...(layout.people === undefined ? [] : [{ ...layout.people, rows: people }]),
    { ...layout.input, rows: [encodeRow([{ text: '> typed' }], columns)] },
  ];
  return { columns, rows, panes, cursor: { x: Math.min(x, columns - 1), y: rows - 1, visible: true } };
}

function texts(count: number, columns: number, prefix = 'row'): Row[] {
  return Array.from({ length: count }, (_, at) => encodeRow([{ text: `${prefix} ${at} 日本 🎉 end` }], columns));
}

test('a first frame clears and draws all, and the same again is no byte', async () => {
  const screen = screenOf(40, 10, shared(texts(5, 40)), [], 3);
  const terminal = terminalFor(screen);
  await write(terminal, `rubbish\r\nall over\x1b[7m${paint(undefined, screen)}`);
  assert.deepEqual(cells(terminal), expected(screen));
  assert.equal(terminal.buffer.active.cursorX, 3);
  assert.equal(terminal.buffer.active.cursorY, 9);
  assert.equal(paint(screen, screen), '');
  assert.equal(paint(screen, { ...screen, panes: screen.panes.map((pane) => ({ ...pane })) }), '');
});

test('a new line at the bottom costs a scroll and one row', () => {
  const rows = texts(30, 80);
  const before = screenOf(80, 24, shared(rows.slice(0, 21)));
  const after = screenOf(80, 24, shared(rows.slice(1, 22)));
  const bytes = paint(before, after);
  assert.ok(bytes.length < (rows[21]?.bytes.length ?? 0) + 45, JSON.stringify(bytes));
  assert.ok(bytes.includes('M\x1b[r'), 'the scroll region is given back');
  assert.match(bytes, /row 21/);
  assert.doesNotMatch(bytes, /row 20/);
});

test('beside the list of people a scroll puts the list back, when that is cheaper', async () => {
  const rows = texts(40, 96, 'a line with so many words that to write it again costs more than the list beside it');
  const people = shared([
    ...['│ alice', '│ bob'].map((text) => encodeRow([{ text }], 24, { anchored: false })),
    ...Array.from({ length: 25 }, () => encodeRow([{ text: '│' }], 24, { anchored: false })),
  ]);
  const before = screenOf(120, 30, shared(rows.slice(0, 27)), people);
  const after = screenOf(120, 30, shared(rows.slice(1, 28)), people);
  const bytes = paint(before, after);
  const terminal = terminalFor(before);
  await write(terminal, paint(undefined, before) + bytes);
  assert.deepEqual(cells(terminal), expected(after));
  assert.ok(bytes.length < 400, `${bytes.length}`);
  assert.doesNotMatch(bytes, /\[7m/);
});

test('only the cursor moves when only the cursor moved', () => {
  const main = shared(texts(3, 40));
  const before = screenOf(40, 10, main, [], 3);
  assert.equal(paint(before, { ...before, cursor: { x: 5, y: 9, visible: true } }), '\x1b[10;6H');
  assert.equal(paint(before, { ...before, cursor: { x: 3, y: 9, visible: false } }), '\x1b[?25l');
});

test('sessions in step share one diff', () => {
  const before = shared(texts(20, 80));
  let reads = 0;
  const counted = [...before.slice(1), ...texts(1, 80, 'new')].map((row) => row as Row);
  const after = shared(
    counted.map((row) => ({
      width: row.width,
      get bytes() {
        reads += 1;
        return row.bytes;
      },
    })),
  );
  const first = paint(screenOf(80, 24, before), screenOf(80, 24, after));
  const readsOfFirst = reads;
  assert.ok(readsOfFirst > 0);
  assert.equal(paint(screenOf(80, 24, before), screenOf(80, 24, after)), first);
  assert.equal(reads, readsOfFirst);
});

test('a row that fills the last column of the last line scrolls nothing', async () => {
  for (const text of ['x'.repeat(20), `${'x'.repeat(18)}日`, `${'x'.repeat(18)}👨‍👩‍👧`]) {
    const main = shared([encodeRow([{ text }], 20), encodeRow([{ text }], 20)]);
    const screen: Screenful = {
      columns: 20,
      rows: 2,
      panes: [{ x: 0, y: 0, width: 20, height: 2, rows: main }],
      cursor: { x: 0, y: 0, visible: true },
    };
    const terminal = terminalFor(screen);
    const tree = new BlessedScreen({ term: 'xterm', columns: 20, rows: 2 });
    await write(terminal, tree.enter() + paint(undefined, screen));
    assert.deepEqual(cells(terminal), expected(screen));
  }
});

test('after a cluster of unsure width the next one stands where it belongs', async () => {
  // One column here, two there: old symbols, keycaps, variation selectors, half a flag.
  const row = encodeRow([{ text: 'a☺b1️⃣c❤d🇩e👩🏽‍🚀f' }], 40);
  const screen = { columns: 40, rows: 1, panes: [{ x: 0, y: 0, width: 40, height: 1, rows: [row] }] };
  const terminal = graphemeTerminal(40, 1);
  terminal.unicode.activeVersion = '6';
  await write(terminal, paint(undefined, { ...screen, cursor: { x: 0, y: 0, visible: true } }));
  const line = cells(terminal)[0] ?? [];
  let x = 0;
  for (const cluster of graphemes('a☺b1️⃣c❤d🇩e👩🏽‍🚀f')) {
    if (/^[a-f]$/.test(cluster)) assert.equal(line[x], cluster, `${cluster} at ${x}: ${line.join('')}`);
    x += clusterWidth(cluster);
  }
});

test('nothing of what stood there shows beside an emoji that the terminal draws narrow', async () => {
  const before = encodeRow([{ text: 'XXXXXXXXXX' }], 10);
  const after = encodeRow([{ text: 'a🎉b' }], 10);
  const screen = (row: Row): Screenful => ({
    columns: 10,
    rows: 1,
    panes: [{ x: 0, y: 0, width: 10, height: 1, rows: [row] }],
    cursor: { x: 0, y: 0, visible: true },
  });
  const terminal = graphemeTerminal(10, 1);
  terminal.unicode.activeVersion = '6';
  await write(terminal, paint(undefined, screen(before)) + paint(screen(before), screen(after)));
  assert.doesNotMatch((cells(terminal)[0] ?? []).join(''), /X/);
});

test('what a terminal draws part by part stays in its pane: the people beside it stand as they stood', async () => {
  const people = [encodeRow([{ text: '│ alice bob carol' }], 20, { anchored: false })];
  for (const cluster of ['👨‍👩‍👧‍👦', '👩🏽‍🚀', '👍🏽', 'ᄀᄀᄀ가', '🇩🇪', '❤️']) {
    for (let used = 30; used <= 38; used += 1) {
      const row = encodeRow([{ text: `${'x'.repeat(used)}${cluster}` }], 40);
      assert.equal(row.width, used + 2);
      const screen: Screenful = {
        columns: 60,
        rows: 1,
        panes: [
          { x: 40, y: 0, width: 20, height: 1, rows: people },
          { x: 0, y: 0, width: 40, height: 1, rows: [row] },
        ],
        cursor: { x: 0, y: 0, visible: true },
      };
      const terminal = graphemeTerminal(60, 1);
      terminal.unicode.activeVersion = '6';
      await write(terminal, paint(undefined, screen));
      const line = (cells(terminal)[0] ?? []).join('');
      assert.ok(line.trimEnd().endsWith('│ alice bob carol'), `${cluster} at ${used}: ${line}`);
      terminal.dispose();
    }
  }
});

// ---- Any sequence of screens

/** What emulator and product agree on: the width table has its own tests. */
const alphabet = fc.constantFrom('a', 'bc', ' ', '日', '本', 'é', '🎉', '👨‍👩‍👧', '│', '…', 'long word ');
const text = fc.array(alphabet, { maxLength: 60 }).map((parts) => parts.join(''));
const look = fc.constantFrom('', '\x1b[7m', '\x1b[1;38;5;210m');
const step = fc.record({
  texts: fc.array(fc.tuple(text, look), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom('append', 'prepend', 'replace', 'people', 'same', 'cursor', 'blank'),
  at: fc.nat(60),
  size: fc.option(fc.tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 50 })), { freq: 6 }),
});

/** So low that it scrolls soon, so wide that people stand beside it. */
const begin = fc.constantFrom<[number, number]>([80, 24], [120, 10], [110, 8], [20, 5]);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface State {
  readonly columns: number;
  readonly rows: number;
  readonly main: Rows;
  readonly people: Rows;
  readonly x: number;
}

function encoded(texts: Step['texts'], columns: number, anchored: boolean): Row[] {
  return texts.map(([words_, sgr]) => encodeRow([{ text: words_, sgr }], columns, { anchored }));
}

function next(state: State, { texts: words_, how, at, size }: Step): State {
  const [columns, rows] = size ?? [state.columns, state.rows];
  const { width, height } = new BlessedScreen({ term: 'xterm', columns, rows }).layout().main;
  const fresh = encoded(words_, width, true);
  const isResized = size !== null;
  const old = isResized ? [] : state.main;
  const all = { columns, rows, x: state.x, main: old, people: isResized ? [] : state.people };
  switch (how) {
    case 'append':
      return { ...all, main: shared([...old, ...fresh].slice(-Math.max(1, height))) };
    case 'prepend':
      return { ...all, main: shared([...fresh, ...old].slice(0, Math.max(1, height))) };
    case 'replace':
      return { ...all, main: shared(old.map((row, index) => (index % 7 === at % 7 ? fresh[0] : row))) };
    case 'blank':
      return { ...all, main: shared(old.map((row, index) => (index === at ? undefined : row))) };
    case 'people':
      // No emoji in handles: what cannot be anchored would be written otherwise.
      return {
        ...all,
        people: shared([encodeRow([{ text: `│ person ${at}` }], 24), ...all.people].slice(0, 60)),
      };
    case 'cursor':
      return { ...all, x: at };
    case 'same':
      return all;
  }
}

test('from any screen to any other, the emulator shows the rows cell by cell', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), begin, async (steps, [columns, rows]) => {
      let state: State = { columns, rows, main: [], people: [], x: 0 };
      const terminal = graphemeTerminal(columns, rows);
      const tree = new BlessedScreen({ term: 'xterm', columns, rows });
      await write(terminal, tree.enter());
      let previous: Screenful | undefined;
      for (const each of steps) {
        state = next(state, each);
        const screen = screenOf(state.columns, state.rows, state.main, state.people, state.x);
        terminal.resize(Math.max(2, state.columns), state.rows);
        await write(terminal, paint(previous, screen));
        assert.deepEqual(cells(terminal, screen.columns), expected(screen));
        assert.equal(terminal.buffer.active.cursorX, screen.cursor.x);
        assert.equal(terminal.buffer.active.cursorY, screen.cursor.y);
        previous = screen;
      }
      terminal.dispose();
    }),
    { numRuns: 250 },
  );
});
