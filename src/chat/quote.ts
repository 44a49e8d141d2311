/** Lines that somebody said, and what a reply carries of the one it answers: made from the record, never from what people type. */
import { NO_SUCH_LINE } from './amend.ts';
import { type ChatMessage, type Conversation, type Quoted, textOf, type UserId } from './message.ts';
import type { MessageLog } from './ports/message-log.ts';
import { ok, type Result, refuse } from './result.ts';

/** Characters (code points) of an excerpt. */
const EXCERPT = 80;

/** A line that somebody said: what may be edited, quoted and reacted to. */
export type Line = ChatMessage & { readonly kind: 'public' | 'action' | 'direct' };

/** Whether a message is a line that somebody said; a deleted one is, in its place. */
export function isLine(message: ChatMessage): message is Line {
  return message.kind === 'public' || message.kind === 'action' || message.kind === 'direct';
}

/** The beginning of a text on one line, at most 80 characters and `…`; of a block of code its first line. */
export function excerptOf(text: string): string {
  const [line = '', ...more] = text
    .trim()
    .replace(/^```.*\n\s*/, '')
    .split('\n');
  const characters = [...line];
  const isCut = characters.length > EXCERPT || more.length > 0;
  return characters.slice(0, EXCERPT).join('').trimEnd() + (isCut ? '…' : '');
}

/** What stands for the words of somebody ignored. */
const IGNORED = '(ignored)';
/** One for each message that quotes somebody ignored, the same for all who ignore them; it goes with its message. */
const covered = new WeakMap<ChatMessage, ChatMessage>();

/**
 * The message as it is shown to who ignores these: without the words of theirs that it quotes. The same object for the same
 * message.
 */
export function quotingFor(message: ChatMessage, ignored: Pick<ReadonlySet<UserId>, 'has'>): ChatMessage {
  const { replyTo } = message;
  if (replyTo?.id === undefined || replyTo.excerpt === '' || !ignored.has(replyTo.id)) return message;
  let shown = covered.get(message);
  if (shown === undefined) {
    shown = { ...message, replyTo: { ...replyTo, excerpt: IGNORED } };
    covered.set(message, shown);
  }
  return shown;
}

/** What a reply to the line `seq` carries. Codes: `no-such-line`, `deleted`. */
export async function quotedLine(log: MessageLog, conversation: Conversation, seq: number): Promise<Result<Quoted>> {
  const [message] = (await log.after({ conversation, after: seq - 1, limit: 1 })).messages;
  if (message?.seq !== seq || !isLine(message)) return NO_SUCH_LINE;
  if (message.deletedBy !== undefined) return refuse('deleted', 'The line you answer was deleted.');
  return ok({ seq, ...message.from, excerpt: excerptOf(textOf(message)) });
}
