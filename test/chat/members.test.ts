import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byRoleThenName, Members } from '../../src/chat/members.ts';
import type { Seat } from '../../src/chat/seats.ts';

/** As much of a seat as the list looks at. */
function seat(id: number, handle: string, role: Seat['role'] = 'user'): Seat {
  return { id, handle, role } as Seat;
}

test('whoever comes and goes in whatever order, people are listed sysops first, then by name', () => {
  const person = fc.record({ handle: fc.string({ maxLength: 3 }), isSysop: fc.boolean(), leaves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 40 }), (people) => {
      const members = new Members();
      const seats = people.map(({ handle, isSysop }, id) => seat(id, handle, isSysop ? 'sysop' : 'user'));
      for (const each of seats) members.add(each);
      const stay = seats.filter((_, at) => people[at]?.leaves === false);
      for (const each of seats) if (!stay.includes(each)) members.remove(each);
      assert.equal(members.listed.length, stay.length);
      assert.deepEqual(new Set(members.listed), new Set(stay));
      assert.deepEqual([...members.listed].sort(byRoleThenName), members.listed);
    }),
  );
});

test('the list is the same array until somebody in it is another', () => {
  const members = new Members();
  const [alice, Bob] = [seat(1, 'alice'), seat(2, 'Bob')];
  members.add(Bob);
  members.add(alice);
  const { listed } = members;
  assert.deepEqual(listed, [alice, Bob]);
  assert.equal(members.listed, listed);
  members.presenceChanged();
  assert.notEqual(members.listed, listed);
  assert.deepEqual(members.listed, [alice, Bob]);
  Bob.role = 'sysop';
  members.resort();
  assert.deepEqual(members.listed, [Bob, alice]);
});
