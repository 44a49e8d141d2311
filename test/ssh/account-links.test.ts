import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountLinks, LINKS_EACH } from '../../src/ssh/account-links.ts';

test('an account has so many connections, each that ends makes room, and nothing is left of the last', () => {
  const links = new AccountLinks();
  for (let i = 0; i < LINKS_EACH; i += 1) assert.equal(links.add(1), true);
  assert.equal(links.add(1), false);
  assert.equal(links.add(2), true);
  links.remove(1);
  assert.equal(links.add(1), true);
  assert.equal(links.add(1), false);
  for (let i = 0; i < LINKS_EACH; i += 1) links.remove(1);
  links.remove(2);
  assert.equal(links.size, 0);
});
