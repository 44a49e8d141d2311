import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { withServer } from './server.ts';

test('a database thread that dies loses nobody their words without a word, and the server asks to be started anew', async (t) => {
  await withServer({}, async (cast, { app }) => {
    await cast.play(`
      alice joins
      alice> hello
      alice< alice hello
    `);
    t.mock.method(Worker.prototype, 'postMessage', function (this: Worker) {
      void this.terminate();
    });
    await cast.play(`
      alice> is anybody there?
      alice< Not saved
      alice< > is anybody there?
    `);
    assert.match((await app.lost).message, /The database (writer|reader) is gone/);
    t.mock.restoreAll();
  });
});
