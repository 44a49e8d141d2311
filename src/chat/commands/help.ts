/** `/help`: made from the table, so it cannot lie. What a person may not do is not shown to them. */
import type { Command, CommandContext, PageLine } from '../command.ts';
import { type CommandTable, lookUp, visible } from './lookup.ts';

const HEADINGS: readonly (readonly [Command['group'], string])[] = [
  ['talk', 'Talking'],
  ['people', 'People'],
  ['channels', 'Channels'],
  ['you', 'You'],
  ['sysop', 'Sysops'],
];

/** `/msg bob [text]`. */
export function usageOf({ name, args }: Command): string {
  return args === '' ? `/${name}` : `/${name} ${args}`;
}

/** The `/help` row; the table is read when help is asked for, so that it may hold this row as well. */
export function helpCommand(table: CommandTable): Command {
  return {
    name: 'help',
    aliases: ['h', '?', 'commands'],
    args: '[command]',
    required: 0,
    summary: 'this list; with a command: more about it',
    group: 'you',
    isFree: true,
    complete: ['command', undefined],
    run(context, rest) {
      const name = rest.trim().split(/\s+/)[0] ?? '';
      if (name === '') context.reply.page('Commands', overview(table, context));
      else about(table, context, name.replace(/^\//, ''));
    },
  };
}

function overview(table: CommandTable, { me }: CommandContext): readonly PageLine[] {
  const commands = visible(table, me.role);
  const lines = HEADINGS.flatMap(([group, heading]): readonly PageLine[] => {
    const rows = commands.filter((command) => command.group === group);
    return rows.length === 0 ? [] : [heading, ...rows.map((row) => [`  ${usageOf(row)}`, row.summary]), ''];
  });
  return [...lines, '[…] may be left out. /help msg tells more about /msg. //text says /text.'];
}

function about(table: CommandTable, { me, reply }: CommandContext, name: string): void {
  const found = lookUp(table, me.role, name);
  if (!found.ok) {
    reply.refuse(found.sentence);
    return;
  }
  const { summary, details = [], aliases = [] } = found.value;
  reply.line(`${usageOf(found.value)}: ${summary}`);
  for (const detail of details) reply.line(detail);
  if (aliases.length > 0) reply.line(`Also: ${aliases.map((alias) => `/${alias}`).join(' ')}`);
}
