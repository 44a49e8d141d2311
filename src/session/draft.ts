/**
 * What is being written in one window: the line, what it is for, and what was sent before it. Only while its window is looked
 * at is the line cut into clusters; what is put aside is text always.
 */
import type { Aim } from '../chat/command.ts';
import { sizeOf } from '../chat/message.ts';
import {
  EMPTY_HISTORY,
  type HistoryStep,
  historyAdd,
  historyDown,
  historyForgotten,
  historyRemember,
  historySize,
  historyUp,
  type InputHistory,
  type SecretRow,
} from '../tui/input-history.ts';
import { type EditorAction, type EditorState, editorText, editorUpdate } from '../tui/line-editor.ts';
import { awoken, EMPTY_REST, laidToRest, type RestingLine, restingText } from '../tui/line-rest.ts';
import { NOTHING_DONE, undoSize } from '../tui/line-undo.ts';

/** A command; `//text` is words. */
const COMMAND = /^\s*\/(?!\/)/;

// It stands in the status row: a longer one would be cut in 80 columns.
const TOO_MUCH = 'Too much is typed in your windows; send or clear some.';

/** All of a draft. Never changed in place. */
interface State {
  readonly line: EditorState | RestingLine;
  readonly history: InputHistory;
  /** What the line is for, when it is not just said, and the line that stood here before. */
  readonly aimed: { readonly aim: Aim; readonly before: RestingLine } | undefined;
  /** What stood in the line when a key began a command in it. */
  readonly aside: RestingLine | undefined;
}

const EMPTY: State = { line: EMPTY_REST, history: EMPTY_HISTORY, aimed: undefined, aside: undefined };

function isResting(line: EditorState | RestingLine): line is RestingLine {
  return 'text' in line;
}

function textOf(line: EditorState | RestingLine): string {
  return isResting(line) ? line.text : editorText(line);
}

/** What a draft cannot do without, in UTF-16 units; of a line that is cut into clusters in UTF-8 bytes. */
function sizeOfState({ line, history, aimed, aside }: State): number {
  const aim = aimed === undefined ? 0 : aimed.before.text.length + sizeOf(aimed.aim.line);
  const own = isResting(line) ? line.text.length : line.bytes;
  return own + history.draft.length + aim + (aside?.text.length ?? 0);
}

export class Draft {
  #state = EMPTY;
  readonly #hasRoom: (more: number) => boolean;

  /** `hasRoom`: whether all drafts together may take so much more ({@link size}) of what their owner types. */
  constructor(hasRoom: (more: number) => boolean) {
    this.#hasRoom = hasRoom;
  }

  /** The line, cut into clusters if it was not. */
  get editor(): EditorState {
    const { line } = this.#state;
    if (!isResting(line)) return line;
    this.wake('');
    return this.editor;
  }

  get history(): InputHistory {
    return this.#state.history;
  }

