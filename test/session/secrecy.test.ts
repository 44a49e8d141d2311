// What is typed ahead of a masked line waits for it, or is dropped: it is never said, shown or kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Credentials } from '../../src/chat/command.ts';
import type { PaceOptions } from '../../src/chat/pace.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { ok, type Result, refuse } from '../../src/chat/result.ts';
import { HELD_BYTES } from '../../src/session/held-lines.ts';
import type { Door } from '../../src/session/terminal.ts';
import { CREDENTIALS, ScreenTerminal, sessionStage } from './stage.ts';

const SIZE = { columns: 80, rows: 24 };
const SCREEN: Door = { kind: 'screen', term: 'xterm-256color' };
const PTY: Door = { kind: 'plain', echo: true };
const PIPE: Door = { kind: 'plain', echo: false };
const DOORS = [
  ['screen', SCREEN],
  ['plain pty', PTY],
  ['pipe', PIPE],
] as const;
const DROPPED = /What was typed meanwhile was dropped\./;

interface Options {
  readonly lines?: PaceOptions;
  readonly setPassword?: () => Promise<Result<undefined>>;
}

/** alice behind a door, all of whose bytes are kept, and bob with a screen; the accounts answer alice when they are let. */
async function stageOf(door: Door, { lines, setPassword = async () => ok() }: Options = {}) {
  const set: string[] = [];
  const credentials: Credentials = {
    ...CREDENTIALS,
    setPassword: (_, password) => {
      set.push(password);
      return setPassword();
    },
  };
  const stage = await sessionStage(lines, credentials);
  const bob = new ScreenTerminal(SIZE);
  await stage.enters('bob', bob);
  const alice = new ScreenTerminal(SIZE, new Map(), door);
  const id = await stage.enters('alice', alice);
  alice.isTapped = true;
  const { accounts } = stage.stores;
  const get = accounts.get.bind(accounts);
  let answer: (isThere: boolean) => void = () => undefined;
  const answered = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  accounts.get = async (user) => {
    if (!(await answered)) throw new StoreUnavailable('disk full');
    return await get(user);
  };
  const type = async (...chunks: readonly string[]) => {
    for (const chunk of chunks) alice.type(chunk);
    await stage.pass(100);
  };
  const answers = async (isThere = true) => {
    answer(isThere);
    await stage.pass(1000);
  };
  const said = async () => {
    const { messages } = await stage.stores.log.before({
      conversation: '#lobby',
      before: Number.POSITIVE_INFINITY,
      limit: 100,
    });
    return messages.flatMap((message) => (message.kind === 'public' ? message.text : []));
  };
  const close = async () => {
    await answers();
    await stage.sessions.closeAll('');
    await stage.pass(3000);
    assert.equal(`${alice.tap}${bob.screen()}`.includes('hunter'), false);
    assert.equal(JSON.stringify(await stage.stores.profiles.windows(id)).includes('hunter'), false);
    assert.deepEqual(stage.bugs, []);
  };
  return { stage, alice, set, type, answers, said, close };
}

for (const [name, door] of DOORS) {
  test(`${name}: passwords typed ahead go to the masked lines, however late those are`, async () => {
    const { alice, set, type, answers, said, close } = await stageOf(door);
    await type('/password\r', 'hunter22\r', 'hunter22\r');
    assert.deepEqual([set, await said()], [[], []]);
    assert.doesNotMatch(alice.tap, /hunter/);
    await answers();
    assert.deepEqual(set, ['hunter22']);
    assert.match(alice.tap, /Your password is set/);
    assert.doesNotMatch(alice.tap, DROPPED);
    await type('hello\r');
    assert.deepEqual(await said(), ['hello']);
    await close();
  });

  test(`${name}: what no masked line took is dropped, and that is said`, async () => {
    const { alice, set, type, answers, said, close } = await stageOf(door, {
      setPassword: async () => refuse('busy', 'Busy.'),
    });
    await type('/password\r', 'hunter22\r', 'hunter22\r', 'hunter22\r', 'hunter2');
    await answers();
    assert.deepEqual([set, await said()], [['hunter22'], []]);
    assert.match(alice.tap, /Busy\.[\s\S]*What was typed meanwhile was dropped\./);
    await type('hello\r');
    assert.deepEqual(await said(), ['hello']);
    await close();
  });

  test(`${name}: where the store fails before it is asked for, what was typed ahead is dropped`, async () => {
    const { alice, set, type, answers, said, close } = await stageOf(door);
    await type('/password\r', 'hunter22\r', 'hunter22\r');
    await answers(false);
    assert.deepEqual([set, await said()], [[], []]);
    assert.match(alice.tap, DROPPED);
    await close();
  });

  test(`${name}: Ctrl-C gives up what was typed ahead, and quits meanwhile`, async () => {
    const { alice, type, said, close } = await stageOf(door);
    await type('/password\r', 'hunter22\r', '\u0003');
    assert.match(alice.tap, /Ctrl-C again/);
    await type('\u0003');
    await type('y');
    await close();
    assert.deepEqual([alice.ended, await said()], [true, []]);
  });

  test(`${name}: so does Ctrl-D`, async () => {
    const { alice, type, said, close } = await stageOf(door);
    await type('/password\r', 'hunter22\r', '\u0004');
    await type('y');
    await close();
    assert.deepEqual([alice.ended, await said()], [true, []]);
  });

  test(`${name}: no more is kept for it than of other input`, async () => {
    const { stage, alice, type, said, close } = await stageOf(door);
    await type('/password\r');
    for (let bytes = 0; bytes <= HELD_BYTES; bytes += 32_000) alice.type('hunter22'.repeat(4000));
    await stage.pass(2500);
    assert.match(alice.tap, /Too much/);
    await close();
    assert.deepEqual(await said(), []);
  });
}

