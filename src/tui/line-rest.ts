/**
 * A line that nobody looks at: its text alone, for cut into clusters it takes sixteen times as much memory, and to cut it takes
 * milliseconds. It is cut again when it is looked at.
 */
import { cleaned, EDITOR_LIMITS, type EditorState, EMPTY_LINE, editorText } from './line-editor.ts';
import { sizeAfter } from './line-splice.ts';
import { NOTHING_DONE, type Undo } from './line-undo.ts';
import { graphemes } from './width.ts';

export interface RestingLine {
  /** As {@link editorText}. */
  readonly text: string;
  /** Counted in clusters; beyond the end is the end. */
  readonly cursor: number;
  readonly undo: Undo;
}

export const EMPTY_REST: RestingLine = { text: '', cursor: 0, undo: NOTHING_DONE };

/** Lays a line to rest; what it killed is not kept. */
export function laidToRest(state: EditorState): RestingLine {
  return { text: editorText(state), cursor: state.cursor, undo: state.undo };
}

/** A whole line put in at rest, the cursor at its end; undefined when it is more than one holds. */
export function restingText(given: string): RestingLine | undefined {
  if (given.length > EDITOR_LIMITS.blockBytes) return undefined;
  const text = cleaned(given);
  const { bytes, newlines } = sizeAfter(EMPTY_LINE, '', text);
  if (bytes > EDITOR_LIMITS.blockBytes || newlines >= EDITOR_LIMITS.blockLines) return undefined;
  return { text, cursor: Number.POSITIVE_INFINITY, undo: NOTHING_DONE };
}

/** The line as it was; `killed` is what Ctrl-Y brings back. */
export function awoken({ text, cursor, undo }: RestingLine, killed: string): EditorState {
  const clusters = graphemes(text);
  const at = Math.min(cursor, clusters.length);
  return { ...EMPTY_LINE, ...sizeAfter(EMPTY_LINE, '', text), clusters, cursor: at, undo, killed };
}
