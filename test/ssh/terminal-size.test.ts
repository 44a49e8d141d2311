// Sizes that are reported faster than screens can be laid anew.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SettlingSize } from '../../src/ssh/terminal-size.ts';

/** Somebody drags a corner, a column each 10 ms; when which size was told. */
function dragged(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  t.mock.method(performance, 'now', () => Date.now());
  const sizes = new SettlingSize();
  const told: { readonly at: number; readonly columns: number }[] = [];
  sizes.onChange = () => told.push({ at: Date.now(), columns: sizes.size.columns });
  let columns = 100;
  const drag = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10) {
      columns += 1;
      sizes.report(columns, 30);
      t.mock.timers.tick(10);
    }
  };
  return { sizes, told, drag, last: () => columns };
}

test('ten changes are told as the hand moves, then two a second, and the last one when it rests', (t) => {
  const { told, drag, last } = dragged(t);
  drag(3900);
  const gaps = told.slice(1).map(({ at }, index) => at - (told[index]?.at ?? 0));
  assert.ok(
    gaps.slice(0, 9).every((gap) => gap <= 60),
    gaps.join(),
  );
  assert.ok(told.length >= 14 && told.length <= 18, `${told.length}`);
  assert.ok(
    gaps.slice(11).every((gap) => gap >= 490),
    gaps.join(),
  );
  t.mock.timers.tick(500);
  assert.equal(told.at(-1)?.columns, last());
  const { length } = told;
  t.mock.timers.tick(10_000);
  assert.equal(told.length, length);
});

test('whoever drags again after a rest is followed again', (t) => {
  const { told, drag } = dragged(t);
  drag(3000);
  t.mock.timers.tick(10_000);
  const before = told.length;
  drag(600);
  assert.ok(told.length - before >= 9, `${told.length - before}`);
});

test('who is gone is told nothing', (t) => {
  const { sizes, told } = dragged(t);
  sizes.report(90, 30);
  sizes.stop();
  t.mock.timers.tick(10_000);
  assert.deepEqual(told, []);
});
