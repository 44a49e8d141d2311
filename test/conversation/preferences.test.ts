import { test } from 'node:test';
import type { Person } from './person.ts';
import { withServer } from './server.ts';

function showsTwelveHours(person: Person): Promise<void> {
  return person.until(() => /[ap]m *$/i.test(person.screen().at(-2) ?? ''), 'the status should end in am or pm');
}

test('what somebody sets holds at once, in all their sessions, and at the next login', () =>
  withServer({}, async (cast) => {
    const laptop = await cast.join('alice');
    const phone = await cast.join('alice');
    laptop.enter('hello');
    await laptop.sees('alice hello');
    laptop.enter('/set clock 12h');
    await laptop.sees('clock is now 12h.');
    await showsTwelveHours(laptop);
    await showsTwelveHours(phone);
    laptop.enter('/quit');
    phone.enter('/quit');
    await laptop.until(() => laptop.closed && phone.closed, 'both should be gone');
    await showsTwelveHours(await cast.join('alice'));
  }));
