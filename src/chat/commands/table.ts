/** The command table: the only list of commands. To add one, write its row in a family's file; a new family goes in here. */
import type { Command } from '../command.ts';
import { attention } from './attention.ts';
import { channels } from './channels.ts';
import { helpCommand } from './help.ts';
import { historyCommands } from './history.ts';
import { live } from './live.ts';
import { login } from './login.ts';
import { ownWords } from './own-words.ts';
import { people } from './people.ts';
import { preferences } from './preferences.ts';
import { presence } from './presence.ts';
import { searchCommands } from './search.ts';
import { session } from './session.ts';
import { talk } from './talk.ts';
import { windows } from './windows.ts';

const table = new Map<string, Command>();

for (const command of [
  ...talk,
  ...ownWords,
  ...live,
  ...people,
  ...channels,
  ...presence,
  ...preferences,
  ...attention,
  ...searchCommands,
  ...login,
  ...windows,
  ...historyCommands,
  helpCommand(table),
  ...session,
]) {
  for (const name of [command.name, ...(command.aliases ?? [])]) {
    if (table.has(name)) throw new Error(`two commands are called /${name}`);
    table.set(name, command);
  }
}

/** Every command, by name and by alias. */
export const COMMANDS: ReadonlyMap<string, Command> = table;
