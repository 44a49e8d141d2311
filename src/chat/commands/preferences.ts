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
  preferenceKey,
} from '../preferences.ts';
import { ok, type Result, refuse } from '../result.ts';
import { chooseTyped } from './choose.ts';
import { listSettings, listThemes } from './settings.ts';
import { firstWord } from './words.ts';

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
  const given = rest.trim();
  const [spaced = '', last] = / (#\S+)$/.exec(given) ?? [];
  const wanted = dotted ?? (row.perChannel === true ? last : undefined);
  const value = last !== undefined && wanted === last ? given.slice(0, -spaced.length).trimEnd() : given;
  if (wanted === undefined) return ok({ name, row, channel: undefined, value });
  if (row.perChannel !== true) return refuse('not-per-channel', `${name} is the same in every channel: /set ${name}`);
  const channel = channelName(wanted);
  if (!channel.ok) return channel;
  return ok({ name, row, channel: channel.value, value });
}

async function set(context: CommandContext, text: string): Promise<void> {
  if (text === '') return listSettings(context);
  const { reply, session } = context;
  const asked = parse(text);
  if (!asked.ok) return reply.refuse(asked);
  const { name, row, channel, value } = asked.value;
  const key = preferenceKey(name, channel);
  if (value === '') {
    reply.line(`${key} is ${session.preferences().get(name, channel)}: ${row.summary}. Allowed: ${allowedWords(row)}.`);
    return;
  }
  const kept = await chooseTyped(context, key, row, value);
  if (!kept.ok) return reply.refuse(kept);
  const holds = row.holds === undefined ? '' : `, ${row.holds}`;
  if (kept.value !== undefined) return reply.line(`${key} is now ${kept.value}${holds}.`);
  const left = session.preferences().with(key, undefined);
  const source = channel === undefined ? 'the default' : `as ${name} is`;
  reply.line(`${key} is ${left.get(name, channel)} again, ${source}${holds}.`);
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
    details: ['Alone it lists them, and the screen shows each one as you come to it.'],
    run: (context, rest) => (rest.trim() === '' ? listThemes(context) : set(context, `theme ${rest}`)),
  },
];
