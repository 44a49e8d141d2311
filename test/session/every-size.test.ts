/**
 * Correct at every size: whatever is typed, said and resized, and in whatever order, the emulator that got every frame
 * shows cell for cell what one shows that got the view's rows at once. `SCREENS=10000 npm test -- every-size` for the whole.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type headless from '@xterm/headless';
import fc from 'fast-check';
import { graphemeTerminal } from '../tui/emulator.ts';
import { hardText } from '../tui/texts.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const { SCREENS = '100' } = process.env;

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** One thing that happens. */
type Step =
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'paste'; readonly text: string }
  | { readonly do: 'key'; readonly bytes: string }
  | { readonly do: 'say'; readonly text: string; readonly channel: 0 | 1 }
  | { readonly do: 'act'; readonly text: string }
  | { readonly do: 'direct'; readonly text: string }
  | { readonly do: 'topic'; readonly text: string }
  /** To the line so far from below, if it is one of his. */
  | {
      readonly do: 'change';
      readonly how: 'edit' | 'delete' | 'react' | 'answer';
      readonly text: string;
      readonly back: number;
    }
  | { readonly do: 'come' | 'go' | 'stall' | 'flow' | 'flood' }
  | { readonly do: 'resize'; readonly size: Size }
  | { readonly do: 'wait'; readonly ms: number };

const size: fc.Arbitrary<Size> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ columns: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ columns: fc.integer({ min: 40, max: 130 }), rows: fc.integer({ min: 5, max: 50 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ columns: fc.integer({ min: 1, max: 500 }), rows: fc.integer({ min: 1, max: 200 }) }),
  },
);

const ESC = '\u001b';
const KEYS = [
  ...['\r', '\t', '\u007f', '\u0001', '\u0005', '\u0002', '\u0006', '\u000b', '\u0015', '\u0017', '\u0019', '\u0014'],
  ...['\u000c', '\u000e', '\u0010', '\u000f', '\u0012', '\u001f', '\u0004', '\u0003'],
  ...[`${ESC}[A`, `${ESC}[B`, `${ESC}[C`, `${ESC}[D`, `${ESC}[H`, `${ESC}[F`, `${ESC}[5~`, `${ESC}[6~`, `${ESC}OQ`],
  ...[
    `${ESC}1`,
    `${ESC}2`,
    `${ESC}a`,
    `${ESC}b`,
    `${ESC}f`,
    `${ESC}[1;3H`,
    `${ESC}[1;3F`,
    `${ESC}[1;3A`,
    `${ESC}[1;3B`,
    ESC,
    'q',
    'n',
    ' ',
    ...['r', 'e', 'd', 'y', '+', 'k', 'w', '/'],
  ],
  // The wheel, and clicks on rows and on the status line.
  ...[`${ESC}[<64;5;5M`, `${ESC}[<65;5;5M`, `${ESC}[<0;4;3M`, `${ESC}[<0;4;4M`, `${ESC}[<0;12;23M`],
];
const COMMANDS = [
  ...['/help', '/keys', '/who', '/channels', '/window', '/set', '/join #dev', '/window 1', '/window 2', '/clear'],
  ...[
    '/away for 日本',
    '/back',
    '/msg bob héllo 👩‍👩‍👧',
    '/me wäves 🎉',
    '/people',
    '/theme light',
    '/theme mono',
    '/theme dark',
  ],
  ...[
    '/set joins smart',
    '/set joins all',
    '/set clock 12h',
    '/ignore bob',
    '/unignore bob',
    '/nosuch',
    '/page bob',
    '/whois bob',
  ],
  ...[
    '/edit héllo 👩‍👩‍👧',
    '/edit',
    '/delete',
    '+🎉',
    '+:tada:',
    '/react ❤ 2',
    '/reply-to bob 日本語も',
    '/reply-to 1',
    '/select',
  ],
  ...['s/e/日本/', '/theme', '/ignore', '/set mouse on', '/set mouse off'],
];

