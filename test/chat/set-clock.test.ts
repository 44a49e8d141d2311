/** Somebody sets the server's clock, an hour back or forward: whoever waits waits as long as before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_ANSWER_MS } from '../../src/chat/live-chats.ts';
import { House, refusal, unwrap } from './house.ts';

const HOUR = 3_600_000;

for (const [way, step] of [
  ['back', -HOUR],
  ['forward', HOUR],
] as const) {
  test(`a clock that is set ${way} gives nobody in a slow channel another wait`, async () => {
    const house = await House.open();
    const [alice, carol] = [await house.arrive('alice'), await house.arrive('carol')];
    unwrap(await house.chat.enter(alice, 'dev'));
    unwrap(await house.chat.enter(carol, 'dev'));
    unwrap(await house.chat.settings.setSlow(alice, '#dev', 30));
    unwrap(await house.chat.say(carol, '#dev', 'first'));
    house.wall += step;
    house.now += 10_000;
    assert.equal(house.chat.settings.slowWait(carol, '#dev'), 20_000);
    house.now += 20_000;
    unwrap(await house.chat.say(carol, '#dev', 'second'));
  });

  test(`a clock that is set ${way} gives no pager another wait`, async () => {
    const house = await House.open();
    const alice = await house.arrive('alice');
    await house.arrive('bob');
    unwrap(await house.chat.page(alice, 'bob', ''));
    house.wall += step;
    house.now += 18_000;
    assert.match(refusal(await house.chat.page(alice, 'bob', '')).sentence, /you can again in 42 seconds/);
    house.now += 42_000;
    unwrap(await house.chat.page(alice, 'bob', ''));
  });

  test(`a clock that is set ${way} ends an unanswered live chat after its minute`, async () => {
    const house = await House.open();
    const boss = await house.arrive('boss', { role: 'sysop' });
    await house.arrive('alice');
    const chat = unwrap(await house.chat.live.open(boss, 'boss-1', 'alice'));
    house.wall += step;
    house.now += LIVE_ANSWER_MS - 1;
    await house.chat.sweep();
    assert.equal(chat.state, 'asking');
    house.now += 1;
    await house.chat.sweep();
    assert.equal(chat.state, 'over');
  });

  test(`a clock that is set ${way} frees a lost seat when its time is over`, async () => {
    const house = await House.open();
    const alice = await house.arrive('alice');
    await house.chat.leave(alice, 'alice-1', { how: 'lost' });
    house.wall += step;
    house.now += 599_999;
    await house.chat.sweep();
    assert.equal(house.chat.isInChat(alice), true);
    house.now += 1;
    await house.chat.sweep();
    assert.equal(house.chat.isInChat(alice), false);
  });
}
