/** Changes to what was said as plain sentences, each told once: what is printed cannot be painted over. */

import { type AmendedEvent, type Author, authorOf, type ChatMessage, textOf, type UserId } from '../chat/message.ts';
import { excerptOf } from '../chat/quote.ts';
import { furtherMarked } from './plain-lines.ts';

/** One or more lines: `[#dev] -- bob edited: hello`. Several people's reactions of one kind are one line. */
export function plainChanges(events: readonly AmendedEvent[], title: string, me: UserId): readonly string[] {
  return grouped(events).flatMap((group) => {
    const [event] = group;
    if (event === undefined) return [];
    const place = event.conversation.startsWith('#') ? `[${title}] ` : '';
    return sentences(event, group, me).map((line) => `${place}-- ${line}`);
  });
}

/** Neighbours that say the same of one message stand together; a reaction that was taken back in the same breath is not told. */
function grouped(events: readonly AmendedEvent[]): readonly (readonly AmendedEvent[])[] {
  const groups = new Map<string, AmendedEvent[]>();
  for (const event of events) {
    const { change, by, message } = event;
    if (change.change !== 'react') {
      groups.set(`${message.seq} ${message.revision}`, [event]);
      continue;
    }
    const key = (on: boolean) => `${message.seq} ${change.emoji} ${on}`;
    const opposite = groups.get(key(!change.on));
    const at = opposite?.findIndex((each) => each.by.id === by.id) ?? -1;
    if (at >= 0) opposite?.splice(at, 1);
    else groups.set(key(change.on), [...(groups.get(key(change.on)) ?? []), event]);
  }
  return [...groups.values()].filter((group) => group.length > 0);
}

function sentences(
  { change, by, message }: AmendedEvent,
  group: readonly AmendedEvent[],
  me: UserId,
): readonly string[] {
  const named = ({ id, handle }: Author) => (id === me ? 'you' : handle);
  switch (change.change) {
    case 'edit':
      return furtherMarked(`${named(by)} edited: `, `${named(by)} edited, more: `, change.text);
    case 'delete': {
      const owner = ownerOf(message, by, me);
      return [`${named(by)} deleted a line of ${owner === 'you' ? 'yours' : owner}`];
    }
    case 'react': {
      const people = group.map((each) => named(each.by)).join(', ');
      const line = `${ownerOf(message, group.length === 1 ? by : undefined, me)}: "${excerptOf(textOf(message))}"`;
      return [`${people} ${change.on ? `reacted ${change.emoji} to` : `took ${change.emoji} back from`} ${line}`];
    }
    case 'unquote':
      return [];
    default:
      return change satisfies never;
  }
}

/** `bob`, `you`, `their own`. */
function ownerOf(message: ChatMessage, by: Author | undefined, me: UserId): string {
  const author = authorOf(message);
  if (author === undefined) return 'the server';
  if (author.id === by?.id) return author.id === me ? 'your own' : 'their own';
  return author.id === me ? 'you' : author.handle;
}