test('what is typed waits also while the command itself waits for its pace', async () => {
  const { stage, set, type, answers, said, close } = await stageOf(SCREEN);
  await answers();
  await type(...Array<string>(25).fill('/read\r'), '/password\r', 'hunter22\r', 'hunter22\r');
  assert.deepEqual(set, []);
  await stage.pass(2000);
  assert.deepEqual([set, await said()], [['hunter22'], []]);
  await close();
});

test('passwords in one packet are no paste to a masked line', async () => {
  const { set, type, answers, close } = await stageOf(SCREEN);
  await type('/password\r', 'hunter22\rhunter22\r');
  await answers();
  assert.deepEqual(set, ['hunter22']);
  await close();
});

test('a command and passwords in one packet are a paste to a screen: not said, and its draft is the name of the command', async () => {
  const { stage, alice, type, answers, said } = await stageOf(SCREEN);
  await type('/password\rhunter22\rhunter22\r');
  await answers();
  await stage.pass(4000);
  alice.end();
  await stage.pass(1000);
  assert.deepEqual(await said(), []);
  const again = new ScreenTerminal(SIZE);
  await stage.enters('alice', again);
  assert.match(again.screen(), /> \/password$/m);
  assert.doesNotMatch(again.screen(), /hunter/);
});

for (const piped of [
  '/password\nhunter22\nhunter22\n',
  '/password\nhunter22\nhunter22',
  `${'line\n'.repeat(150)}/password\nhunter22\nhunter22\n`,
]) {
  test(`a pipe of ${piped.split('\n').length} lines sets a password and ends when that is done`, async () => {
    const { stage, alice, set, type, answers, said, close } = await stageOf(PIPE, {
      lines: { burst: 1, perSecond: 10 },
    });
    await type(piped);
    alice.eof();
    await stage.pass(20_000);
    await answers();
    assert.deepEqual(set, ['hunter22']);
    assert.deepEqual(new Set(await said()).has('hunter22'), false);
    assert.match(alice.tap, /Your password is set/);
    assert.deepEqual([alice.ended, alice.status], [true, 0]);
    await close();
  });
}

test('a pipe that says more than is asked for loses that, with a sentence and status 1', async () => {
  const { alice, type, answers, said, close } = await stageOf(PIPE);
  await type('/password\nhunter22\nhunter22\nhunter22\n');
  alice.eof();
  await answers();
  assert.match(alice.tap, DROPPED);
  assert.deepEqual([await said(), alice.status], [[], 1]);
  await close();
});

test('a pipe that ends before it is asked is not waited for', async () => {
  const { alice, set, type, answers, close } = await stageOf(PIPE);
  await type('/password\nhunter22\n');
  alice.eof();
  await answers();
  assert.match(alice.tap, /Cancelled; nothing was changed\./);
  assert.deepEqual([alice.ended, set], [true, []]);
  await close();
});

test('what stands after the name of a command with a secret is kept in no draft and shown in no other session', async () => {
  const stage = await sessionStage();
  const [alice, other] = [new ScreenTerminal(SIZE), new ScreenTerminal(SIZE)];
  const id = await stage.enters('alice', alice);
  await stage.enters('alice', other);
  const draft = async (text: string) => {
    alice.type(`\u0015${text}`);
    await stage.pass(5000);
    return (await stage.stores.profiles.windows(id)).map((window) => window.draft).join();
  };
  assert.equal(await draft('/claim hunter22'), '/claim');
  assert.equal(await draft(' /PASSWD hunter22 hunter23'), '/passwd');
  assert.match(alice.screen(), /> +\/PASSWD hunter22/);
  assert.doesNotMatch(other.screen(), /hunter/);
  assert.equal(await draft('/password'), '/password');
  assert.equal(await draft('//claim is a command'), '//claim is a command');
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});
