import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import { Outage, type OutageNews } from '../../src/storage/outage.ts';

test('what hangs is told once, and when it is answered how long it hung', () => {
  let now = 50_000;
  const news: OutageNews[] = [];
  const outage = new Outage({ steady: () => now }, (each) => news.push(each));
  outage.answered();
  outage.hangs(10_000);
  now += 2500;
  outage.refused(new StoreUnavailable('too much waits'));
  assert.deepEqual(
    news.map(({ kind }) => kind),
    ['hangs', 'began'],
  );
  outage.answered();
  outage.answered();
  assert.deepEqual(news.slice(2), [{ kind: 'answered', ms: 12_500 }]);
});

test('an outage is told once when it begins and once when it is over, however many are refused', () => {
  let now = 1000;
  const news: OutageNews[] = [];
  const outage = new Outage({ steady: () => now }, (each) => news.push(each));
  const error = new StoreUnavailable('full');
  outage.worked();
  assert.deepEqual(news, []);
  for (let n = 0; n < 50; n += 1, now += 100) outage.refused(error);
  assert.deepEqual(news.splice(0), [{ kind: 'began', error }]);
  // A disk that is nearly full takes this and refuses that.
  outage.worked();
  now += 5000;
  outage.refused(error);
  now += 9999;
  outage.worked();
  assert.deepEqual(news, []);
  now += 1;
  outage.worked();
  outage.worked();
  assert.deepEqual(news.splice(0), [{ kind: 'over', refused: 51, ms: 10_000 }]);
  outage.refused(error);
  assert.deepEqual(news, [{ kind: 'began', error }]);
});
