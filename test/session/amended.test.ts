// What changed is seen in its newest state, also by who missed that it changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../src/chat/message.ts';
import type { HistoryPage, MessageLog } from '../../src/chat/ports/message-log.ts';
import { Scrolled } from '../../src/session/scrolled.ts';
import { Transcript } from '../../src/session/transcript.ts';
import { line, style } from '../tui/said.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const PGUP = '\u001b[5~';

async function say(stage: SessionStage, user: number, count: number, what: string): Promise<void> {
  for (let n = 1; n <= count; n += 1) await stage.chat.say(user, '#lobby', `${what} ${n}.`);
}

test('who read further up and took no more while the ring ran past sees what changed there', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  const alice = new ScreenTerminal({ columns: 60, rows: 14 });
  await stage.enters('alice', alice);
  await say(stage, bob, 30, 'line');
  await stage.pass(1000);
  alice.type(PGUP);
  await stage.pass(100);
  assert.match(alice.screen(), /bob +line 12\./);
  const twelfth = (await stage.chat.amendments.recent(bob, '#lobby')).find(
    (each) => each.kind === 'public' && each.text === 'line 12.',
  );
  alice.take(false);
  await stage.chat.amendments.edit(bob, '#lobby', twelfth?.seq ?? 0, 'line twelve.');
  await say(stage, bob, 40, 'later');
  await stage.pass(1000);
  alice.take(true);
  await stage.pass(1000);
  assert.match(alice.screen(), /bob +line twelve\. \(edited\)/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

test('a direct line shown in another window is the newest one, also for who missed its change', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  const alice = new ScreenTerminal({ columns: 80, rows: 24 });
  const id = await stage.enters('alice', alice);
  await stage.chat.direct(bob, 'alice', 'in your aer');
  await stage.pass(1000);
  assert.match(alice.screen(), /\(direct from bob\) in your aer/);
  alice.take(false);
  await stage.chat.amendments.edit(bob, `@${bob}:${id}`, 1, 'in your ear');
  // More than an inbox holds.
  for (let n = 0; n < 30; n += 1) stage.chat.notify(id, { event: 'preferences' });
  await stage.pass(1000);
  alice.take(true);
  await stage.pass(1000);
  assert.match(alice.screen(), /\(direct from bob\) in your ear \(edited\)/);
  assert.doesNotMatch(alice.screen(), /aer/);
  await stage.sessions.closeAll('');
  assert.deepEqual(stage.bugs, []);
});

/** A log whose pages are read when asked for and arrive when `arrive` is called. */
function slowLog(pages: () => readonly ChatMessage[]): { readonly log: MessageLog; arrive(): void } {
  let arrive: () => void = () => assert.fail('nothing was asked for');
  const page = () => {
    const read = { messages: [...pages()], hasMore: false };
    return new Promise<HistoryPage>((resolve) => {
      arrive = () => resolve(read);
    });
  };
  return { log: { before: page, after: page } as unknown as MessageLog, arrive: () => arrive() };
}

test('what changes while a transcript is read from history is not lost', async () => {
  const stage = await sessionStage();
  const bob = await stage.enters('bob', new ScreenTerminal({ columns: 80, rows: 24 }));
  await say(stage, bob, 1, 'helo');
  const stored = await stage.chat.amendments.recent(bob, '#lobby');
  const slow = slowLog(() => stored);
  const transcript = new Transcript(stage.chat, '#lobby');
  const loading = transcript.load(slow.log);
  await stage.chat.amendments.edit(bob, '#lobby', stored.at(-1)?.seq ?? 0, 'hello');
  slow.arrive();
  await loading;
  const last = transcript.messages.at(-1);
  assert.ok(last?.kind === 'public');
  assert.equal(last.text, 'hello');
  transcript.close();
  await stage.sessions.closeAll('');
});

test('what changes while history is being read further up is not lost', async () => {
  const said = Array.from({ length: 60 }, (_, index) => ({ ...line('bob', `line ${index + 1}.`), seq: index + 1 }));
  const slow = slowLog(() => said.slice(0, 30));
  const scrolled = new Scrolled(slow.log, '#lobby', said.slice(30));
  const overlay = {
    conversation: '#lobby' as const,
    me: { id: 1, handle: 'alice' },
    ignored: new Set<number>(),
    newSince: undefined,
    notices: [],
    opened: new Set<number>(),
    marked: () => [],
  };
  const moving = scrolled.move(-40, style(60), overlay, 10);
  scrolled.renew({ ...(said[14] as ChatMessage & { kind: 'public' }), text: 'fifteen', revision: 1 });
  slow.arrive();
  await moving;
  const texts = scrolled
    .visible(style(60), overlay, 60)
    .map(({ message }) => message?.kind === 'public' && message.text);
  assert.ok(texts.includes('fifteen'));
  assert.ok(!texts.includes('line 15.'));
});
