// Lists over the scrollback: moving, narrowing, acting, and what is shown of them in every size.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Choice, Choices } from '../../src/chat/choices.ts';
import { ChoiceList } from '../../src/tui/choice-list.ts';
import type { Key, Mouse } from '../../src/tui/key-names.ts';
import { framed } from '../../src/tui/overlay.ts';
import { shown, style, words } from './said.ts';

function key(name: string, ctrl = false): Key {
  return { type: 'key', name, ctrl, alt: false, shift: false, sequence: '' };
}

function mouse(kind: Mouse['kind'], row = 0): Mouse {
  return { type: 'mouse', kind, button: 0, column: 3, row, ctrl: false, alt: false, shift: false };
}

const channels: readonly Choice[] = [
  { key: '#dev', cells: ['#dev', '3 here', 'Ships on Friday'] },
  { key: '#lobby', cells: ['#lobby', '12 here', 'The front porch. Be kind.'] },
  { key: '#ops', cells: ['#ops', '', ''] },
];

function listOf(more: Partial<Choices> = {}): ChoiceList {
  return new ChoiceList({
    title: 'Channels',
    items: channels,
    empty: 'none',
    enter: { does: 'goes in', run: ({ key }) => `/join ${key}` },
    ...more,
  });
}

function type(list: ChoiceList, text: string) {
  return list.take({ type: 'text', text });
}

function numbered(count: number): readonly Choice[] {
  return Array.from({ length: count }, (_, at) => ({ key: `${at}`, cells: [`row ${at}`] }));
}

test('columns are aligned, the row one is on is marked, and the last line says what keys do', () => {
  assert.deepEqual(shown(framed(listOf({ selected: '#lobby' }), style(70), 6)), [
    ' Channels',
    '  #dev    3 here   Ships on Friday',
    '› #lobby  12 here  The front porch. Be kind.',
    '  #ops',
    '',
    ' Enter goes in · type to narrow · q closes',
  ]);
});

test('in a narrow place columns give way from the right, and the way out stays', () => {
  assert.deepEqual(shown(framed(listOf(), style(20), 5)), [
    ' Channels',
    '› #dev    3 here',
    '  #lobby  12 here',
    '  #ops',
    ' q closes',
  ]);
  assert.deepEqual(shown(framed(listOf({ selected: '#ops' }), style(4), 1)), ['› #…']);
});

test('the row one is on stays in view however one moves', () => {
  const list = listOf({ items: numbered(50) });
  const inView = () => shown(framed(list, style(40), 8)).filter((row) => row.startsWith('›'));
  for (const name of ['down', 'pagedown', 'end', 'up', 'pageup', 'home', 'up']) {
    list.take(key(name));
    assert.equal(inView().length, 1, name);
  }
  list.take(key('end'));
  assert.deepEqual(inView(), ['› row 49']);
  list.take(mouse('wheel-up'));
  assert.deepEqual(inView(), ['› row 46']);
  list.take(key('p', true));
  assert.equal(list.current?.key, '45');
});

test('what an empty list says is wrapped, and cut only where the list is low', () => {
  const list = listOf({ items: [], empty: 'Nothing is found for deploy where you are.' });
  const rows = (columns: number, height: number) =>
    shown(framed(list, style(columns), height)).map((row) => row.trimEnd());
  assert.deepEqual(rows(24, 6).slice(1, 4), ['  Nothing is found for', '  deploy where you are.', '']);
  assert.equal(rows(24, 3)[1], '  Nothing is found for …');
});

test('a command typed in a list is run, where no row holds it', () => {
  const list = listOf();
  type(list, '/msg Bob hi');
  assert.match(list.footer, /^Enter runs it/);
  assert.deepEqual(list.take(key('enter')), { type: 'run', command: '/msg Bob hi' });
  list.take(key('u', true));
  type(list, 'msg Bob');
  assert.deepEqual(list.take(key('enter')), { type: 'stay' });
  list.take(key('u', true));
  type(list, `/me ${'x'.repeat(80)}`);
  assert.deepEqual(list.take(key('enter')), { type: 'stay' });
  list.take(key('u', true));
  type(list, '/lobby');
  assert.match(list.footer, /^Enter goes in/);
  assert.deepEqual(listOf({ items: [] }).take(key('enter')), { type: 'stay' });
});

