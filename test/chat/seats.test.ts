/** Who holds a seat: join, leave, capacity, lost links, and accounts that are not anybody's yet. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { House, heard, unwrap } from './house.ts';

test('whoever joins has a seat, is in the lobby, and the lobby reads it once', async () => {
  const house = await House.open();
  const { participant, arrival } = unwrap(await house.chat.join(house.account('alice'), 's1'));
  assert.equal(arrival, 'new');
  assert.equal(participant.handle, 'alice');
  assert.deepEqual([...participant.channels], ['#lobby']);
  assert.equal(house.chat.isInChat(participant.id), true);
  assert.equal(house.chat.participant(participant.id), participant);
  assert.deepEqual(house.lines('#lobby'), ['join alice']);
});

test('joining again is a success: one seat, one name, one join line, however many sessions', async () => {
  const house = await House.open({ capacity: 1 });
  const alice = await house.arrive('alice');
  const again = unwrap(await house.chat.join(house.account('alice'), 's2'));
  assert.equal(again.arrival, 'again');
  unwrap(await house.chat.join(house.account('alice'), 's2'));
  assert.equal(house.chat.getParticipantCount(), 1);
  assert.deepEqual(house.chat.getParticipants(), [house.chat.participant(alice)]);
  assert.equal(again.participant.sessions.size, 2);
  assert.deepEqual(house.lines('#lobby'), ['join alice']);
});

test('sixteen sessions of one person are enough; a seventeenth is told why, and comes in when one has ended', async () => {
  const house = await House.open();
  const account = house.account('alice');
  for (let n = 1; n <= 16; n += 1) unwrap(await house.chat.join(account, `s${n}`));
  unwrap(await house.chat.join(account, 's16'));
  const refused = await house.chat.join(account, 's17');
  assert.ok(!refused.ok);
  assert.equal(refused.code, 'too-many-sessions');
  await house.chat.leave(account.id, 's3', { how: 'quit' });
  unwrap(await house.chat.join(account, 's17'));
});

test('sessions that join at the same moment take one seat', async () => {
  const house = await House.open();
  const joins = await Promise.all(['a', 'b', 'c'].map((session) => house.chat.join(house.account('alice'), session)));
  assert.deepEqual(
    joins.map((each) => unwrap(each).arrival),
    ['new', 'again', 'again'],
  );
  assert.deepEqual(house.lines('#lobby'), ['join alice']);
});

test('a full channel refuses the next person and says why', async () => {
  const house = await House.open({ capacity: 2 });
  await house.arrive('alice');
  await house.arrive('bob');
  const refused = await house.chat.join(house.account('carol'), 's');
  assert.deepEqual(refused, {
    ok: false,
    code: 'full',
    sentence: 'Chat room is at capacity. Please try again later.',
  });
  assert.equal(house.chat.isInChat(house.account('carol').id), false);
  assert.equal(house.chat.getParticipantCount(), 2);
});

test('in a full chat who has a name of their own takes the place of who is here longest without one', async () => {
  const house = await House.open({ capacity: 3 });
  const scanner = await house.arrive('scanner', { provisional: true });
  await house.arrive('alice');
  const stranger = await house.arrive('stranger', { provisional: true });
  const bob = await house.arrive('bob');
  assert.deepEqual([house.chat.isInChat(scanner), house.chat.isInChat(stranger)], [false, true]);
  assert.deepEqual(
    house.calls.filter((call) => call.startsWith('dismiss')),
    [
      `dismiss ${scanner}: The chat is full, and somebody with a name of their own needed your place. Please try again later.`,
    ],
  );
  assert.equal(house.lines('#lobby').at(-2), 'leave scanner made room');
  const another = await house.chat.join(house.account('another', { provisional: true }), 's');
  assert.equal(another.ok, false, 'a new name takes nobody’s place');
  unwrap(await house.chat.say(stranger, '#lobby', 'hello'));
  const carol = await house.chat.join(house.account('carol'), 's');
  assert.equal(carol.ok, false, 'who has spoken has a name of their own');
  assert.ok(house.chat.isInChat(bob));
});

test('however many race, no more get in than there are seats', async () => {
  const house = await House.open({ capacity: 10 });
  const racing = Array.from({ length: 100 }, (_, i) => house.chat.join(house.account(`user${i}`), `s${i}`));
  const joined = await Promise.all(racing);
  assert.equal(joined.filter(({ ok }) => ok).length, 10);
  assert.equal(house.chat.getParticipantCount(), 10);
});

test('a sysop always gets in', async () => {
  const house = await House.open({ capacity: 1 });
  await house.arrive('alice');
  await house.arrive('boss', { role: 'sysop' });
  assert.equal(house.chat.getParticipantCount(), 2);
});

test('a handle is found without regard to case, and not after its owner left', async () => {
  const house = await House.open();
  const alice = await house.arrive('Alice');
  assert.equal(house.chat.getHandleUserId('aLICE'), alice);
  assert.equal(house.chat.getHandleUserId('bob'), undefined);
  await house.chat.leave(alice, 'Alice-1', { how: 'quit' });
  assert.equal(house.chat.getHandleUserId('alice'), undefined);
});

test('the last session that quits leaves, with its reason, once', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  unwrap(await house.chat.join(house.account('alice'), 'alice-2'));
  await house.chat.leave(alice, 'alice-1', { how: 'quit', reason: 'not yet' });
  assert.equal(house.chat.isInChat(alice), true);
  await house.chat.leave(alice, 'alice-2', { how: 'quit', reason: 'good\u202e night' });
  await house.chat.leave(alice, 'alice-2', { how: 'quit', reason: 'again' });
  assert.equal(house.chat.isInChat(alice), false);
  assert.deepEqual(house.lines('#lobby'), ['join alice', 'leave alice good night']);
  assert.equal(house.seated.size, 0);
});

test('two sessions that close at the same moment make one leave line', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  unwrap(await house.chat.join(house.account('alice'), 'alice-2'));
  await Promise.all(
    ['alice-1', 'alice-2', 'alice-1'].map((session) => house.chat.leave(alice, session, { how: 'quit' })),
  );
  assert.deepEqual(house.lines('#lobby'), ['join alice', 'leave alice']);
});

test('leaving and coming back at the same moment ends seated, with the lines in order', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  const leaving = house.chat.leave(alice, 'alice-1', { how: 'quit' });
  const back = unwrap(await house.chat.join(house.account('alice'), 'alice-2'));
  await leaving;
  assert.equal(back.arrival, 'new');
  assert.equal(house.chat.participant(alice), back.participant);
  assert.deepEqual([...house.seated], [alice]);
  assert.deepEqual(house.lines('#lobby'), ['join alice', 'leave alice', 'join alice']);
});

test('a session that was never there, and a person who was never there, leave harmlessly', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  await house.chat.leave(alice, 'nobody', { how: 'quit' });
  await house.chat.leave(99, 'nobody', { how: 'lost' });
  assert.equal(house.chat.isInChat(alice), true);
});

test('a lost link keeps the seat; who is back in time resumes and nobody saw it', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  assert.equal(house.chat.participant(alice)?.lostSince, house.now);
  house.now += 599_999;
  await house.chat.sweep();
  const back = unwrap(await house.chat.join(house.account('alice'), 'alice-2'));
  assert.equal(back.arrival, 'resumed');
  assert.equal(back.participant.lostSince, undefined);
  house.now += 600_000;
  await house.chat.sweep();
  assert.equal(house.chat.isInChat(alice), true);
  assert.deepEqual(house.lines('#lobby'), ['join alice']);
});

test('who is back before their last session is written down resumes once it is', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  let written: () => void = () => undefined;
  const saved = new Promise<void>((resolve) => {
    written = resolve;
  });
  const leaving = house.chat.leave(alice, 'alice-1', { how: 'lost', saved });
  let isBack = false;
  const back = house.chat.join(house.account('alice'), 'alice-2').then((joined) => {
    isBack = true;
    return joined;
  });
  await new Promise(setImmediate);
  assert.equal(house.chat.participant(alice)?.lostSince, house.now, 'others see that they are gone');
  assert.equal(isBack, false);
  written();
  await leaving;
  assert.equal(unwrap(await back).arrival, 'resumed');
  assert.deepEqual([...(house.chat.participant(alice)?.sessions ?? [])], ['alice-2']);
});

test('who returns at the very moment their seat would be given up keeps it', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  house.now += 600_000;
  const [back] = await Promise.all([house.chat.join(house.account('alice'), 'alice-2'), house.chat.sweep()]);
  assert.equal(unwrap(back).arrival, 'resumed');
  assert.equal(house.chat.isInChat(alice), true);
  assert.deepEqual(house.lines('#lobby'), ['join alice']);
});

test('a seat whose owner does not return is given back, with one leave line', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  house.now += 600_000;
  await Promise.all([house.chat.sweep(), house.chat.sweep()]);
  assert.equal(house.chat.isInChat(alice), false);
  assert.equal(house.seated.size, 0);
  assert.deepEqual(house.lines('#lobby'), ['join alice', 'leave alice connection lost']);
});

test('one lost session of two changes nothing', async () => {
  const house = await House.open();
  const alice = await house.arrive('alice');
  unwrap(await house.chat.join(house.account('alice'), 'alice-2'));
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  assert.equal(house.chat.participant(alice)?.lostSince, undefined);
});

test('without a resume window a lost link frees the seat at once', async () => {
  const house = await House.open({ resumeWindow: 0 });
  const alice = await house.arrive('alice');
  await house.chat.leave(alice, 'alice-1', { how: 'lost' });
  assert.equal(house.chat.isInChat(alice), false);
});

test('when the chat is full, the seat of whoever is lost longest goes to the next person', async () => {
  const house = await House.open({ capacity: 3 });
  for (const handle of ['alice', 'bob', 'carol']) {
    const id = await house.arrive(handle);
    house.now += 1000;
    if (handle !== 'carol') await house.chat.leave(id, `${handle}-1`, { how: 'lost' });
  }
  await house.arrive('dave');
  assert.deepEqual(
    house.chat.getParticipants().map(({ handle }) => handle),
    ['bob', 'carol', 'dave'],
  );
  assert.ok(house.lines('#lobby').includes('leave alice connection lost'));
  await house.arrive('erin');
  const refused = await house.chat.join(house.account('frank'), 's');
  assert.equal(refused.ok, false);
  assert.equal(house.chat.participant(house.account('carol').id)?.handle, 'carol');
});

test('people who are lost, pushed out and back again all at once never exceed the seats or wait for ever', async () => {
  const house = await House.open({ capacity: 3 });
  const handles = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(
      handles.map(async (handle) => {
        const account = house.account(handle);
        const joined = await house.chat.join(account, `${handle}-${round}`);
        assert.ok(house.seated.size <= 3);
        if (joined.ok) await house.chat.leave(account.id, `${handle}-${round}`, { how: 'lost' });
      }),
    );
  }
  assert.equal(house.chat.getParticipantCount(), house.seated.size);
  house.now += 600_000;
  await house.chat.sweep();
  assert.equal(house.seated.size, 0);
  const lines = house.lines('#lobby');
  assert.equal(lines.filter((line) => line.startsWith('join')).length, lines.length / 2);
});

test('a disk that cannot write keeps nobody out', async () => {
  const house = await House.open();
  house.diskFull = true;
  const alice = await house.arrive('alice');
  assert.equal(house.chat.members('#lobby').length, 1);
  await house.chat.leave(alice, 'alice-1', { how: 'quit' });
  assert.equal(house.chat.getParticipantCount(), 0);
});

test('an arrival that fails gives its seat back', async () => {
  const house = await House.open();
  house.settings.get = () => {
    throw new Error('broken');
  };
  await assert.rejects(house.chat.join(house.account('alice'), 's'), /broken/);
  assert.equal(house.seated.size, 0);
  assert.equal(house.chat.getParticipantCount(), 0);
});

test('a role that changed is seen by the next look and the next login', async () => {
  const house = await House.open();
  const bob = await house.arrive('bob');
  await house.arrive('alice');
  house.accounts.set(bob, { ...house.account('bob'), role: 'sysop' });
  const lobby = house.chat.subscribe('#lobby', () => {});
  await house.chat.refresh(bob);
  assert.equal(house.chat.participant(bob)?.role, 'sysop');
  assert.deepEqual(heard(lobby), ['(members)', '(presence bob)']);
  assert.equal(house.chat.members('#lobby')[0]?.handle, 'bob');
});

test('500 people join in less than a second', async () => {
  const house = await House.open({ capacity: 500 });
  const accounts = Array.from({ length: 500 }, (_, i) => house.account(`user${i}`));
  const started = process.cpuUsage();
  await Promise.all(accounts.map((account) => house.chat.join(account, account.handle)));
  assert.equal(house.chat.members('#lobby').length, 500);
  assert.ok(process.cpuUsage(started).user < 1_000_000);
});
