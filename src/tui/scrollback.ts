/**
 * What stands in a window, line by line: messages, date lines, folded joins, the new-since line, the session's own
 * notices. Pure: a run of messages and what this person adds to it → rows, each with its place, so that a reader
 * who scrolled back stays where they are.
 */
import { authorOf, type ChatMessage, type Conversation, type UserId } from '../chat/message.ts';
import { dateRow, foldedRows, type Notice, newSinceRow, noticeRows } from './items.ts';
import { dayOf, type MessageVariant, messageRows, type Row, type RowStyle } from './rows.ts';

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
  /** Folded pastes that were opened, by seq. */
  readonly opened: ReadonlySet<number>;
  /** The words in a message that call this person, lower case; empty for none. */
  marked(message: ChatMessage): readonly string[];
}

/** A row and its place: ordered by seq, then by index among the rows that belong to that seq. */
export interface PlacedRow {
  readonly row: Row;
  readonly seq: number;
  readonly index: number;
}

function isPresence(message: ChatMessage | undefined): boolean {
  return message?.kind === 'join' || message?.kind === 'leave';
}

function variantOf(message: ChatMessage, overlay: Overlay | undefined): MessageVariant {
  return overlay?.opened.has(message.seq) === true ? 'open' : 'plain';
}

function hidden(message: ChatMessage, overlay: Overlay | undefined): boolean {
  if (overlay === undefined || overlay.ignored.size === 0) return false;
  const author = authorOf(message);
  return author !== undefined && overlay.ignored.has(author.id);
}

/** Lays messages `from`…end of a contiguous run; the message before `from` decides whether a date line is due. */
export function layRows(
  messages: readonly ChatMessage[],
  from: number,
  style: RowStyle,
  overlay?: Overlay,
): PlacedRow[] {
  const placed: PlacedRow[] = [];
  const notices = overlay?.notices ?? [];
  let nextNotice = 0;
  const firstSeq = messages[from]?.seq ?? 0;
  while (from > 0 && (notices[nextNotice]?.afterSeq ?? Number.POSITIVE_INFINITY) < firstSeq) nextNotice += 1;
  const put = (rows: readonly Row[], seq: number) => {
    const last = placed.at(-1);
    let index = last?.seq === seq ? last.index + 1 : 0;
    for (const row of rows) placed.push({ row, seq, index: index++ });
  };
  const putNotices = (through: number) => {
    for (let at = notices[nextNotice]; at !== undefined && at.afterSeq <= through; at = notices[++nextNotice]) {
      put(noticeRows(at.notice, style), at.afterSeq);
    }
  };
  if (messages.length > 0) putNotices(firstSeq - 1);
  let fold: ChatMessage[] = [];
  const before = messages[from - 1];
  let previousDay = before === undefined ? undefined : dayOf(before.at, style);
  for (let i = from; i < messages.length; i += 1) {
    const message = messages[i] as ChatMessage;
    const previous = messages[i - 1];
    const skip = hidden(message, overlay);
    const day = dayOf(message.at, style);
    if (!skip && day !== previousDay) put([dateRow(message.at, style)], message.seq);
    previousDay = day;
    const since = overlay?.newSince;
    if (since !== undefined && since < message.seq && (previous?.seq ?? 0) <= since) {
      put([newSinceRow(previous?.at ?? message.at, style)], message.seq);
    }
    if (!skip && isPresence(message)) fold.push(message);
    else if (!skip)
      put(messageRows(message, style, variantOf(message, overlay), overlay?.marked(message)), message.seq);
    const next = messages[i + 1];
    if (fold.length > 0 && !(next !== undefined && joinsFold(message, next, since, notices[nextNotice], style))) {
      put(fold.length > 1 ? foldedRows(fold, style) : messageRows(fold[0] as ChatMessage, style, 'plain'), message.seq);
      fold = [];
    }
    putNotices(message.seq);
  }
  if (messages.length === 0) putNotices(Number.POSITIVE_INFINITY);
  return placed;
}

function joinsFold(
  message: ChatMessage,
  next: ChatMessage,
  since: number | undefined,
  notice: PlacedNotice | undefined,
  style: RowStyle,
): boolean {
  const noticeBetween = notice !== undefined && notice.afterSeq <= message.seq;
  return (
    isPresence(next) && since !== message.seq && !noticeBetween && dayOf(message.at, style) === dayOf(next.at, style)
  );
}

/** The index from which the newest `count` messages begin, moved back to the beginning of a folded run. */
function tailStart(messages: readonly ChatMessage[], count: number): number {
  let start = Math.max(0, messages.length - count);
  while (start > 0 && isPresence(messages[start]) && isPresence(messages[start - 1])) start -= 1;
  return start;
}

/** What the bottom of a conversation shows. */
export interface Tail {
  /** Exactly `height` entries, frozen without an overlay; blanks stand below when there is little to show. */
  readonly rows: readonly (Row | undefined)[];
  /** Of the first row shown; Infinity when nothing is. */
  readonly firstSeq: number;
}

/** The newest rows of a conversation, lazily: only as many messages are laid as fill the height. */
export function composeTail(
  messages: readonly ChatMessage[],
  style: RowStyle,
  height: number,
  overlay?: Overlay,
): Tail {
  let placed: PlacedRow[] = [];
  for (let count = height; ; count *= 2) {
    const start = tailStart(messages, count);
    placed = layRows(messages, start, style, overlay);
    if (placed.length >= height || start === 0) break;
  }
  const shown = placed.slice(-height);
  const rows: (Row | undefined)[] = shown.map((line) => line.row);
  while (rows.length < height) rows.push(undefined);
  // What only one person sees is shared with nobody, so its difference is not worth keeping.
  return {
    rows: overlay === undefined ? Object.freeze(rows) : rows,
    firstSeq: shown[0]?.seq ?? Number.POSITIVE_INFINITY,
  };
}
