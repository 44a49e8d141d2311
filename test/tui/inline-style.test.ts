// What people write is styled lightly: the marks stay, the text is untouched, and a stray mark changes nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inlineStyled } from '../../src/tui/inline-style.ts';
import { messageRows } from '../../src/tui/rows.ts';
import { line, shown, style } from './said.ts';

const CODE = '\x1b[38;5;180m';
const BOLD = '\x1b[1m';
const NAMES = new Map([
  [BOLD, 'b'],
  ['\x1b[3m', 'i'],
  [CODE, 'c'],
]);

/** The styled parts: `b(*so*)`. */
function styled(text: string): string {
  return inlineStyled([{ text, sgr: '' }], style(80))
    .map(({ text: part, sgr = '' }) => {
      const looks = sgr.split(/(?<=m)/).flatMap((look) => NAMES.get(look) ?? []);
      return looks.length === 0 ? part : `${looks.join('')}(${part})`;
    })
    .join('');
}

const CASES: readonly (readonly [string, string])[] = [
  ['this is *bold* and _so_ and `x = 1`', 'this is b(*bold*) and i(_so_) and c(`x = 1`)'],
  ['*bold words too*, really', 'b(*bold words too*), really'],
  ['(*bold*) "_italic_"', '(b(*bold*)) "i(_italic_)"'],
  ['*_both_*', 'b(*)bi(_both_)b(*)'],
  ['snake_case_name and 2*3*4 and a * b * c', 'snake_case_name and 2*3*4 and a * b * c'],
  ['__init__ and ** and _ and *', '__init__ and ** and _ and *'],
  ['/usr/_x_/*y*/z', '/usr/_x_/*y*/z'],
  ['see https://x.example/_a_/*b*?q=1 now', 'see https://x.example/_a_/*b*?q=1 now'],
  ['`*not bold*` but *`code` no bold*', 'c(`*not bold*`) but *c(`code`) no bold*'],
  ['*one\ntwo*', '*one\ntwo*'],
  ['```\nlet *x* = _y_\n```', 'c(```\nlet *x* = _y_\n```)'],
  ['before ```block *x*``` after *y*', 'before c(```block *x*```) after b(*y*)'],
  ['```js\nfolded away', 'c(```js\nfolded away)'],
  ['just ``` three', 'just ``` three'],
  ['{bold}no tags{/bold} \\*escaped*', '{bold}no tags{/bold} \\*escaped*'],
  ['日本*太字*です', '日本*太字*です'],
  ['*太字* です', 'b(*太字*) です'],
];

for (const [text, wanted] of CASES) {
  test(`${JSON.stringify(text)} is styled as ${JSON.stringify(wanted)}`, () => assert.equal(styled(text), wanted));
}

test('no text is changed, whatever marks are in it', () => {
  const marked = fc.string({ unit: fc.constantFrom('*', '_', '`', 'a', ' ', '\n', '/', ':', '日'), maxLength: 60 });
  fc.assert(
    fc.property(marked, (text) => {
      const spans = inlineStyled([{ text, sgr: '' }], style(80));
      assert.equal(spans.map((span) => span.text).join(''), text);
    }),
  );
});

test('64 KiB of marks take no longer than any other text', () => {
  for (const unit of ['*', '_', '`', '*a', '_a ', '`a', '*a _b `c ', '``` ', '*_']) {
    const text = unit.repeat(Math.floor(65_536 / unit.length));
    const before = performance.now();
    inlineStyled([{ text, sgr: '' }], style(80));
    assert.ok(performance.now() - before < 1000, unit);
  }
});

test('styling goes on over a break, ends with its mark, and is found in nobody’s joins or the server’s words', () => {
  const rows = messageRows(line('alice', 'a *very bold thing that is long* end'), style(40), 'plain');
  assert.equal(rows.length, 2);
  for (const row of rows) assert.ok(row.bytes.includes(BOLD));
  assert.ok(rows[1]?.bytes.endsWith('long*\x1b[m end'));
  assert.deepEqual(shown(rows), [' 19:00 alice  a *very bold thing that is', '              long* end']);
});

test('right-to-left words leave time, name and the columns where they are', () => {
  for (const text of ['שלום לכולם', 'مرحبا بالعالم', 'می‌خواهم', 'mixed שלום and more']) {
    const [row] = messageRows(line('alice', text), style(60), 'plain');
    assert.match(shown(row === undefined ? [] : [row])[0] ?? '', /^ 19:00 alice {4}/);
    assert.doesNotMatch(row?.bytes ?? '', /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  }
});
