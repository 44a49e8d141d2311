// Reading at any depth shows what one would see if the whole history were laid out at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChatMessage, Draft } from '../../src/chat/message.ts';
import { Scrolled } from '../../src/session/scrolled.ts';
import { memoryStore } from '../../src/storage/memory/store.ts';
import type { PlacedRow } from '../../src/tui/laid-run.ts';
import type { Overlay } from '../../src/tui/pieces.ts';
import { layRows, shown, style, who } from '../tui/said.ts';

const COUNT = 1500;
const HOUR = 3_600_000;
const HEIGHT = 12;
const look = style(40);
const conversation = '#lobby';

function overlayWith(newSince: number | undefined): Overlay {
  return {
    conversation,
    me: who('alice'),
    ignored: new Set([4]),
    newSince,
    notices: [],
    opened: new Set(),
    marked: () => [],
  };
}

/** A history of some months: talk, long lines, comings and goings, somebody who is ignored, days without a word. */
async function recorded(count = COUNT, every?: (at: number) => Draft) {
  let time = Date.UTC(2026, 5, 1);
  const { log } = memoryStore({ clock: { now: () => time } });
  for (let at = 1; at <= count; at += 1) {
    time += at % 40 === 0 ? 30 * HOUR : HOUR / 2;
    await log.append(every?.(at) ?? draft(at));
  }
  const all = await everything(log);
  return { log, all };
}

function draft(at: number): Draft {
  const from = who(['alice', 'bob', 'carol', 'dave'][(at * 7) % 4] ?? '');
  const stamp = { conversation, id: `${at}` } as const;
  if (at % 11 === 0) return { kind: at % 2 === 0 ? 'join' : 'leave', who: from, reason: '', ...stamp };
  return { kind: 'public', from, text: `${at} ${'words '.repeat((at * 5) % 23)}`.trim(), ...stamp };
}

async function everything(log: Awaited<ReturnType<typeof memoryStore>>['log']) {
  const all: ChatMessage[] = [];
  for (let hasMore = true; hasMore; ) {
    const page = await log.after({ conversation, after: all.length, limit: 1000 });
    all.push(...page.messages);
    ({ hasMore } = page);
  }
  return all;
}

const places = (rows: readonly PlacedRow[]) => rows.map(({ seq, index, row }) => `${seq}.${index} ${row.bytes}`);

