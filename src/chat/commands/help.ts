/** `/help`: made from the table, so it cannot lie. What a person may not do is not shown to them. */
import type { Choice } from '../choices.ts';
import type { Command, CommandContext } from '../command.ts';
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
      if (name === '') overview(table, context);
      else about(table, context, name.replace(/^\//, ''));
    },
  };
}

function overview(table: CommandTable, context: CommandContext): void {
  const commands = visible(table, context.me.role);
  const items = HEADINGS.flatMap(([group, heading]) => {
    const rows = commands.filter((command) => command.group === group);
    return rows.map((row): Choice => {
      const { name, summary, details = [] } = row;
      const cells = [[{ text: usageOf(row), tone: 'strong' as const }], summary];
      return { key: name, heading, cells, ...(details.length === 0 ? {} : { note: details.join(' ') }) };
    });
  });
  context.reply.list({
    title: 'Commands',
    items,
    note: '[…] may be left out. /help msg tells more about /msg. //text says /text.',
    empty: 'There are none.',
    enter: {
      does: 'tells more',
      run: ({ key }) => {
        about(table, context, key);
        return undefined;
      },
    },
    after: () => items,
  });
}

function about(table: CommandTable, { me, reply }: CommandContext, name: string): void {
  const found = lookUp(table, me.role, name);
  if (!found.ok) {
    reply.refuse(found);
    return;
  }
  const { summary, details = [], aliases = [] } = found.value;
  const also = aliases.length === 0 ? [] : [`Also: ${aliases.map((alias) => `/${alias}`).join(' ')}`];
  reply.page(usageOf(found.value), [summary, ...details, ...also]);
}
