// What came while a terminal took no more, and was more than a ring keeps: it is counted, it rings, and plain lines have all of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainTerminal, ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const SIZE = { columns: 120, rows: 30 };
const BEL = '\u0007';

interface Stalled extends SessionStage {
  readonly alice: ScreenTerminal;
  readonly id: number;
  readonly bob: number;
  readonly mallory: number;
  /** alice's terminal takes no more until this is done, and then all that came is shown. */
  stalled(work: () => Promise<void>): Promise<void>;
  /** Somebody writes so many lines to alice. */
  writes(from: number, name: string, lines: number): Promise<void>;
}

/** alice, bob and mallory in #lobby, where alice looks; all are in #dev, too. */
async function party(alice: ScreenTerminal): Promise<Stalled> {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal(SIZE));
  const mallory = await stage.enters('mallory', new ScreenTerminal(SIZE));
  const id = await stage.enters('alice', alice);
  for (const each of [bob, mallory, id]) await stage.chat.enter(each, '#dev');
  await stage.pass(1000);
  const stalled = async (work: () => Promise<void>) => {
    alice.take(false);
    await work();
    await stage.pass(1000);
    alice.take(true);
    await stage.pass(1000);
  };
  const writes = async (from: number, name: string, lines: number) => {
    for (let n = 1; n <= lines; n += 1) await stage.chat.direct(from, 'alice', `${name} ${n}.`);
  };
  return { ...stage, alice, id, bob, mallory, stalled, writes };
}

/** What is written to a screen meanwhile. */
async function tapped(terminal: ScreenTerminal, work: () => Promise<void>): Promise<string> {
  const { emulator } = terminal;
  let bytes = '';
  const { write } = terminal;
  terminal.write = (chunk) => {
    bytes += chunk.toString();
    write.call(terminal, chunk);
  };
  await work();
  terminal.write = write;
  await new Promise<void>((done) => emulator.write('', done));
  return bytes;
}

/** Every line `name n.` on a plain terminal, in the order in which they stand there. */
function numbered(text: string, name: string): readonly number[] {
  return [...text.matchAll(new RegExp(`\\b${name} (\\d+)\\.`, 'g'))].map(([, n]) => Number(n));
}

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

