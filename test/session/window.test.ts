// The lines of one's own in a window: in their places, and no more of them than anybody reads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Transcript } from '../../src/session/transcript.ts';
import { Window } from '../../src/session/window.ts';
import type { Notice } from '../../src/tui/items.ts';
import { message, who } from '../tui/said.ts';

function window(lastSeq = 0): Window {
  return new Window('#lobby', { conversation: '#lobby', lastSeq } as unknown as Transcript, undefined, 0);
}

function info(text: string): Notice {
  return { kind: 'info', text };
}

function textsOf({ notices }: Window): readonly string[] {
  return notices.map(({ notice }) => ('text' in notice ? notice.text : notice.kind));
}

test('a notice that belongs further up stands before the younger ones', () => {
  const lobby = window(10);
  lobby.addNotice(info('newest'));
  lobby.addNotice(info('above'), 4);
  lobby.addNotice(info('last'));
  assert.deepEqual(textsOf(lobby), ['above', 'newest', 'last']);
});

test('of thousands of answers the newest hundreds are kept', () => {
  const lobby = window();
  for (let n = 1; n <= 5000; n += 1) lobby.addNotice(info(`answer ${n}`));
  assert.ok(lobby.notices.length >= 200 && lobby.notices.length <= 1000, `${lobby.notices.length}`);
  assert.equal(textsOf(lobby).at(-1), 'answer 5000');
});

test('of large texts from other conversations fewer are, and always the newest', () => {
  const lobby = window();
  for (let n = 1; n <= 200; n += 1) {
    const said = { kind: 'direct', from: who('bob'), to: who('alice'), text: `${n} ${'x'.repeat(65_000)}` } as const;
    lobby.addNotice({ kind: 'outside', message: message(said, 0, '@1:2'), me: 1 });
  }
  assert.ok(lobby.notices.length >= 4 && lobby.notices.length <= 20, `${lobby.notices.length}`);
  lobby.addNotice(info('x'.repeat(2_000_000)));
  assert.equal(lobby.notices.length, 1);
});
