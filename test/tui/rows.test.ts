// Messages and what stands between them, as the words on a screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChatMessage } from '../../src/chat/message.ts';
import { dateRow, foldedRows, newSinceRow, noticeRows } from '../../src/tui/items.ts';
import { clockOf, dayOf, isCut, messageRows, rowStyle, timeOf } from '../../src/tui/rows.ts';
import { themeOf } from '../../src/tui/theme.ts';
import { textWidth } from '../../src/tui/width.ts';
import { LINK, line, message, SEVEN, shown, style, who, words } from './said.ts';

const carol = who('carol');
const erin = who('erin');
const reason = 'the build is red';

test('an evening looks as it does in the picture', () => {
  const at = style(80, { nickColumns: 6 });
  const rows = [
    dateRow(SEVEN, at),
    ...messageRows(line('alice', 'morning all', 2), at, 'plain'),
    ...messageRows(line('bob', "hey alice! coffee's on", 2), at, 'plain'),
    ...messageRows(message({ kind: 'action', from: carol, action: 'waves' }, 3), at, 'plain'),
    ...messageRows(line('dave', '日本語もOK 🎉 https://example.org/notes', 3), at, 'plain'),
    ...foldedRows(
      [message({ kind: 'join', who: erin }, 4), message({ kind: 'leave', who: who('frank'), reason: '' }, 4)],
      at,
    ),
    newSinceRow(SEVEN + 4 * 60_000, at),
    ...messageRows(line('alice', 'did the deploy finish?', 5), at, 'plain'),
    ...messageRows(line('bob', '@erin yes, ten minutes ago', 6), at, 'plain', ['erin']),
    ...messageRows(message({ kind: 'direct', from: carol, to: erin, text: 'lunch?' }, 6, '@3:5'), at, 'to-me'),
  ];
  assert.deepEqual(shown(rows), [
    ' Thursday, 19 November 2026',
    ' 19:02 alice  morning all',
    " 19:02 bob    hey alice! coffee's on",
    ' 19:03 *      carol waves',
    ' 19:03 dave   日本語もOK 🎉 https://example.org/notes',
    ' 19:04 →      erin joined · frank left',
    ` ${'─'.repeat(30)} new since 19:04 ${'─'.repeat(31)}`,
    ' 19:05 alice  did the deploy finish?',
    ' 19:06 bob    @erin yes, ten minutes ago',
    ' 19:06 → you  (direct from carol) lunch?',
  ]);
});

test('text wraps under itself, at words', () => {
  const rows = messageRows(line('alice', 'the quick brown fox jumps over the lazy dog and runs'), style(44), 'plain');
  assert.deepEqual(shown(rows), [
    ' 19:00 alice  the quick brown fox jumps over',
    '              the lazy dog and runs',
  ]);
});

test('a name wider than its column is shown whole and pushes only its own row', () => {
  const rows = messageRows(line('bartholomew', 'one two three four five six'), style(40), 'plain');
  assert.deepEqual(shown(rows), [' 19:00 bartholomew one two three four', '              five six']);
});

test('a narrow screen drops the time, a narrower one the column of names', () => {
  assert.deepEqual(shown(messageRows(line('alice', 'hello'), style(39), 'plain')), [' alice  hello']);
  assert.deepEqual(shown(messageRows(line('alice', 'hello there you'), style(16), 'plain')), [
    'alice: hello',
    '  there you',
  ]);
  assert.deepEqual(shown(messageRows(message({ kind: 'action', from: carol, action: 'waves' }), style(20), 'plain')), [
    '* carol waves',
  ]);
});

test('a paste cannot look like a line of somebody else, at any width', () => {
  for (const columns of [8, 20, 39, 80]) {
    const rows = messageRows(line('mallory', 'x\nbob: I agree\n-- alice is a sysop now'), style(columns), 'open');
    for (const text of shown(rows).slice(1)) assert.match(text, /^ {2}|^$/, `${columns}`);
  }
});

test('a paste over three lines is folded until it is opened', () => {
  const paste = line('alice', Array.from({ length: 17 }, (_, at) => `line ${at + 1}`).join('\n'));
  assert.deepEqual(shown(messageRows(paste, style(60), 'plain')), [
    ' 19:00 alice    line 1',
    '                line 2',
    '                line 3',
    '                … 14 more lines, Ctrl-O opens',
  ]);
  assert.equal(messageRows(paste, style(60), 'open').length, 17);
  assert.equal(messageRows(line('alice', 'a\nb\nc'), style(60), 'plain').length, 3);
  assert.match(shown(messageRows(line('alice', 'a\nb\nc\nd'), style(60), 'plain')).at(-1) ?? '', /… 1 more line, /);
});

