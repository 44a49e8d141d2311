/** Changing and answering what was said: edit, delete, react, reply to one line. */
import type { Command, CommandContext } from '../command.ts';
import { textOf } from '../message.ts';
import type { Line } from '../quote.ts';
import { parseReaction } from '../reaction.ts';
import { lineMeant, othersLastLine, ownLastLine } from './lines.ts';
import { sayHere } from './talk.ts';
import { firstWord } from './words.ts';

/** How many originals are read out: the first, and the newest of the others. */
const ORIGINALS_SHOWN = 20;
/** And so much of each, in UTF-16 units. */
const ORIGINAL_SHOWN = 4096;

async function edit(context: CommandContext, text: string): Promise<void> {
  const { chat, me, here, reply, session } = context;
  const line = await ownLastLine(context);
  if (!line.ok) return reply.refuse(line);
  if (text.trim() === '') return session.compose({ kind: 'edit', line: line.value }, textOf(line.value));
  const edited = await chat.amendments.edit(me.id, here, line.value.seq, text);
  if (!edited.ok) reply.refuse(edited);
}

async function remove(context: CommandContext, rest: string): Promise<void> {
  const { chat, me, here, reply } = context;
  const { word: which } = firstWord(rest);
  const line = await (which === '' ? ownLastLine(context) : lineMeant(context, which));
  if (!line.ok) return reply.refuse(line);
  const removed = await chat.amendments.remove(me.id, here, line.value.seq);
  if (!removed.ok) reply.refuse(removed);
}

/** Puts an emoji (or one by its name between colons) under a line, or takes it back; says why when it cannot. */
export async function react(context: CommandContext, word: string, line: Line): Promise<boolean> {
  const { chat, me, here, reply, session } = context;
  const parsed = parseReaction(word);
  if (parsed === undefined) {
    reply.refuse(`A reaction is one emoji, or its name as in :tada:, not ${word}.`);
    return false;
  }
  const emoji = 'emoji' in parsed ? parsed.emoji : session.emoji(parsed.name);
  if (emoji === undefined) {
    reply.refuse('There is no emoji of that name; Tab after :ta completes names.');
    return false;
  }
  const reacted = await chat.amendments.react(me.id, here, line.seq, emoji);
  if (!reacted.ok) reply.refuse(reacted);
  return reacted.ok;
}

async function reactTo(context: CommandContext, rest: string): Promise<void> {
  const { word, text } = firstWord(rest);
  const { word: which } = firstWord(text);
  const line = await (which === '' ? othersLastLine(context) : lineMeant(context, which));
  if (!line.ok) return context.reply.refuse(line);
  await react(context, word, line.value);
}

async function answer(context: CommandContext, rest: string): Promise<void> {
  const { reply, session } = context;
  const { word: which, text } = firstWord(rest);
  const line = await lineMeant(context, which);
  if (!line.ok) return reply.refuse(line);
  if (text.trim() === '') return session.compose({ kind: 'reply', line: line.value }, '');
  await sayHere(context, text, line.value);
}

async function originals(context: CommandContext, which: string): Promise<void> {
  const { chat, me, here, reply } = context;
  const line = await lineMeant(context, which.trim());
  if (!line.ok) return reply.refuse(line);
  const found = await chat.amendments.originals(me.id, here, line.value.seq);
  if (!found.ok) return reply.refuse(found);
  const { from } = line.value;
  if (found.value.length === 0) return reply.line(`That line stands as ${from.handle} said it.`);
  const [first, ...others] = found.value.map(
    ({ text, at, by }) => `until ${context.formatTime(at)}, changed by ${by.handle}: ${beginningOf(text)}`,
  );
  const shown = others.slice(1 - ORIGINALS_SHOWN);
  const leftOut = others.length - shown.length;
  const gap = leftOut === 0 ? [] : [`(${leftOut} more in between)`];
  reply.page(`What ${from.handle} said`, [first ?? '', ...gap, ...shown]);
}

/** In one line: a second one could pass for another original. */
function beginningOf(text: string): string {
  const rest = text.length - ORIGINAL_SHOWN;
  const shown = text.slice(0, ORIGINAL_SHOWN).replaceAll('\n', ' ⏎ ');
  return rest <= 0 ? shown : `${shown}… (${rest} more characters)`;
}

export const ownWords: readonly Command[] = [
  {
    name: 'edit',
    args: '[text]',
    required: 0,
    summary: 'give your last line other words',
    details: [
      'Without text the line comes back into the input, to be changed there.',
      's/old/new/ alone changes these words in your last line.',
      'Everybody sees the new words, marked as edited. For a while only: after that what was said stands.',
      'Where a channel is slow, it counts as a line.',
    ],
    group: 'talk',
    multiline: true,
    run: edit,
  },
  {
    name: 'delete',
    args: '[number]',
    required: 0,
    summary: 'delete your last line',
    details: ["Its place stays, marked as deleted. A sysop may delete anybody's line."],
    group: 'talk',
    run: remove,
  },
  {
    name: 'reply-to',
    aliases: ['quote'],
    args: 'bob [text]',
    required: 1,
    summary: "answer bob's last line, quoting it",
    details: [
      'A number instead of a name counts from below: /reply-to 3 text answers the third line from below.',
      'On the screen, Alt-Up or /select picks any line.',
    ],
    group: 'talk',
    complete: ['handle', undefined],
    multiline: true,
    run: answer,
  },
  {
    name: 'react',
    args: 'emoji [number]',
    required: 1,
    summary: 'put an emoji under a line; again takes it back',
    details: [
      'Without more, under the newest line of somebody else; a line that is only +👍 or +:tada: does the same.',
    ],
    group: 'talk',
    run: reactTo,
  },
  {
    name: 'select',
    args: '',
    required: 0,
    summary: 'pick a line to quote or react to (Alt-Up)',
    group: 'talk',
    isFree: true,
    run: ({ session, reply }) => {
      if (!session.select()) reply.refuse('Without a screen, /reply-to, /react and /delete take a number from below.');
    },
  },
  {
    name: 'originals',
    args: 'number',
    required: 1,
    summary: 'what a changed line said before',
    details: [
      'The number counts from below: 1 is the newest line.',
      'Of many changes it reads out the first and the newest 19, and of each 4,096 characters.',
    ],
    group: 'sysop',
    role: 'sysop',
    run: originals,
  },
];
