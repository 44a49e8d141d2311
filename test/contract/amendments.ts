/** What every MessageLog promises of changes to what was said (src/chat/ports/message-log.ts), each promise a test. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ChatMessage, type Conversation, isMessage, textOf } from '../../src/chat/message.ts';
import type { Accepted, Amendment, MessageLog } from '../../src/chat/ports/message-log.ts';
import type { MakeLog } from './message-log.ts';

const alice = { id: 3, handle: 'Alice' };
const bob = { id: 7, handle: 'bob' };

const NOW = 1_700_000_000_000;

function say(log: MessageLog, text: string, replyTo?: ChatMessage): Promise<ChatMessage> {
  const quoted = replyTo && { seq: replyTo.seq, handle: 'Alice', excerpt: textOf(replyTo) };
  const base = { kind: 'public', from: alice, text, conversation: '#lobby', id: text } as const;
  return log.append(quoted === undefined ? base : { ...base, replyTo: quoted });
}

async function change(
  log: MessageLog,
  seq: number,
  how: Amendment['change'],
  by = alice,
  conversation: Conversation = '#lobby',
): Promise<ChatMessage> {
  const amended = await log.amend({ conversation, seq, by, change: how });
  assert.ok(amended.ok, amended.ok ? '' : amended.sentence);
  return amended.value;
}

const history = async (log: MessageLog) => (await log.after({ conversation: '#lobby', after: 0, limit: 100 })).messages;

/** `emoji: who, who` of a message. */
const reactions = (message: ChatMessage) =>
  (message.reactions ?? []).map(({ emoji, by }) => `${emoji}: ${by.map(({ handle }) => handle).join(', ')}`);

export function amendmentContract(name: string, make: MakeLog): void {
  const withLog: WithLog = (sentence, body) =>
    test(sentence, async () => {
      const clock = { time: NOW };
      const { log, close } = await make({ now: () => clock.time });
      try {
        await body(log, clock);
      } finally {
        await close();
      }
    });

  describe(`${name}: amendments`, () => {
    stateTests(withLog);
    refusalTests(withLog);
    tellingTests(withLog);
  });
}

type WithLog = (sentence: string, body: (log: MessageLog, clock: { time: number }) => Promise<void>) => void;

