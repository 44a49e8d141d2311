/**
 * What a session needs of the far end, whichever door it came through. The SSH room makes one of each accepted
 * channel; tests make one of an emulator.
 */

/** Clamped to 1–500 columns and 1–200 rows by whoever makes the terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** How the person arrived. */
export type Door =
  /** A shell with a pty whose TERM can be drawn on. */
  | { readonly kind: 'screen'; readonly term: string }
  /** No pty, or `TERM=dumb`: plain lines. `echo`: there is a pty, so we must echo what is typed. */
  | { readonly kind: 'plain'; readonly echo: boolean };

/** Callbacks a session gives; all optional calls after `close` are dropped by the maker. */
export interface TerminalEvents {
  /**
   * Something came from the far end, whatever it was (an answer to a keep-alive, too): it was there then. Before `data` and
   * `close`.
   */
  heard(): void;
  /** Bytes typed. The maker keeps reading whatever happens: a session bounds what it keeps. */
  data(chunk: Buffer): void;
  /** The far end will send no more (`ssh -T … < file`). */
  eof(): void;
  /** Already clamped and debounced (50 ms). */
  resize(size: TerminalSize): void;
  /** `writable` became true again. */
  drain(): void;
  /** Once, however it ended. `clean` is false when the link was lost. */
  close(clean: boolean): void;
}

/** One person's terminal. */
export interface Terminal {
  readonly door: Door;
  /** The `#channel` asked for on the command line (`ssh -t host '#dev'`), or undefined. */
  readonly command: string | undefined;
  /** Environment the client sent and that was let through (`LANG`, `TZ`, `NO_COLOR`, `COLORTERM`), values ≤ 64 bytes. */
  readonly env: ReadonlyMap<string, string>;
  readonly size: TerminalSize;
  /** False while the far end takes no more: then write nothing, and wait for `drain`. */
  readonly writable: boolean;
  /** Starts delivery of events; called once. */
  open(events: TerminalEvents): void;
  /** Writes one frame, or a line. Harmless after close. */
  write(bytes: string | Buffer): void;
  /** To the client's standard error (plain door); on a screen the same as `write`. */
  writeError(text: string): void;
  /** Ends the channel with an exit status; idempotent. Reset within 2 s if the far end does not answer. */
  end(status: number): void;
}
