import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelName } from '../../src/chat/channel-name.ts';

for (const spelled of ['dev', '#dev', '#Dev', ' DEV ']) {
  test(`"${spelled}" is #dev`, () => {
    assert.deepEqual(channelName(spelled), { ok: true, value: '#dev' });
  });
}

test('a name has 1 to 30 characters', () => {
  assert.ok(channelName('a'.repeat(30)).ok);
  assert.ok(!channelName('a'.repeat(31)).ok);
  assert.ok(!channelName('#').ok);
});

for (const bad of ['', 'two words', '##dev', 'dév', 'dev\u200b', '../x', '@1:2', '__proto__\n#x']) {
  test(`${JSON.stringify(bad)} is no channel, and the sentence says what is`, () => {
    const name = channelName(bad);
    assert.ok(!name.ok);
    assert.equal(name.code, 'bad-channel');
    assert.match(name.sentence, /such as #dev/);
  });
}
