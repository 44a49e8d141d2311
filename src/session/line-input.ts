/**
 * The bottom row of the screen: each window's draft and its history, Tab completion, Ctrl-R, and the two things that take
 * the row over for a while: a secret and a question. It edits and tells what was entered; it sends nothing itself.
 */
import type { Aim } from '../chat/command.ts';
import type { Conversation } from '../chat/message.ts';
import { type Completed, type CompletionSources, complete } from '../tui/completion.ts';
import {
  type HistorySearch,
  type SecretRow,
  searchLabel,
  searchLine,
  searchStart,
  searchUpdate,
} from '../tui/input-history.ts';
import { type EditorAction, type EditorState, EMPTY_LINE, editorHalves, editorUpdate } from '../tui/line-editor.ts';
import { editorView } from '../tui/line-view.ts';
import { textWidth, truncate } from '../tui/width.ts';
import { aimLabel } from './aim-label.ts';
import { Asking } from './asking.ts';
import type { Draft } from './draft.ts';
import { Drafts } from './drafts.ts';

/** A pasted text with more lines than this asks before it is sent. */
const ASK_BEYOND_LINES = 3;

/** What the row shows. */
export interface InputView {
  readonly label: string;
  readonly text: string;
  /** Counted from the row's beginning. */
  readonly cursorColumn: number;
}

export class LineInput {
  readonly drafts = new Drafts();
  #completed: Completed | undefined;
  #search: HistorySearch | undefined;
  /** What the search found last, to be shown. */
  #found: { readonly line: string; readonly editor: EditorState } | undefined;
  readonly #asking = new Asking();

