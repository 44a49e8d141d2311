/** What Tab may complete to, as a session knows it at this moment: who spoke last comes first. */
import { visible } from '../chat/commands/lookup.ts';
import { COMMANDS } from '../chat/commands/table.ts';
import { authorOf } from '../chat/message.ts';
import { isTopicIgnored } from '../chat/topic.ts';
import { type CompletionSources, handleOrder } from '../tui/completion.ts';
import { emojiNamed } from '../tui/emoji.ts';
import type { Session } from './session.ts';

/** To be asked anew for each Tab: it holds what is there now. */
export function completionSources({ deps, windows, handle, me, ignored }: Session): CompletionSources {
  const spoke = (windows.current?.transcript.messages ?? []).flatMap((message) => authorOf(message)?.handle ?? []);
  const here = windows.current?.transcript.people.map((person) => person.handle) ?? [];
  const everyone = [...here, ...deps.chat.getParticipants().map((person) => person.handle)];
  const channel = windows.current && deps.chat.channel(windows.current.conversation);
  const channels = windows.all.flatMap((window) => (window.isDirect ? [] : [window.title]));
  return {
    handles: handleOrder([...new Set(everyone)], [...new Set(spoke.reverse())], handle),
    channels: [...new Set([...channels, ...deps.chat.channelNames()])],
    windows: windows.all.map(({ title }) => title),
    topic: isTopicIgnored(channel, ignored) ? '' : (channel?.topic ?? ''),
    commands: visible(COMMANDS, me?.role ?? 'user'),
    emoji: emojiNamed,
  };
}
