/** What becomes of an entered text: a command is run, words are said, or do to a line what was aimed at it. */
import type { Aim, CommandContext } from '../command.ts';
import { textOf } from '../message.ts';
import { QUICK_REACTIONS } from '../reaction.ts';
import { ok } from '../result.ts';
import { type Input, runCommand } from './dispatch.ts';
import { othersLastLine, ownLastLine } from './lines.ts';
import { react } from './own-words.ts';
import { sayHere } from './talk.ts';

/**
 * False when words were not said, or a command not carried out as {@link runCommand} says, and belong back into the input; why was
 * said to the person.
 */
export async function runInput(context: CommandContext, input: Input, aim: Aim | undefined): Promise<boolean> {
  switch (input.type) {
    case 'empty':
      return true;
    case 'command':
      return await runCommand(context, input.name, input.rest);
    case 'react': {
      if (aim?.kind === 'edit') return await speak(context, input.text, aim);
      const line = aim === undefined ? await othersLastLine(context) : ok(aim.line);
      if (line.ok) return await react(context, input.word, line.value);
      context.reply.refuse(line);
      return false;
    }
    case 'substitute':
      return (
        (aim === undefined ? await substitute(context, input) : undefined) ?? (await speak(context, input.text, aim))
      );
    case 'say':
      return await speak(context, input.text, aim);
    default:
      return input satisfies never;
  }
}

async function speak(context: CommandContext, text: string, aim: Aim | undefined): Promise<boolean> {
  if (aim === undefined) return await sayHere(context, text);
  const { chat, me, here, reply } = context;
  switch (aim.kind) {
    case 'reply':
      return await sayHere(context, text, aim.line);
    case 'react':
      return await react(context, QUICK_REACTIONS[Number(text) - 1] ?? text.trim(), aim.line);
    case 'edit': {
      const edited = await chat.amendments.edit(me.id, here, aim.line.seq, text);
      if (!edited.ok) reply.refuse(edited);
      return edited.ok;
    }
    default:
      return aim.kind satisfies never;
  }
}

/** `s/old/new/` edits one's last line; undefined when the old words are not in it, for then it is said: somebody else is meant. */
async function substitute(
  context: CommandContext,
  { old, fresh }: { readonly old: string; readonly fresh: string },
): Promise<boolean | undefined> {
  const { chat, me, here, reply, session } = context;
  const line = await ownLastLine(context);
  if (!line.ok || !textOf(line.value).includes(old)) return undefined;
  const text = textOf(line.value).replace(old, () => fresh);
  session.charge(text);
  const edited = await chat.amendments.edit(me.id, here, line.value.seq, text);
  if (!edited.ok) reply.refuse(edited);
  return edited.ok || edited.code !== 'not-saved';
}
