/**
 * The screen while this session carries a live chat: the other above, oneself below, every key seen by both. The room
 * it covers is left alone, so drafts and scroll positions are there again afterwards.
 */
import { type LiveChat, sidesOf } from '../chat/live-chat.ts';
import type { Layout, Rect } from '../tui/blessed.ts';
import { inputRow, titleRow } from '../tui/chrome.ts';
import type { KeyAction } from '../tui/keymap.ts';
import type { KeyEvent } from '../tui/keys.ts';
import {
  type EditorAction,
  EMPTY_LINE,
  editorHalves,
  editorText,
  editorUpdate,
  isEditing,
} from '../tui/line-editor.ts';
import { liveRows, WrappedLines } from '../tui/live-rows.ts';
import type { Pane, Screenful } from '../tui/painter.ts';
import type { RowStyle } from '../tui/rows.ts';
import type { LiveLink } from './live-link.ts';
import type { ScreenView } from './screen-view.ts';
import type { TerminalSize } from './terminal.ts';

/** What a paste may bring, in UTF-16 units: the other reads along. */
const PASTE_LENGTH = 1024;

const ENDS = 'Esc ends the live chat';

export class LiveScreen {
  readonly chat: LiveChat;
  /** Why the last key did nothing; empty when it did. */
  #hint = '';
  readonly #link: LiveLink;
  readonly #me: number;
  #editor = EMPTY_LINE;
  readonly #lines = new WrappedLines();

  /** `me` is who sits at this screen. */
  constructor(chat: LiveChat, link: LiveLink, me: number) {
    this.chat = chat;
    this.#link = link;
    this.#me = me;
  }

  /** A key, with what the keymap calls it. */
  take(event: KeyEvent, action: KeyAction | undefined): void {
    this.#hint = '';
    if (event.type === 'mouse') return;
    if (action === 'cancel') this.#link.hangUp();
    else if (this.chat.state !== 'on') this.#hint = 'not answered yet';
    else if (event.type === 'text') this.#edit({ type: 'insert', text: event.text });
    else if (event.type === 'paste') this.#paste(event.text);
    else if (action === 'enter' || action === 'newline') this.#finish();
    else if (action === 'clear-or-quit' && editorText(this.#editor) !== '') this.#edit({ type: 'clear' });
    else if (action === 'delete-or-quit') this.#edit({ type: 'delete' });
    else if (isEditing(action)) this.#edit({ type: action });
    else this.#hint = ENDS;
  }

  compose(layout: Layout, size: TerminalSize, view: ScreenView): Screenful {
    const { title, main, status, input } = layout;
    const { rows, cursor } = this.#text(view.style(main.width), main.height);
    const scene = { window: undefined, windowView: undefined, hint: this.#hint };
    const panes = [
      pane(title, [titleRow(this.#about(), view.style(title.width))]),
      pane(main, rows),
      pane(status, view.status.rows(scene, view.style(status.width))),
      pane(input, [inputRow({ label: '', text: this.#footer() }, view.style(input.width))]),
    ];
    return {
      columns: size.columns,
      rows: size.rows,
      panes,
      cursor: { x: main.x + cursor.x, y: main.y + cursor.y, visible: true },
    };
  }

  #text(style: RowStyle, height: number) {
    const { own, other } = sidesOf(this.chat, this.#me);
    const { before } = editorHalves(this.#editor);
    const upper = { handle: other.who.handle, note: '', lines: other.lines, line: other.line };
    const lower = { handle: own.who.handle, note: '(you)', lines: own.lines, line: editorText(this.#editor) };
    return liveRows(upper, { ...lower, cursor: before.length }, style, height, this.#lines);
  }

  #about() {
    const title = `live chat with ${this.#name()}`;
    return { title, topic: 'for the two of you alone; nothing of it is kept', here: 2, isDirect: false };
  }

  #footer(): string {
    if (this.chat.state === 'on') return `${ENDS} with ${this.#name()}`;
    return `asking ${this.#name()}… Esc takes it back`;
  }

  #name(): string {
    return sidesOf(this.chat, this.#me).other.who.handle;
  }

  #edit(action: EditorAction): void {
    this.#editor = editorUpdate(this.#editor, action);
    this.#hint = this.#editor.refused ?? '';
    if (this.#hint === '') this.#write(false);
  }

  #finish(): void {
    this.#write(true);
    this.#editor = { ...EMPTY_LINE, killed: this.#editor.killed };
  }

  /** Its newlines are Enters. */
  #paste(text: string): void {
    const lines = text.slice(0, PASTE_LENGTH).split('\n');
    for (const [index, line] of lines.entries()) {
      this.#edit({ type: 'insert', text: line });
      if (index < lines.length - 1) this.#finish();
    }
    if (text.length > PASTE_LENGTH) this.#hint = `only the first ${PASTE_LENGTH} characters of the paste`;
  }

  #write(isFinished: boolean): void {
    this.#link.write(editorText(this.#editor), isFinished);
  }
}

function pane({ x, y, width, height }: Rect, rows: Pane['rows']): Pane {
  return { x, y, width, height, rows };
}

/** What who is asked for a live chat reads in an input line so wide; empty for nobody asking. */
export function offerQuestion(offer: LiveChat | undefined, columns: number): string {
  if (offer === undefined) return '';
  const question = `${offer.sysop.who.handle} (sysop) opens a live chat: y/n`;
  // The answers must stay in sight.
  return question.length < columns ? question : 'live chat? y/n';
}

/** What a key answers to that; undefined for none. */
export function offerAnswer(event: KeyEvent): boolean | undefined {
  if (event.type === 'text' && /^[yn]$/i.test(event.text)) return /y/i.test(event.text);
  if (event.type !== 'key') return undefined;
  return event.name === 'enter' ? true : event.name === 'escape' ? false : undefined;
}
