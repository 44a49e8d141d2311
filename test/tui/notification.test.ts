import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notificationBytes, notifierOf } from '../../src/tui/notification.ts';

test('only a terminal that is known to understand one gets a notification by itself', () => {
  assert.equal(notifierOf('auto', 'foot-extra'), 'osc777');
  assert.equal(notifierOf('auto', 'xterm-kitty'), 'osc9');
  assert.equal(notifierOf('auto', 'xterm-256color'), undefined);
  assert.equal(notifierOf('auto', 'linux'), undefined);
  assert.equal(notifierOf('off', 'foot'), undefined);
  assert.equal(notifierOf('osc9', 'xterm-256color'), 'osc9');
});

test('a notification is one line of each, in the form of its kind', () => {
  assert.equal(notificationBytes('osc9', 'bob in #dev', 'lunch?\nnow'), '\x1b]9;bob in #dev: lunch? now\x1b\\');
  assert.equal(notificationBytes('osc9', 'bob pages you', ''), '\x1b]9;bob pages you\x1b\\');
  assert.equal(notificationBytes('osc777', 'a;b', 'c;d'), '\x1b]777;notify;a,b;c;d\x1b\\');
});

test('nothing in it can end it early, and it is never long', () => {
  for (const notifier of ['osc9', 'osc777'] as const) {
    const bytes = notificationBytes(
      notifier,
      `x\x07\x1b\\${'y'.repeat(999)}`,
      `\u009c\x1b]0;title\x07${'z'.repeat(9999)}`,
    );
    assert.equal(bytes.match(/\p{Cc}/gu)?.join(''), '\x1b\x1b');
    assert.ok(bytes.length < 260);
  }
});
