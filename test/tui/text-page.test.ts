// Texts over the scrollback: read with a pager's keys, in every size.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Key } from '../../src/tui/key-names.ts';
import { framed } from '../../src/tui/overlay.ts';
import { TextPage } from '../../src/tui/text-page.ts';
import { shown, style } from './said.ts';

function key(name: string): Key {
  return { type: 'key', name, ctrl: false, alt: false, shift: false, sequence: '' };
}

function text(typed: string) {
  return { type: 'text', text: typed } as const;
}

const numbers = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`);

test('a text has a bar above and below, unless there is no room', () => {
  const page = new TextPage('Keys', ['Enter sends', 'Esc closes']);
  assert.deepEqual(shown(framed(page, style(30), 5)), [' Keys', 'Enter sends', 'Esc closes', '', ' q closes']);
  assert.deepEqual(shown(framed(page, style(30), 1)), ['Enter sends']);
  assert.deepEqual(shown(framed(page, style(6), 4)), [' Keys', 'Enter', 'sends', ' q cl…']);
});

test('it turns by pages and lines, never beyond its ends, and says how far one is', () => {
  const page = new TextPage('Numbers', numbers);
  const first = () => shown(framed(page, style(60), 12))[1];
  assert.equal(first(), 'line 1');
  page.take(key('pagedown'));
  assert.equal(first(), 'line 10');
  assert.equal(page.footer, '19 of 30 lines · PgUp PgDn · q closes');
  for (const each of [text(' '), text(' '), text(' ')]) page.take(each);
  assert.equal(first(), 'line 21');
  page.take(text('k'));
  assert.equal(first(), 'line 20');
  page.take(key('home'));
  page.take(key('up'));
  assert.equal(first(), 'line 1');
});

test('Esc, Enter, q and Ctrl-C close it; other letters go nowhere', () => {
  const page = new TextPage('Numbers', numbers);
  for (const each of [key('escape'), key('enter'), text('q'), { ...key('c'), ctrl: true }]) {
    assert.equal(page.take(each).type, 'close');
  }
  assert.equal(page.take(text('x')).type, 'stay');
  assert.equal(page.take(text('constructor')).type, 'stay');
});

test('of a text longer than anybody reads the beginning is kept, and it says so', () => {
  const page = new TextPage(
    'long',
    Array.from({ length: 100 }, (_, at) => `${at} ${'x'.repeat(65_000)}`),
  );
  framed(page, style(200), 12);
  page.take(key('end'));
  const rows = shown(framed(page, style(200), 12));
  assert.ok(
    rows.some((row) => row.includes('the rest does not fit here')),
    rows.join('\n'),
  );
  const count = Number(/of (\d+) lines/.exec(page.footer)?.[1]);
  assert.ok(count * 200 < 3e6, `${count} rows`);
});

test('lines without a word have an end, too', () => {
  const page = new TextPage(
    'empty',
    Array.from({ length: 3_000_000 }, () => ''),
  );
  page.body(style(80), 10);
  const count = Number(/of (\d+) lines/.exec(page.footer)?.[1]);
  assert.ok(count > 10 && count < 2_000_000, `${count} rows`);
});
