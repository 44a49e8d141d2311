// The blessed tree: places for any size, modes for any TERM, and none of its process-wide habits.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { BlessedScreen, type Rect } from '../../src/tui/blessed.ts';

const HABITS = ['uncaughtException', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'exit'] as const;
const blessed = createRequire(import.meta.url)('blessed') as Record<
  'screen' | 'program',
  { instances: unknown[]; total: number }
>;

function open(columns: number, rows: number, term = 'xterm-256color'): BlessedScreen {
  return new BlessedScreen({ term, columns, rows });
}

test('a hundred screens come and go without a trace in the process', () => {
  const before = HABITS.map((name) => process.listenerCount(name));
  const screens = Array.from({ length: 100 }, () => open(80, 24));
  assert.deepEqual(
    HABITS.map((name) => process.listenerCount(name)),
    before,
  );
  for (const screen of screens) {
    screen.enter();
    screen.layout();
    screen.leave();
  }
  assert.deepEqual(
    HABITS.map((name) => process.listenerCount(name)),
    before,
  );
  for (const { instances, total } of [blessed.screen, blessed.program])
    assert.deepEqual([instances.length, total], [0, 0]);
});

test('the parts cover the screen without overlapping, at every size', () => {
  for (const columns of [1, 2, 20, 79, 99, 100, 101, 240, 500]) {
    for (const rows of [1, 2, 3, 4, 5, 6, 7, 24, 200]) {
      for (const hidePeople of [false, true]) {
        const { title, main, people, status, input } = open(columns, rows).layout(hidePeople);
        const parts: Rect[] = [title, main, status, input, ...(people === undefined ? [] : [people])];
        const cells = parts.reduce((sum, part) => sum + part.width * part.height, 0);
        assert.equal(cells, columns * rows, `${columns}x${rows}`);
        for (const part of parts.filter(({ height }) => height > 0)) {
          assert.ok(part.x >= 0 && part.y >= 0 && part.x + part.width <= columns && part.y + part.height <= rows);
        }
        assert.equal(main.x, 0);
        assert.deepEqual([input.y, input.height], [rows - 1, 1]);
      }
    }
  }
});

test('in a low terminal the input stays, then the scrollback, the status, the title', () => {
  const heights = [1, 2, 3, 4, 5, 6].map((rows) => {
    const { title, main, status, input } = open(20, rows).layout();
    return [title, main, status, input].map(({ height }) => height);
  });
  assert.deepEqual(heights, [
    [0, 0, 0, 1],
    [0, 1, 0, 1],
    [0, 2, 0, 1],
    [0, 2, 1, 1],
    [0, 3, 1, 1],
    [1, 3, 1, 1],
  ]);
});

test('people stand on the right from 100 columns up, unless they are hidden', () => {
  const screen = open(99, 24);
  assert.equal(screen.layout().people, undefined);
  screen.resize(100, 24);
  assert.deepEqual(screen.layout().people, { x: 76, y: 1, width: 24, height: 21 });
  assert.equal(screen.layout().main.width, 76);
  assert.equal(screen.layout(true).people, undefined);
  assert.equal(screen.layout(true).main.width, 100);
  assert.equal(screen.layout(), screen.layout());
});

test('screens of one size have one layout', () => {
  const [one, other] = [open(120, 40), open(80, 24)];
  other.resize(120, 40);
  assert.equal(one.layout(), other.layout());
  assert.notEqual(one.layout(), other.layout(true));
  for (let columns = 1; columns <= 3000; columns += 1) open(columns, 40).layout();
  assert.deepEqual(open(120, 40).layout(), one.layout());
});

test('what entering sets, leaving resets', () => {
  for (const term of ['xterm', 'tmux-256color', 'vt100', 'linux', 'nonsense', '/etc/passwd', '../../../tmp/x', '']) {
    const screen = open(80, 24, term);
    const [enter, leave] = [screen.enter(), screen.leave()];
    for (const [on, off] of [
      ['\x1b[?2004h', '\x1b[?2004l'],
      ['\x1b[?7l', '\x1b[?7h'],
      ['\x1b[?1049h', '\x1b[?1049l'],
      ['\x1b[?1h', '\x1b[?1l'],
      ['\x1b[?1004h', '\x1b[?1004l'],
    ] as const) {
      assert.equal(enter.includes(on), leave.includes(off), `${term} ${JSON.stringify(on)}`);
    }
    assert.ok(leave.includes('\x1b[?25h') && leave.includes('\x1b[m'));
  }
});

test('the Linux console has no title and no alternate screen', () => {
  const screen = open(80, 24, 'linux');
  assert.equal(screen.hasTitle, false);
  assert.doesNotMatch(screen.enter(), /1049/);
  assert.ok(screen.leave().endsWith('\x1b[24;1H\r\n'));
});
