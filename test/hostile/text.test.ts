/**
 * Row 13 of the hostile world: whatever a stranger puts into a line, a channel, a topic, a reason or a name, the terminals of
 * others get nothing but our own sequences. Generated from a seed, sent raw over SSH, found by a scan of the bytes received.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from '../conversation/person.ts';
import { withServer } from '../conversation/server.ts';
import { newKey } from '../new-key.ts';
import { strangeBytes } from './bytes.ts';
import { scaled } from './scale.ts';
import { attack, ESC, generator } from './weapons.ts';

/** Every way by which a stranger's text reaches others. */
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => `say ${text}`,
  (text) => `/me ${text}`,
  (text) => `/topic ${text}`,
  (text) => `/away ${text}`,
  (text) => `/msg victim ${text}`,
  (text) => `/page victim ${text}`,
  (text) => `/join #${text}`,
  (text) => `//${text}`,
  (text) => `/edit ${text}`,
  (text) => `s/word/${text.replaceAll('/', '|')}/`,
  (text) => `+${text}`,
  (text) => `/react ${text}`,
  (text) => `/reply-to reader ${text}`,
];

/** Where a stranger's text is shown again: what to type, what is seen then, and what closes it. */
const VIEWS: readonly (readonly [line: string, seen: string, close: string])[] = [
  ['/who', 'people here', ESC],
  ['/whois mallory', 'mallory is a user', ESC],
  ['/channels', 'Channels', ESC],
  ['/search word', 'Search', ESC],
  ['/window', 'Windows', ESC],
  [`${ESC}[5~`, '↓ ', `${ESC}[1;3F`],
];

async function looks(victim: Person, [line, seen, close]: (typeof VIEWS)[number]): Promise<void> {
  if (line.startsWith(ESC)) victim.type(line);
  else victim.enter(line);
  await victim.sees(seen);
  victim.type(close);
  await victim.until(() => !victim.text().includes(seen), `${seen} should be closed`);
}

/** Somebody who comes under a name, with a command, or for a last word, and is gone. */
async function passesBy(port: number, privateKey: string, round: number, text: string): Promise<void> {
  const who = { port, privateKey, handle: 'passer', pty: false };
  if (round % 3 === 0) {
    const { person, ok } = await Person.attempt({ ...who, handle: text });
    if (ok) await person.leave();
    return;
  }
  const person = await Person.connect(round % 3 === 1 ? { ...who, command: `send '${text}'` } : who);
  if (round % 3 === 1) person.endInput();
  // A reason of two lines is refused (U+2028): then without one.
  else person.enter(`a word\n/quit ${text.replace(/[\r\n]/g, ' ')}\n/quit`);
  await person.whenClosed();
}

async function scan(victims: readonly (readonly [Person, boolean])[]): Promise<void> {
  for (const [person, isPlain] of victims) {
    assert.deepEqual(strangeBytes(person.raw, isPlain), [], `what ${person.handle} was sent`);
    person.raw = '';
  }
}

test('a scan of bytes finds what it looks for', () => {
  for (const bad of [
    `${ESC}[31337m`,
    `${ESC}]52;c;x\u0007`,
    `${ESC}]8;;https://pwned.example${ESC}\\`,
    `${ESC}]8;id=1.2.0;javascript:pwned${ESC}\\`,
    '\u009b1m',
    'a\u202eb',
    '\u0000',
    `${ESC}c`,
    `x${'\u0301'.repeat(4)}`,
    'ᄀᄀᄀᄀ',
    'กำำ',
    '👩\u200d'.repeat(6),
    'a\u3164b',
    'a\ue000b',
  ]) {
    assert.notDeepEqual(strangeBytes(`fine ${bad} fine`, false), [], JSON.stringify(bad));
  }
  assert.deepEqual(strangeBytes(`${ESC}[1;24r${ESC}[38;5;110mhello${ESC}[m\r\n\u0007`, false), []);
  assert.deepEqual(strangeBytes(`${ESC}]8;id=_1_3.1.j;https://x.example/31337${ESC}\\x${ESC}]8;;${ESC}\\`, false), []);
  assert.notDeepEqual(strangeBytes(`${ESC}[m`, true), []);
});

test('whatever is sent, a victim’s terminal gets nothing but our own sequences', async () => {
  const quick = ['--limits-lines-burst', '1000', '--limits-lines-per-second', '1000', '--page-interval', '1s'];
  await withServer({ args: quick }, async (cast, { app }) => {
    const victim = await cast.join('victim', '120x30');
    const reader = await cast.join('reader', 'plain');
    const attacker = await cast.join('mallory', 'plain');
    victim.enter('/set notify osc777');
    victim.enter('here I am');
    await reader.until(() => reader.raw.includes('here I am'), 'the reader is there');
    const random = generator(20_261_119);
    const total = scaled(2_000, 100_000);
    const privateKey = newKey();
    for (let sent = 0; sent < total; sent += 50) {
      for (let n = 0; n < 50; n += 1) {
        const way = WAYS[Math.floor(random() * WAYS.length)] ?? String;
        attacker.type(`${way(attack(random)).replace(/[\r\n]/g, ' ')}\n`);
      }
      const mark = `batch-${sent}-done`;
      attacker.type(`/msg victim ${mark}\n/msg reader ${mark}\n`);
      await victim.sees(mark);
      await reader.until(() => reader.raw.includes(mark), 'the reader keeps up');
      await passesBy(app.port, privateKey, sent / 50, attack(random));
      await looks(victim, VIEWS[(sent / 50) % VIEWS.length] ?? assert.fail());
      await scan([
        [victim, false],
        [reader, true],
      ]);
    }
    victim.enter('still here');
    await reader.until(() => reader.raw.includes('still here'), 'talk goes on');
  });
});

test('what is typed or pasted in a live chat is as harmless', async () => {
  await withServer({}, async (cast, { lines }) => {
    const victim = await cast.join('victim', '120x30');
    victim.enter(`/claim ${/\/claim (\S+)/.exec(lines.join('\n'))?.[1]}`);
    await victim.sees('You are a sysop now');
    const attacker = await cast.join('mallory', '120x30');
    victim.enter('/chat mallory');
    await attacker.sees('live chat: y/n');
    attacker.type('y');
    await victim.sees('live chat with mallory');
    const random = generator(20_261_123);
    for (let round = 0; round < scaled(40, 2000); round += 1) {
      for (let n = 0; n < 10; n += 1) {
        // Escape alone would end the chat.
        const text = attack(random).replaceAll(ESC, round % 2 === 0 ? `${ESC}[` : '');
        if (n % 2 === 0) attacker.type(text.replace(/[\r\n]/g, ' '));
        else attacker.paste(text);
      }
      attacker.type(`\u0015mark ${round}.`);
      await victim.sees(`mark ${round}.`);
      attacker.type('\r');
      await scan([[victim, false]]);
    }
  });
});
