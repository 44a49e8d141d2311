/**
 * What stands in a window, line by line: messages, date lines, folded joins, the new-since line, the session's own
 * notices. Pure: a run of messages and what this person adds to it → rows, each with its place, so that a reader
 * who scrolled back stays where they are.
 */
import { authorOf, type ChatMessage, type Conversation, textOf, type UserId } from '../chat/message.ts';
import { foldsWith, runEnd, runRows } from './folds.ts';
import { hushed } from './hush.ts';
import { dateRow, type Notice, newSinceRow, noticeRows } from './items.ts';
import { dayOf, FOLD_ROWS, type Row, type RowStyle } from './rows.ts';

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

/** A row and its place: ordered by seq, then by index among the rows that belong to that seq. */
export interface PlacedRow {
  readonly row: Row;
  readonly seq: number;
  readonly index: number;
  /** The key of what is folded in it (see folds.ts). */
  readonly fold: number | undefined;
  /** The message whose row it is; undefined for what stands between messages. */
  readonly message: ChatMessage | undefined;
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
  const since = overlay?.newSince;
  let nextNotice = 0;
  const firstSeq = messages[from]?.seq ?? 0;
  while (from > 0 && (notices[nextNotice]?.afterSeq ?? Number.POSITIVE_INFINITY) < firstSeq) nextNotice += 1;
  const put = (rows: readonly Row[], seq: number, fold?: number, message?: ChatMessage) => {
    const last = placed.at(-1);
    let index = last?.seq === seq ? last.index + 1 : 0;
    for (const row of rows) placed.push({ row, seq, index: index++, fold, message });
  };
  const putNotices = (through: number) => {
    for (let at = notices[nextNotice]; at !== undefined && at.afterSeq <= through; at = notices[++nextNotice]) {
      const isHidden = at.notice.kind === 'outside' && hidden(at.notice.message, overlay);
      if (!isHidden) put(noticeRows(at.notice, style), at.afterSeq);
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
    const end = runEnd(
      messages,
      at,
      since === undefined || since < first.seq ? notice : Math.min(notice, since),
      style,
    );
    const whole = messages.slice(at, end);
    const run = leavesOut ? whole.filter((message) => !isLeftOut(message)) : whole;
    const [shown] = run;
    const day = dayOf(first.at, style);
    if (shown === first && day !== previousDay) put([dateRow(first.at, style)], first.seq);
    const above = messages[at - 1];
    if (since !== undefined && since < first.seq && (above?.seq ?? 0) <= since) {
      put([newSinceRow(above?.at ?? first.at, style)], first.seq);
    }
    if (shown !== undefined) {
      if (shown !== first && day !== previousDay) put([dateRow(shown.at, style)], shown.seq);
      previousDay = day;
      for (const laid of runRows(run, style, overlay)) put(laid.rows, laid.seq, laid.fold, laid.message);
    }
    putNotices((messages[end - 1] as ChatMessage).seq);
    at = end;
  }
  if (messages.length === 0) putNotices(Number.POSITIVE_INFINITY);
  return placed;
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

/** The index from which the newest `count` messages begin, moved back to the beginning of a folded run. */
function tailStart(messages: readonly ChatMessage[], count: number): number {
  let start = Math.max(0, messages.length - count);
  while (start > 0 && foldsWith(messages[start - 1] as ChatMessage, messages[start])) start -= 1;
  return start;
}

/** What the bottom of a conversation shows. */
export interface Tail {
  /** Exactly `height` entries, frozen without an overlay; blanks stand below when there is little to show. */
  readonly rows: readonly (Row | undefined)[];
  /** The oldest message of which something is shown, also folded into a row; Infinity when there is none. */
  readonly firstSeq: number;
  /** Of each row that is shown, from the top. */
  readonly seqs: readonly number[];
}

/** How many of the newest messages fill the height, guessed by their length: to lay a paste for nothing is dear. */
function guessed(messages: readonly ChatMessage[], columns: number, height: number): number {
  let rows = 0;
  let count = 0;
  while (rows < height && count < messages.length) {
    count += 1;
    const { length } = textOf(messages[messages.length - count] as ChatMessage);
    rows += 1 + Math.min(FOLD_ROWS, Math.floor(length / columns));
  }
  return Math.max(1, count);
}

/** The newest rows of a conversation, `height` at most, lazily: only as many messages are laid as fill the height. */
export function tailRows(
  messages: readonly ChatMessage[],
  style: RowStyle,
  height: number,
  overlay?: Overlay,
): readonly PlacedRow[] {
  for (let count = guessed(messages, style.columns, height); ; count *= 2) {
    const start = tailStart(messages, count);
    const placed = layRows(messages, start, style, overlay);
    if (placed.length >= height || start === 0) return placed.slice(-height);
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
    rows: overlay === undefined ? Object.freeze(rows) : rows,
    firstSeq: first === undefined ? Number.POSITIVE_INFINITY : Math.min(first.seq, first.fold ?? first.seq),
    seqs: shown.map((line) => line.seq),
  };
}
