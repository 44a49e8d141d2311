import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import type { Client } from 'ssh2';
import type { Terminal, TerminalEvents } from '../../src/session/terminal.ts';
import { doorOf } from '../../src/ssh/channel.ts';
import { clampSize } from '../../src/ssh/terminal-size.ts';
import { newKey } from '../new-key.ts';
import { type Door, knock, openDoor, outcome, shell, silent, wholeShell } from './door.ts';

async function inside(t: TestContext): Promise<{ readonly door: Door; readonly client: Client }> {
  const door = await openDoor(t);
  const { client, isIn } = await knock(t, door, 'alice', { privateKey: newKey() });
  assert.equal(isIn, true);
  return { door, client };
}

function lastTerminal({ visits }: Door): Terminal {
  return visits.at(-1)?.terminal ?? assert.fail('nobody got a terminal');
}

test('any size becomes one of 1–500 by 1–200, and nothing becomes 80 by 24', () => {
  assert.deepEqual(clampSize(0, 0), { columns: 80, rows: 24 });
  assert.deepEqual(clampSize(undefined, Number.NaN), { columns: 80, rows: 24 });
  assert.deepEqual(clampSize(1, 1), { columns: 1, rows: 1 });
  assert.deepEqual(clampSize(4_294_967_295, 4_294_967_295), { columns: 500, rows: 200 });
});

test('a TERM that can be drawn on opens a screen, any other or none plain lines', () => {
  assert.deepEqual(doorOf('xterm-256color'), { kind: 'screen', term: 'xterm-256color' });
  for (const term of ['dumb', '', 'unknown', '../../etc/passwd', 'x\u001b[2J', 'x'.repeat(65)]) {
    assert.deepEqual(doorOf(term), { kind: 'plain', echo: true }, term);
  }
  assert.deepEqual(doorOf(undefined), { kind: 'plain', echo: false });
});

test('a shell with a pty is a screen of its size; what is typed arrives, what is written is seen', async (t) => {
  const { door, client } = await inside(t);
  const typed: Buffer[] = [];
  door.receive = (terminal) => {
    terminal.open({
      ...silent,
      data: (chunk) => {
        typed.push(chunk);
        terminal.write(`you typed ${chunk.toString()}`);
        terminal.end(3);
      },
    });
  };
  const channel = await shell(client, { cols: 0, rows: 5000, term: 'xterm' });
  assert.deepEqual(lastTerminal(door).door, { kind: 'screen', term: 'xterm' });
  assert.deepEqual(lastTerminal(door).size, { columns: 80, rows: 200 });
  const ending = outcome(channel);
  channel.write('hello');
  assert.deepEqual(await ending, { out: 'you typed hello', err: '', status: 3 });
  await once(client, 'close');
});

test('without a pty the door is plain, errors go to stderr, and eof is told', async (t) => {
  const { door, client } = await inside(t);
  door.receive = (terminal) => {
    terminal.writeError('careful\n');
    terminal.open({ ...silent, eof: () => terminal.end(0) });
  };
  const channel = await shell(client, false);
  assert.deepEqual(lastTerminal(door).door, { kind: 'plain', echo: false });
  const ending = outcome(channel);
  channel.end();
  assert.deepEqual(await ending, { out: '', err: 'careful\n', status: 0 });
});

test('a hundred resizes are told in few, the last one always', async (t) => {
  const { door, client } = await inside(t);
  const sizes: number[] = [];
  let settled: (() => void) | undefined;
  door.receive = (terminal) => {
    terminal.open({
      ...silent,
      resize: ({ columns }) => {
        sizes.push(columns);
        if (columns === 200) settled?.();
      },
    });
  };
  const channel = await shell(client);
  const last = new Promise<void>((resolve) => {
    settled = resolve;
  });
  for (let columns = 101; columns <= 200; columns += 1) channel.setWindow(30, columns, 0, 0);
  await last;
  assert.ok(sizes.length <= 5, `${sizes.length} resizes`);
  assert.deepEqual(lastTerminal(door).size, { columns: 200, rows: 30 });
});

