/** Which comings and goings are shown: all, none, or only of people who spoke about then. Pure, and the same for everybody. */
import type { ChatMessage, UserId } from '../chat/message.ts';

/** `smart`: of people who spoke within ten minutes, before or after. */
export type JoinsShown = 'all' | 'smart' | 'off';

const LATELY_MS = 10 * 60_000;

/** True for a join or leave. */
export function isPresence(message: ChatMessage | undefined): boolean {
  return message?.kind === 'join' || message?.kind === 'leave';
}

const never = () => false;

/** Tells which messages of a run (oldest first) are left out; who spoke is looked up in the run itself, once. */
export function hushed(messages: readonly ChatMessage[], joins: JoinsShown): (message: ChatMessage) => boolean {
  switch (joins) {
    case 'all':
      return never;
    case 'off':
      return isPresence;
    case 'smart': {
      let spoke: ReadonlyMap<UserId, readonly number[]> | undefined;
      return (message) => {
        if (message.kind !== 'join' && message.kind !== 'leave') return false;
        spoke ??= speechTimes(messages);
        return spoke.get(message.who.id)?.some((at) => Math.abs(at - message.at) <= LATELY_MS) !== true;
      };
    }
    default:
      return joins satisfies never;
  }
}

function speechTimes(messages: readonly ChatMessage[]): ReadonlyMap<UserId, readonly number[]> {
  const times = new Map<UserId, number[]>();
  for (const message of messages) {
    if (message.kind !== 'public' && message.kind !== 'action') continue;
    const known = times.get(message.from.id);
    if (known === undefined) times.set(message.from.id, [message.at]);
    // Minutes are enough: somebody who talks all the time is a short list too.
    else if (message.at - (known.at(-1) ?? 0) > 60_000) known.push(message.at);
  }
  return times;
}
