/** Messages as plain sentences: for screen readers, pipes and `TERM=dumb`. Not one control byte but the line's end. */
import { authorOf, type ChatMessage } from '../chat/message.ts';
import { deletedText, quotedText, reactionsText } from './message-marks.ts';

/**
 * One message as one or more lines (a paste has several), without time: `[#dev] alice: hello`. `isCall`: words in it call
 * the person who reads, which is said before them.
 */
export function plainLines(message: ChatMessage, title: string, me: number, isCall: boolean): readonly string[] {
  const place = message.conversation.startsWith('#') ? `[${title}] ` : '';
  const call = isCall && message.deletedBy === undefined ? '(for you) ' : '';
  const [first = '', ...rest] = `${sentence(message, me)}${marks(message)}`.split('\n');
  return [place + call + first, ...rest.map((line) => `${place}  ${line}`)];
}

/** What became of it: ` (edited) 👍2`. */
function marks(message: ChatMessage): string {
  const reactions = reactionsText(message, []);
  return `${message.editedAt === undefined ? '' : ' (edited)'}${reactions === '' ? '' : ` ${reactions}`}`;
}

/** `(re bob: "did it finish?") `, before an answer. */
function answered({ replyTo }: ChatMessage): string {
  return replyTo === undefined ? '' : `(re ${quotedText(replyTo)}) `;
}

function sentence(message: ChatMessage, me: number): string {
  const author = authorOf(message);
  if (message.deletedBy !== undefined) {
    return `${author === undefined ? '--' : `${author.handle}:`} ${deletedText(message, author?.id)}`;
  }
  switch (message.kind) {
    case 'public':
      return `${message.from.handle}: ${answered(message)}${message.text}`;
    case 'action':
      return `* ${message.from.handle} ${message.action}`;
    case 'system':
      return `-- ${message.text}`;
    case 'direct':
      if (message.from.id === me) return `you to ${message.to.handle}: ${answered(message)}${message.text}`;
      return `${message.from.handle} to you: ${answered(message)}${message.text}`;
    case 'join':
      return `-- ${message.who.handle} joined`;
    case 'leave':
      return `-- ${message.who.handle} left${message.reason === '' ? '' : ` (${message.reason})`}`;
    case 'page': {
      const why = message.reason === '' ? '' : `: ${message.reason}`;
      if (message.from.id === me) return `you paged ${message.to.handle}${why}`;
      return `${message.from.handle} pages you${why}`;
    }
    default:
      return message satisfies never;
  }
}
