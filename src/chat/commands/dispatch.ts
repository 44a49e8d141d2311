/** From what somebody entered to what happens: text is said, a command is looked up, checked and run. */
import type { CommandContext, Reply } from '../command.ts';
import { parseReaction } from '../reaction.ts';
import { ok } from '../result.ts';
import { checkLine, cleanBlock } from '../text.ts';
import { usageOf } from './help.ts';
import { lookUp } from './lookup.ts';
import { COMMANDS } from './table.ts';
import { countWords } from './words.ts';

/** What an entered text is. */
export type Input =
  | { readonly type: 'say'; readonly text: string }
  /** `name` in lower case, without the slash, empty for a lone `/`; `rest` is everything after it and its spaces. */
  | { readonly type: 'command'; readonly name: string; readonly rest: string }
  /** `+👍` or `+:tada:` and nothing else. */
  | { readonly type: 'react'; readonly word: string; readonly text: string }
  /** `s/old/new/` and nothing else; `text` is all of it. */
  | { readonly type: 'substitute'; readonly old: string; readonly fresh: string; readonly text: string }
  | { readonly type: 'empty' };

/**
 * Takes an entered text apart and makes it safe. `//text` says `/text`. A space before the slash does not make it
 * text: a slip there would show a secret to everyone.
 */
export function parseInput(entered: string): Input {
  const text = cleanBlock(entered).trimEnd();
  const start = text.trimStart();
  if (start === '') return { type: 'empty' };
  if (!start.startsWith('/')) return wordsOf(start, text);
  if (start.startsWith('//')) return { type: 'say', text: start.slice(1) };
  const [, name = '', rest = ''] = /^\/(\S*) *([\s\S]*)$/.exec(start) ?? [];
  return { type: 'command', name: name.toLowerCase(), rest };
}

function wordsOf(start: string, text: string): Input {
  const word = start.slice(1);
  if (start.startsWith('+') && parseReaction(word) !== undefined) return { type: 'react', word, text: start };
  const [, old, fresh] = /^s\/([^/\n]+)\/([^/\n]*)\/?$/.exec(start) ?? [];
  if (old !== undefined && fresh !== undefined) return { type: 'substitute', old, fresh, text: start };
  // Blank lines before a paste go, the indentation of its first line stays.
  return { type: 'say', text: text.replace(/^(?: *\n)+/, '') };
}

/** Refused so, a command may work when it is typed again, or shortened: it goes back into the input. */
const GIVEN_BACK: ReadonlySet<string> = new Set(['not-saved', 'too-long']);

/**
 * Runs a command for who typed it; what cannot be run is answered with what to do instead, and sends nothing. False when it
 * belongs back into the input: the store refused what it wanted to keep, or it is too long.
 */
export async function runCommand(context: CommandContext, name: string, rest: string): Promise<boolean> {
  let isDone = true;
  const refuse: Reply['refuse'] = (why) => {
    if (typeof why !== 'string' && GIVEN_BACK.has(why.code)) isDone = false;
    context.reply.refuse(why);
  };
  await run({ ...context, reply: { ...context.reply, refuse } }, name, rest);
  return isDone;
}

async function run(context: CommandContext, name: string, rest: string): Promise<void> {
  const { me, reply } = context;
  if (name === '') return reply.refuse('A / alone is no command; /help lists them all, and // says /.');
  const found = lookUp(COMMANDS, me.role, name);
  if (!found.ok) return reply.refuse(found);
  const command = found.value;
  const length = command.multiline === true ? ok() : checkLine(rest);
  if (!length.ok) return reply.refuse(length);
  if (countWords(rest) < command.required) return reply.refuse(`Usage: ${usageOf(command)}`);
  if (rest.includes('\n') && command.multiline !== true) {
    return reply.refuse(`/${command.name} takes one line. To say the whole text, put one more / before it.`);
  }
  await command.run(context, rest.trimStart());
}
