/** One's own preferences: `/set` lists them, shows one, changes one; each kind has the shortcuts people expect. */
import { channelName } from '../channel-name.ts';
import type { Command, CommandContext } from '../command.ts';
import type { Conversation } from '../message.ts';
import {
  allowedWords,
  findPreference,
  PREFERENCES,
  type Preference,
  type PreferenceName,
  parsePreference,
  preferenceKey,
} from '../preferences.ts';
import { ok, type Result, refuse } from '../result.ts';
import { firstWord } from './words.ts';

/** How many choices one person may make: most of them would be for channels. */
const CHOICES = 500;

/** What `/set` was asked: a preference, the channel it is for, and the new value if there is one. */
interface Asked {
  readonly name: PreferenceName;
  readonly row: Preference;
  readonly channel: Conversation | undefined;
  readonly value: string;
}

/** `bell.#dev all` and `bell all #dev` say the same. */
function parse(text: string): Result<Asked> {
  const { word, text: rest } = firstWord(text);
  const [, typed = '', dotted] = /^([^.]+)(?:\.(.*))?$/.exec(word) ?? [];
  const found = findPreference(typed);
  if (!found.ok) return found;
  const { name, row } = found.value;
  const [, before, last] = /^(.*?)(?: +(#\S+))?$/.exec(rest.trim()) ?? [];
  const wanted = dotted ?? (row.perChannel === true ? last : undefined);
  const value = wanted === last ? (before ?? '') : rest.trim();
  if (wanted === undefined) return ok({ name, row, channel: undefined, value });
  if (row.perChannel !== true) return refuse('not-per-channel', `${name} is the same in every channel: /set ${name}`);
  const channel = channelName(wanted);
  if (!channel.ok) return channel;
  return ok({ name, row, channel: channel.value, value });
}

function list({ reply, session }: CommandContext): void {
  const chosen = session.preferences();
  const lines = [...PREFERENCES].flatMap(([key, row]) => {
    const name = key as PreferenceName;
    const channels = chosen.channelsOf(name).map((channel) => [`  ${channel}`, chosen.get(name, channel), '']);
    return [[name, chosen.get(name), `${row.summary} (${allowedWords(row)})`], ...channels];
  });
  reply.page('Preferences', [...lines, '', '/set name value changes one; the value default undoes that.']);
}

async function set(context: CommandContext, text: string): Promise<void> {
  if (text === '') return list(context);
  const { reply, session } = context;
  const asked = parse(text);
  if (!asked.ok) return reply.refuse(asked.sentence);
  const { name, row, channel, value } = asked.value;
  const key = preferenceKey(name, channel);
  if (value === '') {
    reply.line(`${key} is ${session.preferences().get(name, channel)}: ${row.summary}. Allowed: ${allowedWords(row)}.`);
    return;
  }
  const parsed = value.toLowerCase() === 'default' ? ok(undefined) : parsePreference(name, row, value);
  if (!parsed.ok) return reply.refuse(parsed.sentence);
  if (session.preferences().size >= CHOICES && parsed.value !== undefined) {
    return reply.refuse(`You have made ${CHOICES} choices; undo one with /set name default before the next.`);
  }
  await choose(context, key, parsed.value);
  reply.line(parsed.value === undefined ? `${key} is as it was at first.` : `${key} is now ${parsed.value}.`);
}

/** Keeps a choice, by its key ({@link preferenceKey}), and has it hold at once in all sessions; undefined undoes it. */
export async function choose(
  { me, profiles, chat }: CommandContext,
  key: string,
  value: string | undefined,
): Promise<void> {
  await profiles.setSetting(me.id, key, value);
  chat.notify(me.id, { event: 'preferences' });
}

/** What completes a value: its words, if there are few. */
function wordsOf(name: string): readonly string[] {
  const [bare = ''] = name.split('.', 1);
  const allowed = PREFERENCES.get(bare)?.allowed ?? [];
  return 'what' in allowed ? [] : [...allowed, 'default'];
}

export const preferences: readonly Command[] = [
  {
    name: 'set',
    aliases: ['settings'],
    args: '[name] [value]',
    required: 0,
    summary: 'your preferences: list, show or change them',
    details: [
      '/set alone lists them all; /set name default undoes a change.',
      'What may differ per channel is set with /set name.#dev value.',
      'They are kept with your account and hold in all your sessions at once.',
    ],
    group: 'you',
    complete: [[...PREFERENCES.keys()], ([name = '']) => wordsOf(name), undefined],
    run: set,
  },
  {
    name: 'theme',
    args: '[name]',
    required: 0,
    summary: 'the colours of the screen',
    group: 'you',
    complete: [wordsOf('theme'), undefined],
    run: (context, rest) => set(context, `theme ${rest}`),
  },
];
