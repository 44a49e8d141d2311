/** A full chat that was filled from one place has room for who comes from another; and nobody loses a seat for less. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../src/chat/ports/accounts.ts';
import { House, unwrap } from './house.ts';

/** One comes after the other, a second apart. */
async function comes(house: House, handle: string, source: string | undefined, more: Partial<Account> = {}) {
  house.now += 1000;
  const joined = await house.chat.join(house.account(handle, more), `${handle}-1`, source);
  return joined.ok;
}

async function filled(capacity: number, sources: Readonly<Record<string, string | undefined>>): Promise<House> {
  const house = await House.open({ capacity });
  for (const [handle, source] of Object.entries(sources)) assert.equal(await comes(house, handle, source), true);
  return house;
}

const here = (house: House) => house.chat.getParticipants().map(({ handle }) => handle);
const dismissed = (house: House) => house.calls.filter((call) => call.startsWith('dismiss'));

const ONE_PLACE = { m1: 'there', m2: 'there', m3: 'there', m4: 'there' };

test('one source that fills the chat makes room until half is left, whoever typed nothing for longest first', async () => {
  const house = await filled(4, ONE_PLACE);
  house.chat.touch(house.account('m1').id);
  assert.equal(await comes(house, 'alice', 'elsewhere'), true);
  assert.deepEqual(here(house), ['m1', 'm3', 'm4', 'alice']);
  assert.deepEqual(dismissed(house), [
    `dismiss ${house.account('m2').id}: The chat is full, and most of it comes from your network. You were quiet longest there, so ` +
      'somebody from elsewhere has your place now. Please try again later.',
  ]);
  assert.equal(house.lines('#lobby').at(-2), 'leave m2 made room');
  assert.equal(await comes(house, 'bob', 'a third place'), true);
  assert.deepEqual(here(house), ['m1', 'm4', 'alice', 'bob']);
  assert.equal(await comes(house, 'carol', 'a fourth place'), false, 'half is theirs to keep');
  assert.equal(house.seated.size, 4);
});

test('who comes from the source that crowds the chat is refused', async () => {
  const house = await filled(4, ONE_PLACE);
  assert.equal(await comes(house, 'm5', 'there'), false);
  assert.deepEqual(dismissed(house), []);
});

test('an office behind one address loses nobody while there is a seat, and never has less than half', async () => {
  const house = await filled(5, { o1: 'office', o2: 'office', o3: 'office', o4: 'office' });
  assert.equal(await comes(house, 'alice', 'elsewhere'), true);
  assert.deepEqual(dismissed(house), []);
  assert.equal(await comes(house, 'bob', 'elsewhere'), true);
  assert.deepEqual(here(house), ['o2', 'o3', 'o4', 'alice', 'bob']);
  assert.equal(await comes(house, 'carol', 'elsewhere'), false, 'two of five would be less than half');
  const small = await filled(1, { o1: 'office' });
  assert.equal(await comes(small, 'alice', 'elsewhere'), false);
});

test('sysops stay, and so do those who are counted with nobody; who is counted with nobody may come', async () => {
  const house = await House.open({ capacity: 4 });
  await comes(house, 'boss', 'there', { role: 'sysop' });
  for (const handle of ['m1', 'm2', 'm3']) await comes(house, handle, 'there');
  assert.equal(await comes(house, 'alice', undefined), true);
  assert.deepEqual(here(house), ['boss', 'm2', 'm3', 'alice']);
  const exempt = await filled(4, { o1: undefined, o2: undefined, o3: undefined, o4: undefined });
  assert.equal(await comes(exempt, 'alice', 'elsewhere'), false);
});

test('a newcomer from elsewhere comes in too; who is lost or has not said a word goes before others', async () => {
  const house = await filled(4, { m1: 'there', m2: 'there', m3: 'there' });
  await comes(house, 'm4', 'there', { provisional: true });
  assert.equal(await comes(house, 'stranger', 'elsewhere', { provisional: true }), true);
  assert.deepEqual(here(house), ['m2', 'm3', 'm4', 'stranger']);
  assert.equal(await comes(house, 'alice', 'elsewhere'), true);
  assert.deepEqual(here(house), ['m2', 'm3', 'stranger', 'alice']);
  await house.chat.leave(house.account('m3').id, 'm3-1', { how: 'lost' });
  assert.equal(await comes(house, 'bob', 'elsewhere'), true);
  assert.deepEqual(here(house), ['m2', 'stranger', 'alice', 'bob']);
});

test('a seat is counted where its newest session comes from', async () => {
  const house = await filled(4, ONE_PLACE);
  unwrap(await house.chat.join(house.account('m1'), 'm1-2', 'on the road'));
  assert.equal(await comes(house, 'alice', 'elsewhere'), true);
  assert.deepEqual(here(house), ['m1', 'm3', 'm4', 'alice']);
  assert.equal(await comes(house, 'bob', 'elsewhere'), false, 'two are left there, which is half');
});

test('however many come at once from elsewhere, half is left and no seat is given twice', async () => {
  const house = await filled(10, Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`m${n}`, 'there'])));
  const all = await Promise.all(Array.from({ length: 20 }, (_, n) => comes(house, `a${n}`, `place ${n}`)));
  assert.equal(all.filter(Boolean).length, 5);
  assert.equal(house.seated.size, 10);
  assert.deepEqual(
    here(house).filter((handle) => handle.startsWith('m')),
    ['m5', 'm6', 'm7', 'm8', 'm9'],
  );
});
