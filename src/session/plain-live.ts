/** A live chat without a screen: the other's lines when they are finished, each once, in order. */
import { type LiveChat, sidesOf } from '../chat/live-chat.ts';

export class PlainLive {
  readonly #me: number;
  readonly #carried: () => LiveChat | undefined;
  #chat: LiveChat | undefined;
  /** How many of the other's lines were printed. */
  #printed = 0;
  #lines: string[] = [];

  constructor(me: number, carried: () => LiveChat | undefined) {
    this.#me = me;
    this.#carried = carried;
  }

  /** Whether there is something to print. */
  get pending(): boolean {
    if (this.#lines.length === 0) this.#read();
    return this.#lines.length > 0;
  }

  /** The next line to print. */
  next(): string | undefined {
    return this.pending ? this.#lines.shift() : undefined;
  }

  #read(): void {
    const carried = this.#carried();
    if (this.#chat === undefined && carried?.state === 'on') this.#begin(carried);
    const chat = this.#chat;
    if (chat === undefined) return;
    const { other } = sidesOf(chat, this.#me);
    const { handle } = other.who;
    const fresh = Math.min(other.finished - this.#printed, other.lines.length);
    const missed = other.finished - this.#printed - fresh;
    if (missed > 0) this.#lines.push(`-- ${missed} earlier ${missed === 1 ? 'line' : 'lines'} of ${handle} not kept`);
    if (fresh > 0) this.#lines.push(...other.lines.slice(-fresh).map((line) => `${handle}> ${line}`));
    this.#printed = other.finished;
    if (chat.state !== 'over') return;
    if (other.line !== '') this.#lines.push(`${handle}> ${other.line}`);
    this.#chat = undefined;
  }

  #begin(chat: LiveChat): void {
    this.#chat = chat;
    this.#printed = 0;
    const { handle } = sidesOf(chat, this.#me).other.who;
    this.#lines.push(
      `-- live chat with ${handle}: your lines go to ${handle} alone, until /end. Nothing of it is kept.`,
    );
  }
}