  get #current(): Draft {
    return this.drafts.current;
  }

  /** The text of the current draft. */
  get text(): string {
    return this.#current.text;
  }

  /** Why the last edit was refused; undefined when it was not. */
  get refused(): string | undefined {
    return (this.#asking.secret?.editor ?? this.#current.editor).refused;
  }

  /** The line that stands is meant for this; undefined when it is just said. */
  get aimed(): Aim | undefined {
    return this.#current.aim;
  }

  get asksSecret(): boolean {
    return this.#asking.secret !== undefined;
  }

  get asksQuestion(): boolean {
    return this.#asking.question !== undefined;
  }

  /** Nothing is typed, and nothing has taken the row over. */
  get isIdle(): boolean {
    if (this.#current.aim !== undefined) return false;
    return this.#current.isEmpty && this.#asking.isIdle && this.#search === undefined;
  }

  get searching(): boolean {
    return this.#search !== undefined;
  }

  /** Goes to a window's own draft. */
  turnTo(conversation: Conversation): void {
    this.drafts.turnTo(conversation);
    this.#completed = undefined;
    this.#endSearch();
  }

  /** Edits the line (or the secret). */
  edit(action: EditorAction): void {
    if (this.#asking.edit(action)) return;
    if (this.#search !== undefined) this.#accept();
    this.#current.change(action);
    this.#completed = undefined;
  }

  /** Types text, or pastes it, wherever the row is. */
  type(text: string): void {
    if (this.#search === undefined) {
      this.edit({ type: 'insert', text });
      return;
    }
    this.#search = searchUpdate(this.#search, this.#current.history, {
      type: 'query',
      text: this.#search.query + text,
    });
  }

  /** Backspace while Ctrl-R searches shortens what is searched for; true when it did. */
  shortenSearch(): boolean {
    if (this.#search === undefined) return false;
    const text = this.#search.query.slice(0, -1);
    this.#search = searchUpdate(this.#search, this.#current.history, { type: 'query', text });
    return true;
  }

  /** Begins Ctrl-R, or goes further back. */
  search(): void {
    this.#search =
      this.#search === undefined
        ? searchStart(this.text)
        : searchUpdate(this.#search, this.#current.history, { type: 'older' });
  }

  up(): void {
    this.#current.older();
  }

  down(): void {
    this.#current.newer();
  }

  complete(sources: CompletionSources, back: boolean): void {
    const halves = editorHalves(this.#current.editor);
    const done = complete(halves, sources, this.#completed, back);
    if (done === undefined) return;
    const { length } = done.head;
    this.#current.change({
      type: 'complete',
      units: halves.before.length - length,
      text: done.before.slice(length),
    });
    this.#completed = done;
  }

  /** See {@link Drafts.giveBack}. */
  giveBack(text: string, aim: Aim | undefined, conversation: Conversation | undefined): boolean {
    return this.drafts.giveBack(conversation, text, aim);
  }

  /** Begins a command; the draft comes back after it. */
  begin(command: string): void {
    this.#endSearch();
    this.#completed = undefined;
    this.#current.begin(command);
  }

  /** A newline in the line, as a paste has them; a secret has none. */
  newline(): void {
    if (!this.asksSecret) this.edit({ type: 'paste', text: '\n' });
  }

  /**
   * Enter. Returns the line to send, or undefined when Enter meant something else (a secret was given, a found line
   * accepted) or must be confirmed first.
   */
  enter(confirm: (text: string) => void): string | undefined {
    if (this.#asking.enter()) return undefined;
    if (this.#search !== undefined) {
      this.#accept();
      return undefined;
    }
    const { text } = this;
    // As it will stand: what is copied ends in a line break that is no line.
    const lines = text.trimEnd().split('\n').length;
    if (lines > ASK_BEYOND_LINES) {
      this.ask(`Send ${lines} lines as one message? y/n`, () => confirm(text));
      return undefined;
    }
    return text;
  }

  /** Begins a line that does something to one that stands. */
  aim(aim: Aim, text: string): void {
    this.#endSearch();
    this.#completed = undefined;
    this.#current.aimAt(aim, text);
  }

  /** The line is sent. */
  sent(text: string, commands: Iterable<SecretRow>): void {
    this.#current.sent(text, commands);
    this.#completed = undefined;
  }

  /** Asks yes or no. */
  ask(text: string, onYes: () => void): void {
    this.#asking.ask(text, onYes);
  }

  /** The answer to the question. */
  answer(yes: boolean): void {
    this.#asking.answer(yes);
  }

  /** Asks on a masked line; undefined when cancelled. A second one cancels the first. */
  askSecret(label: string): Promise<string | undefined> {
    return this.#asking.askSecret(label);
  }

  /** Gives up the secret, if one is asked for. */
  cancelSecret(): void {
    if (this.asksSecret) this.#asking.cancel();
  }

  /** Esc or Ctrl-C: gives up whatever took the row over; true when something did. */
  cancel(): boolean {
    if (this.#asking.cancel()) return true;
    if (this.#search === undefined) return this.#current.giveUp();
    this.#endSearch();
    return true;
  }

  /** `standing` is a question that waits while nothing is typed; empty for none. */
  view(columns: number, standing: string): InputView {
    const question = this.#asking.question ?? (this.isIdle ? standing : '');
    if (question !== '') {
      const text = truncate(`${question} `, columns);
      return { label: '', text, cursorColumn: Math.min(columns - 1, textWidth(text)) };
    }
    const editor = this.#shownEditor();
    const label = truncate(this.#label(), Math.max(0, columns - 8), '');
    const view = editorView(editor, columns - textWidth(label), { masked: this.asksSecret });
    return { label, text: view.text, cursorColumn: textWidth(label) + view.cursorColumn };
  }

  #shownEditor(): EditorState {
    if (this.#asking.secret !== undefined) return this.#asking.secret.editor;
    if (this.#search === undefined) return this.#current.editor;
    const line = searchLine(this.#search, this.#current.history);
    // Once for each line that is found, not for each frame: to cut the longest takes longer than a frame may.
    if (this.#found?.line !== line) {
      this.#found = { line, editor: editorUpdate(EMPTY_LINE, { type: 'paste', text: line }) };
    }
    return this.#found.editor;
  }

  #label(): string {
    if (this.#asking.secret !== undefined) return `${this.#asking.secret.label} `;
    if (this.#search !== undefined) return searchLabel(this.#search);
    return this.#current.aim === undefined ? '> ' : aimLabel(this.#current.aim);
  }

  #accept(): void {
    if (this.#search === undefined) return;
    const text = searchLine(this.#search, this.#current.history);
    this.#endSearch();
    this.#current.change({ type: 'set', text });
  }

  #endSearch(): void {
    this.#search = undefined;
    this.#found = undefined;
  }
}
