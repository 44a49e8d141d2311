/** What stands together in a window, in rows of its own: a message, what is folded into one, or what stands between them. */
import type { ChatMessage } from '../chat/message.ts';
import type { Row } from './row.ts';

/** The rows of a piece, at least one. */
export interface Laid {
  readonly rows: readonly Row[];
  /** The key of what is folded in them (see folds.ts). */
  readonly fold: number | undefined;
}

export interface Piece {
  /** Of the message it belongs to. */
  readonly seq: number;
  /** Among the pieces of that seq. */
  readonly order: number;
  /** The message whose rows they are; undefined for what stands between messages. */
  readonly message: ChatMessage | undefined;
  /** Each time anew; what is dear in it is remembered elsewhere. */
  lay(): Laid;
}

/** The order of pieces of one seq; notices follow one another from there. */
export const [DATE, SINCE, SAID, NOTICES] = [0, 1, 2, 3];
