/**
 * Messages as plain sentences: for screen readers, pipes and `TERM=dumb`. Not one control byte but the line's end. What people
 * wrote stands behind their name in every line of it, so that nobody's words can be taken for another's.
 */
import { authorOf, type ChatMessage } from '../chat/message.ts';
import { deletedText, quotedText, reactionsText } from './message-marks.ts';

/** Before each further line of what the server says. */
export const SERVER_FURTHER = '-- more: ';

/**
 * One message as one or more lines (a paste has several, a quotation its own before them), without time:
 * `[#dev] alice: hello`. `isCall`: words in it call the person who reads, which is said before them.
 */
export function plainLines(message: ChatMessage, title: string, me: number, isCall: boolean): readonly string[] {
  const place = message.conversation.startsWith('#') ? `[${title}] ` : '';
  const call = isCall && message.deletedBy === undefined ? '(for you) ' : '';
  const { start, further, text } = sentence(message, me);
  const [first = '', ...rest] = furtherMarked(start, further, `${text}${marks(message)}`);
  return [...answered(message, me), call + first, ...rest].map((line) => place + line);
}

/** A text behind its `start`, and each further line of it behind `further`, which says whose it is. */
export function furtherMarked(start: string, further: string, text: string): readonly string[] {
  const [first = '', ...rest] = text.split('\n');
  return [start + first, ...rest.map((line) => further + line)];
}

/** What became of it: ` (edited) 👍2`. */
function marks(message: ChatMessage): string {
  const reactions = reactionsText(message, []);
  return `${message.editedAt === undefined ? '' : ' (edited)'}${reactions === '' ? '' : ` ${reactions}`}`;
}

/** `-- alice answers bob: did it finish?`, before an answer: a line of its own, which neither of them can write. */
function answered(message: ChatMessage, me: number): readonly string[] {
  const { replyTo } = message;
  const author = authorOf(message);
  if (replyTo === undefined || author === undefined) return [];
  const who = message.kind === 'direct' && author.id === me ? 'you answer' : `${author.handle} answers`;
  return [`-- ${who} ${quotedText(replyTo)}`];
}

interface Sentence {
  /** What stands before the text. */
  readonly start: string;
  /** And before each further line of it: `bob, more: `. */
  readonly further: string;
  readonly text: string;
}

function sentence(message: ChatMessage, me: number): Sentence {
  const author = authorOf(message);
  if (message.deletedBy !== undefined) return says(author?.handle, deletedText(message, author?.id));
  switch (message.kind) {
    case 'public':
      return says(message.from.handle, message.text);
    case 'action':
      return { ...says(`* ${message.from.handle}`, message.action), start: `* ${message.from.handle} ` };
    case 'system':
      return says(undefined, message.text);
    case 'direct':
      if (message.from.id === me) return says(`you to ${message.to.handle}`, message.text);
      return says(`${message.from.handle} to you`, message.text);
    case 'join':
      return says(undefined, `${message.who.handle} joined`);
    case 'leave':
      return says(undefined, `${message.who.handle} left${message.reason === '' ? '' : ` (${message.reason})`}`);
    case 'page': {
      const who = message.from.id === me ? `you paged ${message.to.handle}` : `${message.from.handle} pages you`;
      return message.reason === '' ? { ...says(who, ''), start: who } : says(who, message.reason);
    }
    default:
      return message satisfies never;
  }
}

/** Somebody's words, or (undefined) the server's. */
function says(who: string | undefined, text: string): Sentence {
  return who === undefined
    ? { start: '-- ', further: SERVER_FURTHER, text }
    : { start: `${who}: `, further: `${who}, more: `, text };
}
