/** The input line: an immutable state and an update, grapheme by grapheme. Every change is one splice (line-splice.ts). */
import { differing, type Line, type Size, sizeAfter, splice } from './line-splice.ts';
import { NOTHING_DONE, remember, type Undo, undone } from './line-undo.ts';
import { type Span, textOf, wordEnd, wordStart } from './line-words.ts';
import { isControl } from './width.ts';

/** What fits, in UTF-8 bytes: of typed text a line, of pasted text a block, which is what one message holds. */
export const EDITOR_LIMITS = { lineBytes: 4096, blockBytes: 65_536, blockLines: 1000 } as const;

/** The line as it stands. Never changed in place. */
export interface EditorState extends Line {
  /** What Ctrl-Y brings back. Kills one after the other gather here. */
  readonly killed: string;
  /** The last action took something into `killed`. */
  readonly killing: boolean;
  readonly undo: Undo;
  /** Why the last action changed nothing; one sentence for the person. */
  readonly refused: string | undefined;
}

/** Actions that need no text; the keymap's editing section names them. */
export const EDITOR_COMMANDS = [
  'left',
  'right',
  'home',
  'end',
  'word-left',
  'word-right',
  'backspace',
  'delete',
  'delete-word-left',
  'kill-word-left',
  'kill-word-right',
  'kill-to-start',
  'kill-to-end',
  'yank',
  'transpose',
  'undo',
  'clear',
] as const;

export type EditorCommand = (typeof EDITOR_COMMANDS)[number];

const COMMANDS: ReadonlySet<string> = new Set(EDITOR_COMMANDS);

/** True for the actions of keys that the line itself carries out. */
export function isEditing(action: string | undefined): action is EditorCommand {
  return action !== undefined && COMMANDS.has(action);
}

export type EditorAction =
  | { readonly type: EditorCommand }
  /** Typed: newlines become spaces. */
  | { readonly type: 'insert'; readonly text: string }
  /** Newlines stay; `truncated` when not all of it was kept, which refuses it. */
  | { readonly type: 'paste'; readonly text: string; readonly truncated?: boolean }
  /** In place of so many UTF-16 units before the cursor: what a word was completed to. */
  | { readonly type: 'complete'; readonly units: number; readonly text: string }
  /** A whole line (from history). */
  | { readonly type: 'set'; readonly text: string };

/** An empty line. */
export const EMPTY_LINE: EditorState = {
  clusters: [],
  cursor: 0,
  bytes: 0,
  newlines: 0,
  killed: '',
  killing: false,
  undo: NOTHING_DONE,
  refused: undefined,
};

/** The text of the line, with its `\n`. */
export function editorText(state: EditorState): string {
  return state.clusters.join('');
}

/** The text before the cursor and from it on, for completion. */
export function editorHalves(state: EditorState): { readonly before: string; readonly after: string } {
  return { before: textOf(state.clusters, 0, state.cursor), after: textOf(state.clusters, state.cursor) };
}

/** The state after an action. What does not fit changes nothing and sets `refused`. */
export function editorUpdate(state: EditorState, action: EditorAction): EditorState {
  const fresh = { ...state, refused: undefined, killing: false };
  switch (action.type) {
    case 'insert':
      return replace(fresh, at(state.cursor), cleaned(action.text).replaceAll('\n', ' '), true);
    case 'paste':
      if (action.truncated === true) return { ...fresh, refused: TOO_LONG };
      return replace(fresh, at(state.cursor), cleaned(action.text));
    case 'set':
      return become(fresh, cleaned(action.text));
    case 'complete':
      return replace(fresh, before(state, action.units), cleaned(action.text));
    case 'yank':
      return replace(fresh, at(state.cursor), state.killed);
    case 'transpose':
      return transpose(fresh);
    case 'undo':
      return undo(fresh);
    case 'clear':
      return replace(fresh, { from: 0, to: state.clusters.length }, '');
    case 'backspace':
      return remove(fresh, { from: state.cursor - 1, to: state.cursor });
    case 'delete':
      return remove(fresh, { from: state.cursor, to: state.cursor + 1 });
    case 'delete-word-left':
    case 'kill-word-left':
    case 'kill-word-right':
    case 'kill-to-start':
    case 'kill-to-end':
      return kill(state, action.type);
    default:
      return { ...fresh, cursor: moved(state, action.type) };
  }
}

function moved(state: EditorState, to: 'left' | 'right' | 'home' | 'end' | 'word-left' | 'word-right'): number {
  const { clusters, cursor } = state;
  switch (to) {
    case 'left':
      return Math.max(0, cursor - 1);
    case 'right':
      return Math.min(clusters.length, cursor + 1);
    case 'home':
      return 0;
    case 'end':
      return clusters.length;
    case 'word-left':
      return wordStart(clusters, cursor, 'letters');
    case 'word-right':
      return wordEnd(clusters, cursor);
    default:
      return to satisfies never;
  }
}

