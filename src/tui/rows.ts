/**
 * A message as rows: time, name, and the words wrapped under themselves. Made once per message, style and variant, and
 * shared by every session that shows it.
 */
import { authorOf, type ChatMessage, type Quoted } from '../chat/message.ts';
import { type Frame, folded } from './folded-text.ts';
import { clockOf } from './local-time.ts';
import { deletedText, quoteRow, trailOf } from './message-marks.ts';
import { encodeRow, harmless, type Row, type Span } from './row.ts';
import { RowCache } from './row-cache.ts';
import { NICK_COLUMN_FROM, type RowStyle, sgr, TIME_FROM } from './row-style.ts';
import { nickSgr, type Role } from './theme.ts';
import { padEnd, textWidth, truncate } from './width.ts';

export { type ClockFormat, clockOf, timeOf } from './local-time.ts';
export type { Row } from './row.ts';
export { dayOf, type RowStyle, rowStyle } from './row-style.ts';

/**
 * Who looks, as far as it shapes the rows: `open` is not folded; `to-me` and `from-me` are directs and pages of another
 * conversation, shown in the window being looked at.
 */
export type MessageVariant = 'plain' | 'open' | 'to-me' | 'from-me';

/** Rows of which something is folded away. */
const cut = new WeakSet<readonly Row[]>();

/** Whether part of a message is folded away in these rows of it. */
export function isCut(rows: readonly Row[]): boolean {
  return cut.has(rows);
}

const NONE: readonly string[] = Object.freeze([]);
const cache = new RowCache();

/**
 * The rows of a message, at least one, each at most `style.columns` wide. The same array for the same arguments. `marked`
 * are the words in it (lower case) that call the person who looks; `times` is how often it was said in a row; `own` are
 * the emoji by which this person reacted to it.
 */
export function messageRows(
  message: ChatMessage,
  style: RowStyle,
  variant: MessageVariant,
  marked = NONE,
  times = 1,
  own = NONE,
): readonly Row[] {
  const isShared = marked.length === 0 && times === 1 && own.length === 0;
  const key = isShared ? variant : `${variant} ${times} ${marked.join(' ')}${own.map((emoji) => `+${emoji}`).join('')}`;
  return cache.get(message, style, key, () => {
    const words = wordsOf(message, style, variant, marked);
    const trail = times === 1 ? trailOf(message, style, own) : [{ text: ` ×${times}`, sgr: sgr(style, 'system') }];
    return layMessage({ ...words, trail }, style, message.at);
  });
}

/** A line as it stands beside the column of names: what `messageRows` and the scrollback's other items are laid from. */
export interface Words {
  /** In the column of names. */
  readonly label: string;
  readonly labelSgr: string;
  /** What stands between label and words where there is no column of names: `alice: hello`, but `* carol waves`. */
  readonly inline: string;
  /** Shown before the text, in one line with it. */
  readonly lead: readonly Span[];
  readonly text: string;
  readonly textSgr: string;
  /** Shown after the text, in one line with it. */
  readonly trail: readonly Span[];
  readonly isOpen: boolean;
  /** True for what a person wrote: `*bold*` and the like are styled. */
  readonly isWritten?: boolean;
  /** Words of the text that stand out, lower case. */
  readonly marked: readonly string[];
  /** Stands above the text, in a row of its own. */
  readonly quoted?: Quoted | undefined;
  /** Tells its links from others'. */
  readonly id: string;
}

function wordsOf(message: ChatMessage, style: RowStyle, variant: MessageVariant, marked: readonly string[]): Words {
  const role = (name: Role) => sgr(style, name);
  const named = (handle: string): Span => ({ text: harmless(handle), sgr: nickSgr(style.theme, style.depth, handle) });
  const base = {
    labelSgr: marked.length > 0 ? role('mention') : '',
    inline: ' ',
    lead: [] as readonly Span[],
    textSgr: '',
    trail: [] as readonly Span[],
    isOpen: variant === 'open',
    marked,
    quoted: message.replyTo,
    id: `${message.conversation}.${message.seq}`.replace(/[^\w.]/g, '_'),
  };
  if (message.deletedBy !== undefined) return deleted(message, base, style);
  const presence = { ...base, label: '→', labelSgr: role('presence'), textSgr: role('presence') };
  switch (message.kind) {
    case 'public':
      return { ...base, ...says(message.from.handle, message.text, base.labelSgr || named(message.from.handle).sgr) };
    case 'direct':
      if (variant === 'to-me' || variant === 'from-me') return direct(message, variant, base, role('direct'));
      return { ...base, ...says(message.from.handle, message.text, base.labelSgr || named(message.from.handle).sgr) };
    case 'action':
      return {
        ...base,
        isWritten: true,
        label: '*',
        lead: [named(message.from.handle), { text: ' ' }],
        text: message.action,
      };
    case 'system':
      return { ...base, label: '--', labelSgr: role('system'), text: message.text, textSgr: role('system') };
    case 'join':
      return { ...presence, text: `${message.who.handle} joined` };
    case 'leave':
      return { ...presence, text: `${message.who.handle} left${message.reason === '' ? '' : ` (${message.reason})`}` };
    case 'page':
      return { ...base, ...page(message, variant), labelSgr: role('page'), textSgr: role('page') };
    default:
      return message satisfies never;
  }
}

