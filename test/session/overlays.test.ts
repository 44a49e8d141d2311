// Overlays one upon the other: who has the keys, what a choice does, and further rows as one goes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choice, Choices } from '../../src/chat/choices.ts';
import { Overlays } from '../../src/session/overlays.ts';
import type { Session } from '../../src/session/session.ts';
import { ChoiceList } from '../../src/tui/choice-list.ts';
import type { Key } from '../../src/tui/key-names.ts';
import { TextPage } from '../../src/tui/text-page.ts';
import { style, words } from '../tui/said.ts';

function stage() {
  const entered: string[] = [];
  let work: Promise<void> = Promise.resolve();
  let hasRoom = true;
  const guard = (run: () => Promise<void>) => {
    work = run();
    return work;
  };
  const act = (run: () => Promise<void>) => {
    if (hasRoom) void guard(run);
    return hasRoom;
  };
  const session = {
    enter: (line: string) => entered.push(line) > 0,
    guard,
    sending: { act },
  } as unknown as Session;
  const overlays = new Overlays(session, () => undefined);
  const rows = () => overlays.rows(style(40), 8).map(words);
  const fill = () => {
    hasRoom = false;
  };
  return { overlays, entered, rows, fill, settled: () => work };
}

function key(name: string): Key {
  return { type: 'key', name, ctrl: false, alt: false, shift: false, sequence: '' };
}

function numbered(from: number, to: number): readonly Choice[] {
  return Array.from({ length: to - from }, (_, at) => ({ key: `${from + at}`, cells: [`row ${from + at}`] }));
}

function listOf(more: Partial<Choices> = {}): ChoiceList {
  const enter = { does: 'goes', run: ({ key }: Choice) => `/window ${key}` };
  return new ChoiceList({ title: 'Rows', items: numbered(0, 3), empty: 'none', enter, ...more });
}

test('what is not done, for too much waits, leaves the list as it is', () => {
  const { overlays, entered, fill } = stage();
  overlays.open(listOf());
  fill();
  overlays.take(key('enter'));
  assert.equal(overlays.isOpen, true);
  assert.deepEqual(entered, []);
});

test('the newest has the keys; closed, the one below has them; closed as well, the input line', () => {
  const { overlays, rows } = stage();
  overlays.open(listOf());
  overlays.open(new TextPage('About', ['words']));
  assert.equal(rows()[0], ' About');
  overlays.take(key('escape'));
  assert.equal(rows()[0], ' Rows');
  overlays.take(key('escape'));
  assert.equal(overlays.isOpen, false);
  assert.equal(overlays.coveredRows(8), 0);
});

test('the line of a choice is entered, and its list is gone', async () => {
  const { overlays, entered, settled } = stage();
  overlays.open(listOf());
  overlays.take(key('down'));
  overlays.take(key('enter'));
  await settled();
  assert.deepEqual(entered, ['/window 1']);
  assert.equal(overlays.isOpen, false);
});

test('a list that stays shows what is there after something was done', async () => {
  const { overlays, entered, rows, settled } = stage();
  let items = numbered(0, 3);
  const enter = {
    does: 'removes it',
    run: async ({ key }: Choice) => {
      items = items.filter((item) => item.key !== key);
      return undefined;
    },
  };
  overlays.open(listOf({ items, enter, after: () => items }));
  overlays.take(key('enter'));
  await settled();
  assert.equal(rows()[1], '› row 1');
  assert.deepEqual(entered, []);
});

test('each row one comes to is previewed, and leaving without a choice undoes it', async () => {
  const tried: (string | undefined)[] = [];
  const preview = (choice: Choice | undefined) => void tried.push(choice?.key);
  const { overlays, settled } = stage();
  overlays.open(listOf({ preview }));
  for (const name of ['down', 'down', 'down', 'escape']) overlays.take(key(name));
  assert.deepEqual(tried.splice(0), ['1', '2', undefined]);
  overlays.open(listOf({ preview }));
  overlays.take(key('down'));
  overlays.take(key('enter'));
  await settled();
  assert.deepEqual(tried, ['1']);
});

test('further rows are fetched as one goes, one call at a time, until there are none', async () => {
  const { overlays, rows, settled } = stage();
  const asked: number[] = [];
  const more = async () => {
    asked.push(asked.length);
    return asked.length > 2 ? [] : numbered(asked.length * 10, asked.length * 10 + 10);
  };
  overlays.open(listOf({ items: numbered(0, 10), more }));
  rows();
  assert.deepEqual(asked, []);
  overlays.take(key('end'));
  overlays.take(key('up'));
  assert.deepEqual(asked, [0]);
  await settled();
  for (let n = 0; n < 4; n += 1) {
    overlays.take(key('end'));
    await settled();
  }
  assert.deepEqual(asked, [0, 1, 2]);
  assert.ok(rows().includes('› row 29'));
});

test('rows that come for a list that was closed meanwhile go nowhere', async () => {
  const { overlays, settled } = stage();
  let give: (items: readonly Choice[]) => void = () => undefined;
  const list = listOf({ more: () => new Promise((resolve) => (give = resolve)) });
  overlays.open(list);
  overlays.take(key('end'));
  overlays.take(key('escape'));
  give(numbered(3, 9));
  await settled();
  assert.equal(list.current?.key, '2');
  list.take(key('end'));
  assert.equal(list.current?.key, '2');
});

test('the same array is given while nothing changed, and only eight are kept', () => {
  const { overlays } = stage();
  for (let n = 0; n < 20; n += 1) overlays.open(new TextPage(`${n}`, ['words']));
  const at = style(40);
  assert.equal(overlays.rows(at, 8), overlays.rows(at, 8));
  for (let n = 0; n < 8; n += 1) overlays.take(key('escape'));
  assert.equal(overlays.isOpen, false);
});

test('a click is the newest one’s only where that is', () => {
  const { overlays } = stage();
  const list = listOf({ preview: () => undefined });
  overlays.open(list);
  const click = (row: number) =>
    overlays.takeMouse(
      { type: 'mouse', kind: 'press', button: 0, column: 2, row, ctrl: false, alt: false, shift: false },
      { x: 0, y: 1, width: 40, height: 20 },
    );
  overlays.rows(style(40), overlays.coveredRows(20));
  assert.equal(overlays.coveredRows(20), 5);
  assert.equal(click(3), false);
  assert.equal(click(18), true);
  assert.equal(list.current?.key, '1');
});
