import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GuessLimits } from '../../src/accounts/guess-limits.ts';

test('no minute has more than 20 tries for a handle, however long somebody goes on and from wherever', () => {
  const limits = new GuessLimits();
  const allowed: number[] = [];
  for (let now = 0; now < 600_000; now += 100)
    if (limits.allow('alice', `192.0.2.${now % 250}`, now)) allowed.push(now);
  for (const start of allowed) {
    const inMinute = allowed.filter((at) => at >= start && at < start + 60_000).length;
    assert.ok(inMinute <= 20, `${inMinute} in the minute from ${start}`);
  }
  assert.ok(allowed.length >= 100, 'ten a minute are let through');
});

test('a handle that nobody guesses is not held back by one that is guessed', () => {
  const limits = new GuessLimits();
  for (let n = 0; n < 100; n += 1) limits.allow('alice', '192.0.2.1', 0);
  assert.equal(limits.allow('alice', '192.0.2.1', 0), undefined);
  assert.ok(limits.allow('bob', '192.0.2.1', 0));
});

test('a guess that was not compared takes nothing of the allowance', () => {
  const limits = new GuessLimits();
  for (let n = 0; n < 100; n += 1) limits.allow('alice', '192.0.2.1', 0)?.();
  const compared = Array.from({ length: 30 }, () => limits.allow('alice', '192.0.2.1', 0));
  assert.equal(compared.filter(Boolean).length, 10);
});

test('the address that the right password came from has an allowance of its own, which has an end too', () => {
  const limits = new GuessLimits();
  limits.wasRight('alice', '198.51.100.7');
  for (let n = 0; n < 100; n += 1) limits.allow('alice', '192.0.2.1', 0);
  const own = Array.from({ length: 30 }, () => limits.allow('alice', '198.51.100.7', 0));
  assert.equal(own.filter(Boolean).length, 10);
});

test('a million handles are not remembered', () => {
  const limits = new GuessLimits();
  for (let n = 0; n < 100_000; n += 1) limits.allow(`h${n}`, '192.0.2.1', n);
  assert.equal(limits.size, 16_384);
});
