/** What is looked at once a second, by a clock that is a number. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LinkState, LinkWatch } from '../../src/ssh/link-watch.ts';

const QUIET: LinkState = { waiting: 0, sent: 0, received: 0, isExchanging: false, running: 1 };
const HOUR = 3_600_000;

test('four megabytes may wait, and not one byte more', () => {
  const watch = new LinkWatch(0, 0);
  assert.equal(watch.look({ ...QUIET, waiting: 4 * 1024 * 1024 }, 0), undefined);
  assert.equal(watch.look({ ...QUIET, waiting: 4 * 1024 * 1024 + 1 }, 0), 'backlog');
});

test('who takes nothing for two minutes while something waits is stalled, and who takes a little is not', () => {
  const watch = new LinkWatch(0, 0);
  assert.equal(watch.look({ ...QUIET, waiting: 10, sent: 5 }, 0), undefined);
  assert.equal(watch.look({ ...QUIET, waiting: 10, sent: 5, received: 9 }, 119_999), undefined);
  assert.equal(watch.look({ ...QUIET, waiting: 10, sent: 6 }, 120_000), undefined);
  assert.equal(watch.look({ ...QUIET, waiting: 10, sent: 6, received: 99 }, 240_000), 'stalled');
  const idle = new LinkWatch(0, 0);
  assert.equal(idle.look(QUIET, 1_000_000), undefined, 'nothing waits for an idle one');
  assert.equal(idle.look({ ...QUIET, waiting: 1 }, 1_000_001), undefined);
});

test('a connection on which no session runs is closed after a minute, whatever channels are open', () => {
  const unused = new LinkWatch(0, 0);
  assert.equal(unused.look({ ...QUIET, running: 0 }, 59_999), undefined);
  assert.equal(unused.look({ ...QUIET, running: 0 }, 60_000), 'unused');
  const used = new LinkWatch(0, 0);
  assert.equal(used.look(QUIET, 1000), undefined);
  assert.equal(used.look({ ...QUIET, running: 0 }, 60_999), undefined);
  assert.equal(used.look({ ...QUIET, running: 0 }, 61_000), 'unused');
});

test('a key exchange of theirs has fifteen seconds, one of ours two minutes', () => {
  const theirs = new LinkWatch(0, 0);
  assert.equal(theirs.look({ ...QUIET, isExchanging: true }, 1000), undefined);
  assert.equal(theirs.look({ ...QUIET, isExchanging: true }, 15_999), undefined);
  assert.equal(theirs.look({ ...QUIET, isExchanging: true }, 16_000), 'rekeyTime');
  const ours = new LinkWatch(0, 0);
  assert.equal(ours.look(QUIET, HOUR), 'renew');
  assert.equal(ours.look({ ...QUIET, isExchanging: true }, HOUR + 119_999), undefined);
  assert.equal(ours.look({ ...QUIET, isExchanging: true }, HOUR + 120_000), 'renewTime');
});

test('keys are renewed every hour and every GiB, counted from the last time', () => {
  const watch = new LinkWatch(0, 0);
  assert.equal(watch.look(QUIET, HOUR - 1), undefined);
  assert.equal(watch.look(QUIET, HOUR), 'renew');
  assert.equal(watch.look({ ...QUIET, isExchanging: true }, HOUR + 1000), undefined);
  assert.equal(watch.look({ ...QUIET, sent: 100 }, HOUR + 2000), undefined);
  assert.equal(watch.look({ ...QUIET, sent: 2 ** 30, received: 99 }, HOUR + 3000), undefined);
  assert.equal(watch.look({ ...QUIET, sent: 2 ** 30, received: 100 }, HOUR + 4000), 'renew');
  // Theirs counts as well, and so does one too quick to be seen under way.
  assert.equal(watch.look({ ...QUIET, sent: 2 ** 30, received: 100 }, HOUR + 5000), undefined);
});

test('those who came together are not renewed together', () => {
  const due = (spread: number) => {
    const watch = new LinkWatch(0, spread);
    for (let now = 0; ; now += 1000) if (watch.look(QUIET, now) === 'renew') return now;
  };
  assert.deepEqual([0, 0.5, 0.999].map(due), [HOUR, 3_150_000, 2_701_000]);
});
