// Title, status, people and input: what they say and that they stay in their width.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inputRow, peopleRows, type StatusInfo, statusRow, titleRow, windowAt } from '../../src/tui/chrome.ts';
import { shown, style, words } from './said.ts';

const lobby = { title: '#lobby', topic: 'The front porch. Be kind.', here: 4, isDirect: false };

const status: StatusInfo = {
  windows: [
    { number: 1, title: '#lobby', unread: 0, activity: 'none', isCurrent: true },
    { number: 2, title: '#dev', unread: 3, activity: 'lines', isCurrent: false },
    { number: 3, title: 'carol', unread: 1, activity: 'mention', isCurrent: false },
    { number: 4, title: '#ops', unread: 0, activity: 'presence', isCurrent: false },
  ],
  hint: '',
  right: 'erin · 19:07',
};

test('the title holds channel, topic and how many are here', () => {
  const row = titleRow(lobby, style(80));
  assert.equal(words(row), ` #lobby │ The front porch. Be kind.${' '.repeat(37)} 4 here`);
  assert.equal(row.width, 80);
});

test('the title says that a channel is slow, before its topic', () => {
  assert.match(
    words(titleRow({ ...lobby, slow: 30 }, style(80))),
    /^ #lobby │ slow: 30 s │ The front porch\. Be kind\./,
  );
  assert.match(
    words(titleRow({ ...lobby, slow: 3600, topic: '' }, style(80))),
    /^ #lobby │ slow: 3600 s {2,}4 here$|^ #lobby │ slow: 3600 s +4 here/,
  );
  assert.doesNotMatch(words(titleRow({ ...lobby, slow: 0 }, style(80))), /slow/);
});

test('the three levels of activity differ without colour', () => {
  assert.match(
    words(statusRow(status, style(80, { depth: 'none' }))),
    /^ 1:#lobby {2}2:#dev 3 {2}3:carol !1 {2}4:#ops · .*erin · 19:07$/,
  );
});

test('the hint is there whatever else has to go', () => {
  for (const columns of [12, 20, 40, 80]) {
    assert.match(words(statusRow({ ...status, hint: '↓ 12 new' }, style(columns))), /↓ 12 new/);
  }
});

test('with little room the current window and those with activity stay', () => {
  const windows = Array.from({ length: 40 }, (_, at) => ({
    number: at + 1,
    title: `#channel${at + 1}`,
    unread: at === 30 ? 2 : 0,
    activity: at === 30 ? ('mention' as const) : ('none' as const),
    isCurrent: at === 20,
  }));
  assert.match(
    words(statusRow({ windows, hint: '', right: '' }, style(50))),
    /21:#channel21 .*31:#channel31 !2 .*\+38$/,
  );
});

test('a window that calls and finds no room marks the count of those that have none', () => {
  const [current, , calling, quiet] = status.windows;
  assert.ok(current !== undefined && calling !== undefined && quiet !== undefined);
  const row = (windows: StatusInfo['windows']) =>
    words(statusRow({ windows, hint: '', right: '' }, style(20))).trimEnd();
  assert.equal(row([current, calling]), ' 1:#lobby  +1!');
  assert.equal(row([current, { ...quiet, title: '#operators' }]), ' 1:#lobby  +1');
});

test('a column of the status row tells which window stands there', () => {
  const row = words(statusRow(status, style(80)));
  for (const { number, title } of status.windows) {
    const at = row.indexOf(`${number}:${title}`);
    assert.equal(windowAt(status, 80, at), number);
    assert.equal(windowAt(status, 80, at + title.length + 1), number);
  }
  assert.equal(windowAt(status, 80, row.indexOf('erin')), undefined);
  assert.equal(windowAt(status, 20, 18), undefined);
});

test('people are listed with what they are; who does not fit is counted', () => {
  const people = ['carol', 'Alice', 'bob', 'dave'].map((handle) => ({
    handle,
    role: handle === 'carol' ? ('sysop' as const) : ('user' as const),
    isAway: handle === 'bob',
    isDnd: handle === 'dave',
  }));
  assert.deepEqual(shown(peopleRows(people, 4, style(24), 6)), [
    '│@carol',
    '│ Alice',
    '│ bob away',
    '│ dave dnd',
    '│',
    '│',
  ]);
  assert.deepEqual(shown(peopleRows(people.slice(0, 3), 4, style(24), 3)), ['│@carol', '│ Alice', '│ … 2 more']);
});

test('nothing around the scrollback is ever wider than the screen, nor taller than its place', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 6 }),
      text,
      text,
      (columns, height, a, b) => {
        const at = style(columns);
        const entry = { number: 1, title: a, unread: 12_345, activity: 'mention', isCurrent: false } as const;
        const person = { handle: b, role: 'user', isAway: true, isDnd: false } as const;
        const rows = [
          titleRow({ ...lobby, title: a, topic: b }, at),
          statusRow({ windows: [entry, entry], hint: b, right: a }, at),
          inputRow({ label: a, text: b }, at),
          ...peopleRows([person, person], 2, at, height),
        ];
        assert.equal(rows.length, 3 + height);
        for (const row of rows) {
          assert.ok(row.width <= columns);
          assert.doesNotMatch(words(row), /\p{Cc}/u);
        }
      },
    ),
    { numRuns: 200 },
  );
});
