/** The lists to choose preferences from: all of them with their values, and the themes, tried on as one moves. */
import type { Choice } from '../choices.ts';
import type { CommandContext } from '../command.ts';
import type { Conversation } from '../message.ts';
import {
  allowedWords,
  PREFERENCES,
  type Preference,
  type PreferenceName,
  type Preferences,
  preferenceKey,
} from '../preferences.ts';
import { choose, chooseTyped } from './choose.ts';

/** One row of the list: a preference, or its value in one channel. */
interface Setting {
  readonly key: string;
  readonly name: PreferenceName;
  readonly row: Preference;
  readonly channel: Conversation | undefined;
}

/** `/set`: Enter goes to the next value or asks for one. */
export function listSettings(context: CommandContext): void {
  const { reply, session } = context;
  // The session learns of a choice a moment later; the list goes on from what was kept here.
  let chosen = session.preferences();
  const keep = async ({ key, row }: Setting, typed: string): Promise<undefined> => {
    const kept = await chooseTyped(context, key, row, typed);
    if (kept.ok) chosen = chosen.with(key, kept.value);
    else reply.refuse(kept);
  };
  const settingOf = ({ key }: Choice) => settings(chosen).find((setting) => setting.key === key);
  const rows = () => settings(chosen).map((setting) => settingRow(setting, chosen));
  reply.list({
    title: 'Preferences',
    items: rows(),
    note: '/set name value changes one; the value default undoes that.',
    empty: 'There is nothing to choose.',
    enter: {
      does: 'changes it',
      ask: (choice) => {
        const setting = settingOf(choice);
        return setting !== undefined && 'what' in setting.row.allowed
          ? chosen.get(setting.name, setting.channel)
          : undefined;
      },
      run: async (choice, typed) => {
        const setting = settingOf(choice);
        if (setting !== undefined) await keep(setting, nextValue(setting, chosen) ?? (typed.trim() || 'default'));
        return undefined;
      },
    },
    keys: [
      {
        letter: 'd',
        does: 'default',
        run: async (choice) => {
          const setting = settingOf(choice);
          if (setting !== undefined) await keep(setting, 'default');
          return undefined;
        },
      },
    ],
    after: rows,
  });
}

/** `/theme`: the screen shows each theme as one comes to it; Enter keeps it, Esc goes back to what was. */
export function listThemes(context: CommandContext): void {
  const { reply, session } = context;
  const current = session.preferences().get('theme');
  reply.list({
    title: 'Themes',
    items: session.themes().map(({ name, summary }) => {
      return { key: name, cells: [[{ text: name, tone: 'strong' }], name === current ? 'now' : '', summary] };
    }),
    selected: current,
    empty: 'There is no theme here.',
    preview: (choice) => session.tryPreference('theme', choice?.key),
    enter: {
      does: 'keeps it',
      run: async ({ key }) => {
        await choose(context, 'theme', key);
        return undefined;
      },
    },
  });
}

function settings(chosen: Preferences): readonly Setting[] {
  return [...PREFERENCES].flatMap(([key, row]) => {
    const name = key as PreferenceName;
    const own = chosen.channelsOf(name).map((channel) => ({ key: preferenceKey(name, channel), name, row, channel }));
    return [{ key: name, name, row, channel: undefined }, ...own];
  });
}

function settingRow({ key, name, row, channel }: Setting, chosen: Preferences): Choice {
  const value = chosen.get(name, channel);
  const isChosen = chosen.chosen(name, channel) !== undefined;
  const shown = isChosen ? [{ text: value, tone: 'strong' as const }] : value;
  const allowed = allowedWords(row);
  const cells = channel === undefined ? [name, shown, `${row.summary} (${allowed})`] : [`  ${channel}`, shown, ''];
  const note = `${row.summary}. Allowed: ${allowed}${row.perChannel === true ? '; per channel too' : ''}.`;
  return { key, cells, note };
}

/** The allowed word after the one that holds; undefined for free text. */
function nextValue({ name, row, channel }: Setting, chosen: Preferences): string | undefined {
  if ('what' in row.allowed) return undefined;
  const words = row.allowed;
  return words[(words.indexOf(chosen.get(name, channel)) + 1) % words.length];
}