test('after the last channel the client may hang up first, or open another; else it is hung up on', async (t) => {
  const { door, client } = await inside(t);
  door.receive = (terminal) => terminal.end(7);
  let hasEnded = false;
  client.on('end', () => {
    hasEnded = true;
  });
  assert.equal((await wholeShell(client)).status, 7);
  assert.equal(hasEnded, false);
  door.receive = (terminal) => terminal.open(silent);
  const channel = await shell(client);
  // As long as the server is patient, and longer.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.equal(hasEnded, false, 'a channel is open');
  const closed = once(client, 'close');
  channel.close();
  await closed;
});

test('only the environment on the list is let through, and only short printable values', async (t) => {
  const { door, client } = await inside(t);
  const env = { LANG: 'de_DE.UTF-8', TZ: 'x'.repeat(65), NO_COLOR: '', PATH: '/bin', COLORTERM: 'a\u001b[2J' };
  await new Promise((resolve) => client.shell({}, { env }, resolve));
  assert.deepEqual(
    [...lastTerminal(door).env],
    [
      ['LANG', 'de_DE.UTF-8'],
      ['NO_COLOR', ''],
    ],
  );
});

test('a command is handed on as it was given', async (t) => {
  const { door, client } = await inside(t);
  await new Promise((resolve) => client.exec('#dev', { pty: true }, resolve));
  assert.equal(lastTerminal(door).command, '#dev');
  assert.equal(lastTerminal(door).door.kind, 'screen');
  const refused = await new Promise((resolve) => client.exec('x'.repeat(5000), resolve));
  assert.ok(refused instanceof Error);
});

test('subsystems, forwarding and a fifth session are refused, and the connection lives on', async (t) => {
  const { door, client } = await inside(t);
  await shell(client);
  const refusals = [
    (done: (error?: Error) => void) => client.subsys('sftp', done),
    (done: (error?: Error) => void) => client.sftp(done),
    (done: (error?: Error) => void) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, done),
    (done: (error?: Error) => void) => client.forwardIn('127.0.0.1', 0, done),
  ];
  for (const refusal of refusals) {
    assert.ok((await new Promise((resolve) => refusal(resolve))) instanceof Error);
  }
  // Two of the four places are held by the refused subsystems until the client closes them.
  const more = await Promise.allSettled(Array.from({ length: 5 }, () => shell(client)));
  assert.ok(more.some(({ status }) => status === 'rejected'));
  assert.ok(door.visits.length <= 4);
  assert.equal(door.server.size, 1);
});

test('a second shell on one channel is refused', async (t) => {
  const { door, client } = await inside(t);
  const channel = await shell(client);
  const { _client, outgoing } = channel as unknown as {
    readonly _client: { readonly _protocol: { shell(id: number, reply: boolean): void } };
    readonly outgoing: { readonly id: number };
  };
  _client._protocol.shell(outgoing.id, false);
  _client._protocol.shell(outgoing.id, true);
  await shell(client);
  assert.equal(door.visits.length, 2, 'one for each channel');
});

test('a bug in one session ends that session with status 1 and no other', async (t) => {
  const { door, client } = await inside(t);
  await shell(client);
  door.receive = () => {
    throw new Error('a bug');
  };
  assert.equal((await wholeShell(client)).status, 1);
  assert.ok(door.log.includes('a session could not start'));
  assert.equal(door.server.size, 1);
});

/** How a terminal closed: resolves with `clean`, and fails if it is told twice. */
function closing(door: Door): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let times = 0;
    const close: TerminalEvents['close'] = (clean) => {
      times += 1;
      if (times > 1) reject(new Error('closed twice'));
      else setImmediate(resolve, clean);
    };
    door.receive = (terminal) => terminal.open({ ...silent, close });
  });
}

test('hanging up, closing the channel and losing the link are told apart, once each', async (t) => {
  const ways: readonly (readonly [boolean, (client: Client, end: () => void) => void])[] = [
    [true, (client) => client.end()],
    [true, (_client, end) => end()],
    [false, (client) => client.destroy()],
  ];
  for (const [clean, leave] of ways) {
    const { door, client } = await inside(t);
    const closed = closing(door);
    const channel = await shell(client);
    leave(client, () => channel.close());
    assert.equal(await closed, clean);
  }
});

