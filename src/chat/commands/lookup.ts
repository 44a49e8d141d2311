/** Finding a command by what somebody typed: under its name or an alias, if they may; else a sentence with the nearest. */
import type { Command } from '../command.ts';
import { nearest } from '../nearest.ts';
import type { Role } from '../ports/accounts.ts';
import { ok, type Result, refuse } from '../result.ts';
import { mayRun } from './permission.ts';

/** By name and by alias. A Map: an object would answer to `/constructor`. */
export type CommandTable = ReadonlyMap<string, Command>;

/** How much of an unknown name is repeated back. */
const SHOWN = 32;

/** The commands a person of this role may use, each once, in the table's order. */
export function visible(table: CommandTable, role: Role): readonly Command[] {
  return [...new Set(table.values())].filter((command) => mayRun(role, command));
}

/** Case does not matter. Codes: `unknown-command` (offers the nearest one), `not-allowed`. */
export function lookUp(table: CommandTable, role: Role, name: string): Result<Command> {
  const wanted = name.toLowerCase();
  const command = table.get(wanted);
  if (command !== undefined && mayRun(role, command)) return ok(command);
  if (command !== undefined) return refuse('not-allowed', `/${command.name} is for sysops; /page sysop calls one.`);
  const meant = suggestion(table, role, wanted);
  const shown = wanted.length > SHOWN ? `${wanted.slice(0, SHOWN)}…` : wanted;
  const hint = meant === undefined ? '/help lists them all' : `did you mean /${meant}?`;
  const sentence = `There is no command /${shown}; ${hint}`;
  return refuse('unknown-command', `${sentence}${meant === undefined ? '.' : ''} Nothing was sent.`);
}

/** A near name, else the first that begins like this; names before aliases, and no single letters. */
function suggestion(table: CommandTable, role: Role, wanted: string): string | undefined {
  if (wanted.length < 2) return undefined;
  const commands = visible(table, role);
  const names = commands.map(({ name }) => name);
  const aliases = commands.flatMap((command) => command.aliases ?? []).filter((alias) => alias.length > 1);
  return nearest(wanted, [...names, ...aliases]) ?? names.find((name) => name.startsWith(wanted));
}
