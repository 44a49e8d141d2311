/** Keeping what a person chose, however they did: as a command, in the list of settings, or by a command of its own. */
import type { CommandContext } from '../command.ts';
import { type Preference, parsePreference } from '../preferences.ts';
import { ok, type Result, refuse } from '../result.ts';

/** How many choices one person may make: most of them would be for channels. */
const CHOICES = 500;

/**
 * Keeps a typed value; `default` undoes the choice. Gives what is kept, undefined for nothing. `key` is the preference's
 * (`preferenceKey`). Codes: `bad-value`, `too-many-choices`.
 */
export async function chooseTyped(
  context: CommandContext,
  key: string,
  row: Preference,
  typed: string,
): Promise<Result<string | undefined>> {
  const isUndone = typed.toLowerCase() === 'default';
  const [name = ''] = key.split('.', 1);
  const parsed = isUndone ? ok(undefined) : parsePreference(name, row, typed);
  if (!parsed.ok) return parsed;
  if (!isUndone && context.session.preferences().size >= CHOICES) {
    const sentence = `You have made ${CHOICES} choices; undo one with /set name default before the next.`;
    return refuse('too-many-choices', sentence);
  }
  await choose(context, key, parsed.value);
  return ok(parsed.value);
}

/** Keeps a value that is known to be allowed, and has it hold at once in all sessions; undefined undoes the choice. */
export async function choose(
  { me, profiles, chat }: CommandContext,
  key: string,
  value: string | undefined,
): Promise<void> {
  await profiles.setSetting(me.id, key, value);
  chat.notify(me.id, { event: 'preferences' });
}
