import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  EMPTY_HISTORY,
  HISTORY_ENTRIES,
  historyAdd,
  historyDown,
  historyUp,
  type InputHistory,
  isSecretLine,
  searchLabel,
  searchLine,
  searchStart,
  searchUpdate,
} from '../../src/tui/input-history.ts';

const COMMANDS = [{ name: 'claim', aliases: ['own'], secret: true }, { name: 'me' }];

function sent(...lines: string[]): InputHistory {
  return lines.reduce((history, line) => historyAdd(history, line, COMMANDS), EMPTY_HISTORY);
}

describe('the input history', () => {
  it('goes back and forth and keeps the draft', () => {
    const history = sent('one', 'two');
    const first = historyUp(history, 'a draft');
    assert.equal(first?.line, 'two');
    const second = historyUp(first?.history ?? history, 'two, changed');
    assert.equal(second?.line, 'one');
    assert.equal(historyUp(second?.history ?? history, 'one'), undefined);
    const back = historyDown(second?.history ?? history);
    assert.equal(back?.line, 'two');
    const draft = historyDown(back?.history ?? history);
    assert.equal(draft?.line, 'a draft');
    assert.equal(historyDown(draft?.history ?? history), undefined);
  });

  it('begins at the newest again after a line was sent', () => {
    const up = historyUp(sent('one', 'two'), '');
    const history = historyAdd(up?.history ?? EMPTY_HISTORY, 'three', COMMANDS);
    assert.equal(historyUp(history, '')?.line, 'three');
    assert.equal(historyDown(history), undefined);
  });

  it('leaves out what is empty or the same as the newest', () => {
    assert.deepEqual(sent('one', 'one', '  ', 'two', 'one').entries, ['one', 'two', 'one']);
  });

  it('keeps 200 lines, and fewer of very long ones', () => {
    const many = sent(...Array.from({ length: 250 }, (_, index) => `line ${index}`));
    assert.equal(many.entries.length, HISTORY_ENTRIES);
    assert.equal(many.entries[0], 'line 50');
    const long = sent(...Array.from({ length: 5 }, (_, index) => `${index}${'x'.repeat(60_000)}`));
    assert.equal(long.entries.length, 2);
    assert.equal(long.size, long.entries.join('').length);
  });

  it('lets no secret in, however the command is spelled', () => {
    for (const line of ['/claim 1234', ' /CLAIM 1234', '/own x', '/claim\t1', '\u200b/cl\u2060aim 1']) {
      assert.equal(isSecretLine(line, COMMANDS), true, line);
      assert.deepEqual(sent(line).entries, [], line);
    }
    for (const line of ['//claim 1234', 'claim', '/me claims', '/claims x', '/']) {
      assert.equal(isSecretLine(line, COMMANDS), false, line);
    }
  });
});

describe('the search through it', () => {
  const history = sent('deploy now', 'hello', 'Deploy later', 'hello', 'bye');

  it('finds the newest first, then older ones, without regard to case', () => {
    let search = searchUpdate(searchStart('draft'), history, { type: 'query', text: 'deploy' });
    assert.equal(searchLine(search, history), 'Deploy later');
    assert.equal(searchLabel(search), "search 'deploy': ");
    search = searchUpdate(search, history, { type: 'older' });
    assert.equal(searchLine(search, history), 'deploy now');
    search = searchUpdate(search, history, { type: 'older' });
    assert.equal(search.failed, true);
    assert.equal(searchLine(search, history), 'deploy now');
    assert.equal(searchLabel(search), "no older match 'deploy': ");
  });

  it('searches anew when the query changes, and keeps the line when it is empty or finds nothing', () => {
    let search = searchUpdate(searchStart('draft'), history, { type: 'query', text: 'zzz' });
    assert.equal(search.failed, true);
    assert.equal(searchLine(search, history), 'draft');
    search = searchUpdate(search, history, { type: 'query', text: 'b' });
    assert.equal(searchLine(search, history), 'bye');
    search = searchUpdate(search, history, { type: 'query', text: '' });
    assert.equal(searchLine(search, history), 'draft');
    assert.equal(searchUpdate(search, history, { type: 'older' }).found, undefined);
  });

  it('searches for no more than anybody types', () => {
    let search = searchStart('');
    for (let n = 0; n < 1000; n += 1) {
      search = searchUpdate(search, sent('one'), { type: 'query', text: `${search.query}${'x'.repeat(100)}` });
    }
    assert.ok(search.query.length < 1000, `${search.query.length}`);
  });
});