function stateTests(withLog: WithLog): void {
  withLog('an edited message stands in its place with the new words and the time of the edit', async (log, clock) => {
    const first = await say(log, 'helo');
    const second = await say(log, 'next');
    clock.time += 5000;
    const edited = await change(log, 1, { change: 'edit', text: 'hello' });
    assert.deepEqual(edited, { ...first, text: 'hello', revision: 1, editedAt: NOW + 5000 });
    assert.deepEqual(await history(log), [edited, second]);
    assert.deepEqual((await log.before({ conversation: '#lobby', before: 2, limit: 5 })).messages, [edited]);
  });

  withLog('an action, a direct message and their originals are edited alike', async (log) => {
    const base = { from: alice, id: 'a' };
    await log.append({ ...base, kind: 'action', action: 'wavs', conversation: '#lobby' });
    await log.append({ ...base, kind: 'direct', to: bob, text: 'psst', conversation: '@3:7' });
    assert.equal(textOf(await change(log, 1, { change: 'edit', text: 'waves' })), 'waves');
    assert.equal(textOf(await change(log, 1, { change: 'edit', text: 'hey' }, alice, '@3:7')), 'hey');
    assert.deepEqual(await log.originals('@3:7', 1), [{ text: 'psst', at: NOW, by: alice }]);
  });

  withLog('a deleted message keeps its place and its author, and loses its words and reactions', async (log) => {
    const { text: _text, ...said } = (await say(log, 'regret')) as ChatMessage & { kind: 'public' };
    await change(log, 1, { change: 'react', emoji: '👍', on: true }, bob);
    const deleted = await change(log, 1, { change: 'delete' }, bob);
    assert.deepEqual(deleted, { ...said, text: '', revision: 2, deletedBy: bob });
    assert.deepEqual(await history(log), [deleted]);
  });

  withLog(
    'every original is kept with its time and who changed it, and a line as it was said has none',
    async (log, clock) => {
      await say(log, 'one');
      await say(log, 'other');
      await change(log, 1, { change: 'edit', text: 'two' });
      clock.time += 1000;
      await change(log, 1, { change: 'delete' }, bob);
      assert.deepEqual(await log.originals('#lobby', 1), [
        { text: 'one', at: NOW, by: alice },
        { text: 'two', at: NOW + 1000, by: bob },
      ]);
      assert.deepEqual(await log.originals('#lobby', 2), []);
      assert.deepEqual(await log.originals('#dev', 1), []);
    },
  );

  withLog('of very many originals the first and the newest 49 are kept', async (log) => {
    await say(log, 'v0');
    await say(log, 'other');
    await change(log, 2, { change: 'edit', text: 'another' });
    for (let at = 1; at <= 60; at += 1) await change(log, 1, { change: 'edit', text: `v${at}` });
    const texts = async (seq: number) => (await log.originals('#lobby', seq)).map(({ text }) => text);
    assert.deepEqual(await texts(1), ['v0', ...Array.from({ length: 49 }, (_, at) => `v${at + 11}`)]);
    assert.deepEqual(await texts(2), ['other']);
  });

  withLog('reactions stand in the order of their first use, and go with the last who takes one back', async (log) => {
    await say(log, 'cake?');
    await change(log, 1, { change: 'react', emoji: '🎉', on: true }, bob);
    await change(log, 1, { change: 'react', emoji: '👍', on: true }, bob);
    await change(log, 1, { change: 'react', emoji: '🎉', on: true });
    assert.deepEqual(reactions((await history(log))[0] as ChatMessage), ['🎉: bob, Alice', '👍: bob']);
    await change(log, 1, { change: 'react', emoji: '🎉', on: false }, bob);
    await change(log, 1, { change: 'react', emoji: '👍', on: false }, bob);
    const last = (await history(log))[0] as ChatMessage;
    assert.deepEqual(reactions(last), ['🎉: Alice']);
    const none = await change(log, 1, { change: 'react', emoji: '🎉', on: false });
    assert.ok(!('reactions' in none));
    assert.deepEqual(await log.originals('#lobby', 1), [], 'a reaction takes no words away');
  });

  withLog('a reply keeps what it quoted, until the quoted line is deleted', async (log) => {
    const question = await say(log, 'did it finish?');
    const reply = await say(log, 'yes', question);
    assert.deepEqual(reply.replyTo, { seq: 1, handle: 'Alice', excerpt: 'did it finish?' });
    await change(log, 1, { change: 'edit', text: 'did the deploy finish?' });
    assert.deepEqual((await history(log))[1], reply);
    await change(log, 1, { change: 'delete' });
    const unquoted = (await history(log))[1];
    assert.deepEqual(unquoted, { ...reply, revision: 3, replyTo: { seq: 1, handle: 'Alice', excerpt: '' } });
  });

  withLog('whose line is quoted is kept, also when the reply changes', async (log) => {
    await say(log, 'did it finish?');
    const replyTo = { seq: 1, id: alice.id, handle: 'Alice', excerpt: 'did it finish?' };
    const reply = await log.append({ kind: 'public', from: bob, text: 'ye', conversation: '#lobby', id: 'r', replyTo });
    assert.deepEqual((await history(log))[1], reply);
    assert.deepEqual((await change(log, 2, { change: 'edit', text: 'yes' }, bob)).replyTo, replyTo);
    assert.deepEqual((await history(log))[1]?.replyTo, replyTo);
    await change(log, 1, { change: 'delete' });
    assert.deepEqual((await history(log))[1]?.replyTo, { ...replyTo, excerpt: '' });
  });

  withLog('a draft that comes again after an edit gets the message as it stands', async (log) => {
    await say(log, 'helo');
    const edited = await change(log, 1, { change: 'edit', text: 'hello' });
    assert.deepEqual(await say(log, 'helo'), edited);
  });
}