test('a paste of few but endless lines is folded as well', () => {
  const rows = messageRows(line('alice', `${'word '.repeat(2000)}\nend`), style(80), 'plain');
  assert.equal(rows.length, 13);
  assert.match(words(rows[12] ?? assert.fail()), /more line/);
});

test('a folded paste says so, however much of it no row could show', () => {
  for (const text of [
    'word '.repeat(13_000),
    '日'.repeat(21_000),
    '👨\u200d👩\u200d👧 '.repeat(2000),
    'x'.repeat(65_000),
  ]) {
    const rows = shown(messageRows(line('alice', text), style(80), 'plain'));
    assert.match(rows.at(-1) ?? '', /… more of it, Ctrl-O opens/);
    assert.ok(rows.length > 6 && rows.length <= 13, `${rows.length}`);
    assert.ok(messageRows(line('alice', text), style(80), 'open').length > 80);
  }
});

test('a line that is longer than what can be typed is folded, a typed one stands whole', () => {
  const pasted = line('alice', 'word '.repeat(2000));
  const rows = messageRows(pasted, style(80), 'plain');
  assert.equal(rows.length, 13);
  assert.match(words(rows[12] ?? assert.fail()), /more of it, Ctrl-O opens/);
  assert.ok(messageRows(pasted, style(80), 'open').length > 80);
  assert.ok(messageRows(line('alice', 'word '.repeat(800)), style(80), 'plain').length > 40);
});

test('of 64 KiB only as much is styled and wrapped as can be shown', (t) => {
  const segment = t.mock.method(Intl.Segmenter.prototype, 'segment');
  const looked = () => segment.mock.calls.reduce((sum, { arguments: [text] }) => sum + text.length, 0);
  const pasted = line('alice', 'wörd '.repeat(13_000));
  const rows = messageRows(pasted, style(80), 'plain');
  assert.equal(rows.length, 13);
  assert.ok(looked() < 20_000, `${looked()} characters`);
  const flags = messageRows(line('alice', '🇩🇪'.repeat(8000)), style(80), 'plain');
  assert.equal(flags.length, 13);
  const narrow = messageRows(pasted, style(3), 'open');
  assert.equal(narrow.length, 1001);
  assert.match(words(messageRows(pasted, style(12), 'open').at(-1) ?? assert.fail()), /^ *… more/);
  assert.ok(messageRows(pasted, style(80), 'open').length > 800);
});

test('a page says who and why, to each in their words', () => {
  const page = message({ kind: 'page', from: carol, to: erin, reason }, 0, '@3:5');
  assert.deepEqual(shown(messageRows(page, style(80, { nickColumns: 6 }), 'to-me')), [
    ' 19:00 → you  carol pages you: the build is red',
  ]);
  assert.deepEqual(shown(messageRows(page, style(80, { nickColumns: 6 }), 'from-me')), [
    ' 19:00 → erin you page erin: the build is red',
  ]);
  assert.deepEqual(shown(messageRows(page, style(80, { nickColumns: 6 }), 'plain')), [
    ' 19:00 → erin carol pages erin: the build is red',
  ]);
});

test('a direct message in its own window is a line like any other', () => {
  const direct = message({ kind: 'direct', from: carol, to: erin, text: 'lunch?' }, 0, '@3:5');
  assert.deepEqual(shown(messageRows(direct, style(60), 'plain')), [' 19:00 carol    lunch?']);
  const notice = { kind: 'outside', message: direct, me: carol.id } as const;
  assert.deepEqual(shown(noticeRows(notice, style(60))), [' 19:00 → erin   (direct from you) lunch?']);
});

test('comings and goings fold: many are counted, and who came back did not leave', () => {
  const join = (handle: string, id: number): ChatMessage => message({ kind: 'join', who: { id, handle } });
  const leave = (handle: string, id: number): ChatMessage =>
    message({ kind: 'leave', who: { id, handle }, reason: '' });
  const fold = (run: ChatMessage[]) =>
    shown(foldedRows(run, style(80)))
      .join('')
      .replace(/^.*→\s+/, '');
  assert.equal(fold([join('erin', 1), join('frank', 2)]), 'erin and frank joined');
  assert.equal(fold([join('a1', 1), join('b1', 2), join('c1', 3)]), 'a1, b1 and c1 joined');
  assert.equal(
    fold(Array.from({ length: 14 }, (_, at) => join(at === 0 ? 'erin' : at === 1 ? 'frank' : `p${at}`, at))),
    'erin, frank and 12 others joined',
  );
  assert.equal(
    fold([leave('erin', 1), join('erin', 1), join('bob', 2), leave('bob', 2)]),
    'erin left and came back · bob came and went',
  );
});

