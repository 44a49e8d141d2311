/**
 * What is folded into less: runs of joins and leaves, a line that somebody repeats, a long paste. Each folded thing has a
 * key, the seq of its first message, and is opened by it.
 */
import type { ChatMessage } from '../chat/message.ts';
import { quotingFor } from '../chat/quote.ts';
import { isPresence } from './hush.ts';
import { foldedRows } from './items.ts';
import type { PlacedRow } from './laid-run.ts';
import { ownReactions } from './message-marks.ts';
import { type Piece, SAID } from './piece.ts';
import type { Overlay } from './pieces.ts';
import { isSameDay } from './row-style.ts';
import { isCut, messageRows, type RowStyle } from './rows.ts';

/** A line said again later than this is news. */
const REPEAT_MS = 10 * 60_000;

/** Whether two neighbours may stand in one fold. */
export function foldsWith(message: ChatMessage, next: ChatMessage | undefined): next is ChatMessage {
  if (next === undefined) return false;
  return isPresence(message) ? isPresence(next) : repeats(message, next);
}

/** The index behind the messages that fold with the one at `from`: of its day, and with seqs up to `through`. */
export function runEnd(messages: readonly ChatMessage[], from: number, through: number, style: RowStyle): number {
  let end = from + 1;
  for (let next = messages[end]; next !== undefined && next.seq <= through; next = messages[end]) {
    const message = messages[end - 1] as ChatMessage;
    if (!foldsWith(message, next) || !isSameDay(message, next, style)) break;
    end += 1;
  }
  return end;
}

function repeats(message: ChatMessage, next: ChatMessage): boolean {
  if (next.at - message.at > REPEAT_MS || isSpecial(message) || isSpecial(next)) return false;
  if (message.kind === 'public' && next.kind === 'public') {
    return message.from.id === next.from.id && message.text === next.text;
  }
  return (
    message.kind === 'action' &&
    next.kind === 'action' &&
    message.from.id === next.from.id &&
    message.action === next.action
  );
}

/** What was done to it, or what it answers, would be lost in a fold. */
function isSpecial({ revision, replyTo }: ChatMessage): boolean {
  return revision !== undefined || replyTo !== undefined;
}

/** The pieces of messages that fold with each other, at least one; opened, each stands for itself. */
export function runPieces(
  run: readonly ChatMessage[],
  style: RowStyle,
  overlay: Overlay | undefined,
): readonly Piece[] {
  const first = run[0] as ChatMessage;
  const last = run.at(-1) as ChatMessage;
  const isOpen = overlay?.opened.has(first.seq) === true;
  if (run.length > 1 && !isOpen) {
    const lay = () => ({
      rows: isPresence(first)
        ? foldedRows(run, style)
        : messageRows(first, style, 'plain', overlay?.marked(first), run.length),
      fold: first.seq,
    });
    return [{ seq: last.seq, order: SAID, message: isPresence(first) ? undefined : last, lay }];
  }
  return run.map((message) => {
    const lay = () => {
      const own = overlay === undefined ? undefined : ownReactions(message, overlay.me.id);
      const shown = overlay === undefined ? message : quotingFor(message, overlay.ignored);
      const rows = messageRows(shown, style, isOpen ? 'open' : 'plain', overlay?.marked(message), 1, own);
      return { rows, fold: isCut(rows) ? message.seq : undefined };
    };
    return { seq: message.seq, order: SAID, message, lay };
  });
}

/** What stands in view: the seqs of its first and last row, and the keys of what is folded there. */
export interface FoldsInView {
  readonly first: number;
  readonly last: number;
  readonly closed: readonly number[];
}

/** The folds in rows that are on show. */
export function foldsInView(placed: readonly PlacedRow[]): FoldsInView {
  const closed = [...new Set(placed.flatMap(({ fold }) => fold ?? []))];
  return { first: placed[0]?.seq ?? 0, last: placed.at(-1)?.seq ?? 0, closed };
}

/**
 * What is open after one more press: the newest folded thing in view, then all of them there, then nothing. What was opened
 * elsewhere does not count.
 */
export function nextOpened(opened: ReadonlySet<number>, { first, last, closed }: FoldsInView): ReadonlySet<number> {
  const isOpenHere = [...opened].some((key) => key >= first && key <= last);
  if (closed.length === 0) return new Set();
  return isOpenHere ? new Set([...opened, ...closed]) : new Set(closed.slice(-1));
}
