/** From what somebody entered to what happens: text is said, a command is looked up, checked and run. */
import type { CommandContext } from '../command.ts';
import { cleanBlock } from '../text.ts';
import { usageOf } from './help.ts';
import { lookUp } from './lookup.ts';
import { COMMANDS } from './table.ts';
import { countWords } from './words.ts';

/** What an entered text is. */
export type Input =
  | { readonly type: 'say'; readonly text: string }
  /** `name` in lower case, without the slash, empty for a lone `/`; `rest` is everything after it and its spaces. */
  | { readonly type: 'command'; readonly name: string; readonly rest: string }
  | { readonly type: 'empty' };

/**
 * Takes an entered text apart and makes it safe. `//text` says `/text`. A space before the slash does not make it
 * text: a slip there would show a secret to everyone.
 */
export function parseInput(entered: string): Input {
  const text = cleanBlock(entered).trimEnd();
  const start = text.trimStart();
  if (start === '') return { type: 'empty' };
  // Blank lines before a paste go, the indentation of its first line stays.
  if (!start.startsWith('/')) return { type: 'say', text: text.replace(/^(?: *\n)+/, '') };
  if (start.startsWith('//')) return { type: 'say', text: start.slice(1) };
  const [, name = '', rest = ''] = /^\/(\S*) *([\s\S]*)$/.exec(start) ?? [];
  return { type: 'command', name: name.toLowerCase(), rest };
}

/** Runs a command for who typed it; what cannot be run is answered with what to do instead, and sends nothing. */
export async function runCommand(context: CommandContext, name: string, rest: string): Promise<void> {
  const { me, reply } = context;
  if (name === '') return reply.refuse('A / alone is no command; /help lists them all, and // says /.');
  const found = lookUp(COMMANDS, me.role, name);
  if (!found.ok) return reply.refuse(found.sentence);
  const command = found.value;
  if (countWords(rest) < command.required) return reply.refuse(`Usage: ${usageOf(command)}`);
  if (rest.includes('\n') && command.multiline !== true) {
    return reply.refuse(`/${command.name} takes one line. To say the whole text, put one more / before it.`);
  }
  await command.run(context, rest.trimStart());
}