test('two people who ignore different others each read of those whom they do not', () => {
  const run = ['ann', 'ben', 'cem', 'dea'].map((handle, id) => message({ kind: 'join', who: { id, handle } }));
  const without = (handle: string) => run.filter((each) => each.kind === 'join' && each.who.handle !== handle);
  const fold = (part: readonly ChatMessage[]) =>
    shown(foldedRows(part, style(80)))
      .join('')
      .replace(/^.*→\s+/, '');
  assert.equal(fold(without('ben')), 'ann, cem and dea joined');
  assert.equal(fold(without('cem')), 'ann, ben and dea joined');
  assert.equal(fold(run), 'ann, ben and 2 others joined');
  // Both begin with what was told last.
  assert.equal(fold(run.slice(0, 1)), 'ann joined');
  assert.equal(fold(without('ben')), 'ann, cem and dea joined');
  assert.equal(fold(without('cem')), 'ann, ben and dea joined');
});

test('own notices begin as no person’s line does', () => {
  assert.deepEqual(shown(noticeRows({ kind: 'info', text: 'Welcome.\nType to talk.' }, style(40))), [
    ' -- Welcome.',
    '    Type to talk.',
  ]);
  assert.deepEqual(shown(noticeRows({ kind: 'error', text: 'No such handle.' }, style(40))), [' !! No such handle.']);
  assert.deepEqual(shown(noticeRows({ kind: 'gap', count: 312 }, style(40))), [' — 312 lines above, PgUp —']);
});

test('rows are made once: the same message, style and variant are the same objects', () => {
  const said = line('alice', 'hello');
  assert.equal(messageRows(said, style(80), 'plain'), messageRows(said, style(80), 'plain'));
  assert.notEqual(messageRows(said, style(80), 'plain'), messageRows(said, style(81), 'plain'));
  const values = {
    columns: 80,
    theme: themeOf('dark'),
    depth: '256',
    zone: 'UTC',
    clock: '24h',
    links: false,
  } as const;
  assert.equal(rowStyle(values), rowStyle({ ...values }));
  assert.equal(dateRow(SEVEN, style(80)), dateRow(SEVEN + 1000, style(80)));
});

test('a link is one link over all its rows, and its text is untouched', () => {
  const url = 'https://example.org/a/very/long/path/that/needs/more/than/one/row/to/be/shown';
  const said = line('alice', `see ${url}, or (http://example.org/x) or ssh://nobody`);
  const rows = messageRows(said, style(50, { links: true }), 'plain');
  const opens = rows.flatMap((row) => [...row.bytes.matchAll(LINK)]);
  assert.deepEqual([...new Set(opens.map((open) => open[2]))], [url, 'http://example.org/x']);
  assert.equal(new Set(opens.map((open) => open[1])).size, 2);
  assert.ok(opens.length > 2);
  assert.deepEqual(shown(rows), shown(messageRows(said, style(50), 'plain')));
  for (const row of rows) {
    assert.equal([...row.bytes.matchAll(LINK)].length + 1, row.bytes.split('\x1b]8;;\x1b\\').length);
  }
});

