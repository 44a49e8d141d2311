import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directConversation } from '../../../src/chat/message.ts';
import { MINUTE, stage } from './stage.ts';

test('/me is an action in the channel', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/me waves'), []);
  assert.deepEqual(bob.hears(), ['* alice waves']);
});

test('/me in a direct window goes to that person only', async () => {
  const { enters } = await stage();
  const [alice, bob, carol] = [await enters('alice'), await enters('bob'), await enters('carol')];
  alice.here = directConversation(alice.id, bob.id);
  assert.deepEqual(await alice.types('/me waves'), []);
  assert.deepEqual(bob.hears(), ['alice → bob: * alice waves']);
  assert.deepEqual(carol.hears(), []);
});

test('/msg reaches the two of them and nobody else', async () => {
  const { enters } = await stage();
  const [alice, bob, carol] = [await enters('alice'), await enters('bob'), await enters('carol')];
  assert.deepEqual(await alice.types('/msg bob the cake is ready'), []);
  assert.deepEqual(bob.hears(), ['alice → bob: the cake is ready']);
  assert.deepEqual(alice.hears(), ['alice → bob: the cake is ready']);
  assert.deepEqual(carol.hears(), []);
});

test('/msg takes a paste, and keeps its lines and indentation', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await alice.types('/msg @Bob\n  if (x)\n    y();');
  assert.deepEqual(bob.hears(), ['alice → bob:   if (x)\n    y();']);
});

test('/msg says when its words will have to wait', async () => {
  const { enters, registers } = await stage();
  const [alice, bob, carol] = [await enters('alice'), await enters('bob'), await enters('carol')];
  await registers('dave');
  await bob.types('/away lunch');
  await carol.leaves('lost');
  assert.deepEqual(await alice.types('/msg bob hi'), ['bob is away (lunch); kept for their return.']);
  assert.deepEqual(await alice.types('/msg carol hi'), ['carol has lost the connection; kept for their return.']);
  assert.deepEqual(await alice.types('/msg dave hi'), ['dave is not here; kept for their return.']);
  assert.deepEqual(bob.hears(), ['alice → bob: hi']);
});

test('that somebody is away is said once, until it changes', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await bob.types('/away lunch');
  assert.deepEqual(await alice.types('/msg bob hi'), ['bob is away (lunch); kept for their return.']);
  assert.deepEqual(await alice.types('/msg bob are you there'), []);
  await bob.types('/away meeting');
  assert.deepEqual(await alice.types('/msg bob and now'), ['bob is away (meeting); kept for their return.']);
  await bob.types('/back');
  assert.deepEqual(await alice.types('/msg bob welcome back'), []);
  await bob.types('/away meeting');
  assert.deepEqual(await alice.types('/msg bob bye'), ['bob is away (meeting); kept for their return.']);
});

test('notes to oneself are not kept for anybody', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  await alice.types('/away');
  assert.deepEqual(await alice.types('/msg alice buy milk'), []);
});

test('/msg to nobody says so and offers the nearest', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  await enters('bob');
  const [answer = ''] = await alice.types('/msg bbo hi');
  assert.match(answer, /^! Nobody is called bbo\. Did you mean bob\?$/);
  assert.deepEqual(alice.hears(), []);
});

test('/msg and /query without text open the window', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/msg bob'), []);
  assert.deepEqual(await alice.types('/query BOB'), []);
  const window = directConversation(alice.id, bob.id);
  assert.deepEqual(alice.shown, [window, window]);
  assert.deepEqual(bob.hears(), []);
  assert.deepEqual(await alice.types('/query nobody99'), ['! Nobody is called nobody99. /who lists who is here.']);
});

test('a look-alike is offered, not taken for its owner', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  await enters('bill');
  assert.deepEqual(await alice.types('/query bi11'), ['! Nobody is called bi11. Did you mean bill?']);
  assert.deepEqual(alice.shown, []);
});

test('/reply answers who wrote last, and says when nobody did', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await alice.types('/r hello'), [
    '! Nobody has written to you directly yet; /msg bob hello writes to bob.',
  ]);
  alice.lastDirectFrom = 'bob';
  assert.deepEqual(await alice.types('/r hello'), []);
  assert.deepEqual(bob.hears(), ['alice → bob: hello']);
});

test('/page rings one person, in private; the page itself is all that is shown of it', async () => {
  const { enters } = await stage();
  const [alice, bob, carol] = [await enters('alice'), await enters('bob'), await enters('carol')];
  assert.deepEqual(await alice.types('/page bob the oven is on'), []);
  assert.deepEqual(bob.hears(), ['alice rings bob: the oven is on']);
  assert.deepEqual(carol.hears(), []);
});

test('/page rings once a minute per person', async () => {
  const { enters, wait } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  await alice.types('/page bob');
  wait(20_000);
  const [refusal = ''] = await alice.types('/page bob again');
  assert.match(refusal, /^! .*40 seconds\.$/);
  wait(MINUTE);
  assert.deepEqual(await alice.types('/page bob again'), []);
  assert.equal(bob.hears().length, 2);
});

test('/page says what becomes of it when nobody hears the bell', async () => {
  const { enters, registers } = await stage();
  const [alice, bob, carol] = [await enters('alice'), await enters('bob'), await enters('carol')];
  await registers('dave');
  await bob.types('/away lunch');
  await carol.types('/dnd on');
  assert.deepEqual(await alice.types('/page bob'), ['bob is away (lunch); the page is kept for their return.']);
  assert.deepEqual(await alice.types('/page carol'), [
    'carol does not want to be disturbed: the page is shown, without the bell.',
  ]);
  assert.deepEqual(await alice.types('/page dave'), ['dave is not here; the page is kept for their return.']);
});

test('after /page off nobody can page, after /page on they can', async () => {
  const { enters } = await stage();
  const [alice, bob] = [await enters('alice'), await enters('bob')];
  assert.deepEqual(await bob.types('/page off'), ['Nobody can page you until /page on.']);
  assert.deepEqual(await alice.types('/page bob'), ['! bob does not take pages now.']);
  assert.deepEqual(await bob.types('/page ON'), ['You can be paged again.']);
  assert.deepEqual(await alice.types('/page bob'), []);
});

test('/page sysop pages every sysop who is here', async () => {
  const { enters } = await stage();
  const alice = await enters('alice');
  assert.deepEqual(await alice.types('/page sysop help'), ['! No sysop is here right now.']);
  const [ruth, sam] = [await enters('ruth', 'sysop'), await enters('sam', 'sysop')];
  assert.deepEqual(await alice.types('/page sysop help'), []);
  assert.deepEqual(ruth.hears(), ['alice rings ruth: help']);
  assert.deepEqual(sam.hears(), ['alice rings sam: help']);
});
