import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlainEvent, PlainInput } from '../../src/session/plain-input.ts';

/** Somebody who types; what came of each piece. */
function typist(echo: boolean) {
  let events: PlainEvent[] = [];
  const input = new PlainInput(echo, (event) => void events.push(event));
  const feed = (bytes: Buffer) => {
    events = [];
    input.data(bytes);
    while (input.step());
    return events;
  };
  return {
    feed,
    get draft() {
      return input.draft;
    },
  };
}

test('a line without an end is kept up to a bound, the rest of it is dropped, and the next line is whole', () => {
  for (const echo of [false, true]) {
    const input = typist(echo);
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
  const input = typist(false);
  for (let chunk = 0; chunk < 1000; chunk += 1) input.feed(Buffer.from('\u001b['.repeat(100)));
  assert.ok(input.draft.length <= 16_384, `${input.draft.length}`);
});

test('Backspace and Ctrl-U are no text and erase nothing where there is no terminal', () => {
  const input = typist(false);
  const events = input.feed(Buffer.from('one\u0015 two\u007f\b three\u0015\n\u0015'));
  assert.deepEqual(events, [{ type: 'line', text: 'one two three' }]);
});

/** What a terminal is sent for these keys after a line. */
function echoOf(line: string, keys: string): string {
  const input = typist(true);
  input.feed(Buffer.from(line));
  const events = input.feed(Buffer.from(keys));
  return events.map((event) => (event.type === 'echo' ? event.text : '')).join('');
}

test('Backspace takes a cluster and its columns, Ctrl-U all of them; after a long one a new row begins', () => {
  assert.equal(echoOf('a👨‍👩‍👧‍👦', '\u007f'), '\b \b\b \b');
  assert.equal(echoOf('ae\u0301', '\u007f'), '\b \b');
  assert.equal(echoOf('日本x', '\u0015'), '\b \b'.repeat(5));
  assert.equal(echoOf('', '\u0015\u007f'), '');
  assert.equal(echoOf('x'.repeat(2000), '\u0015'), '\r\n');
});

test('erasing the longest line key by key takes a moment, not half a minute', () => {
  const began = performance.now();
  for (const character of ['漢', '🇩']) {
    const input = typist(true);
    input.feed(Buffer.from(character.repeat(8192 / character.length)));
    input.feed(Buffer.from('\u007f'.repeat(8192)));
    assert.equal(input.draft, '');
  }
  const took = performance.now() - began;
  assert.ok(took < 10_000, `${took.toFixed(0)} ms`);
});