function at(cursor: number): Span {
  return { from: cursor, to: cursor };
}

/** What holds so many UTF-16 units before the cursor. */
function before({ clusters, cursor }: EditorState, units: number): Span {
  let from = cursor;
  for (let rest = units; rest > 0 && from > 0; from -= 1) rest -= clusters[from - 1]?.length ?? 0;
  return { from, to: cursor };
}

function remove(state: EditorState, span: Span): EditorState {
  return span.from < 0 || span.to > state.clusters.length ? state : replace(state, span, '');
}

type Kill = 'delete-word-left' | 'kill-word-left' | 'kill-word-right' | 'kill-to-start' | 'kill-to-end';

function kill(state: EditorState, how: Kill): EditorState {
  const { clusters, cursor } = state;
  const spans: Record<Kill, Span> = {
    'delete-word-left': { from: wordStart(clusters, cursor, 'spaces'), to: cursor },
    'kill-word-left': { from: wordStart(clusters, cursor, 'letters'), to: cursor },
    'kill-word-right': { from: cursor, to: wordEnd(clusters, cursor) },
    'kill-to-start': { from: 0, to: cursor },
    'kill-to-end': { from: cursor, to: clusters.length },
  };
  const span = spans[how];
  if (span.from === span.to) return { ...state, refused: undefined };
  const text = textOf(clusters, span.from, span.to);
  const before = state.killing ? state.killed : '';
  const killed = span.to === cursor ? text + before : before + text;
  return { ...replace({ ...state, refused: undefined }, span, ''), killed, killing: true };
}

function transpose(state: EditorState): EditorState {
  const { clusters, cursor } = state;
  if (clusters.length < 2 || cursor === 0) return state;
  const right = Math.min(cursor, clusters.length - 1);
  const swapped = `${clusters[right]}${clusters[right - 1]}`;
  return replace(state, { from: right - 1, to: right + 1 }, swapped);
}

function undo(state: EditorState): EditorState {
  const last = undone(state.undo);
  if (last === undefined) return state;
  const { change, rest } = last;
  const span = { from: change.from, to: change.from + change.added };
  return { ...state, ...splice(state, span, change.removed).line, cursor: change.cursor, undo: rest };
}

/** Another line in place of this one; what is the same at both ends is not cut anew. */
function become(state: EditorState, text: string): EditorState {
  const { span, middle } = differing(state.clusters, text);
  const next = replace(state, span, middle);
  return next.refused === undefined ? { ...next, cursor: next.clusters.length } : next;
}

/** A splice that checks the limits and can be undone. */
function replace(state: EditorState, span: Span, text: string, typed = false): EditorState {
  if (span.from === span.to && text === '') return state;
  // Three bytes at most per UTF-16 unit, one at least: a huge text is refused before anything is done with it.
  if (text.length > EDITOR_LIMITS.blockBytes) return { ...state, refused: TOO_LONG };
  const size = sizeAfter(state, textOf(state.clusters, span.from, span.to), text);
  const refused = text === '' ? undefined : whyTooLong(size, typed && !isBlock(state));
  if (refused !== undefined) return { ...state, refused };
  const { line, kept } = splice(state, span, text);
  const next = { ...state, ...line };
  return { ...next, undo: remember(state, next, kept, typed) };
}

// They stand in the status row: longer ones would be cut in 80 columns.
const TOO_LONG = 'One message holds at most 65,536 bytes; it stays as it was.';

function whyTooLong({ bytes, newlines }: Size, isLine: boolean): string | undefined {
  if (isLine && bytes > EDITOR_LIMITS.lineBytes) return 'A line holds at most 4,096 bytes; it stays as it was.';
  if (bytes > EDITOR_LIMITS.blockBytes) return TOO_LONG;
  if (newlines < EDITOR_LIMITS.blockLines) return undefined;
  return 'One message holds at most 1,000 lines; it stays as it was.';
}

/** Only a paste makes a line a block; one types on in it up to what a block holds. */
function isBlock({ bytes, newlines }: EditorState): boolean {
  return newlines > 0 || bytes > EDITOR_LIMITS.lineBytes;
}

/** `\n` for every newline, four spaces for a tab, no other control. */
export function cleaned(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const plain = text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ');
  return /[^\P{Cc}\n]|[\p{Cs}\p{Zl}\p{Zp}]/u.test(plain) ? Array.from(plain).filter(isKept).join('') : plain;
}

function isKept(character: string): boolean {
  return character === '\n' || !isControl(character);
}
