/** Who is here, who somebody is, and whom one would rather not read. */
import { channelName } from '../channel-name.ts';
import type { Choice } from '../choices.ts';
import type { Command, CommandContext } from '../command.ts';
import { humanDuration } from '../duration.ts';
import { peersOf } from '../message.ts';
import type { Participant } from '../participant.ts';
import type { Account } from '../ports/accounts.ts';
import { findPerson, idleOf, inBrackets, presenceOf } from './person.ts';

function who(context: CommandContext, rest: string): void {
  const { chat, reply } = context;
  const channel = rest.trim() === '' ? undefined : channelName(rest);
  if (channel?.ok === false) {
    reply.refuse(`${channel.sentence} /whois bob tells about bob.`);
  } else if (channel === undefined) {
    listPeople(context, chat.getParticipants(), 'here');
  } else if (chat.channel(channel.value) === undefined) {
    reply.refuse(`There is no channel ${channel.value}; /channels lists them, /whois bob tells about bob.`);
  } else {
    listPeople(context, chat.members(channel.value), `in ${channel.value}`);
  }
}

function listPeople({ clock, reply }: CommandContext, people: readonly Participant[], where: string): void {
  reply.list({
    title: `${headcount(people)} ${where}`,
    items: [...people].sort(byRoleThenHandle).map((each) => whoRow(each, clock.steady())),
    empty: 'Nobody.',
    enter: { does: 'writes to them', run: ({ key }) => `/msg ${key}` },
    keys: [{ letter: 'w', does: 'whois', run: ({ key }) => `/whois ${key}` }],
  });
}

function headcount({ length }: readonly Participant[]): string {
  return length === 1 ? '1 person' : `${length} people`;
}

/** The reason stands last: it may be long. */
function whoRow(each: Participant, now: number): Choice {
  const { handle } = each;
  const role = each.role === 'sysop' ? 'sysop' : '';
  const channels = [...each.channels].sort().join(' ');
  const away = inBrackets(each.away).trim();
  const cells = [
    [{ text: handle, tone: 'handle' as const }],
    role,
    presenceOf(each),
    idleOf(each, now),
    channels,
    away,
  ];
  return { key: handle, cells };
}

function byRoleThenHandle(a: Participant, b: Participant): number {
  if (a.role !== b.role) return a.role === 'sysop' ? -1 : 1;
  const [x, y] = [a.handle.toLowerCase(), b.handle.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}

async function whois(context: CommandContext, rest: string): Promise<void> {
  const { chat, me, accounts, reply, formatTime } = context;
  const found = await findPerson(context, rest.trim());
  if (!found.ok) return reply.refuse(found);
  const account = found.value;
  const lines = [`${account.handle} is ${roleOf(account)}; account since ${formatTime(account.createdAt)}.`];
  const participant = chat.participant(account.id);
  if (participant === undefined) lines.push(`${account.handle} is not here; /msg ${account.handle} leaves word.`);
  else lines.push(...whereabouts(context, participant));
  if (me.role === 'sysop') {
    const keys = await accounts.keys(account.id);
    for (const key of keys) lines.push(`key ${key.fingerprint} ${key.type} ${key.comment}`.trimEnd());
    if (keys.length === 0) lines.push('no keys');
  }
  reply.page(account.handle, lines);
}

function roleOf({ role }: Account): string {
  return role === 'sysop' ? 'a sysop' : 'a user';
}

function whereabouts({ clock, formatTime }: CommandContext, participant: Participant): readonly string[] {
  const now = clock.steady();
  const { since, channels, lostSince, away } = participant;
  const lines = [`Here since ${formatTime(since)}, ${idleOf(participant, now)}, in ${[...channels].sort().join(' ')}.`];
  if (away !== undefined) lines.push(`Away${inBrackets(away)}.`);
  if (lostSince !== undefined) lines.push(`Connection lost ${humanDuration(now - lostSince)} ago.`);
  if (participant.dnd) lines.push('Does not want to be disturbed.');
  return lines;
}

/** How many one person may ignore: all of them are at hand in each of their sessions. */
const IGNORED = 500;

async function ignore(context: CommandContext, rest: string): Promise<void> {
  const { me, reply, session } = context;
  if (rest.trim() === '') {
    if (session.ignored().length > 0) listIgnored(context);
    else reply.line('You ignore nobody.');
    return;
  }
  const found = await findPerson(context, rest.trim());
  if (!found.ok) return reply.refuse(found);
  const { id, handle } = found.value;
  if (id === me.id) return reply.refuse('That is you; only others can be ignored.');
  const ignored = session.ignored();
  if (ignored.length >= IGNORED && !ignored.some((each) => each.id === id)) {
    return reply.refuse(`You ignore ${IGNORED} people, which is the most; /unignore somebody first.`);
  }
  await session.setIgnored(id, handle, true);
  reply.line(`You no longer see what ${handle} says. /unignore ${handle} ends it.`);
}

function listIgnored({ reply, session }: CommandContext): void {
  const rows = () =>
    session.ignored().map(({ handle }): Choice => ({ key: handle, cells: [[{ text: handle, tone: 'handle' }]] }));
  reply.list({
    title: 'You ignore',
    items: rows(),
    note: '/unignore bob ends it for bob.',
    empty: 'You ignore nobody any more.',
    enter: {
      does: 'sees them again',
      run: async ({ key }) => {
        const found = session.ignored().find(({ handle }) => handle === key);
        if (found !== undefined) await session.setIgnored(found.id, found.handle, false);
        return undefined;
      },
    },
    after: rows,
  });
}

async function unignore({ reply, session }: CommandContext, rest: string): Promise<void> {
  const name = rest.trim().replace(/^@/, '').toLowerCase();
  const ignored = session.ignored().find(({ handle }) => handle.toLowerCase() === name);
  if (ignored === undefined) return reply.refuse('You do not ignore anybody of that name; /ignore lists whom you do.');
  await session.setIgnored(ignored.id, ignored.handle, false);
  reply.line(`You see ${ignored.handle} again.`);
}

/** The list beside the messages; where there is none, a list of the people of this window. */
function besides(context: CommandContext): void {
  const { chat, here, session } = context;
  if (session.togglePeople()) return;
  const peers = peersOf(here);
  if (peers === undefined) listPeople(context, chat.members(here), `in ${here}`);
  else
    listPeople(
      context,
      [...new Set(peers)].flatMap((id) => chat.participant(id) ?? []),
      'of you here',
    );
}

export const people: readonly Command[] = [
  {
    name: 'who',
    aliases: ['names'],
    args: '[#channel]',
    required: 0,
    summary: 'who is here, away, idle, and where',
    group: 'people',
    complete: ['channel', undefined],
    run: who,
  },
  {
    name: 'people',
    args: '',
    required: 0,
    summary: 'show or hide the people of this window (F2)',
    details: ['They stand beside the messages from 100 columns on; in less they are a list.'],
    group: 'people',
    isFree: true,
    run: besides,
  },
  {
    name: 'whois',
    args: 'bob',
    required: 1,
    summary: 'about one person, here or not',
    group: 'people',
    complete: ['handle', undefined],
    run: whois,
  },
  {
    name: 'ignore',
    args: '[bob]',
    required: 0,
    summary: 'hide what bob says; alone: whom you ignore',
    details: ['It lasts until /unignore, across logins. They are not told.'],
    group: 'people',
    complete: ['handle', undefined],
    run: ignore,
  },
  {
    name: 'unignore',
    args: 'bob',
    required: 1,
    summary: 'see bob again',
    group: 'people',
    complete: ['handle', undefined],
    run: unignore,
  },
];
