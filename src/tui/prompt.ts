/** One line asked for inside an overlay: the input line's editor in a row of its own, so that the draft is left alone. */
import type { Key } from './key-names.ts';
import { lookup } from './keymap.ts';
import { type EditorState, EMPTY_LINE, editorText, editorUpdate, isEditing } from './line-editor.ts';
import { editorView } from './line-view.ts';
import type { Paste } from './paste.ts';
import { encodeRow, harmless, type Row } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { textWidth, truncate } from './width.ts';

/** Longer values than this are none. */
const LONGEST = 1024;

export class Prompt {
  readonly #label: string;
  #editor: EditorState;

  /** `initial` stands there to begin with. */
  constructor(label: string, initial: string) {
    this.#label = `${harmless(label)}: `;
    this.#editor = editorUpdate(EMPTY_LINE, { type: 'set', text: initial });
  }

  get text(): string {
    return editorText(this.#editor);
  }

  take(event: Key | Paste | { readonly type: 'text'; readonly text: string }): 'stay' | 'cancel' | 'enter' {
    if (event.type !== 'key') {
      const room = Math.max(0, LONGEST - this.text.length);
      this.#editor = editorUpdate(this.#editor, {
        type: 'insert',
        text: event.text.replaceAll('\n', ' ').slice(0, room),
      });
      return 'stay';
    }
    const action = lookup(event);
    if (action === 'enter') return 'enter';
    if (action === 'cancel' || action === 'clear-or-quit') return 'cancel';
    if (isEditing(action)) this.#editor = editorUpdate(this.#editor, { type: action });
    return 'stay';
  }

  /** The row, and the column its cursor stands in. */
  row(style: RowStyle): { readonly row: Row; readonly cursor: number } {
    const label = truncate(this.#label, Math.max(0, style.columns - 8), '');
    const { text, cursorColumn } = editorView(this.#editor, style.columns - textWidth(label));
    const row = encodeRow([{ text: label, sgr: sgr(style, 'prompt') }, { text }], style.columns);
    return { row, cursor: Math.min(textWidth(label) + cursorColumn, style.columns - 1) };
  }
}
