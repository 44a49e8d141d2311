import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Completed, type CompletionSources, complete, handleOrder } from '../../src/tui/completion.ts';

const SOURCES: CompletionSources = {
  handles: ['alice', 'Alfred', 'bob', 'albert'],
  channels: ['#dev', '#design', '#lobby'],
  commands: [
    { name: 'help', aliases: ['h'], complete: ['command'] },
    { name: 'msg', complete: ['handle', undefined] },
    { name: 'join', complete: ['channel'] },
    { name: 'page', complete: ['handle'] },
    { name: 'window', complete: ['window', undefined] },
    { name: 'topic', complete: ['topic', undefined] },
    { name: 'dnd', complete: [['on', 'off']] },
    { name: 'me' },
  ],
  emoji: (prefix) =>
    [['tada', '🎉'] as const, ['tangerine', '🍊'] as const].flatMap(([name, emoji]) =>
      name.startsWith(prefix) ? [emoji] : [],
    ),
};

/** What each of `times` Tabs makes of a line with `|` for the cursor. */
function tabs(line: string, times = 1, back = false, sources = SOURCES): (string | undefined)[] {
  const [before = '', after = ''] = line.split('|');
  let state: Completed | undefined;
  return Array.from({ length: times }, () => {
    state = complete(state ?? { before, after }, sources, state, back);
    return state === undefined ? undefined : `${state.before}|${state.after}`;
  });
}

describe('Tab', () => {
  it('completes handles, with a colon at the start of the line, and goes round', () => {
    assert.deepEqual(tabs('al|', 4), ['alice: |', 'Alfred: |', 'albert: |', 'alice: |']);
    assert.deepEqual(tabs('al|', 2, true), ['albert: |', 'Alfred: |']);
    assert.deepEqual(tabs('ask AL|', 2), ['ask alice |', 'ask Alfred |']);
    assert.deepEqual(tabs('ask @bo|'), ['ask @bob |']);
  });

  it('turns round with Shift-Tab and starts anew when the line has changed', () => {
    const first = complete({ before: 'al', after: '' }, SOURCES);
    const second = first && complete(first, SOURCES, first);
    assert.equal(second?.before, 'Alfred: ');
    assert.equal((second && complete(second, SOURCES, second, true))?.before, 'alice: ');
    assert.equal(complete({ before: 'Alfred: hi bo', after: '' }, SOURCES, second)?.before, 'Alfred: hi bob ');
  });

  it('leaves what stands after the cursor, and doubles no space', () => {
    assert.deepEqual(tabs('bo| hello'), ['bob:| hello']);
    assert.deepEqual(tabs('ask bo|?'), ['ask bob |?']);
  });

  it('speaks to who spoke last where nothing stands before the cursor', () => {
    assert.deepEqual(tabs('|', 2), ['alice: |', 'Alfred: |']);
    assert.deepEqual(tabs('|yes'), ['alice: |yes']);
    assert.deepEqual(tabs('ask @|', 2), ['ask @alice |', 'ask @Alfred |']);
  });

  it('completes windows by what they are called, and the topic to be changed', () => {
    const sources = { ...SOURCES, windows: ['#dev', 'alice'], topic: 'Be kind.' };
    assert.deepEqual(tabs('/window |', 2, false, sources), ['/window #dev |', '/window alice |']);
    assert.deepEqual(tabs('/window d|', 1, false, sources), ['/window #dev |']);
    assert.deepEqual(tabs('/topic |', 2, false, sources), ['/topic Be kind.|', '/topic Be kind.|']);
    assert.deepEqual(tabs('/topic B|', 1, false, sources), ['/topic bob |']);
  });

  it('completes commands and their arguments by kind', () => {
    assert.deepEqual(tabs('/h|', 3), ['/help |', '/h |', '/help |']);
    assert.deepEqual(tabs('/ME|'), ['/me |']);
    assert.deepEqual(tabs('/help m|', 2), ['/help msg |', '/help me |']);
    assert.deepEqual(tabs('/msg a|'), ['/msg alice |']);
    assert.deepEqual(tabs('/msg |', 2), ['/msg alice |', '/msg Alfred |']);
    assert.deepEqual(tabs('/join de|', 2), ['/join #dev |', '/join #design |']);
    assert.deepEqual(tabs('/join #l|'), ['/join #lobby |']);
    assert.deepEqual(tabs('/dnd o|', 2), ['/dnd on |', '/dnd off |']);
    assert.deepEqual(tabs('/page bob al|'), ['/page bob alice |']);
  });

  it('completes words of what is said where an argument has no kind', () => {
    assert.deepEqual(tabs('/msg bob ask al|'), ['/msg bob ask alice |']);
    assert.deepEqual(tabs('/me waves at bo|'), ['/me waves at bob |']);
  });

  it('completes channels anywhere, and emoji by name to the emoji itself', () => {
    assert.deepEqual(tabs('see #lo|'), ['see #lobby |']);
    assert.deepEqual(tabs('done :ta|', 2), ['done 🎉|', 'done 🍊|']);
    assert.deepEqual(tabs(':TAD|'), ['🎉|']);
    assert.deepEqual(tabs('+:ta|', 2), ['+🎉|', '+🍊|']);
  });

  it('offers nothing where there is nothing', () => {
    const { emoji: _, ...withoutEmoji } = SOURCES;
    assert.deepEqual(tabs(':tada|', 1, false, withoutEmoji), [undefined]);
    for (const line of ['hello |', 'zzz|', '/zzz|', '//he|', '/join zz|', ':t|', '/topic |', '/window zz|']) {
      assert.deepEqual(tabs(line), [undefined], line);
    }
  });

  it('looks at a line from its end, and at no word that is too long to be any', () => {
    const long = 'x'.repeat(60_000);
    assert.deepEqual(tabs(`${long} al|`), [`${long} alice |`]);
    assert.deepEqual(tabs(`${long}|`), [undefined]);
    const began = performance.now();
    for (let round = 0; round < 100; round += 1) complete({ before: long, after: '' }, SOURCES);
    assert.ok(performance.now() - began < 2000);
  });

  it('orders handles by who spoke last, the silent by name, oneself last', () => {
    assert.deepEqual(handleOrder(['zoe', 'me', 'bob', 'Anna', 'carl'], ['carl', 'ME', 'zoe', 'gone'], 'me'), [
      'carl',
      'zoe',
      'Anna',
      'bob',
      'me',
    ]);
  });
});
