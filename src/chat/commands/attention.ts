/** What calls a person besides their handle. What rings, marks and notifies is chosen with `/set`. */
import type { Command, CommandContext } from '../command.ts';
import { keywordsIn, parseKeywords } from '../mention.ts';
import { choose } from './choose.ts';
import { firstWord } from './words.ts';

function list({ reply, session }: CommandContext): void {
  const keywords = keywordsIn(session.preferences().get('keywords'));
  if (keywords.length > 0) reply.line(`Besides your handle you are called by: ${keywords.join(', ')}.`);
  else reply.line('Only your handle calls you. /highlight add deploy adds a word.');
}

async function add(context: CommandContext, words: string): Promise<void> {
  const { reply, session } = context;
  const known = keywordsIn(session.preferences().get('keywords'));
  const value = words.trim() === '' ? undefined : parseKeywords([...known, words].join(','));
  if (value === undefined) {
    return reply.refuse('A keyword is one word of letters and digits, at most 40 of them; you may have 32.');
  }
  await choose(context, 'keywords', value);
  reply.line(`Besides your handle you are called by: ${keywordsIn(value).join(', ')}.`);
}

async function remove(context: CommandContext, words: string): Promise<void> {
  const { reply, session } = context;
  const known = keywordsIn(session.preferences().get('keywords'));
  const gone = keywordsIn(parseKeywords(words) ?? 'none');
  const left = known.filter((word) => !gone.includes(word));
  if (left.length === known.length) return reply.refuse('That is none of your keywords; /highlight lists them.');
  await choose(context, 'keywords', left.length === 0 ? undefined : left.join(','));
  reply.line(`No longer called by: ${known.filter((word) => gone.includes(word)).join(', ')}.`);
}

async function highlight(context: CommandContext, rest: string): Promise<void> {
  const { word, text } = firstWord(rest);
  switch (word.toLowerCase()) {
    case '':
    case 'list':
      return list(context);
    case 'add':
      return await add(context, text);
    case 'remove':
      return await remove(context, text);
    default:
      return context.reply.refuse('Usage: /highlight [add|remove] [words]');
  }
}

export const attention: readonly Command[] = [
  {
    name: 'highlight',
    aliases: ['hilight'],
    args: '[add|remove] [words]',
    required: 0,
    summary: 'words that call you, as your handle does',
    details: [
      'A line with one of them stands out, marks its window and rings, as far as /set bell says so.',
      'Whole words count, whatever their case. Alone it lists them.',
    ],
    group: 'you',
    complete: [['add', 'remove', 'list'], undefined],
    run: highlight,
  },
];
