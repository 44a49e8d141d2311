/** What stands around the scrollback: title, status, people and input line. Pure: data and a style → rows. */
import { encodeRow, harmless, type Row, type Span } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { shared } from './shared-rows.ts';
import { nickSgr, type Role } from './theme.ts';
import { textWidth, truncate } from './width.ts';

/** For the title. */
export interface TitleInfo {
  /** `#lobby`, or the other person's handle. */
  readonly title: string;
  readonly topic: string;
  /** Seconds between two lines of one person; 0 or undefined is not slow. */
  readonly slow?: number;
  readonly here: number;
  readonly isDirect: boolean;
}

/** ` #lobby │ slow: 30 s │ topic …     4 here `. */
export function titleRow(info: TitleInfo, style: RowStyle): Row {
  const { columns } = style;
  const bar = sgr(style, 'topic');
  const here = !info.isDirect && columns >= 24 ? ` ${info.here} here ` : '';
  const room = columns - here.length;
  const title = truncate(` ${harmless(info.title)} `, room);
  const topic = info.isDirect ? 'direct messages, only for the two of you' : harmless(info.topic);
  const rest = room - textWidth(title);
  const slow = info.slow === undefined || info.slow === 0 ? '' : `│ slow: ${info.slow} s `;
  const about = rest < 6 ? '' : truncate(slow + (topic === '' ? '' : `│ ${topic}`), rest);
  const spans = [
    { text: title, sgr: sgr(style, 'title') },
    { text: about + blanks(rest - textWidth(about)), sgr: bar },
    { text: here, sgr: bar },
  ];
  return encodeRow(spans, columns, { fill: bar });
}

/** A window in the status row. */
export interface WindowEntry {
  /** From 1, as Alt-1 finds it. */
  readonly number: number;
  readonly title: string;
  readonly unread: number;
  /** Joins < lines: a number < words meant for this person: `!`. */
  readonly activity: 'none' | 'presence' | 'lines' | 'mention';
  readonly isCurrent: boolean;
}

/** For the status row. */
export interface StatusInfo {
  readonly windows: readonly WindowEntry[];
  /** What is going on: `↓ 12 new`, `sending in 2 s…`; empty for nothing. */
  readonly hint: string;
  /** Own handle and time. */
  readonly right: string;
}

const RANK = ['none', 'presence', 'lines', 'mention'] as const;

const ACTIVITY: Readonly<Record<WindowEntry['activity'], { readonly role: Role; mark(unread: number): string }>> = {
  none: { role: 'status', mark: () => '' },
  presence: { role: 'activityPresence', mark: () => ' ·' },
  lines: { role: 'activityLines', mark: (unread) => ` ${unread}` },
  mention: { role: 'activityMention', mark: (unread) => ` !${unread}` },
};

/** ` 1:#lobby  2:#dev 3  3:carol !1        ↓ 12 new   erin · 19:07 `. */
export function statusRow(info: StatusInfo, style: RowStyle): Row {
  const { columns } = style;
  const bar = sgr(style, 'status');
  const { hint, right, room } = statusParts(info, columns);
  const windows = windowSpans(info.windows, room, style);
  const used = windows.reduce((sum, span) => sum + textWidth(span.text), 0);
  const spans = [
    ...windows,
    { text: blanks(room - used), sgr: bar },
    { text: hint, sgr: sgr(style, 'hint') },
    { text: right, sgr: bar },
  ];
  return encodeRow(spans, columns, { fill: bar });
}

/** The number of the window that stands at a column of the status row so wide; undefined for none. */
export function windowAt(info: StatusInfo, columns: number, column: number): number | undefined {
  let end = 0;
  for (const { entry, width } of fittingWindows(info.windows, statusParts(info, columns).room).shown) {
    end += width;
    if (column < end) return entry.number;
  }
  return undefined;
}

/** What stands right of the windows, and the room that leaves them. */
function statusParts(info: StatusInfo, columns: number) {
  const right = columns >= 40 ? ` ${truncate(harmless(info.right), columns / 2)} ` : '';
  const hintText = harmless(info.hint);
  const hint = hintText === '' ? '' : ` ${truncate(hintText, Math.max(1, columns - textWidth(right) - 2))} `;
  return { hint, right, room: columns - textWidth(right) - textWidth(hint) };
}

