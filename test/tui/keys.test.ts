import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { keyName } from '../../src/tui/keymap.ts';
import { KeyDecoder, type KeyEvent } from '../../src/tui/keys.ts';
import { eventsOf } from './typed.ts';

/** An event as one reads it: a key by its name, text in quotes, a paste in angle brackets. */
function spell(event: KeyEvent): string {
  switch (event.type) {
    case 'key':
      return keyName(event);
    case 'text':
      return `'${event.text}'`;
    case 'paste':
      return `<${event.text}>${event.truncated ? '+' : ''}`;
    case 'mouse':
      return `${event.kind} ${event.button}@${event.column},${event.row}`;
    case 'focus':
      return event.isFocused ? 'focused' : 'unfocused';
    default:
      return event satisfies never;
  }
}

/** Chunks as they arrive; `undefined` where nothing came for 50 ms. */
function decode(...chunks: (string | Uint8Array | undefined)[]): string[] {
  const decoder = new KeyDecoder();
  return chunks.flatMap((chunk) => (chunk === undefined ? decoder.flush() : eventsOf(chunk, decoder))).map(spell);
}

describe('the key decoder', () => {
  it('knows the keys of xterm, rxvt, PuTTY and the Linux console', () => {
    const keys: readonly (readonly [string, string])[] = [
      ['\r', 'enter'],
      ['\n', 'enter'],
      ['\t', 'tab'],
      ['\x7f', 'backspace'],
      ['\b', 'backspace'],
      ['\0', 'ctrl-space'],
      ['\x01', 'ctrl-a'],
      ['\x1a', 'ctrl-z'],
      ['\x1d', 'ctrl-]'],
      ['\x1f', 'ctrl-_'],
      ['\x1b[A', 'up'],
      ['\x1bOB', 'down'],
      ['\x1b[1;5C', 'ctrl-right'],
      ['\x1b[1;3D', 'alt-left'],
      ['\x1b[1;8A', 'ctrl-alt-shift-up'],
      ['\x1b[1;9A', 'alt-up'],
      ['\x1b[H', 'home'],
      ['\x1bOF', 'end'],
      ['\x1b[1~', 'home'],
      ['\x1b[8~', 'end'],
      ['\x1b[3~', 'delete'],
      ['\x1b[3;5~', 'ctrl-delete'],
      ['\x1b[5~', 'pageup'],
      ['\x1b[6;3~', 'alt-pagedown'],
      ['\x1b[6^', 'ctrl-pagedown'],
      ['\x1b[Z', 'shift-tab'],
      ['\x1bOP', 'f1'],
      ['\x1b[11~', 'f1'],
      ['\x1b[[B', 'f2'],
      ['\x1b[1;2R', 'shift-f3'],
      ['\x1b[15~', 'f5'],
      ['\x1b[24;2~', 'shift-f12'],
      ['\x1bO5Q', 'ctrl-f2'],
      ['\x1bOM', 'enter'],
      ['\x1b[b', 'shift-down'],
      ['\x1b1', 'alt-1'],
      ['\x1ba', 'alt-a'],
      ['\x1bA', 'alt-shift-a'],
      ['\x1bé', 'alt-é'],
      ['\x1b😀', 'alt-😀'],
      ['\x1b ', 'alt-space'],
      ['\x1b\x7f', 'alt-backspace'],
      ['\x1b\r', 'alt-enter'],
      ['\x1b\x02', 'ctrl-alt-b'],
      ['\x1b\x1b[A', 'alt-up'],
      ['\x1b\x1bOH', 'alt-home'],
    ];
    for (const [bytes, name] of keys) {
      assert.deepEqual(decode(bytes), [name], JSON.stringify(bytes));
      assert.deepEqual(decode(`x${bytes}y`), ["'x'", name, "'y'"], JSON.stringify(bytes));
      const singly = Array.from(Buffer.from(bytes), (byte) => Uint8Array.of(byte));
      assert.deepEqual(decode(...singly), [name], `byte by byte: ${JSON.stringify(bytes)}`);
      const [event] = eventsOf(bytes);
      assert.equal(event?.type === 'key' && event.sequence, bytes);
    }
  });

  it('gives what is typed in one chunk as one text, and puts split UTF-8 together', () => {
    assert.deepEqual(decode('héllo 日本'), ["'héllo 日本'"]);
    const bytes = Buffer.from('日😀');
    assert.deepEqual(decode(bytes.subarray(0, 2), bytes.subarray(2, 5), bytes.subarray(5)), ["'日'", "'😀'"]);
    const large = 'x'.repeat(1_000_000);
    assert.deepEqual(decode(large), [`'${large}'`]);
  });

  it('gives text and keys of one chunk in order; CR LF is one Enter', () => {
    assert.deepEqual(decode('hi\r\x15yo\x1b[D!'), ["'hi'", 'enter', 'ctrl-u', "'yo'", 'left', "'!'"]);
    assert.deepEqual(decode('hi\r\n'), ["'hi'", 'enter']);
  });

  it('tells Esc from the beginning of a sequence by time alone', () => {
    const decoder = new KeyDecoder();
    assert.deepEqual(eventsOf('\x1b', decoder), []);
    assert.equal(decoder.pending, true);
    assert.deepEqual(decoder.flush().map(spell), ['escape']);
    assert.equal(decoder.pending, false);
    assert.deepEqual(decoder.flush(), []);
    assert.deepEqual(decode('\x1b', '[A'), ['up']);
    assert.deepEqual(decode('\x1b', undefined, 'a'), ['escape', "'a'"]);
    assert.deepEqual(decode('\x1b\x1b', undefined), ['escape', 'escape']);
    assert.deepEqual(decode('\x1b\x1ba', undefined), ['escape', 'alt-a']);
    assert.deepEqual(decode('\x1b[', undefined), ['alt-[']);
    assert.deepEqual(decode('\x1bO', undefined), ['alt-shift-o']);
    assert.deepEqual(decode('\x1bP', undefined, 'x'), ['alt-shift-p', "'x'"]);
  });

  it('waits for the rest of a sequence however late it comes, so that it is never typed', () => {
    assert.deepEqual(decode('\x1b[1;', undefined, '3A'), ['alt-up']);
    assert.deepEqual(decode('\x1b[200', undefined, '~x\x1b[201', undefined, '~'), ['<x>']);
  });

  it('tells when the window gets the focus and loses it, also in the middle of typing', () => {
    assert.deepEqual(decode('a\x1b[Ib', '\x1b[O'), ["'a'", 'focused', "'b'", 'unfocused']);
    assert.deepEqual(decode('\x1b', '[I'), ['focused']);
  });

  it('drops what is no key: reports, answers, strings, unknown sequences', () => {
    const dropped = [
      ...['\x1b[?1;2c', '\x1b[>0;276;0c', '\x1b[12;40R', '\x1b[?2026;2$y', '\x1b[99~', '\x1b[1;5X'],
      ...['\x1b]11;rgb:ffff/ffff/ffff\x07', '\x1b]10;rgb:0/0/0\x1b\\', '\x1bP>|term 1.0\x1b\\', '\x1b_Gi=1;OK\x1b\\'],
      ...['\x1b[M !!', '\x1b[201~', '\x1bOp', '\x9b', '\x1b[<999;1;1M', '\x1b[<0;1M'],
    ];
    for (const sequence of dropped) {
      assert.deepEqual(decode(`a${sequence}b`).join('').replaceAll("''", ''), "'ab'", JSON.stringify(sequence));
      const bytes = Array.from(Buffer.from(sequence), (byte) => Uint8Array.of(byte));
      if (!sequence.startsWith('\x1b[M')) assert.deepEqual(decode(...bytes), [], JSON.stringify(sequence));
    }
  });

  it('ends a broken sequence or string where it breaks, and loses no key after it', () => {
    assert.deepEqual(decode('\x1b[1;\rx'), ['enter', "'x'"]);
    assert.deepEqual(decode('\x1b]0;title\x03'), ['ctrl-c']);
    assert.deepEqual(decode('\x1b]0;title\x1b[A'), ['up']);
    assert.deepEqual(decode(`\x1b[${'1'.repeat(200)}`, '\r').at(-1), 'enter');
    assert.deepEqual(decode(`\x1b[${'1'.repeat(61)}`, 'A'), []);
    assert.deepEqual(decode(`\x1b[${'1'.repeat(63)}`, 'A').at(-1), "'A'");
    const unended = decode(`\x1b]${'x'.repeat(5000)}`, 'typed');
    assert.equal(unended.at(-1), "'typed'");
  });

  it('reports the wheel and the buttons of the mouse', () => {
    assert.deepEqual(decode('\x1b[<64;10;5M'), ['wheel-up 0@9,4']);
    assert.deepEqual(decode('\x1b[<65;10;5M'), ['wheel-down 1@9,4']);
    assert.deepEqual(decode('\x1b[<0;1;1M\x1b[<0;1;1m'), ['press 0@0,0', 'release 0@0,0']);
    assert.deepEqual(decode('\x1b[<35;3;4M'), ['move 3@2,3']);
    const [event] = eventsOf('\x1b[<80;1;1M');
    assert.equal(event?.type === 'mouse' && event.ctrl, true);
    assert.deepEqual(decode('\x1b[<66;1;1M'), []);
  });

  it('decodes the same however the bytes are cut, while nothing stops for 50 ms', () => {
    const piece = fc.constantFrom(
      ...['a', 'é', '日', '😀', '\x15', '\x7f', '\x1b[A', '\x1b[1;5C', '\x1bOP', '\x1b[<64;1;1M', '\x1ba'].concat([
        '\x1b[I',
        '\x1b]11;x\x07',
        '\x1b[200~p\rq\x1b[201~',
        '\x1b[5~',
        '\x1b\x1b[D',
      ]),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(60), { maxLength: 8 }), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''));
        const edges = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].sort(
          (a, b) => a - b,
        );
        const cut = decode(...edges.slice(1).map((edge, index) => bytes.subarray(edges[index] ?? 0, edge)));
        const whole = decode(...pieces);
        assert.deepEqual(cut.join('').replaceAll("''", ''), whole.join('').replaceAll("''", ''));
      }),
      { numRuns: 500 },
    );
  });

  it('stays whole and bounded for any bytes, and types no control', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (chunks) => {
        const decoder = new KeyDecoder();
        const events = chunks.flatMap((chunk) => [...eventsOf(chunk, decoder), ...decoder.flush()]);
        assert.equal(decoder.pending, false);
        for (const event of events) if (event.type === 'text') assert.doesNotMatch(event.text, /\p{Cc}/u);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a paste', () => {
  it('is one event, wherever its marks are cut', () => {
    const bytes = 'a\x1b[200~one\rtwo\x1b[201~b';
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const events = decode(bytes.slice(0, cut), bytes.slice(cut));
      assert.deepEqual(events, ["'a'", '<one\ntwo>', "'b'"], `cut at ${cut}`);
    }
  });

  it('has newlines for carriage returns, keeps tabs, and drops escape sequences and controls', () => {
    assert.deepEqual(decode('\x1b[200~a\r\nb\rc\n\td\x1b[31me\x07\x9bf\x1b[201~'), ['<a\nb\nc\n\tdef>']);
  });

  it('is cut after 64 KiB and a byte, says so, and still ends at its mark', () => {
    const decoder = new KeyDecoder();
    eventsOf('\x1b[200~', decoder);
    for (let round = 0; round < 40; round += 1) eventsOf('x'.repeat(32_768), decoder);
    const events = eventsOf('y\x1b[201~z', decoder);
    const [paste] = events;
    assert.ok(paste?.type === 'paste' && paste.truncated);
    assert.equal(paste.text.length, 65_537);
    assert.deepEqual(events.slice(1).map(spell), ["'z'"]);
  });

  it('that never ends is given up by a Ctrl-C that comes alone', () => {
    assert.deepEqual(decode('\x1b[200~lost', undefined, 'more\x03', '\x03', 'x'), ['ctrl-c', "'x'"]);
  });

  it('without brackets does not send: line breaks with text between, in one chunk and those right after it', () => {
    assert.deepEqual(decode('one\rtwo\r'), ['<one\ntwo\n>']);
    assert.deepEqual(decode('a\rb\tc\rd', 'e\rf', '\r'), ['<a\nb\tc\nd>', '<e\nf>', '<\n>']);
    assert.deepEqual(decode('a\rb\rc', undefined, 'd\r'), ['<a\nb\nc>', "'d'", 'enter']);
    const decoder = new KeyDecoder();
    eventsOf('a\rb\rc', decoder);
    assert.equal(decoder.pending, true);
  });

  it('without brackets is not seen in one line and Enter, nor in Enter twice', () => {
    assert.deepEqual(decode('hello\r'), ["'hello'", 'enter']);
    assert.deepEqual(decode('\r\r'), ['enter', 'enter']);
  });

  it('without brackets is bounded as well', () => {
    const [event] = eventsOf('line\r'.repeat(20_000));
    assert.ok(event?.type === 'paste' && event.truncated);
    assert.ok(event.text.length <= 65_537);
    const decoder = new KeyDecoder();
    const chunks = Array.from({ length: 4 }, () => eventsOf('line\r'.repeat(6000), decoder));
    const kept = chunks.flat().map((each) => (each.type === 'paste' && !each.truncated ? each.text.length : 0));
    assert.deepEqual(kept, [30_000, 30_000, 0, 0], 'chunk by chunk, too');
  });
});
