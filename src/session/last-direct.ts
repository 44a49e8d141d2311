/** Who `/reply` answers before anybody has written in this session: what stands in the direct windows tells. */
import { authorOf, type ChatMessage } from '../chat/message.ts';
import type { Session } from './session.ts';

/** The handle of whoever wrote last in a direct window, oneself and those who are ignored aside; undefined for nobody. */
export function lastDirectFrom(session: Pick<Session, 'userId' | 'windows' | 'isIgnored'>): string | undefined {
  let newest: { readonly handle: string; readonly at: number } | undefined;
  for (const { isDirect, transcript } of session.windows.all) {
    if (!isDirect) continue;
    // Nobody wrote that a live chat took place.
    const last = transcript.messages.findLast((message) => isFromOther(message, session.userId));
    const from = last && authorOf(last);
    if (last === undefined || from === undefined || session.isIgnored(last)) continue;
    if (last.at > (newest?.at ?? 0)) newest = { handle: from.handle, at: last.at };
  }
  return newest?.handle;
}

function isFromOther(message: ChatMessage, me: number): boolean {
  const from = authorOf(message);
  return from !== undefined && from.id !== me;
}
