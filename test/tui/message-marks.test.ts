// What stands around a message's words: quotation, edit, deletion, reactions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../src/chat/message.ts';
import { ownReactions } from '../../src/tui/message-marks.ts';
import { plainLines } from '../../src/tui/plain-lines.ts';
import { messageRows } from '../../src/tui/rows.ts';
import { composeTail } from '../../src/tui/scrollback.ts';
import { selectedRow } from '../../src/tui/selected-row.ts';
import { line, shown, style, who } from './said.ts';

const rows = (message: ChatMessage, columns = 60) => shown(messageRows(message, style(columns), 'plain'));

const answered = (text: string, excerpt: string): ChatMessage => ({
  ...line('alice', text),
  replyTo: { seq: 1, handle: 'bob', excerpt },
});

const reacted = (...reactions: readonly (readonly [string, ...string[]])[]): ChatMessage => ({
  ...line('bob', 'cake!'),
  revision: 1,
  reactions: reactions.map(([emoji, ...by]) => ({ emoji, by: by.map(who) })),
});

test('an answer has the beginning of what it answers above it, in one row', () => {
  assert.deepEqual(rows(answered('yes', 'did the deploy finish?')), [
    '       ┌        bob: did the deploy finish?',
    ' 19:00 alice    yes',
  ]);
  const [quotation, words] = rows(answered('yes', 'x'.repeat(80)));
  assert.match(quotation ?? '', /^ {7}┌ {8}bob: x+…$/);
  assert.equal(words, ' 19:00 alice    yes');
});

test('on narrow screens the quotation is shortened and the words still come', () => {
  for (const columns of [30, 20, 8, 3, 1]) {
    const made = messageRows(answered('yes', 'did the deploy finish?'), style(columns), 'plain');
    assert.ok(
      made.every(({ width }) => width <= columns),
      `${columns}`,
    );
    assert.ok(made.length > 1);
  }
  assert.deepEqual(rows(answered('yes', 'did the deploy finish?'), 20), ['┌ bob: did the depl…', 'alice: yes']);
});

test('nothing that is pasted stands where the mark of a quotation does', () => {
  for (const columns of [130, 60, 30, 20, 8]) {
    const markAt = ([quotation = '']: readonly string[]) => quotation.indexOf('┌');
    const real = markAt(rows(answered('yes', 'I resign'), columns));
    for (const pasted of ['hm\n┌ bob: I resign', '┌ bob: I resign', `${'x '.repeat(60)}\n┌        bob: I resign`]) {
      for (const row of rows(line('alice', pasted), columns)) {
        const at = row.indexOf('┌');
        assert.ok(at === -1 || at > real, `${columns}: ${row}`);
      }
    }
  }
});

test('a quotation whose line was deleted says so', () => {
  assert.deepEqual(rows(answered('yes', ''))[0], '       ┌        bob: (deleted)');
});

test('an edited line says so after its words, and a folded one where it is folded', () => {
  assert.deepEqual(rows({ ...line('alice', 'hello'), revision: 1, editedAt: 5 }), [' 19:00 alice    hello (edited)']);
  const paste = { ...line('alice', 'a\nb\nc\nd'), revision: 1, editedAt: 5 };
  assert.equal(rows(paste).at(-1), '                … 1 more line, Ctrl-O opens (edited)');
});

test('a deleted line keeps its place and name; who deleted it is named when it was somebody else', () => {
  const gone = { ...line('alice', ''), revision: 1 };
  assert.deepEqual(rows({ ...gone, deletedBy: who('alice') }), [' 19:00 alice    (deleted)']);
  assert.deepEqual(rows({ ...gone, deletedBy: who('carol') }), [' 19:00 alice    (deleted by carol)']);
});

test('reactions are counted; one’s own stand in brackets', () => {
  const message = reacted(['👍', 'alice', 'bob'], ['🎉', 'carol']);
  assert.deepEqual(rows(message), [' 19:00 bob      cake! 👍2 🎉1']);
  const own = ownReactions(message, who('carol').id);
  assert.deepEqual(own, ['🎉']);
  assert.deepEqual(shown(messageRows(message, style(60), 'plain', undefined, 1, own)), [
    ' 19:00 bob      cake! 👍2 [🎉1]',
  ]);
});

test('who did not react shares the rows, and the same empty list for every message', () => {
  const message = reacted(['👍', 'alice']);
  const nobody = ownReactions(message, who('dave').id);
  assert.equal(nobody, ownReactions(line('bob', 'hi'), who('dave').id));
  const shape = style(60);
  assert.equal(messageRows(message, shape, 'plain'), messageRows(message, shape, 'plain', undefined, 1, nobody));
});

test('equal lines do not fold when something became of one, or one answers', () => {
  const [one, two, three] = [line('bob', 'same'), line('bob', 'same'), line('bob', 'same')];
  const changed: ChatMessage = { ...two, revision: 1, reactions: [{ emoji: '👍', by: [who('alice')] }] };
  const tail = composeTail([one, changed, { ...three, replyTo: { seq: 1, handle: 'x', excerpt: 'y' } }], style(60), 6);
  assert.equal(shown(tail.rows.flatMap((row) => row ?? [])).filter((row) => row.includes('same')).length, 3);
});

test('a picked row is reversed to the edge and marked where it is set in', () => {
  const [row] = messageRows(line('alice', 'hi'), style(40), 'plain');
  assert.ok(row);
  const picked = selectedRow(row, 40);
  assert.equal(picked.width, 40);
  assert.ok(picked.bytes.startsWith('\u001b[7m>') && picked.bytes.endsWith('\u001b[m'));
  assert.deepEqual(shown([picked]), ['>19:00 alice  hi']);
});

test('plain lines say the same in words', () => {
  const plain = (message: ChatMessage) => plainLines(message, '#lobby', 99, false);
  assert.deepEqual(plain(answered('yes', 'did it finish?')), [
    '[#lobby] -- alice answers bob: did it finish?',
    '[#lobby] alice: yes',
  ]);
  assert.deepEqual(plain({ ...reacted(['👍', 'alice']), editedAt: 5 }), ['[#lobby] bob: cake! (edited) 👍1']);
  assert.deepEqual(plain({ ...line('bob', ''), revision: 1, deletedBy: who('bob') }), ['[#lobby] bob: (deleted)']);
});