  get text(): string {
    return textOf(this.#state.line);
  }

  /** Nothing stands in the line. */
  get isEmpty(): boolean {
    const { line } = this.#state;
    return isResting(line) ? line.text === '' : line.clusters.length === 0;
  }

  /** How much stands here that is never given up, in UTF-16 units; of the line that is looked at in UTF-8 bytes. */
  get size(): number {
    return sizeOfState(this.#state);
  }

  /** What is to be kept of it; what an edit puts aside counts, not the edit. */
  get unsent(): string {
    const { line, aimed, aside } = this.#state;
    if (aimed === undefined || aimed.aim.kind === 'reply') return textOf(aside ?? line);
    return aimed.before.text;
  }

  /** What the line does to one that stands; undefined when it is just said. */
  get aim(): Aim | undefined {
    return this.#state.aimed?.aim;
  }

  /** Its window is looked at no more; gives what Ctrl-Y would bring back. */
  rest(): string {
    const { line } = this.#state;
    if (isResting(line)) return '';
    this.#put({ line: laidToRest(line) });
    return line.killed;
  }

  /** Its window is looked at; `killed` is what Ctrl-Y brings back. */
  wake(killed: string): void {
    const { line } = this.#state;
    this.#put({ line: isResting(line) ? awoken(line, killed) : { ...line, killed } });
  }

  /** Of what can be undone and what was sent keeps no more than `room`, in UTF-16 units; returns how much that is. */
  keepWithin(room: number): number {
    if (this.#remembered > room) this.#forgetUndo();
    if (this.#remembered > room) this.#put({ history: historyForgotten(this.history) });
    return this.#remembered;
  }

  /** What its owner does to the line; refused when it is too much for all their windows. */
  change(action: EditorAction): void {
    this.#try({ line: editorUpdate(this.editor, action) });
  }

  /** Another session's text takes the place of the line. */
  replace(text: string): void {
    const { line } = this.#state;
    if (!isResting(line)) this.#put({ line: editorUpdate(line, { type: 'set', text }) });
    else this.#put({ line: restingText(text) ?? line });
  }

  /** Begins a command; what is typed already comes back when it is sent or given up. */
  begin(command: string): void {
    const stood = this.isEmpty ? undefined : laidToRest(this.editor);
    this.#try({
      line: editorUpdate(this.editor, { type: 'set', text: command }),
      aside: this.#state.aside ?? stood,
    });
  }

  /** Gives up what the line was to become; false when it is just a line. */
  giveUp(): boolean {
    const { aside } = this.#state;
    if (aside === undefined) return this.#unaim();
    this.#put({ line: awoken(aside, this.editor.killed), aside: undefined });
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
    const { editor } = this;
    if (aim.kind === 'reply') this.#try({ aimed: { aim, before: EMPTY_REST } });
    else {
      const line = editorUpdate(awoken(EMPTY_REST, editor.killed), { type: 'set', text });
      this.#try({ line, aimed: { aim, before: laidToRest(editor) } });
    }
  }

  /** Takes a line that was not sent, and what it was for; false when something stands here, which stays. */
  giveBack(text: string, aim: Aim | undefined): boolean {
    if (!this.isEmpty || this.#state.aimed !== undefined) return false;
    const aimed = aim && { aim, before: EMPTY_REST };
    this.#put({ line: editorUpdate(this.editor, { type: 'paste', text }), aimed });
    return true;
  }

  /** A line that was typed elsewhere and not sent can be found among those that were sent from here. */
  remember(text: string, commands: Iterable<SecretRow>): void {
    this.#put({ history: historyRemember(this.history, text, commands) });
  }

  /** The line was taken: it goes into the history, unless it is secret. A command leaves the aim as it is. */
  sent(text: string, commands: Iterable<SecretRow>): void {
    const { aside, aimed } = this.#state;
    const isDone = !COMMAND.test(text);
    this.#put({
      history: historyAdd(this.history, text, commands),
      line: awoken(aside ?? (isDone ? aimed?.before : undefined) ?? EMPTY_REST, this.editor.killed),
      aside: undefined,
      aimed: isDone ? undefined : aimed,
    });
  }

  get #remembered(): number {
    const { line, history, aimed, aside } = this.#state;
    const undo = [line, aimed?.before, aside].reduce((size, each) => size + (each ? undoSize(each.undo) : 0), 0);
    return undo + historySize(history);
  }

  #forgetUndo(): void {
    const { line, aimed, aside } = this.#state;
    this.#put({
      line: { ...line, undo: NOTHING_DONE },
      aimed: aimed && { ...aimed, before: { ...aimed.before, undo: NOTHING_DONE } },
      aside: aside && { ...aside, undo: NOTHING_DONE },
    });
  }

  #recall(step: HistoryStep): void {
    if (step === undefined) return;
    this.#try({ line: editorUpdate(this.editor, { type: 'set', text: step.line }), history: step.history });
  }

  /** Forgets what the line was for; an answer that was begun stays as a line, others give way to the line before. */
  #unaim(): boolean {
    const { aimed } = this.#state;
    if (aimed === undefined) return false;
    if (aimed.aim.kind !== 'reply') this.#put({ line: awoken(aimed.before, this.editor.killed) });
    this.#put({ aimed: undefined });
    return true;
  }

  #put(changed: Partial<State>): void {
    this.#state = { ...this.#state, ...changed };
  }

  /** As `#put`, unless that is too much. */
  #try(changed: Partial<State>): void {
    const next = { ...this.#state, ...changed };
    const more = sizeOfState(next) - this.size;
    if (more <= 0 || this.#hasRoom(more)) this.#state = next;
    else this.#put({ line: { ...this.editor, refused: TOO_MUCH } });
  }
}