/** Styled and linked words, right-to-left ones, and a pasted block. */
const WRITTEN = [
  'see *bold 日本* and _so_, `code` https://example.org/a/long/path?with=much&in=it#and-more-of-it-than-fits-a-row (ok)',
  '```js\nconst x = 1;\n\n  indented(x);\nmore\nand more\n```',
  'שלום לכולם https://example.org/x 12 *עוד* 👍',
  'می‌خواهم بروم _به_ خانه',
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('type' as const), text: hardText(12) }) },
  { weight: 4, arbitrary: fc.constantFrom(...COMMANDS).map((text) => ({ do: 'type' as const, text: `${text}\r` })) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('paste' as const), text: hardText(40) }) },
  { weight: 8, arbitrary: fc.constantFrom(...KEYS).map((bytes) => ({ do: 'key' as const, bytes })) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      text: fc.oneof({ weight: 4, arbitrary: hardText(60) }, { weight: 1, arbitrary: fc.constantFrom(...WRITTEN) }),
      channel: fc.constantFrom(0 as const, 1 as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('act' as const), text: hardText(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('direct' as const), text: hardText(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('topic' as const), text: hardText(60) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      how: fc.constantFrom('edit' as const, 'delete' as const, 'react' as const, 'answer' as const),
      text: hardText(40),
      back: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>({ do: 'come' }, { do: 'go' }, { do: 'stall' }, { do: 'flow' }, { do: 'flood' }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('resize' as const), size }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 700 }) }) },
);

/** Somebody else, who makes things happen. */
class Company {
  readonly #stage: SessionStage;
  readonly #bob: number;
  readonly #extras: number[] = [];
  #count = 0;

  constructor(stage: SessionStage, bob: number) {
    this.#stage = stage;
    this.#bob = bob;
  }