test('wherever one goes, the rows in view are those of the whole history, and each step is as long as it should be', async () => {
  const { log, all } = await recorded();
  const overlay = overlayWith(1000);
  const whole = places(layRows(all, 0, look, overlay));
  const step = fc.oneof(
    fc.integer({ min: -400, max: 400 }).filter((rows) => rows !== 0),
    fc.constantFrom('beginning' as const, 1 - HEIGHT, HEIGHT - 1),
    fc.record({ seq: fc.integer({ min: 1, max: COUNT }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const scrolled = new Scrolled(log, conversation, all.slice(-256));
      let bottom = whole.length - 1;
      for (const each of steps) {
        if (each === 'beginning') {
          await scrolled.toBeginning(look, overlay, HEIGHT);
          bottom = HEIGHT - 1;
        } else if (typeof each === 'object') {
          assert.equal(await scrolled.goTo(each.seq, look, overlay, HEIGHT), true);
          const own = whole.findIndex((row) => Number.parseInt(row, 10) >= each.seq);
          const seen = scrolled.visible(look, overlay, HEIGHT).map(({ seq, index }) => `${seq}.${index} `);
          assert.ok(seen.some((place) => whole[own]?.startsWith(place)));
          bottom = whole.findIndex((row) => row.startsWith(seen.at(-1) ?? ''));
        } else {
          const isLive = await scrolled.move(each, look, overlay, HEIGHT);
          assert.equal(isLive, each > 0 && bottom + each >= whole.length - 1);
          if (isLive) return;
          bottom = Math.max(HEIGHT - 1, bottom + each);
        }
        const view = places(scrolled.visible(look, overlay, HEIGHT));
        assert.deepEqual(view, whole.slice(bottom - HEIGHT + 1, bottom + 1));
      }
    }),
    { numRuns: 60 },
  );
});

test('one may go up through thousands of comings and goings, which fold into little', async () => {
  const coming = (at: number): Draft => ({ kind: 'join', who: who('bob'), conversation, id: `${at}` });
  const { log, all } = await recorded(1900, (at) => (at > 20 ? coming(at) : draft(at)));
  const scrolled = new Scrolled(log, conversation, all.slice(-256));
  for (let page = 0; page < 20; page += 1) await scrolled.move(1 - HEIGHT, look, overlayWith(undefined), HEIGHT);
  const view = shown(scrolled.visible(look, overlayWith(undefined), HEIGHT).map(({ row }) => row));
  assert.match(view[0] ?? '', /Monday, 1 June 2026/);
});

test('the beginning of history fills the screen, though it is nothing but comings and goings', async () => {
  const coming = (at: number): Draft => ({ kind: 'join', who: who('bob'), conversation, id: `${at}` });
  const { log, all } = await recorded(700, (at) => (at <= 600 ? { ...coming(at) } : draft(at)));
  const scrolled = new Scrolled(log, conversation, all.slice(-256));
  const style60 = style(60, { joins: 'off' });
  await scrolled.toBeginning(style60, overlayWith(undefined), HEIGHT);
  assert.equal(scrolled.visible(style60, overlayWith(undefined), HEIGHT).length, HEIGHT);
});

test('a line that was gone to stands marked in the middle, or as near to it as the ends allow', async () => {
  const { log, all } = await recorded(100, (at) => ({
    kind: 'public',
    from: who('bob'),
    text: `line ${at}`,
    conversation,
    id: `${at}`,
  }));
  const overlay = overlayWith(undefined);
  const markedRow = async (seq: number) => {
    const scrolled = new Scrolled(log, conversation, all);
    await scrolled.goTo(seq, look, overlay, HEIGHT);
    assert.equal(scrolled.pickedLine?.seq, seq);
    return scrolled.rows(look, overlay, HEIGHT).findIndex((row) => row?.bytes.includes('>') === true);
  };
  assert.equal(await markedRow(50), 5);
  assert.equal(await markedRow(1), 1);
  assert.equal(await markedRow(100), 11);
});

test('a line that is not there is not gone to', async () => {
  const { log, all } = await recorded(10);
  assert.equal(await new Scrolled(log, conversation, all).goTo(11, look, overlayWith(undefined), HEIGHT), false);
});

test('however far one reads, a run of some hundred messages is held, and history is read in pages', async () => {
  const { log } = await recorded(5000);
  const limits: number[] = [];
  const watched = {
    ...log,
    before: (query: Parameters<typeof log.before>[0]) => {
      limits.push(query.limit);
      return log.before(query);
    },
    after: (query: Parameters<typeof log.after>[0]) => {
      limits.push(query.limit);
      return log.after(query);
    },
  };
  const { messages: newest } = await log.before({ conversation, before: Number.POSITIVE_INFINITY, limit: 256 });
  const scrolled = new Scrolled(watched, conversation, newest);
  const overlay = overlayWith(undefined);
  for (const step of [-1, 1]) {
    for (let pages = 0; pages < 150; pages += 1) await scrolled.move(step * 60, look, overlay, HEIGHT);
    // What is held is read anew.
    await scrolled.refresh();
  }
  assert.ok(limits.length > 20, `${limits.length} reads`);
  assert.ok(Math.max(...limits) <= 1000, `${Math.max(...limits)}`);
  await scrolled.toBeginning(look, overlay, HEIGHT);
  await scrolled.goTo(2500, look, overlay, HEIGHT);
  assert.ok(limits.filter((limit) => limit > 250).length <= 2, 'pages');
});

test('through lines of 64 KiB one reads page by page, back to the beginning and on to the end', async () => {
  const block = 'words '.repeat(10_000);
  const { log } = await recorded(60, (at) => ({
    ...draft(at),
    kind: 'public',
    from: who('bob'),
    text: `${at} ${block}`,
  }));
  const { messages } = await log.before({ conversation, before: Number.POSITIVE_INFINITY, limit: 256 });
  const scrolled = new Scrolled(log, conversation, messages);
  const overlay = overlayWith(undefined);
  const visible = () => scrolled.visible(look, overlay, HEIGHT).map(({ seq }) => seq);
  for (let steps = 0; steps < 60 && visible()[0] !== 1; steps += 1) await scrolled.move(-300, look, overlay, HEIGHT);
  const seen = new Set(visible());
  for (let steps = 0; !(await scrolled.move(HEIGHT - 1, look, overlay, HEIGHT)); steps += 1) {
    assert.ok(steps < 500, 'the end is never reached');
    for (const seq of visible()) seen.add(seq);
  }
  assert.deepEqual(
    [...seen],
    Array.from({ length: 60 }, (_, at) => at + 1),
  );
});

test('a run of long lines is read anew in pages, all of it', async () => {
  const { log, all } = await recorded(30, (at) => ({
    ...draft(at),
    kind: 'public',
    from: who('bob'),
    text: 'x'.repeat(65_000),
  }));
  const scrolled = new Scrolled(log, conversation, all);
  await log.amend({ conversation, seq: 30, by: who('bob'), change: { change: 'edit', text: 'short' } });
  await scrolled.refresh();
  const rows = shown(scrolled.visible(look, overlayWith(undefined), HEIGHT).map(({ row }) => row));
  assert.match(rows.at(-1) ?? '', /short/);
});

test('a frame lays no more messages than it shows rows, and a step no more than it passes, however much there is', async () => {
  const { log, all } = await recorded(512, (at) => ({
    ...draft(at),
    kind: 'public',
    from: who('bob'),
    text: `${at}${'x'.repeat(4000)}`,
  }));
  for (const columns of [1, 3, 10, 80]) {
    let laid = 0;
    const overlay = {
      ...overlayWith(undefined),
      marked: () => {
        laid += 1;
        return [];
      },
    };
    const scrolled = new Scrolled(log, conversation, all);
    for (let page = 0; page < 20; page += 1) {
      laid = 0;
      await scrolled.move(1 - HEIGHT, style(columns), overlay, HEIGHT);
      assert.ok(laid <= 6 * HEIGHT, `${columns} columns, a step: ${laid}`);
      laid = 0;
      const rows = scrolled.visible(style(columns), overlay, HEIGHT);
      assert.equal(rows.length, HEIGHT);
      assert.ok(laid <= HEIGHT + 1, `${columns} columns, a frame: ${laid}`);
    }
    laid = 0;
    scrolled.pick(-3, style(columns), overlay, HEIGHT);
    assert.ok(laid <= 6 * HEIGHT, `${columns} columns, picking: ${laid}`);
  }
});

test('of repeated lines that were opened, too, a frame lays what it shows', async () => {
  const { log, all } = await recorded(400, (at) => ({
    ...draft(at),
    kind: 'public',
    from: who('bob'),
    text: 'again and again',
  }));
  let laid = 0;
  const opened = new Set(all.map(({ seq }) => seq));
  const marked = () => {
    laid += 1;
    return [];
  };
  const scrolled = new Scrolled(log, conversation, all);
  const rows = scrolled.visible(look, { ...overlayWith(undefined), opened, marked }, HEIGHT);
  assert.equal(new Set(rows.map(({ seq }) => seq)).size > HEIGHT / 2, true);
  assert.ok(laid <= HEIGHT + 1, `${laid}`);
});