test('typing narrows, Backspace widens, and the row one was on is found again', () => {
  const list = listOf({ selected: '#lobby' });
  type(list, 'PORCH');
  assert.deepEqual(shown(framed(list, style(60), 5)).slice(0, 2), [
    ' Channels · /PORCH_ 1 of 3',
    '› #lobby  12 here  The front porch. Be kind.',
  ]);
  list.take(key('u', true));
  assert.equal(list.current?.key, '#lobby');
  type(list, 'zzz');
  assert.match(shown(framed(list, style(60), 5))[1] ?? '', /nothing here with zzz/);
  assert.deepEqual(list.take(key('enter')), { type: 'stay' });
  for (const _ of 'zzz/') list.take(key('backspace'));
  assert.equal(list.title, 'Channels');
});

test('typing goes to the row that is called so, though rows before it hold the word as well', () => {
  const items = [
    { key: 'reply', cells: ['/reply text', 'answer who wrote last'] },
    { key: 'whois', cells: ['/whois bob', 'about one person'] },
    { key: 'who', cells: ['/who', 'who is here'] },
  ];
  const list = listOf({ items });
  type(list, 'wh');
  assert.equal(list.current?.key, 'whois');
  type(list, 'o');
  assert.equal(list.current?.key, 'who');
  list.take(key('u', true));
  type(list, '/last');
  assert.equal(list.current?.key, 'reply');
});

test('a letter is a key until something is typed; a slash makes it text', () => {
  const whois = { letter: 'w', does: 'whois', run: () => undefined };
  const list = listOf({ keys: [whois] });
  assert.equal(type(list, 'w').type, 'act');
  assert.equal(type(list, 'q').type, 'close');
  assert.equal(type(list, '/w').type, 'stay');
  assert.equal(type(list, 'q').type, 'stay');
  assert.equal(list.title, 'Channels · /wq_ 0 of 3');
});

test('Enter acts on the row one is on, and so does a click on it; a click elsewhere goes there', () => {
  const list = listOf();
  framed(list, style(60), 6);
  assert.deepEqual(list.take(mouse('press', 1)), { type: 'stay' });
  assert.equal(list.current?.key, '#lobby');
  const clicked = list.take(mouse('press', 1));
  assert.ok(clicked.type === 'act' && clicked.choice.key === '#lobby');
  assert.deepEqual(list.take(mouse('press', 4)), { type: 'stay' });
  const entered = list.take(key('enter'));
  assert.ok(entered.type === 'act' && entered.act.does === 'goes in');
  assert.equal(list.take(key('escape')).type, 'close');
});

test('headings stand above their rows, are never chosen, and go when their rows do', () => {
  const items = [
    { key: 'me', cells: ['/me'], heading: 'Talking' },
    { key: 'who', cells: ['/who'], heading: 'People' },
    { key: 'whois', cells: ['/whois'], heading: 'People' },
  ];
  const list = listOf({ items });
  assert.deepEqual(shown(framed(list, style(30), 7)).slice(1, 6), ['Talking', '› /me', 'People', '  /who', '  /whois']);
  list.take(key('down'));
  assert.equal(list.current?.key, 'who');
  type(list, '/whois');
  assert.deepEqual(shown(framed(list, style(30), 5)).slice(1, 4), ['People', '› /whois', '']);
});

test('what is on a row is explained below, where there is room', () => {
  const items = [{ key: 'bell', cells: ['bell'], note: 'What rings.' }];
  assert.deepEqual(shown(framed(listOf({ items }), style(30), 7)).at(-2), 'What rings.');
  assert.ok(!shown(framed(listOf({ items }), style(30), 5)).includes('What rings.'));
  const long = [{ key: 'bell', cells: ['bell'], note: 'What rings, when, and for whom it rings.' }];
  assert.equal(shown(framed(listOf({ items: long }), style(30), 7)).at(-2), 'What rings, when, and for who…');
});

