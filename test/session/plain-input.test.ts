import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainInput } from '../../src/session/plain-input.ts';

test('a line without an end is kept up to a bound, the rest of it is dropped, and the next line is whole', () => {
  for (const echo of [false, true]) {
    const input = new PlainInput(echo);
    for (let chunk = 0; chunk < 100; chunk += 1) input.feed(Buffer.from('x'.repeat(1000)));
    assert.ok(input.draft.length > 4096 && input.draft.length <= 16_384, `${input.draft.length}`);
    const lines = input.feed(Buffer.from('\nwhole\n')).filter(({ type }) => type === 'line');
    assert.deepEqual(
      lines.map((event) => ('text' in event ? event.text.slice(0, 5) : '')),
      ['xxxxx', 'whole'],
    );
    assert.equal(input.draft, '');
  }
});

test('a sequence without an end is no line, however long', () => {
  const input = new PlainInput(false);
  for (let chunk = 0; chunk < 1000; chunk += 1) input.feed(Buffer.from('\u001b['.repeat(100)));
  assert.ok(input.draft.length <= 16_384, `${input.draft.length}`);
});

test('Backspace and Ctrl-U are no text and erase nothing where there is no terminal', () => {
  const input = new PlainInput(false);
  const events = input.feed(Buffer.from('one\u0015 two\u007f\b three\u0015\n\u0015'));
  assert.deepEqual(events, [{ type: 'line', text: 'one two three' }]);
});