/** As many windows as fit, the current one and those with activity before others, in the order of their numbers. */
function fittingWindows(windows: readonly WindowEntry[], room: number) {
  const entries = windows.map((entry) => {
    const text = ` ${entry.number}:${harmless(entry.title)}`;
    return { entry, text, width: textWidth(text) + ACTIVITY[entry.activity].mark(entry.unread).length + 1 };
  });
  const byUrgency = [...entries].sort((a, b) => urgency(b.entry) - urgency(a.entry));
  const shown = new Set<(typeof entries)[number]>();
  let left = room;
  const most = hiddenCount(windows.filter(({ isCurrent }) => !isCurrent)).length;
  for (const each of byUrgency) {
    // Room to say how many more there are must stay, unless this is the last one and it fits.
    const isLast = shown.size === entries.length - 1;
    if (each.width > left - (isLast ? 0 : most)) break;
    shown.add(each);
    left -= each.width;
  }
  return { shown: entries.filter((each) => shown.has(each)), left };
}

function windowSpans(windows: readonly WindowEntry[], room: number, style: RowStyle): Span[] {
  const { shown, left } = fittingWindows(windows, room);
  const bar = sgr(style, 'status');
  const spans = shown.flatMap(({ entry, text }) => {
    const { role, mark } = ACTIVITY[entry.activity];
    return [
      { text: text.slice(0, 1), sgr: bar },
      { text: text.slice(1), sgr: entry.isCurrent ? sgr(style, 'statusCurrent') : bar },
      { text: mark(entry.unread), sgr: sgr(style, role) },
      { text: ' ', sgr: bar },
    ];
  });
  const shownNumbers = new Set(shown.map(({ entry }) => entry.number));
  const hidden = windows.filter(({ number }) => !shownNumbers.has(number));
  const rest = hidden.length === 0 ? '' : truncate(hiddenCount(hidden), Math.max(0, left), '');
  return [...spans, { text: rest, sgr: hidden.some(isCalling) ? sgr(style, ACTIVITY.mention.role) : bar }];
}

/** ` +12`: so many windows have no room; ` +12!` when words meant for this person wait in one of them. */
function hiddenCount(hidden: readonly WindowEntry[]): string {
  return ` +${hidden.length}${hidden.some(isCalling) ? '!' : ''}`;
}

function isCalling({ activity }: WindowEntry): boolean {
  return activity === 'mention';
}

function urgency({ isCurrent, activity }: WindowEntry): number {
  return isCurrent ? RANK.length : RANK.indexOf(activity);
}

/** Somebody in the list. */
export interface PersonEntry {
  readonly handle: string;
  readonly role: 'user' | 'sysop';
  readonly isAway: boolean;
  /** Does not want to be disturbed. */
  readonly isDnd: boolean;
}

/**
 * The list on the right, `height` rows with a rule on their left: sysops with `@`, away ones and those not to be disturbed dimmed
 * and marked. `people` in their order, at least the first `height` of `count`.
 */
export function peopleRows(
  people: readonly PersonEntry[],
  count: number,
  style: RowStyle,
  height: number,
): readonly Row[] {
  const { columns } = style;
  const rule: Span = { text: '│', sgr: sgr(style, 'time') };
  const blank = encodeRow([rule], columns, { anchored: false });
  const shown = count > height ? Math.max(0, height - 1) : count;
  const rows = people.slice(0, shown).map((person) => {
    const mark = person.role === 'sysop' ? '@' : ' ';
    const word = stateOf(person);
    const state = person.handle.length + word.length + 3 <= columns ? word : '';
    const look = word !== '' ? sgr(style, 'away') : nickSgr(style.theme, style.depth, person.handle);
    const name = { text: truncate(harmless(person.handle), Math.max(0, columns - 2)) + state, sgr: look };
    return encodeRow([rule, { text: mark }, name], columns, { anchored: false });
  });
  if (shown < count && height > 0) {
    const rest = truncate(` … ${count - shown} more`, Math.max(0, columns - 1));
    rows.push(encodeRow([rule, { text: rest, sgr: sgr(style, 'away') }], columns, { anchored: false }));
  }
  while (rows.length < height) rows.push(blank);
  return shared(rows);
}

function stateOf({ isAway, isDnd }: PersonEntry): string {
  if (isAway) return ' away';
  return isDnd ? ' dnd' : '';
}

/** For the input line: a label such as `> `, and the part of the line around the cursor. */
export interface InputInfo {
  readonly label: string;
  readonly text: string;
}

/** `> hello wor`. */
export function inputRow(info: InputInfo, style: RowStyle): Row {
  return encodeRow(
    [{ text: harmless(info.label), sgr: sgr(style, 'prompt') }, { text: harmless(info.text) }],
    style.columns,
  );
}

function blanks(count: number): string {
  return ' '.repeat(Math.max(0, count));
}