function refusalTests(withLog: WithLog): void {
  const refused = async (log: MessageLog, seq: number, how: Amendment['change'], by = alice) => {
    const amended = await log.amend({ conversation: '#lobby', seq, by, change: how });
    return amended.ok ? 'not refused' : amended.code;
  };

  withLog('what is not there, deleted, or as asked already is refused and changes nothing', async (log) => {
    assert.equal(await refused(log, 1, { change: 'delete' }), 'no-such-line');
    await say(log, 'here');
    assert.equal(await refused(log, 2, { change: 'delete' }), 'no-such-line');
    assert.equal(await refused(log, 1, { change: 'edit', text: 'here' }), 'unchanged');
    assert.equal(await refused(log, 1, { change: 'react', emoji: '👍', on: false }), 'unchanged');
    await change(log, 1, { change: 'react', emoji: '👍', on: true });
    assert.equal(await refused(log, 1, { change: 'react', emoji: '👍', on: true }), 'unchanged');
    await change(log, 1, { change: 'delete' });
    const [deleted] = await history(log);
    assert.equal(deleted?.revision, 2, 'refusals use no revision up');
    assert.equal(await refused(log, 1, { change: 'edit', text: 'back' }), 'deleted');
    assert.equal(await refused(log, 1, { change: 'delete' }), 'deleted');
    assert.equal(await refused(log, 1, { change: 'react', emoji: '👍', on: true }), 'deleted');
    assert.deepEqual(await history(log), [deleted]);
  });

  withLog('twenty different reactions are the most, and more people may use each of them', async (log) => {
    await say(log, 'popular');
    for (let at = 0; at < 20; at += 1) {
      await change(log, 1, { change: 'react', emoji: String.fromCodePoint(0x1f600 + at), on: true });
    }
    assert.equal(await refused(log, 1, { change: 'react', emoji: '🎉', on: true }), 'too-many-reactions');
    const more = await change(log, 1, { change: 'react', emoji: '\u{1f600}', on: true }, bob);
    assert.equal(more.reactions?.[0]?.by.length, 2);
  });
}

function tellingTests(withLog: WithLog): void {
  withLog(
    'followers are told of messages and changes in their order, before whoever asked is answered',
    async (log) => {
      const told: Accepted[] = [];
      log.follow((batch) => told.push(...batch));
      await Promise.all([
        say(log, 'one'),
        log.amend({ conversation: '#lobby', seq: 1, by: alice, change: { change: 'edit', text: 'two' } }).then(() => {
          assert.ok(told.some((entry) => !isMessage(entry)));
        }),
        say(log, 'three'),
      ]);
      assert.deepEqual(
        told.map((entry) => (isMessage(entry) ? textOf(entry) : `${entry.event} ${textOf(entry.message)}`)),
        ['one', 'amended two', 'three'],
      );
      const event = told[1];
      assert.ok(event !== undefined && !isMessage(event));
      assert.deepEqual(event.change, { change: 'edit', text: 'two' });
      assert.deepEqual(event.by, alice);
      assert.deepEqual(event.message, (await history(log))[0]);
    },
  );

  withLog('a deletion is told before the replies that lose their quotation; revisions count up', async (log) => {
    const question = await say(log, 'who?');
    await say(log, 'me', question);
    await say(log, 'not me', question);
    const told: string[] = [];
    log.follow((batch) => {
      for (const entry of batch) {
        if (!isMessage(entry)) told.push(`${entry.change.change} ${entry.message.seq} r${entry.message.revision}`);
      }
    });
    await change(log, 1, { change: 'delete' });
    assert.deepEqual(told, ['delete 1 r1', 'unquote 2 r2', 'unquote 3 r3']);
  });

  withLog(
    'of very many replies the newest hundred are told of, in order; all of them lose what they quoted',
    async (log) => {
      const question = await say(log, 'who?');
      for (let at = 0; at < 130; at += 1) await say(log, `me ${at}`, question);
      await say(log, 'not me', await say(log, 'another?'));
      const told: string[] = [];
      log.follow((batch) => {
        for (const entry of batch) if (!isMessage(entry)) told.push(`${entry.message.seq} r${entry.message.revision}`);
      });
      await change(log, 1, { change: 'delete' });
      assert.deepEqual(told, ['1 r1', ...Array.from({ length: 100 }, (_, at) => `${32 + at} r${2 + at}`)]);
      const { messages } = await log.after({ conversation: '#lobby', after: 1, limit: 200 });
      assert.deepEqual(
        messages.map(({ replyTo }) => replyTo?.excerpt),
        [...Array.from({ length: 130 }, () => ''), undefined, 'another?'],
      );
      assert.equal(messages[0]?.revision, undefined);
      const edited = await change(log, 2, { change: 'edit', text: 'you' });
      assert.deepEqual([edited.revision, edited.replyTo?.excerpt], [102, '']);
    },
  );

  withLog('a refused change is told to nobody', async (log) => {
    await say(log, 'one');
    const told: Accepted[] = [];
    log.follow((batch) => told.push(...batch));
    await log.amend({ conversation: '#lobby', seq: 1, by: alice, change: { change: 'edit', text: 'one' } });
    assert.deepEqual(told, []);
  });
}
