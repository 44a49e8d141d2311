/**
 * What is read anew because another session of the person changed it. It may be asked for faster than it can be read: of each
 * kind one is under way and one due, whatever was asked for meanwhile.
 */

type Work = () => Promise<void>;

export class Reloads {
  readonly #run: (kind: string, work: Work) => Promise<void>;
  /** Of those under way: whether they are due again. */
  readonly #isDue = new Map<string, boolean>();

  /** `run` does it, and never rejects. */
  constructor(run: (kind: string, work: Work) => Promise<void>) {
    this.#run = run;
  }

  /** Has it done once from now on; `work` is the same for all of a kind. */
  ask(kind: string, work: Work): void {
    const isUnderWay = this.#isDue.has(kind);
    this.#isDue.set(kind, isUnderWay);
    if (!isUnderWay) void this.#do(kind, work);
  }

  /** Forgets what is due. */
  close(): void {
    for (const kind of this.#isDue.keys()) this.#isDue.set(kind, false);
  }

  async #do(kind: string, work: Work): Promise<void> {
    do {
      this.#isDue.set(kind, false);
      await this.#run(kind, work);
    } while (this.#isDue.get(kind) === true);
    this.#isDue.delete(kind);
  }
}
