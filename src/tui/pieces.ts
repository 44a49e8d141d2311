/**
 * What stands in a window, piece by piece: messages, date lines, folded joins, the new-since line, the session's own
 * notices. Pure: a run of messages and what this person adds to it → pieces in their order, none of which is laid before
 * it is looked at (laid-run.ts).
 */
import { authorOf, type ChatMessage, type Conversation, type UserId } from '../chat/message.ts';
import { runEnd, runPieces } from './folds.ts';
import { hushed } from './hush.ts';
import { dateRow, type Notice, newSinceRow, noticeRows } from './items.ts';
import { DATE, NOTICES, type Piece, SINCE } from './piece.ts';
import { dayOf, type Row, type RowStyle } from './rows.ts';

/** A line that only this session sees, standing after the message `afterSeq` of its conversation. */
export interface PlacedNotice {
  readonly afterSeq: number;
  readonly notice: Notice;
}

/** What one session adds to the shared messages. */
export interface Overlay {
  readonly conversation: Conversation;
  readonly me: { readonly id: UserId; readonly handle: string };
  readonly ignored: Pick<ReadonlySet<UserId>, 'has' | 'size'>;
  /** The *new since* line stands before the first message after this seq; undefined for none. */
  readonly newSince: number | undefined;
  /** Ascending by `afterSeq`. */
  readonly notices: readonly PlacedNotice[];
  /** What was unfolded, by key (see folds.ts). */
  readonly opened: ReadonlySet<number>;
  /** The words in a message that call this person, lower case; empty for none. */
  marked(message: ChatMessage): readonly string[];
}

function hidden(message: ChatMessage, overlay: Overlay | undefined): boolean {
  if (overlay === undefined || overlay.ignored.size === 0) return false;
  const author = authorOf(message);
  return author !== undefined && overlay.ignored.has(author.id);
}

/** The pieces of messages `from`…end of a contiguous run; the message before `from` decides whether a date line is due. */
export function piecesOf(
  messages: readonly ChatMessage[],
  from: number,
  style: RowStyle,
  overlay?: Overlay,
): readonly Piece[] {
  const pieces: Piece[] = [];
  const notices = overlay?.notices ?? [];
  const since = overlay?.newSince;
  let nextNotice = 0;
  const firstSeq = messages[from]?.seq ?? 0;
  while (from > 0 && (notices[nextNotice]?.afterSeq ?? Number.POSITIVE_INFINITY) < firstSeq) nextNotice += 1;
  const putRow = (seq: number, order: number, row: () => Row) =>
    pieces.push({ seq, order, message: undefined, lay: () => ({ rows: [row()], fold: undefined }) });
  const putNotices = (through: number) => {
    for (let at = notices[nextNotice]; at !== undefined && at.afterSeq <= through; at = notices[++nextNotice]) {
      const { notice, afterSeq } = at;
      if (notice.kind === 'outside' && hidden(notice.message, overlay)) continue;
      const last = pieces.at(-1);
      const order = last?.seq === afterSeq ? Math.max(last.order + 1, NOTICES) : NOTICES;
      const lay = () => ({ rows: noticeRows(notice, style), fold: undefined });
      pieces.push({ seq: afterSeq, order, message: undefined, lay });
    }
  };
  if (messages.length > 0) putNotices(firstSeq - 1);
  const isHushed = hushed(messages, style.joins);
  const isLeftOut = (message: ChatMessage) => isHushed(message) || hidden(message, overlay);
  const leavesOut = style.joins !== 'all' || (overlay?.ignored.size ?? 0) > 0;
  let previousDay = dayBefore(messages, from, style, isLeftOut);
  for (let at = from; at < messages.length; ) {
    const first = messages[at] as ChatMessage;
    const notice = notices[nextNotice]?.afterSeq ?? Number.POSITIVE_INFINITY;
    const through = since === undefined || since < first.seq ? notice : Math.min(notice, since);
    const end = runEnd(messages, at, through, style);
    const whole = messages.slice(at, end);
    const run = leavesOut ? whole.filter((message) => !isLeftOut(message)) : whole;
    const [shown] = run;
    const day = dayOf(first.at, style);
    if (shown === first && day !== previousDay) putRow(first.seq, DATE, () => dateRow(first.at, style));
    const above = messages[at - 1];
    if (since !== undefined && since < first.seq && (above?.seq ?? 0) <= since) {
      putRow(first.seq, SINCE, () => newSinceRow(above?.at ?? first.at, style));
    }
    if (shown !== undefined) {
      if (shown !== first && day !== previousDay) putRow(shown.seq, DATE, () => dateRow(shown.at, style));
      previousDay = day;
      pieces.push(...runPieces(run, style, overlay));
    }
    putNotices((messages[end - 1] as ChatMessage).seq);
    at = end;
  }
  if (messages.length === 0) putNotices(Number.POSITIVE_INFINITY);
  return pieces;
}

/** The day of the message that stands above `from`: if all of them are left out, of the one just before. */
function dayBefore(
  messages: readonly ChatMessage[],
  from: number,
  style: RowStyle,
  isLeftOut: (message: ChatMessage) => boolean,
): number | undefined {
  let at = from - 1;
  while (at > 0 && isLeftOut(messages[at] as ChatMessage)) at -= 1;
  const before = messages[at];
  return before === undefined ? undefined : dayOf(before.at, style);
}
