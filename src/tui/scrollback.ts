/** What the bottom of a conversation shows: its newest rows, of which no more are made than fill the height. */
import type { ChatMessage } from '../chat/message.ts';
import { foldsWith } from './folds.ts';
import { LaidRun, type PlacedRow } from './laid-run.ts';
import { type Overlay, piecesOf } from './pieces.ts';
import type { Row, RowStyle } from './rows.ts';
import { shared } from './shared-rows.ts';

/** The index from which the newest `count` messages begin, moved back to the beginning of a folded run. */
function tailStart(messages: readonly ChatMessage[], count: number): number {
  let start = Math.max(0, messages.length - count);
  while (start > 0 && foldsWith(messages[start - 1] as ChatMessage, messages[start])) start -= 1;
  return start;
}

/** What the bottom of a conversation shows. */
export interface Tail {
  /** Exactly `height` entries, shared without an overlay; blanks stand below when there is little to show. */
  readonly rows: readonly (Row | undefined)[];
  /** The oldest message of which something is shown, also folded into a row; Infinity when there is none. */
  readonly firstSeq: number;
  /** Of each row that is shown, from the top. */
  readonly seqs: readonly number[];
}

/** The newest rows of a conversation, `height` at most. */
export function tailRows(
  messages: readonly ChatMessage[],
  style: RowStyle,
  height: number,
  overlay?: Overlay,
): readonly PlacedRow[] {
  for (let count = Math.max(1, height); ; count *= 2) {
    const start = tailStart(messages, count);
    const run = new LaidRun(piecesOf(messages, start, style, overlay));
    const rows = run.upTo(run.last, height);
    if (rows.length >= height || start === 0) return rows;
  }
}

/** The newest rows of a conversation, as a pane shows them. */
export function composeTail(
  messages: readonly ChatMessage[],
  style: RowStyle,
  height: number,
  overlay?: Overlay,
): Tail {
  const shown = tailRows(messages, style, height, overlay);
  const rows: (Row | undefined)[] = shown.map((line) => line.row);
  while (rows.length < height) rows.push(undefined);
  const [first] = shown;
  // What only one person sees is shared with nobody, so its difference is not worth keeping.
  return {
    rows: overlay === undefined ? shared(rows) : rows,
    firstSeq: first === undefined ? Number.POSITIVE_INFINITY : Math.min(first.seq, first.fold ?? first.seq),
    seqs: shown.map((line) => line.seq),
  };
}
