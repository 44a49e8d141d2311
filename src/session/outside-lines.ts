/**
 * Direct lines that stand among other windows' own, where the person looked when they came: what becomes of them is seen there,
 * too.
 */
import type { ChatMessage, Conversation } from '../chat/message.ts';
import type { Transcript } from './transcript.ts';
import type { Window } from './window.ts';

type Renewed = Pick<Window, 'renewNotices'>;
type Known = Renewed & Pick<Window, 'conversation' | 'isDirect'> & { readonly transcript: Pick<Transcript, 'at'> };

/** One message changed. */
export function renewOutside(windows: readonly Renewed[], message: ChatMessage): void {
  const { conversation, seq } = message;
  for (const window of windows) {
    window.renewNotices((each) => (each.conversation === conversation && each.seq === seq ? message : undefined));
  }
}

/** Any may have changed: each line is looked for once, in the conversation it comes from, whose transcript has missed nothing. */
export function renewAllOutside(windows: readonly Known[]): void {
  const transcripts = new Map<Conversation, Known['transcript']>();
  for (const { conversation, isDirect, transcript } of windows) if (isDirect) transcripts.set(conversation, transcript);
  for (const window of windows) window.renewNotices(({ conversation, seq }) => transcripts.get(conversation)?.at(seq));
}