test('lines to a window not looked at are counted, though the ring ran past them, and a call among them marks and rings', async () => {
  const stage = await party(new ScreenTerminal(SIZE));
  const { alice, chat, bob, mallory, stalled } = stage;
  const bytes = await tapped(alice, () =>
    stalled(async () => {
      await chat.say(bob, '#dev', 'alice: look');
      for (let n = 1; n <= 40; n += 1) await chat.say(mallory, '#dev', `line ${n}.`);
    }),
  );
  assert.match(alice.screen(), /2:#dev !41/);
  assert.ok(bytes.includes(BEL));
  alice.type('/window dev\r');
  await stage.pass(1000);
  assert.match(alice.screen(), /line 40\./);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('of more than the shared tail has the number is right all the same, and none of it where lines do not mark', async () => {
  const stage = await party(new ScreenTerminal(SIZE));
  const { alice, chat, mallory, stalled } = stage;
  const flood = async () => {
    for (let n = 1; n <= 1200; n += 1) await chat.say(mallory, '#dev', `line ${n}.`);
  };
  await stalled(flood);
  assert.match(alice.screen(), /2:#dev 1200/);
  for (const command of ['/read', '/set activity.#dev mentions']) {
    alice.type(`${command}\r`);
    await stage.pass(1000);
  }
  await stalled(flood);
  assert.match(alice.screen(), /2:#dev {2}/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('who reads further up has what came below counted as well', async () => {
  const stage = await party(new ScreenTerminal(SIZE));
  const { alice, chat, bob, stalled } = stage;
  for (let n = 1; n <= 60; n += 1) await chat.say(bob, '#lobby', `line ${n}.`);
  await stage.pass(1000);
  alice.type('\u001b[5~');
  await stage.pass(1000);
  await stalled(async () => {
    for (let n = 61; n <= 99; n += 1) await chat.say(bob, '#lobby', `line ${n}.`);
    await chat.say(bob, '#lobby', 'alice: look');
    for (let n = 1; n <= 30; n += 1) await chat.say(bob, '#lobby', `more ${n}.`);
  });
  assert.match(alice.screen(), /↓ 70 new/);
  alice.type('\u000e');
  await stage.pass(1000);
  assert.match(alice.screen(), /1:#lobby !70/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('what was read in another session meanwhile is not counted when this one goes on', async () => {
  const stage = await party(new ScreenTerminal(SIZE));
  const { alice, chat, bob, stalled } = stage;
  const phone = new ScreenTerminal(SIZE);
  await stage.enters('alice', phone);
  phone.type('/window dev\r');
  await stage.pass(1000);
  for (const lines of [5, 40]) {
    await stalled(async () => {
      for (let n = 1; n <= lines; n += 1) await chat.say(bob, '#dev', `line ${n}.`);
      await stage.pass(1000);
      phone.type('/window lobby\r');
      await stage.pass(1000);
      await chat.say(bob, '#dev', 'unread.');
      await stage.pass(1000);
    });
    assert.match(alice.screen(), /1:#lobby +2:#dev 1 /);
    phone.type('/window dev\r');
    await stage.pass(2000);
    assert.match(alice.screen(), /1:#lobby +2:#dev +/);
  }
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('what was chosen in another session meanwhile holds here, though the ring ran past the news of it', async () => {
  const stage = await party(new ScreenTerminal(SIZE));
  const { alice, bob, mallory, stalled, writes } = stage;
  const phone = new ScreenTerminal(SIZE);
  await stage.enters('alice', phone);
  await stalled(async () => {
    phone.type('/ignore mallory\r');
    await stage.pass(1000);
    await writes(bob, 'flood', 60);
  });
  await writes(mallory, 'ignored', 1);
  await stage.pass(1000);
  assert.match(alice.screen(), /:bob !60/);
  assert.doesNotMatch(alice.screen(), /mallory !|ignored 1\./);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

for (const isOpen of [true, false]) {
  const windows = isOpen ? 'windows that are open' : 'windows that are not there yet';
  test(`a flood of direct lines hides nobody's from a screen that was stopped: ${windows}`, async () => {
    const stage = await party(new ScreenTerminal(SIZE));
    const { alice, bob, mallory, stalled, writes } = stage;
    if (isOpen) {
      await writes(bob, 'hello', 1);
      await writes(mallory, 'hello', 1);
      await stage.pass(1000);
      alice.type('/read\r');
      await stage.pass(1000);
    }
    const bytes = await tapped(alice, () =>
      stalled(async () => {
        await writes(bob, 'important', 1);
        await writes(mallory, 'flood', 100);
      }),
    );
    assert.match(alice.screen(), /:bob !1 /);
    assert.match(alice.screen(), /:mallory !100 /);
    assert.ok(bytes.includes(BEL));
    for (const said of [/important 1\./g, /flood 100\./g]) assert.equal(alice.screen().match(said)?.length, 1);
    alice.type('/window bob\r');
    await stage.pass(1000);
    assert.match(alice.screen(), /important 1\./);
    await stage.sessions.closeAll('');
    assert.deepEqual(stage.bugs, []);
  });

  test(`and at the plain door each line is printed, once and in order: ${windows}`, async () => {
    const stage = await party(new PlainTerminal());
    const { alice, bob, mallory, stalled, writes } = stage;
    if (isOpen) {
      await writes(bob, 'hello', 1);
      await writes(mallory, 'hello', 1);
      await stage.pass(1000);
    }
    await stalled(async () => {
      await writes(bob, 'important', 1);
      await writes(mallory, 'flood', 700);
      await writes(bob, 'important too', 1);
    });
    assert.deepEqual(numbered(alice.tap, 'important'), [1]);
    assert.deepEqual(numbered(alice.tap, 'important too'), [1]);
    assert.deepEqual(numbered(alice.tap, 'flood'), upTo(700));
    await writes(mallory, 'live', 3);
    await stage.pass(1000);
    assert.deepEqual(numbered(alice.tap, 'live'), upTo(3));
    await stage.sessions.closeAll('');
    assert.deepEqual(stage.bugs, []);
  });
}

test('a page that was missed rings once, and what was announced before is not announced again', async () => {
  const stage = await party(new ScreenTerminal(SIZE));
  const { alice, chat, bob, mallory, stalled, writes } = stage;
  await writes(bob, 'before', 1);
  await stage.pass(1000);
  const first = await tapped(alice, () =>
    stalled(async () => {
      await chat.page(bob, 'alice', 'come here');
      await writes(mallory, 'flood', 30);
    }),
  );
  assert.ok(first.includes(BEL));
  await stage.pass(5000);
  alice.type('/clear\r');
  await stage.pass(1000);
  const second = await tapped(alice, () =>
    stalled(async () => {
      for (let n = 1; n <= 30; n += 1) await chat.direct(stage.id, 'mallory', `answer ${n}.`);
    }),
  );
  assert.ok(!second.includes(BEL));
  assert.doesNotMatch(alice.screen(), /before 1\.|come here|flood/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});