/** A line without its words, in its place. */
function deleted(message: ChatMessage, base: Omit<Words, 'label' | 'text'>, style: RowStyle): Words {
  const author = authorOf(message);
  const look = sgr(style, 'system');
  const label = message.kind === 'public' || message.kind === 'direct' ? message.from.handle : '*';
  const lead = label === '*' && author !== undefined ? [{ text: `${harmless(author.handle)} `, sgr: look }] : [];
  return { ...base, label, labelSgr: look, inline: ' ', lead, text: deletedText(message, author?.id), textSgr: look };
}

function says(handle: string, text: string, labelSgr: string | undefined) {
  return { label: handle, labelSgr: labelSgr ?? '', inline: ': ', text, isWritten: true };
}

type Message<K extends ChatMessage['kind']> = ChatMessage & { readonly kind: K };

function direct(
  { from, to, text }: Message<'direct'>,
  variant: 'to-me' | 'from-me',
  base: Omit<Words, 'label' | 'text'>,
  look: string,
): Words {
  const label = variant === 'to-me' ? '→ you' : `→ ${to.handle}`;
  const lead = `(direct from ${variant === 'to-me' ? harmless(from.handle) : 'you'}) `;
  return { ...base, label, labelSgr: look, lead: [{ text: lead, sgr: look }], text, isWritten: true };
}

function page({ from, to, reason }: Message<'page'>, variant: MessageVariant) {
  const isMine = variant === 'from-me';
  const isForMe = variant === 'to-me';
  const whom = isForMe ? 'you' : to.handle;
  const why = reason === '' ? '' : `: ${reason}`;
  return { label: `→ ${whom}`, text: `${isMine ? 'you page' : `${from.handle} pages`} ${whom}${why}` };
}

/** Lays words out for a width; `at` undefined leaves the time blank. */
export function layMessage(words: Words, style: RowStyle, at: number | undefined): readonly Row[] {
  const { columns } = style;
  const label = harmless(words.label);
  const clock = columns < TIME_FROM ? '' : clockSpan(at, style);
  const labelSpan: Span = { text: label, sgr: words.labelSgr };
  if (columns < NICK_COLUMN_FROM) {
    // Rows after the first are set in, so that nobody's paste can look like somebody else's line.
    const indent = columns >= 6 ? 2 : 0;
    const start = [labelSpan, { text: words.inline }];
    return rowsOf(words, style, { start, startWidth: 0, isStartWrapped: true, indent, nameColumn: 0 });
  }
  const gutter = 1 + (clock === '' ? 0 : clock.length + 1);
  const indent = gutter + style.nickColumns + 1;
  const start: Span[] = [{ text: ' ' }];
  if (clock !== '') start.push({ text: clock, sgr: sgr(style, 'time') }, { text: ' ' });
  start.push(labelSpan, { text: padEnd('', style.nickColumns - textWidth(label)) }, { text: ' ' });
  const startWidth = gutter + Math.max(style.nickColumns, textWidth(label)) + 1;
  return rowsOf(words, style, { start, startWidth, isStartWrapped: false, indent, nameColumn: gutter });
}

function clockSpan(at: number | undefined, style: RowStyle): string {
  const width = style.clock === '24h' ? 5 : 8;
  return (at === undefined ? '' : clockOf(at, style.zone, style.clock)).padStart(width);
}

function rowsOf(words: Words, style: RowStyle, frame: Frame): readonly Row[] {
  const { columns } = style;
  const { lines, hiddenLines } = folded(words, style, frame);
  const indent: Span = { text: ' '.repeat(frame.indent) };
  const rows = lines.map((line, index) =>
    encodeRow(index === 0 ? [...(frame.isStartWrapped ? [] : frame.start), ...line] : [indent, ...line], columns),
  );
  if (hiddenLines > 0) {
    const what = words.text.includes('\n')
      ? `${hiddenLines} more ${hiddenLines === 1 ? 'line' : 'lines'}`
      : 'more of it';
    const more = words.isOpen ? '… more of it, in a wider terminal' : `… ${what}, Ctrl-O opens`;
    const hint: Span = { text: truncate(more, columns - frame.indent), sgr: sgr(style, 'system') };
    rows.push(encodeRow([indent, hint, ...words.trail], columns));
    if (!words.isOpen) cut.add(rows);
  }
  if (words.quoted !== undefined) {
    rows.unshift(quoteRow(words.quoted, style, { mark: frame.nameColumn, words: frame.indent }));
  }
  return rows;
}
