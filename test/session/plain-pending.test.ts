import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainPending } from '../../src/session/plain-pending.ts';
import { line } from '../tui/said.ts';

function all(pending: PlainPending): readonly unknown[] {
  const taken: unknown[] = [];
  for (let item = pending.take(); item !== undefined; item = pending.take()) taken.push(item);
  return taken;
}

test('lines wait in their order', () => {
  const pending = new PlainPending();
  const said = { message: line('alice', 'hello'), title: '#lobby' };
  pending.put('one');
  pending.put(said);
  assert.equal(pending.length, 2);
  assert.deepEqual(all(pending), ['one', said]);
  assert.equal(pending.length, 0);
});

test('beyond 2,000 lines the oldest go, and their number is said in their place, once', () => {
  const pending = new PlainPending();
  for (let n = 1; n <= 2005; n += 1) pending.put(`line ${n}`);
  const [notice, first, ...rest] = all(pending);
  assert.match(String(notice), /^-- 5 lines are left out here/);
  assert.equal(first, 'line 6');
  assert.equal(rest.length, 1999);
  pending.put('later');
  assert.deepEqual(all(pending), ['later']);
});

test('large pastes go by their text, and text that was taken leaves room', () => {
  const pending = new PlainPending();
  const paste = () => ({ message: line('bob', 'x'.repeat(65_536)), title: '' });
  for (let n = 1; n <= 70; n += 1) pending.put(paste());
  assert.equal(pending.length, 64);
  all(pending);
  for (let n = 1; n <= 64; n += 1) pending.put(paste());
  assert.equal(all(pending).length, 64);
});