  async does(what: Step, alice: ScreenTerminal): Promise<void> {
    const { chat, pass } = this.#stage;
    switch (what.do) {
      case 'type':
        alice.type(what.text);
        break;
      case 'paste':
        alice.type(`${ESC}[200~${what.text}${ESC}[201~`);
        break;
      case 'key':
        alice.type(what.bytes);
        break;
      case 'say':
        await chat.say(this.#bob, what.channel === 0 ? '#lobby' : '#dev', what.text);
        break;
      case 'act':
        await chat.act(this.#bob, '#lobby', what.text);
        break;
      case 'direct':
        await chat.direct(this.#bob, 'alice', what.text);
        break;
      case 'topic':
        await chat.settings.setTopic(this.#bob, '#lobby', what.text);
        break;
      case 'change':
        await this.#change(what);
        break;
      case 'flood':
        // More than the ring holds.
        for (let n = 0; n < 30; n += 1) await chat.say(this.#bob, '#lobby', `flood ${n}`);
        break;
      case 'come':
        this.#count += 1;
        this.#extras.push(await this.#stage.enters(`p${this.#count}`, new ScreenTerminal({ columns: 20, rows: 5 })));
        break;
      case 'go': {
        const gone = this.#extras.pop();
        const session = gone === undefined ? undefined : [...(chat.participant(gone)?.sessions ?? [])][0];
        if (gone !== undefined && session !== undefined) await chat.leave(gone, session, { how: 'quit' });
        break;
      }
      case 'stall':
        alice.take(false);
        break;
      case 'flow':
        alice.take(true);
        break;
      case 'resize':
        alice.resize(what.size);
        break;
      case 'wait':
        await pass(what.ms);
        break;
      default:
        what satisfies never;
    }
    await pass(what.do === 'key' ? 60 : 5);
  }

  async #change({ how, text, back }: Step & { readonly do: 'change' }): Promise<void> {
    const { chat } = this.#stage;
    const line = (await chat.amendments.recent(this.#bob, '#lobby')).at(-back);
    if (line === undefined) return;
    const { seq } = line;
    // What cannot be done to it is refused, and that changes nothing.
    if (how === 'edit') await chat.amendments.edit(this.#bob, '#lobby', seq, text);
    else if (how === 'delete') await chat.amendments.remove(this.#bob, '#lobby', seq);
    else if (how === 'react') await chat.amendments.react(this.#bob, '#lobby', seq, back % 2 === 0 ? '🎉' : '❤️');
    else await chat.say(this.#bob, '#lobby', text, undefined, seq);
  }
}

/** One cell: what stands in it, how wide, and how it looks. The ink of a blank shows only where it is reversed or underlined. */
function cellLook(cell: headless.IBufferCell | undefined): string {
  if (cell === undefined) return '';
  const chars = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ');
  const paper = `${cell.getBgColorMode()}.${cell.getBgColor()}`;
  if (chars === ' ' && cell.isInverse() === 0 && cell.isUnderline() === 0) return ` ${paper}`;
  const flags = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.isUnderline(), cell.isInverse()];
  const ink = `${cell.getFgColorMode()}.${cell.getFgColor()}`;
  return `${chars} ${cell.getWidth()} ${ink} ${paper} ${flags.map((flag) => (flag === 0 ? 0 : 1)).join('')}`;
}

/** Where two terminals differ, in words; empty when they show the same, the cursor included. */
function differences(a: headless.Terminal, b: headless.Terminal, { columns, rows }: Size): readonly string[] {
  const found: string[] = [];
  const [left, right] = [a.buffer.active, b.buffer.active];
  for (let y = 0; y < rows; y += 1) {
    const [one, other] = [left.getLine(left.baseY + y), right.getLine(right.baseY + y)];
    for (let x = 0; x < columns; x += 1) {
      const [shown, wanted] = [cellLook(one?.getCell(x)), cellLook(other?.getCell(x))];
      if (shown === wanted) continue;
      found.push(`row ${y} column ${x}: ${JSON.stringify(shown)} instead of ${JSON.stringify(wanted)}`);
      found.push(
        `  ${JSON.stringify(one?.translateToString(true))}`,
        `  ${JSON.stringify(other?.translateToString(true))}`,
      );
      break;
    }
  }
  if (left.cursorX !== right.cursorX || left.cursorY !== right.cursorY) {
    found.push(`cursor ${left.cursorX},${left.cursorY} instead of ${right.cursorX},${right.cursorY}`);
  }
  return found;
}

/**
 * A resize to the same size makes a screen draw everything: the view's rows, laid on an empty terminal. Where the terminal
 * that got every frame before differs from that.
 */
async function wrongCells(stage: SessionStage, alice: ScreenTerminal): Promise<readonly string[]> {
  alice.isTapped = true;
  alice.tap = '';
  alice.resize(alice.size);
  await stage.pass(100);
  const fresh = graphemeTerminal(Math.max(2, alice.size.columns), alice.size.rows);
  await new Promise<void>((done) => fresh.write(`${ESC}[?7l${alice.tap}`, done));
  const found = differences(alice.emulator, fresh, alice.size);
  fresh.dispose();
  return found;
}

async function play(first: Size, steps: readonly Step[]): Promise<void> {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  await stage.chat.enter(bob, '#dev');
  const alice = new ScreenTerminal(first);
  await stage.enters('alice', alice);
  const company = new Company(stage, bob);
  for (const what of steps) {
    await company.does(what, alice);
    if (alice.ended) break;
  }
  if (!alice.ended) {
    alice.take(true);
    await stage.pass(1000);
    assert.deepEqual(await wrongCells(stage, alice), []);
  }
  await stage.sessions.closeAll('');
  await stage.pass(10);
  alice.emulator.dispose();
  assert.deepEqual(stage.bugs, []);
}

test(`what a terminal shows is what the view says, at every size (${SCREENS} runs)`, {
  timeout: 3_600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(size, fc.array(step, { minLength: 1, maxLength: 25 }), (first, steps) => play(first, steps)),
    { numRuns: Number(SCREENS) },
  );
});
