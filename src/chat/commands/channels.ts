/** Channels: in, out, which there are, and what they are about. */
import { channelName } from '../channel-name.ts';
import type { Choice } from '../choices.ts';
import type { Command, CommandContext } from '../command.ts';
import { peersOf } from '../message.ts';
import { slowness } from '../slow-mode.ts';
import { topicFor } from '../topic.ts';
import { ignoredBy } from './lines.ts';
import { firstWord, reasonIn } from './words.ts';

async function join({ chat, me, reply, session }: CommandContext, rest: string): Promise<void> {
  const entered = await chat.enter(me.id, firstWord(rest).word);
  if (entered.ok) await session.show(entered.value.name);
  else reply.refuse(entered);
}

async function part({ chat, me, here, reply, session }: CommandContext, rest: string): Promise<void> {
  const { word, text } = firstWord(rest);
  if (word === '' && peersOf(here) !== undefined) {
    return reply.refuse('This is a conversation of two, not a channel; /part #dev leaves #dev.');
  }
  // The first word is always the channel, so that a misspelt one is not taken for a reason to leave this one.
  const channel = word === '' ? { ok: true as const, value: here } : channelName(word);
  if (!channel.ok) return reply.refuse(channel);
  const reason = reasonIn(text);
  if (!reason.ok) return reply.refuse(reason);
  const parted = await chat.part(me.id, channel.value, reason.value);
  if (!parted.ok) reply.refuse(parted);
  else if (channel.value === here) session.moveOn();
}

function list({ chat, me, here, reply, session }: CommandContext): void {
  const ignored = ignoredBy(session);
  const items = chat.channels().map((channel): Choice => {
    const { name, slow } = channel;
    const topic = topicFor(channel, ignored);
    const count = chat.members(name).length;
    const mark = me.channels.has(name) ? '* ' : '  ';
    const people = [count === 0 ? '' : `${count} here`, slow === 0 ? '' : 'slow']
      .filter((word) => word !== '')
      .join(', ');
    return { key: name, cells: [[{ text: mark }, { text: name, tone: 'strong' }], people, topic], note: topic };
  });
  reply.list({
    title: 'Channels (* you are in)',
    items,
    selected: here,
    empty: 'There is no channel yet; /join #dev opens one.',
    enter: { does: 'goes in', run: ({ key }) => `/join ${key}` },
    keys: [{ letter: 'w', does: 'who is there', run: ({ key }) => `/who ${key}` }],
  });
}

async function topic({ chat, me, here, reply, session }: CommandContext, rest: string): Promise<void> {
  if (peersOf(here) !== undefined) return reply.refuse('A conversation of two has no topic; a channel has.');
  const text = rest.trim();
  if (text === '') {
    const current = topicFor(chat.channel(here), ignoredBy(session));
    return reply.line(current === '' ? `${here} has no topic yet; /topic text sets one.` : `${here}: ${current}`);
  }
  const set = await chat.settings.setTopic(me.id, here, text === '-' ? '' : text);
  if (!set.ok) reply.refuse(set);
}

async function slow({ chat, me, here, reply }: CommandContext, rest: string): Promise<void> {
  if (peersOf(here) !== undefined) return reply.refuse('A conversation of two is not slow; a channel may be.');
  const word = firstWord(rest).word.toLowerCase();
  if (word === '') {
    const info = chat.channel(here);
    return reply.line(info === undefined ? `There is no channel ${here}.` : `${slowness(info)}.`);
  }
  const [, number, unit] = /^(\d{1,5})(s|m|min)?$/.exec(word) ?? [];
  const seconds = word === 'off' ? 0 : Number(number) * (unit === undefined || unit === 's' ? 1 : 60);
  const set = await chat.settings.setSlow(me.id, here, seconds);
  if (!set.ok) reply.refuse(set);
}

export const channels: readonly Command[] = [
  {
    name: 'join',
    aliases: ['j'],
    args: '#dev',
    required: 1,
    summary: 'go into a channel; a new one is yours',
    group: 'channels',
    complete: ['channel', undefined],
    run: join,
  },
  {
    name: 'part',
    aliases: ['leave'],
    args: '[#dev] [reason]',
    required: 0,
    summary: 'leave a channel; alone: this one',
    group: 'channels',
    complete: ['channel', undefined],
    run: part,
  },
  {
    name: 'channels',
    aliases: ['list'],
    args: '',
    required: 0,
    summary: 'which channels there are, people, topics',
    group: 'channels',
    run: list,
  },
  {
    name: 'topic',
    args: '[text]',
    required: 0,
    summary: 'what this channel is about, or set it',
    details: ['/topic - clears it; Tab after /topic and a space brings it into the line, to be changed.'],
    group: 'channels',
    complete: ['topic', undefined],
    run: topic,
  },
  {
    name: 'slow',
    args: '[seconds|off]',
    required: 0,
    summary: 'how often one may speak here, or set it',
    details: ['For a sysop and whoever opened the channel: /slow 30, /slow 2m, /slow off.'],
    group: 'channels',
    run: slow,
  },
];
