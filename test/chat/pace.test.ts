import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Pace, placesOf } from '../../src/chat/pace.ts';

test('five lines leave at once, then two a second', () => {
  const pace = new Pace({ burst: 5, perSecond: 2 });
  const delays = Array.from({ length: 8 }, () => pace.reserve(1000));
  assert.deepEqual(delays, [0, 0, 0, 0, 0, 500, 1000, 1500]);
});

test('a pause earns the burst back, and no more', () => {
  const pace = new Pace({ burst: 2, perSecond: 1 });
  for (let i = 0; i < 5; i += 1) pace.reserve(0);
  const later = Array.from({ length: 3 }, () => pace.reserve(1_000_000));
  assert.deepEqual(later, [0, 0, 1000]);
});

test('whoever keeps to the rate is never held back', () => {
  const pace = new Pace({ burst: 1, perSecond: 2 });
  for (let now = 0; now < 100_000; now += 500) assert.equal(pace.reserve(now), 0);
});

test('lines leave in order, and never more than the burst and the rate allow', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { maxLength: 60 }), (gaps) => {
      const pace = new Pace({ burst: 5, perSecond: 2 });
      let now = 0;
      const leaves = gaps.map((gap) => {
        now += gap;
        return now + pace.reserve(now);
      });
      for (const [i, at] of leaves.entries()) {
        assert.ok(i === 0 || at >= (leaves[i - 1] as number));
        const later = leaves[i + 5];
        if (later !== undefined) assert.ok(later - at >= 500 - 1e-6);
      }
    }),
  );
});

test('a text takes a place, and one more for each 4 KiB of its bytes', () => {
  const sizes = [0, 100, 4095, 4096, 65_536];
  assert.deepEqual(
    sizes.map((size) => placesOf('x'.repeat(size))),
    [1, 1, 1, 2, 17],
  );
  assert.equal(placesOf('日'.repeat(2000)), 2);
});

test('a block larger than the burst leaves as soon as a line would, and what comes after waits for all of it', () => {
  const pace = new Pace({ burst: 5, perSecond: 2 });
  assert.equal(pace.reserve(0, 17), 0);
  assert.equal(pace.reserve(0), (17 - 4) * 500);
  const unused = new Pace({ burst: 5, perSecond: 2 });
  for (let lines = 0; lines < 5; lines += 1) unused.reserve(0);
  assert.equal(unused.reserve(0, 17), 500, 'it waits for one place only');
});