test('whatever comes from the far end is heard, before what it brings; a link that is just gone is not', async (t) => {
  const told: string[] = [];
  const events = (door: Door) => {
    door.receive = (terminal) =>
      terminal.open({
        ...silent,
        heard: () => told.push('heard'),
        data: () => told.push('data'),
        close: () => told.push('close'),
      });
  };
  const since = async (work: () => unknown, last: string) => {
    told.length = 0;
    await work();
    while (!told.includes(last)) await new Promise(setImmediate);
    return told.join(' ');
  };
  const { door, client } = await inside(t);
  events(door);
  const channel = await shell(client);
  assert.match(await since(() => channel.write('hello'), 'data'), /^(heard )+data$/);
  const answers = await since(() => client.exec('nothing to do with it', () => undefined), 'heard');
  assert.doesNotMatch(answers, /data|close/);
  assert.match(await since(() => client.end(), 'close'), /^(heard )+close$/);
  const { door: second, client: gone } = await inside(t);
  events(second);
  await shell(gone);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await since(() => gone.destroy(), 'close'), 'close');
});

test('a terminal is not writable while the far end reads nothing, and says when it is again', async (t) => {
  const { door, client } = await inside(t);
  let drained: (() => void) | undefined;
  door.receive = (terminal) => terminal.open({ ...silent, drain: () => drained?.() });
  const channel = await shell(client);
  channel.pause();
  const terminal = lastTerminal(door);
  const drain = new Promise<void>((resolve) => {
    drained = resolve;
  });
  const frame = Buffer.alloc(64 * 1024, 'x');
  let frames = 0;
  while (terminal.writable) {
    terminal.write(frame);
    frames += 1;
    assert.ok(frames < 1000, 'it would take for ever');
    await new Promise(setImmediate);
  }
  channel.resume();
  await drain;
  assert.equal(terminal.writable, true);
});

test('whatever is written comes out whole and in order: small, larger than a packet, past the window, text and bytes', async (t) => {
  const { door, client } = await inside(t);
  door.receive = (terminal) => terminal.open(silent);
  const channel = await shell(client);
  const got: Buffer[] = [];
  channel.on('data', (chunk: Buffer) => got.push(chunk));
  channel.pause();
  const terminal = lastTerminal(door);
  let sent = '';
  for (let n = 0; n < 200; n += 1) {
    const text = `${n} é日🎉 ${'x'.repeat(n % 10 === 0 ? 70_000 : n * 7)};`;
    sent += text;
    terminal.write(n % 3 === 0 ? Buffer.from(text) : text);
    if (n === 60) channel.resume();
    if (n % 20 === 0) await new Promise(setImmediate);
  }
  sent += 'the end';
  terminal.write('the end');
  terminal.end(0);
  await once(channel, 'close');
  assert.equal(Buffer.concat(got).toString(), sent);
});

test('ssh2 keeps a channel’s window, state and protocol where frames are written from', async (t) => {
  const { client } = await inside(t);
  const channel = (await shell(client)) as unknown as {
    readonly outgoing: Record<string, unknown>;
    readonly _client: { readonly _protocol: { readonly channelData: unknown } };
  };
  const { id, window, packetSize, state } = channel.outgoing;
  assert.deepEqual([typeof id, typeof window, typeof packetSize, state], ['number', 'number', 'number', 'open']);
  assert.equal(typeof channel._client._protocol.channelData, 'function');
});

test('an ended terminal whose far end does not answer is reset', async (t) => {
  const { door, client } = await inside(t);
  const closed = closing(door);
  const channel = await shell(client);
  channel.pause();
  const terminal = lastTerminal(door);
  terminal.write(Buffer.alloc(8 * 1024 * 1024, 'x'));
  terminal.end(0);
  assert.equal(terminal.writable, false);
  terminal.write('more');
  assert.equal(terminal.writable, false);
  const begun = performance.now();
  assert.equal(await closed, true);
  assert.ok(performance.now() - begun < 3500);
});
