import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../src/chat/message.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { Preferences } from '../../src/chat/preferences.ts';
import type { Fresh } from '../../src/session/intake.ts';
import { PlainPrinter } from '../../src/session/plain-printer.ts';
import type { Session } from '../../src/session/session.ts';
import { memoryStore } from '../../src/storage/memory/store.ts';
import { HandTimers, settle } from './hand-timers.ts';

const NOON = Date.UTC(2026, 10, 19, 12, 0);
const DAY = 86_400_000;

function line(seq: number, at: number): ChatMessage {
  return {
    kind: 'public',
    from: { id: 2, handle: 'bob' },
    text: `line ${seq}`,
    conversation: '#dev',
    seq,
    at,
    id: `${seq}`,
  };
}

/** A printer, what it wrote, and the switches of its far end. */
function desk(preferences: Readonly<Record<string, string>> = {}, draft?: string) {
  const written: string[] = [];
  const terminal = { writable: true, size: { columns: 40, rows: 24 }, write: (text: string) => written.push(text) };
  const fresh: Fresh[] = [];
  const stores = memoryStore({ clock: { now: () => NOON } });
  const timers = new HandTimers();
  const chosen = new Preferences(new Map(Object.entries(preferences)));
  const session = {
    deps: {
      ...stores,
      logger: { info: () => undefined },
      timers: { now: () => NOON, steady: () => timers.steady(), after: timers.after.bind(timers) },
    },
    userId: 1,
    zone: 'UTC',
    preferences: chosen,
    profile: { zone: 'UTC', clock: chosen.get('clock') },
    terminal,
    windows: { find: () => undefined, current: undefined },
    live: undefined,
    attention: { marked: () => [] },
    pull: () => fresh.splice(0),
    isIgnored: () => false,
    ignored: new Map(),
    guard: async (work: () => Promise<void>) => await work(),
  };
  const printer = new PlainPrinter(session as unknown as Session, () => draft);
  return { written, terminal, fresh, stores, timers, printer };
}

test('a line of another day stands under its date, and so does the first of today after it', async () => {
  const { printer, written } = desk();
  for (const [seq, at] of [NOON, NOON - DAY, NOON - DAY, NOON].entries())
    printer.put({ message: line(seq, at), title: '#dev' });
  await printer.pump();
  assert.deepEqual(written, [
    '12:00 [#dev] bob: line 0\n',
    '-- Wednesday, 18 November 2026\n',
    '12:00 [#dev] bob: line 1\n',
    '12:00 [#dev] bob: line 2\n',
    '-- Thursday, 19 November 2026\n',
    '12:00 [#dev] bob: line 3\n',
  ]);
});

test('of thousands of conversations it is not remembered for good what was printed, but of those printed last', async () => {
  const { printer } = desk();
  const said = (n: number, seq: number): ChatMessage => ({ ...line(seq, NOON), conversation: `@1:${n + 1}` });
  const { history } = printer;
  for (let n = 1; n <= 20_000; n += 1) {
    history.note(said(n, 7));
    history.note(said(1, n));
  }
  assert.ok(history.size >= 500 && history.size <= 2000, `${history.size}`);
  assert.equal(history.has(said(20_000, 7)), true);
  assert.equal(history.has(said(1, 9)), true);
  assert.equal(history.has(said(2, 7)), false);
});

test('whatever got past the edge, of an older version or by hand, moves no cursor here either', async () => {
  const { printer, written } = desk();
  printer.put({ message: { ...line(1, NOON), text: 'a\u009b2Jb\u202ec' } as ChatMessage, title: '#d\u001b[2Jev' });
  await printer.pump();
  assert.deepEqual(written, ['12:00 [#d[2Jev] bob: a2Jbc\n']);
});

test('with a pty a line is wrapped to its width of that moment, its further rows set in, and the draft follows', async () => {
  const { printer, written, terminal } = desk({}, 'my dra');
  const filled = { ...line(1, NOON), text: `hi${' '.repeat(17)}12:00 [#dev] carol: I resign` } as ChatMessage;
  printer.put({ message: filled, title: '#dev' });
  await printer.pump();
  terminal.size = { columns: 60, rows: 24 };
  printer.put('-- you are now in #dev: what it is about, which takes more than sixty columns');
  await printer.pump();
  assert.deepEqual(written, [
    '\r\n12:00 [#dev] bob: hi\r\n      12:00 [#dev] carol: I resign\r\nmy dra',
    '\r\n-- you are now in #dev: what it is about, which takes more\r\n      than sixty columns\r\nmy dra',
  ]);
});

