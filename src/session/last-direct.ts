/** Who `/reply` answers before anybody has written in this session: what stands in the direct windows tells. */
import { authorOf, type ChatMessage } from '../chat/message.ts';
import type { Session } from './session.ts';

/** The handle of whoever wrote last in a direct window, oneself and those who are ignored aside; undefined for nobody. */
export function lastDirectFrom(session: Pick<Session, 'userId' | 'windows' | 'isIgnored'>): string | undefined {
  let newest: ChatMessage | undefined;
  for (const { isDirect, transcript } of session.windows.all) {
    if (!isDirect) continue;
    const last = transcript.messages.findLast((message) => authorOf(message)?.id !== session.userId);
    if (last !== undefined && !session.isIgnored(last) && last.at > (newest?.at ?? 0)) newest = last;
  }
  return newest === undefined ? undefined : authorOf(newest)?.handle;
}
