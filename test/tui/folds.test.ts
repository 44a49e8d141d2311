// What is folded, what is left out, and what one key opens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../src/chat/message.ts';
import { foldsInView, nextOpened } from '../../src/tui/folds.ts';
import type { Overlay } from '../../src/tui/pieces.ts';
import type { RowStyle } from '../../src/tui/rows.ts';
import { composeTail, tailRows } from '../../src/tui/scrollback.ts';
import { layRows, line, message, style, who, words } from './said.ts';

const at = style(60);
const joins = (handle: string, minute = 0) => message({ kind: 'join', who: who(handle) }, minute);
const leaves = (handle: string, minute = 0) => message({ kind: 'leave', who: who(handle), reason: '' }, minute);
const paste = (minute = 0) => line('alice', 'one\ntwo\nthree\nfour\nfive', minute);

function overlay(opened: ReadonlySet<number> = new Set()): Overlay {
  const me = who('erin');
  const alone = { newSince: undefined, notices: [], marked: () => [] };
  return { conversation: '#lobby', me, ignored: new Set(), opened, ...alone };
}

/** The words of the rows without the date line and times. */
function shown(messages: readonly ChatMessage[], look: RowStyle = at, opened?: ReadonlySet<number>): readonly string[] {
  const rows = layRows(messages, 0, look, opened === undefined ? undefined : overlay(opened));
  return rows.slice(1).map(({ row }) =>
    words(row)
      .replace(/^ \d\d:\d\d /, '')
      .replace(/ +/g, ' '),
  );
}

test('a line that somebody repeats is one line and a count', () => {
  const said = [line('alice', 'ping'), line('alice', 'ping', 1), line('alice', 'ping', 2), line('bob', 'ping', 3)];
  assert.deepEqual(shown(said), ['alice ping ×3', 'bob ping']);
  assert.deepEqual(shown(said, at, new Set([said[0]?.seq ?? 0])), [
    'alice ping',
    'alice ping',
    'alice ping',
    'bob ping',
  ]);
  const waves = { kind: 'action', from: who('carol'), action: 'waves' } as const;
  assert.deepEqual(shown([message(waves), message(waves)]), ['* carol waves ×2']);
});

test('what was said again much later, or by another, or with a change, is told anew', () => {
  assert.deepEqual(shown([line('alice', 'ping'), line('alice', 'ping', 11)]), ['alice ping', 'alice ping']);
  assert.deepEqual(shown([line('alice', 'ping'), line('alice', 'Ping')]), ['alice ping', 'alice Ping']);
  assert.deepEqual(shown([line('alice', 'ping'), line('bob', 'ping')]), ['alice ping', 'bob ping']);
});

test('a repeated paste says how often under its lines', () => {
  assert.equal(shown([paste(), paste()]).at(-1), ' … 2 more lines, Ctrl-O opens ×2');
});

test('smart shows the comings and goings of those who spoke about then, off shows none', () => {
  const said = [
    joins('alice'),
    line('alice', 'hello', 5),
    joins('bob', 6),
    leaves('bob', 7),
    leaves('alice', 14),
    joins('alice', 40),
    line('carol', 'hi', 41),
  ];
  assert.deepEqual(shown(said, style(60, { joins: 'smart' })), [
    '→ alice joined',
    'alice hello',
    '→ alice left',
    'carol hi',
  ]);
  assert.deepEqual(shown(said, style(60, { joins: 'off' })), ['alice hello', 'carol hi']);
  assert.equal(shown(said).length, 4);
});

test('who speaks after joining quietly is seen to have joined', () => {
  const quietly = [line('carol', 'hi'), joins('bob', 1)];
  const smart = style(60, { joins: 'smart' });
  assert.deepEqual(shown(quietly, smart), ['carol hi']);
  assert.deepEqual(shown([...quietly, line('bob', 'hello', 3)], smart), ['carol hi', '→ bob joined', 'bob hello']);
});

test('the newest rows are the same whether all is laid or only as much as fills the height', () => {
  const said = [line('carol', 'hi')];
  for (let turn = 0; turn < 40; turn += 1) {
    said.push(joins('bob', turn), leaves('bob', turn), line('dave', 'again', turn), line('dave', 'again', turn));
    if (turn % 7 === 0) said.push(line('bob', `turn ${turn}`, turn));
  }
  for (const shownJoins of ['all', 'smart', 'off'] as const) {
    const look = style(60, { joins: shownJoins });
    const all = layRows(said, 0, look).map(({ row }) => row);
    for (const height of [1, 5, 20]) {
      assert.deepEqual(composeTail(said, look, height).rows, all.slice(-height), `${shownJoins} ${height}`);
    }
  }
});

test('one press opens the newest folded thing in view, another the others there, a third folds them again', () => {
  const said = [paste(), line('bob', 'x', 1), joins('bob', 2), joins('carol', 2), line('dave', 'y', 3)];
  const keys = [said[0]?.seq ?? 0, said[2]?.seq ?? 0];
  const press = (opened: ReadonlySet<number>) =>
    nextOpened(opened, foldsInView(tailRows(said, at, 10, overlay(opened))));
  const once = press(new Set());
  assert.deepEqual([...once], [keys[1]]);
  assert.deepEqual(shown(said, at, once).slice(-3), ['→ bob joined', '→ carol joined', 'dave y']);
  const twice = press(once);
  assert.deepEqual([...twice].sort(), keys);
  assert.ok(shown(said, at, twice).some((row) => row.includes('five')));
  assert.deepEqual([...press(twice)], []);
});

test('what is folded or was opened out of view does not count', () => {
  const said = [paste(), ...Array.from({ length: 9 }, (_, index) => line('bob', `line ${index}`, 1)), paste(2)];
  const [up, down] = [said[0]?.seq ?? 0, said.at(-1)?.seq ?? 0];
  const view = (opened: ReadonlySet<number>) => foldsInView(tailRows(said, at, 6, overlay(opened)));
  assert.deepEqual([...nextOpened(new Set([up]), view(new Set([up])))], [down]);
  assert.deepEqual([...nextOpened(new Set([down]), view(new Set([down])))], []);
});
