/** One row of the input line: the part around the cursor, cut at whole graphemes. Looks only at what it shows. */
import type { EditorState } from './line-editor.ts';
import { clusterWidth, graphemes } from './width.ts';

/** What is drawn, and where the cursor stands in it. */
export interface EditorView {
  readonly text: string;
  /** 0 … columns − 1. */
  readonly cursorColumn: number;
}

const NEWLINE = '⏎';
const MASK = '•';
/** Stands for a wide cluster where only one column is. */
const TOO_WIDE = '?';
/** Stands for a mark with nothing to stand on: it would join the prompt, or the `⏎` before it. */
const BASELESS = '◌';

/**
 * The line in one row of `columns` (≥ 1; less is taken as 1), scrolled so that the cursor is in it, with up to a third of
 * the row for what comes after it. `\n` shows as `⏎`; with `masked` every grapheme as `•`.
 */
export function editorView(state: EditorState, columns: number, options: { masked?: boolean } = {}): EditorView {
  const room = Math.max(1, Math.floor(columns));
  const show = (index: number) => (options.masked === true ? MASK : shown(state.clusters, index, room));
  const ahead = widthAhead(state, show, Math.max(1, Math.floor(room / 3)));
  let start = state.cursor;
  let cursorColumn = 0;
  while (start > 0) {
    const width = clusterWidth(show(start - 1));
    if (cursorColumn + width + ahead > room) break;
    cursorColumn += width;
    start -= 1;
  }
  let text = '';
  let width = 0;
  for (let index = start; index < state.clusters.length; index += 1) {
    const cluster = show(index);
    width += clusterWidth(cluster);
    if (width > room) break;
    text += cluster;
  }
  return { text, cursorColumn };
}

/** Columns kept free from the cursor on: what is there, up to `most`, but the cluster under the cursor whole. */
function widthAhead(state: EditorState, show: (index: number) => string, most: number): number {
  let width = 0;
  for (let index = state.cursor; index < state.clusters.length; index += 1) {
    const cluster = clusterWidth(show(index));
    if (width > 0 && width + cluster > most) break;
    width += cluster;
  }
  return Math.max(1, width);
}

function shown(clusters: readonly string[], index: number, room: number): string {
  const cluster = clusters[index] ?? '';
  if (cluster === '\n') return NEWLINE;
  const begins = index === 0 || clusters[index - 1] === '\n';
  if (begins && graphemes(NEWLINE + cluster).length === 1) return BASELESS;
  return clusterWidth(cluster) > room ? TOO_WIDE : cluster;
}