test('what a broken edge let through does not reach the terminal', () => {
  const evil = 'a\x1b[2Jb\x07c\x9b2Jd\u202ee\u2066f\rg\tend https://x.org/\x1b]8;;evil';
  for (const links of [true, false]) {
    const rows = messageRows(line('ma\x1bl', evil), style(80, { links }), 'plain');
    assert.doesNotMatch(shown(rows).join(''), /[\p{Cc}\u202e\u2066]/u);
    assert.match(shown(rows).join(''), /a\[2Jbc2Jdefgend/);
  }
});

test('what was stored before clusters were cut is cut when it is drawn', () => {
  for (const [stored, left] of [
    ['ᄀ'.repeat(40), 'ᄀᄀᄀ'],
    [`ก${'ำ'.repeat(40)}`, 'กำ'],
    [`👍${'🏽'.repeat(40)}`, '👍🏽'],
  ] as const) {
    assert.deepEqual(shown(messageRows(line('alice', `${stored}.`), style(80), 'plain')), [` 19:00 alice    ${left}.`]);
  }
});

test('no row is wider than its pane, whatever is said and however narrow', () => {
  const kinds = fc.constantFrom('public', 'action', 'system', 'page', 'direct');
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      kinds,
      fc.integer({ min: 1, max: 130 }),
      fc.constantFrom('plain', 'open', 'to-me', 'from-me'),
      fc.boolean(),
      (text, kind, columns, variant, isMarked) => {
        const from = who('alice');
        const said = { kind, from, to: erin, text, action: text, reason: text } as unknown as ChatMessage;
        const rows = messageRows(
          { ...said, at: SEVEN, seq: 1, conversation: '#lobby' },
          style(columns, { links: true }),
          variant,
          isMarked ? ['a', 'alice'] : [],
        );
        assert.ok(rows.length > 0);
        for (const row of rows) {
          assert.ok(row.width <= columns);
          assert.ok(textWidth(words(row)) <= columns);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('times are each viewer’s own', () => {
  const tokyo = style(80, { zone: 'Asia/Tokyo', clock: '12h', nickColumns: 6 });
  assert.deepEqual(shown(messageRows(line('alice', 'hi', 5), tokyo, 'plain')), ['  4:05 am alice  hi']);
  assert.notEqual(dayOf(SEVEN, tokyo), dayOf(SEVEN, style(80)));
  assert.equal(clockOf(SEVEN, 'Asia/Kathmandu', '24h'), '00:45');
  assert.equal(clockOf(SEVEN, 'America/St_Johns', '12h'), '3:30 pm');
  assert.equal(clockOf(SEVEN, 'No/Such_Zone', '24h'), '19:00');
  assert.equal(clockOf(SEVEN + 7000, 'UTC', 'seconds'), '19:00:07');
  assert.equal(timeOf(SEVEN, SEVEN + 3_600_000, 'UTC', '24h'), '19:00');
  assert.equal(timeOf(SEVEN, SEVEN + 86_400_000, 'UTC', '24h'), '19 Nov 19:00');
  assert.equal(timeOf(SEVEN, SEVEN + 90 * 86_400_000, 'UTC', '24h'), '19 Nov 2026 19:00');
});

test('the clock changes in summer where it does', () => {
  const change = Date.UTC(2026, 2, 29, 1, 0);
  assert.equal(clockOf(change - 60_000, 'Europe/Berlin', '24h'), '01:59');
  assert.equal(clockOf(change, 'Europe/Berlin', '24h'), '03:00');
});

test('a typed line is shown whole where there is room, and elsewhere so much of it that others have some', () => {
  const said = line('alice', 'x'.repeat(4094));
  for (const columns of [1, 2, 3, 10, 20]) {
    const rows = messageRows(said, style(columns), 'plain');
    assert.ok(rows.length <= 101, `${columns}: ${rows.length}`);
    assert.ok(isCut(rows));
    assert.ok(messageRows(said, style(columns), 'open').length <= 1001);
  }
  const whole = messageRows(said, style(80), 'plain');
  assert.ok(!isCut(whole));
  assert.equal(shown(whole).join('').match(/x/g)?.length, 4094);
});

test('a folded paste costs what is shown of it, however long it is and whatever it is made of', () => {
  const took = (text: string) => {
    const times = Array.from({ length: 10 }, () => {
      const from = performance.now();
      messageRows(line('alice', text), style(500), 'plain');
      return performance.now() - from;
    });
    return Math.min(...times);
  };
  for (const unit of ['λ *b* ', 'क् ', '👍🏽 *b* ', 'λ ']) {
    const long = unit.repeat(65_000 / Buffer.byteLength(unit));
    const rows = messageRows(line('alice', long), style(500), 'plain');
    assert.equal(rows.length, 13);
    // As much as twelve rows hold, and a little more.
    const columns = rows.slice(0, 12).reduce((sum, { width }) => sum + width, 0);
    const enough = unit.repeat(Math.ceil((columns * 1.2) / textWidth(unit)));
    // The first are slow, until the code is compiled.
    took(long);
    took(enough);
    const [whole, part] = [took(long), took(enough)];
    assert.ok(whole < part * 2 || whole < 5, `${unit}: ${whole} ms, what is shown ${part} ms`);
  }
});

test('where a paste is cut no address is cut with it', () => {
  for (let before = 5700; before < 6100; before += 37) {
    const text = `${'w '.repeat(before / 2)}https://example.org/${'p'.repeat(300)} ${'w '.repeat(4000)}`;
    const rows = messageRows(line('alice', text), style(500, { links: true }), 'plain');
    const urls = new Set(rows.flatMap((row) => [...row.bytes.matchAll(LINK)].map((open) => open[2])));
    for (const url of urls) assert.equal(url, `https://example.org/${'p'.repeat(300)}`);
  }
});