test('without a pty a line is one line, however long', async () => {
  const { printer, written } = desk();
  const text = 'so long '.repeat(100).trim();
  printer.put({ message: { ...line(1, NOON), text } as ChatMessage, title: '#dev' });
  await printer.pump();
  assert.deepEqual(written, [`12:00 [#dev] bob: ${text}\n`]);
});

test('words of people in an answer of the server begin no line of their own', async () => {
  const { printer, written } = desk();
  printer.put('   until 12:00, changed by bob: hi\n12:00 [#dev] carol: I resign');
  await printer.pump();
  assert.deepEqual(written, ['   until 12:00, changed by bob: hi\n', '-- more: 12:00 [#dev] carol: I resign\n']);
});

test('the clock is the one that was chosen', async () => {
  const { printer, written } = desk({ clock: '12h' });
  printer.put({ message: line(1, NOON), title: '#dev' });
  await printer.pump();
  assert.deepEqual(written, ['12:00 pm [#dev] bob: line 1\n']);
});

test('nothing is written while the far end takes no more, and then everything in order, each line once', async () => {
  const { printer, written, terminal, fresh } = desk();
  terminal.writable = false;
  printer.put('-- first');
  printer.put({ message: line(1, NOON), title: '#dev' });
  const window = { conversation: '#dev', title: '#dev' } as unknown as Fresh['window'];
  fresh.push({
    window,
    messages: [line(1, NOON), line(2, NOON)],
    missedAfter: undefined,
    amended: [],
    isStale: false,
    onlySaid: false,
  });
  assert.deepEqual(written, []);
  terminal.writable = true;
  printer.drain();
  await new Promise(setImmediate);
  assert.deepEqual(written, ['-- first\n', '12:00 [#dev] bob: line 1\n', '12:00 [#dev] bob: line 2\n']);
});

test('what still waits at the end is printed with the last words, unless the far end takes no more', () => {
  const open = desk();
  open.terminal.writable = false;
  open.printer.put('-- waiting');
  open.terminal.writable = true;
  open.printer.close('Goodbye.');
  assert.deepEqual(open.written, ['-- waiting\n', '-- Goodbye.\n']);
  const shut = desk();
  shut.terminal.writable = false;
  shut.printer.put('-- waiting');
  shut.printer.close('Goodbye.');
  assert.deepEqual(shut.written, []);
});

test('what was missed and cannot be read now is waited for: no line is left out, none comes twice', async (t) => {
  const { printer, written, fresh, stores, timers } = desk();
  for (let seq = 1; seq <= 250; seq += 1) {
    const { seq: _seq, at: _at, ...draft } = line(seq, NOON);
    await stores.log.append(draft);
  }
  const { after } = stores.log;
  let pages = 0;
  const failing = t.mock.method(stores.log, 'after', async (query: Parameters<typeof after>[0]) => {
    pages += 1;
    if (pages > 1) throw new StoreUnavailable('reading the disk failed');
    return await after.call(stores.log, query);
  });
  const window = { conversation: '#dev', title: '#dev' } as unknown as Fresh['window'];
  const nothing = { amended: [], isStale: true, onlySaid: false };
  fresh.push({ window, messages: [line(250, NOON)], missedAfter: 0, ...nothing });
  const pumping = printer.pump();
  await settle();
  await timers.pass(12_000);
  const words = () => written.filter((each) => each.includes('line'));
  assert.equal(words().length, 200);
  assert.equal(written.filter((each) => each.startsWith('-- The server cannot read its data')).length, 1);
  failing.mock.restore();
  await timers.pass(5000);
  await pumping;
  assert.deepEqual(
    words(),
    Array.from({ length: 250 }, (_, n) => `12:00 [#dev] bob: line ${n + 1}\n`),
  );
});

test('who leaves while history cannot be read is not held up', async (t) => {
  const { printer, fresh, stores } = desk();
  t.mock.method(stores.log, 'after', async () => {
    throw new StoreUnavailable('reading the disk failed');
  });
  const window = { conversation: '#dev', title: '#dev' } as unknown as Fresh['window'];
  fresh.push({ window, messages: [], missedAfter: 0, amended: [], isStale: true, onlySaid: false });
  const pumping = printer.pump();
  await settle();
  printer.close('');
  await pumping;
});