test('further rows are asked for near the end, kept to a bound, and asked for no more once there are none', () => {
  const list = listOf({ items: numbered(30), more: async () => [] });
  framed(list, style(40), 10);
  assert.equal(list.wantsMore, false);
  list.take(key('end'));
  assert.equal(list.wantsMore, true);
  list.add(numbered(3000).slice(30));
  list.take(key('end'));
  assert.equal(list.current?.key, '1999');
  assert.equal(list.wantsMore, false);
  assert.match(list.footer, /the first 2000 only/);
  const short = listOf({ items: numbered(3), more: async () => [] });
  short.add([]);
  assert.equal(short.wantsMore, false);
});

test('one stays on a row when the list is made anew, and on the nearest when it is gone', () => {
  const list = listOf({ selected: '#lobby' });
  list.replace([{ key: '#new', cells: ['#new'] }, ...channels]);
  assert.equal(list.current?.key, '#lobby');
  list.replace(channels.filter((each) => each.key !== '#lobby'));
  assert.equal(list.current?.key, '#ops');
});

test('a list with a preview leaves at least half of its place to what is previewed', () => {
  const list = listOf({ preview: () => undefined });
  assert.deepEqual(
    [40, 22, 8, 3, 1].map((height) => list.wants(height)),
    [5, 5, 5, 3, 1],
  );
  assert.equal(listOf({ items: numbered(50), preview: () => undefined }).wants(22), 11);
});

test('whatever is in a list and whatever is done to it, its rows fill their place and fit', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  const choice = fc.record({ key: text, cells: fc.array(text, { minLength: 1, maxLength: 4 }), note: text });
  const event = fc.oneof(
    fc.constantFrom('up', 'down', 'pageup', 'pagedown', 'home', 'end', 'backspace').map((name) => key(name)),
    text.map((typed) => ({ type: 'text' as const, text: typed })),
    fc.integer({ min: -2, max: 30 }).map((row) => mouse('press', row)),
  );
  fc.assert(
    fc.property(
      fc.array(choice, { maxLength: 30 }),
      fc.array(event, { maxLength: 12 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 24 }),
      (items, events, columns, height) => {
        const list = listOf({ items });
        for (const each of events) {
          const rows = framed(list, style(columns), height);
          assert.equal(rows.length, height);
          for (const row of rows) {
            assert.ok(row.width <= columns);
            assert.doesNotMatch(words(row), /\p{Cc}/u);
          }
          list.take(each);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('what is typed to narrow a list, and of a long list what it holds, has an end', () => {
  const list = listOf({ items: numbered(50_000) });
  assert.ok(list.choices.items.length <= 5000, `${list.choices.items.length}`);
  for (let n = 0; n < 100; n += 1) type(list, 'x'.repeat(100));
  assert.ok(list.title.length < 300, `${list.title.length}`);
});

test('a value that is asked for in a list has an end', async () => {
  let given = '';
  const run = (_: Choice, typed: string) => {
    given = typed;
    return undefined;
  };
  const list = listOf({ keys: [{ letter: 'e', does: 'edits', ask: () => '', run }] });
  assert.equal(list.take({ type: 'text', text: 'e' }).type, 'stay');
  for (let n = 0; n < 100; n += 1) list.take({ type: 'paste', text: 'x'.repeat(1000), truncated: false });
  const outcome = list.take(key('enter'));
  if (outcome.type === 'act') await outcome.act.run(outcome.choice, outcome.typed);
  assert.ok(given.length > 100 && given.length < 3000, `${given.length}`);
});

test('thousands of rows are not measured to the last letter, nor made anew at each key', () => {
  let read = 0;
  const topic = 'λ'.repeat(300);
  const cells = (at: number) => [
    `#channel-${at}`,
    [
      {
        get text() {
          read += 1;
          return topic;
        },
      },
    ],
  ];
  const items = Array.from({ length: 2000 }, (_, at) => ({ key: `${at}`, cells: cells(at) }));
  const list = listOf({ items });
  const first = list.body(style(120), 40);
  assert.ok(read <= 5 * 40, `${read} cells were looked at`);
  read = 0;
  list.take(key('down'));
  const second = list.body(style(120), 40);
  assert.ok(read <= 10, `${read} cells at a key`);
  assert.deepEqual(
    second.map((row, at) => row === first[at]),
    first.map((_, at) => at > 1),
  );
  for (const row of first) assert.ok(row.width <= 120);
});
