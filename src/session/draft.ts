/** What is being written in one window: the line, what it is for, and what was sent before it. */
import type { Aim } from '../chat/command.ts';
import {
  EMPTY_HISTORY,
  type HistoryStep,
  historyAdd,
  historyDown,
  historyUp,
  type InputHistory,
  type SecretRow,
} from '../tui/input-history.ts';
import { type EditorAction, type EditorState, EMPTY_LINE, editorText, editorUpdate } from '../tui/line-editor.ts';

/** A command; `//text` is words. */
const COMMAND = /^\s*\/(?!\/)/;

export class Draft {
  editor: EditorState = EMPTY_LINE;
  history: InputHistory = EMPTY_HISTORY;
  /** What the line is for, when it is not just said, and the line that stood here before. */
  #aimed: { readonly aim: Aim; readonly before: EditorState } | undefined;
  /** What stood in the line when a key began a command in it. */
  #aside: EditorState | undefined;

  get text(): string {
    return editorText(this.editor);
  }

  /** Nothing stands in the line. */
  get isEmpty(): boolean {
    return this.editor.clusters.length === 0;
  }

  /** What is to be kept of it; what an edit puts aside counts, not the edit. */
  get unsent(): string {
    const aimed = this.#aimed;
    if (aimed === undefined || aimed.aim.kind === 'reply') return editorText(this.#aside ?? this.editor);
    return editorText(aimed.before);
  }

  /** What the line does to one that stands; undefined when it is just said. */
  get aim(): Aim | undefined {
    return this.#aimed?.aim;
  }

  change(action: EditorAction): void {
    this.editor = editorUpdate(this.editor, action);
  }

  /** Begins a command; what is typed already comes back when it is sent or given up. */
  begin(command: string): void {
    if (!this.isEmpty) this.#aside ??= this.editor;
    this.change({ type: 'set', text: command });
  }

  /** Gives up what the line was to become; false when it is just a line. */
  giveUp(): boolean {
    if (this.#aside === undefined) return this.#unaim();
    this.editor = this.#aside;
    this.#aside = undefined;
    return true;
  }

  /** Goes to the line sent before. */
  older(): void {
    this.#recall(historyUp(this.history, this.text));
  }

  /** Goes to the line sent after, and at last to the draft. */
  newer(): void {
    this.#recall(historyDown(this.history));
  }

  /** Begins a line that does something to one that stands. An answer goes on with what is typed already. */
  aimAt(aim: Aim, text: string): void {
    this.giveUp();
    this.#unaim();
    this.#aimed = { aim, before: aim.kind === 'reply' ? EMPTY_LINE : this.editor };
    if (aim.kind !== 'reply') this.editor = editorUpdate(EMPTY_LINE, { type: 'set', text });
  }

  /** Takes a line that was not sent, and what it was for, unless something stands here. */
  giveBack(text: string, aim: Aim | undefined): void {
    if (!this.isEmpty || this.#aimed !== undefined) return;
    if (aim !== undefined) this.aimAt(aim, '');
    this.change({ type: 'paste', text });
  }

  /** Forgets what the line was for; an answer that was begun stays as a line, others give way to the line before. */
  #unaim(): boolean {
    if (this.#aimed === undefined) return false;
    const { aim, before } = this.#aimed;
    if (aim.kind !== 'reply') this.editor = before;
    this.#aimed = undefined;
    return true;
  }

  /** The line was taken: it goes into the history, unless it is secret. A command leaves the aim as it is. */
  sent(text: string, commands: Iterable<SecretRow>): void {
    this.history = historyAdd(this.history, text, commands);
    const { killed } = this.editor;
    const isDone = !COMMAND.test(text);
    this.editor = { ...(this.#aside ?? (isDone ? this.#aimed?.before : undefined) ?? EMPTY_LINE), killed };
    this.#aside = undefined;
    if (isDone) this.#aimed = undefined;
  }

  #recall(step: HistoryStep): void {
    if (step === undefined) return;
    this.history = step.history;
    this.change({ type: 'set', text: step.line });
  }
}
