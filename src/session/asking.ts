/** What takes the input row over for a while: a secret, typed on a masked line, or a question with yes or no. */
import { type EditorAction, type EditorState, EMPTY_LINE, editorText, editorUpdate } from '../tui/line-editor.ts';

interface Secret {
  readonly label: string;
  editor: EditorState;
  resolve(answer: string | undefined): void;
}

interface Question {
  readonly text: string;
  readonly onYes: () => void;
}

export class Asking {
  #secret: Secret | undefined;
  #question: Question | undefined;

  /** The masked line, while there is one. */
  get secret(): { readonly label: string; readonly editor: EditorState } | undefined {
    return this.#secret;
  }

  /** The question, while there is one. */
  get question(): string | undefined {
    return this.#question?.text;
  }

  get isIdle(): boolean {
    return this.#secret === undefined && this.#question === undefined;
  }

  /** Asks yes or no. */
  ask(text: string, onYes: () => void): void {
    this.#question = { text, onYes };
  }

  /** The answer to the question. */
  answer(yes: boolean): void {
    const question = this.#question;
    this.#question = undefined;
    if (yes) question?.onYes();
  }

  /** Asks on a masked line; undefined when cancelled. A second one cancels the first. */
  askSecret(label: string): Promise<string | undefined> {
    this.#secret?.resolve(undefined);
    return new Promise((resolve) => {
      this.#secret = {
        label,
        editor: EMPTY_LINE,
        resolve: (answer) => {
          this.#secret = undefined;
          resolve(answer);
        },
      };
    });
  }

  /** Edits the secret; false when there is none. */
  edit(action: EditorAction): boolean {
    if (this.#secret === undefined) return false;
    this.#secret.editor = editorUpdate(this.#secret.editor, action);
    return true;
  }

  /** Enter: gives the secret; false when there is none. */
  enter(): boolean {
    if (this.#secret === undefined) return false;
    this.#secret.resolve(editorText(this.#secret.editor));
    return true;
  }

  /** Gives up what is asked; false when nothing is. */
  cancel(): boolean {
    if (this.#secret !== undefined) this.#secret.resolve(undefined);
    else if (this.#question !== undefined) this.#question = undefined;
    else return false;
    return true;
  }
}
