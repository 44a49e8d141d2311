import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titleText, WindowTitle } from '../../src/tui/window-title.ts';

test('the title counts what waits in all windows, and says when something of it calls', () => {
  const lines = { unread: 2, activity: 'lines' } as const;
  const mention = { unread: 1, activity: 'mention' } as const;
  const none = { unread: 0, activity: 'presence' } as const;
  assert.equal(titleText([none], '#lobby'), 'Partyline: #lobby');
  assert.equal(titleText([none, lines], '#lobby'), '(2) Partyline: #lobby');
  assert.equal(titleText([lines, mention], 'carol'), '(3!) Partyline: carol');
  assert.equal(titleText([], undefined), 'Partyline');
});

test('it is saved before it is first changed, written only when it changes, and given back', () => {
  const title = new WindowTitle();
  assert.equal(title.show(undefined), '');
  assert.equal(title.show('one'), '\x1b[22;0t\x1b]2;one\x1b\\');
  assert.equal(title.show('one'), '');
  assert.equal(title.show('two'), '\x1b]2;two\x1b\\');
  assert.equal(title.show(undefined), '\x1b[23;0t');
  assert.equal(title.show(undefined), '');
});

test('no name can break out of it, and it is never long', () => {
  const bytes = new WindowTitle().show(`a\x07b\x1b\\c\u009cd\n${'e'.repeat(999)}`);
  const [before, title = '', after] = bytes.split(/\]2;|\p{Cc}\\/u);
  assert.deepEqual([before, after], ['\x1b[22;0t\x1b', '']);
  assert.match(title, /^\P{Cc}{1,80}$/u);
});
