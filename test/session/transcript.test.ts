// What a conversation keeps of what was said in it has an end, however much that is, and is always the newest of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft } from '../../src/chat/message.ts';
import { type Transcript, Transcripts } from '../../src/session/transcript.ts';
import { style } from '../tui/said.ts';
import { ScreenTerminal, type SessionStage, sessionStage } from './stage.ts';

const line = (n: number, text = `line ${n}`): Draft => ({
  kind: 'public',
  from: { id: 1, handle: 'alice' },
  text,
  conversation: '#lobby',
  id: `${n}`,
});

async function open(): Promise<{ stage: SessionStage; transcript: Transcript; say(draft: Draft): Promise<unknown> }> {
  const stage = await sessionStage();
  const transcripts = new Transcripts(stage.chat, stage.stores.log);
  return {
    stage,
    transcript: await transcripts.acquire('#lobby'),
    say: (draft) => stage.stores.log.append(draft),
  };
}

test('of thousands of lines said while somebody looks the newest hundreds are kept', async () => {
  const { transcript, say } = await open();
  let most = 0;
  for (let n = 1; n <= 4000; n += 1) {
    await say(line(n));
    most = Math.max(most, transcript.messages.length);
  }
  assert.ok(most >= 200 && most <= 1000, `${most}`);
  assert.ok(transcript.messages.length >= 200);
  assert.equal(transcript.lastSeq, 4000);
});

test('of thousands of lines said before the newest hundreds are read', async () => {
  const { stage, say } = await open();
  for (let n = 1; n <= 4000; n += 1) await say(line(n));
  const late = await new Transcripts(stage.chat, stage.stores.log).acquire('#lobby');
  assert.ok(late.messages.length >= 200 && late.messages.length <= 1000, `${late.messages.length}`);
  assert.equal(late.lastSeq, 4000);
});

test('of pastes as large as can be, fewer are kept', async () => {
  const { transcript, say } = await open();
  let most = 0;
  for (let n = 1; n <= 300; n += 1) {
    await say(line(n, `${n}${'x'.repeat(65_000)}`));
    most = Math.max(
      most,
      transcript.messages.reduce((sum, message) => sum + ('text' in message ? message.text.length : 0), 0),
    );
  }
  assert.ok(most > 1e6 && most <= 5e6, `${most}`);
  assert.equal(transcript.lastSeq, 300);
});

test('panes of the shapes that people have are kept, not of all shapes there are', async () => {
  const { transcript, say } = await open();
  for (let n = 1; n <= 30; n += 1) await say(line(n));
  const look = style(80);
  const panes = Array.from({ length: 190 }, (_, at) => transcript.live(look, at + 1));
  let same = 0;
  // From the newest on, for asking makes anew what is gone.
  for (let at = panes.length - 1; at >= 0; at -= 1) if (transcript.live(look, at + 1) === panes[at]) same += 1;
  assert.ok(same > 0 && same <= 64, `${same}`);
});

test('screens of many sizes are some groups; the others are painted one by one, and show the same', async () => {
  const stage = await sessionStage();
  const speaker = await stage.enters('speaker', new ScreenTerminal({ columns: 60, rows: 6 }));
  const screens = Array.from({ length: 60 }, (_, at) => new ScreenTerminal({ columns: 30 + at, rows: 6 }));
  for (const [at, screen] of screens.entries()) await stage.enters(`p${at}`, screen);
  for (let n = 1; n <= 12; n += 1) {
    await stage.chat.say(speaker, '#lobby', `line ${n}.`);
    await stage.pass(200);
  }
  assert.ok(stage.multicast.size > 10 && stage.multicast.size <= 50, `${stage.multicast.size}`);
  for (const screen of screens) assert.match(screen.screen(), /line 12\./);
  await stage.sessions.closeAll('');
});

test('a pane costs what stands in it, however many words there are in the pastes', async () => {
  const took = async (words: (at: number) => string) => {
    const { transcript, say } = await open();
    for (let n = 1; n <= 50; n += 1)
      await say(line(n, `a\nb\nc\n${Array.from({ length: 2048 }, (_, at) => words(at)).join(' ')}`));
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await say(line(100 + round));
      const from = performance.now();
      for (let height = 100; height < 116; height += 1) transcript.live(style(500), height);
      times.push(performance.now() - from);
    }
    return Math.min(...times);
  };
  const same = await took(() => 'abc');
  const different = await took((at) => at.toString(36).padStart(3, '0'));
  assert.ok(different < same * 4 || different < 20, `${different} ms, of one word ${same} ms`);
});
