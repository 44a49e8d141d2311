/**
 * One row of a screen, wrapped, styled and encoded once and shared by every session that shows it. Whatever words reach
 * a terminal pass through `encodeRow`: the last check that they move nothing but the cursor.
 */
import { capClusters } from '../chat/clusters.ts';
import { clusterWidth, graphemes, isControl, unsure, widestWidth } from './width.ts';

/** Immutable; two rows are compared by identity. */
export interface Row {
  /** Text and SGR, attributes off at the end; no cursor movement but `CSI n G` after clusters of unsure width. */
  readonly bytes: string;
  /** Columns it takes from the pane's left edge; what is right of it is blank. */
  readonly width: number;
}

/** A hyperlink (OSC 8); spans with the same id are one link, also across rows. */
export interface Link {
  readonly id: string;
  /** Printable ASCII only, or it is left out. */
  readonly url: string;
}

/** Text with one look. */
export interface Span {
  readonly text: string;
  /** The SGR sequence that turns the look on from no attributes; empty or absent for none. */
  readonly sgr?: string;
  readonly link?: Link | undefined;
}

/** C0 (but not `\n`), DEL, C1, line separators, bidi marks, embeddings, overrides and isolates, BOM, lone surrogates. */
const HARMFUL = /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const ALL_HARMFUL = new RegExp(HARMFUL.source, 'gu');
/** Marks that make some terminals take two columns for what has one: emoji style, voicing, skin. Meant, they stand on two. */
const WIDENING = /[\ufe0f\u3099\u309a]|[\u{1f3fb}-\u{1f3ff}]/gu;
const PLAIN = /^[\x20-\x7e]*$/;
const FLAG = /^\p{RI}{2}$/u;

/** The text without anything that could move a cursor, turn the reading order or pile up; `\n` stays. Rarely changes anything. */
export function harmless(text: string): string {
  if (PLAIN.test(text)) return text;
  return capClusters(HARMFUL.test(text) ? text.replace(ALL_HARMFUL, '') : text);
}

/** How a row is to be made. */
export interface RowOptions {
  /** False for a pane that does not begin in the first column: what would need `CSI n G` becomes `?`. */
  readonly anchored?: boolean;
  /** Look of the blanks up to the right edge (a bar); absent: the row ends where its text does. */
  readonly fill?: string;
}

/** The spans as one row of at most `columns`; what does not fit is cut off, a wide cluster never in half. */
export function encodeRow(spans: readonly Span[], columns: number, options: RowOptions = {}): Row {
  const pen = new Pen(columns, options.anchored !== false);
  for (const span of spans) pen.span(span);
  if (options.fill !== undefined) pen.span({ text: ' '.repeat(Math.max(0, columns - pen.column)), sgr: options.fill });
  return pen.row();
}

class Pen {
  readonly #columns: number;
  readonly #isAnchored: boolean;
  readonly #parts: string[] = [];
  /** Set when the terminal may be in another column than we count. */
  #astray = false;
  #full = false;
  column = 0;

  constructor(columns: number, isAnchored: boolean) {
    this.#columns = columns;
    this.#isAnchored = isAnchored;
  }

  span({ text, sgr = '', link }: Span): void {
    if (text === '' || this.#full) return;
    this.#parts.push(sgr);
    const linked = link !== undefined && PLAIN.test(link.url) && PLAIN.test(link.id);
    if (linked) this.#parts.push(`\x1b]8;id=${link.id};${link.url}\x1b\\`);
    if (PLAIN.test(text)) this.#plain(text);
    else for (const cluster of graphemes(harmless(text))) this.#cluster(cluster);
    if (linked) this.#parts.push('\x1b]8;;\x1b\\');
    if (sgr !== '') this.#parts.push('\x1b[m');
  }

  row(): Row {
    // A blank may have to be erased right of it, from where we think the cursor is.
    if (this.column < this.#columns) this.#settle();
    // Joined, not added up: a row lives long, and a string that was added up keeps all its parts.
    return Object.freeze({ bytes: this.#parts.join(''), width: this.column });
  }

  #plain(text: string): void {
    const room = this.#columns - this.column;
    if (room > 0) this.#settle();
    this.#parts.push(text.length > room ? text.slice(0, Math.max(0, room)) : text);
    this.column += Math.min(room, text.length);
    this.#full = text.length > room;
  }

  #cluster(cluster: string): void {
    if (this.#full || isControl(cluster)) return;
    const width = clusterWidth(cluster);
    // Nothing to see; and it would join what stands before it.
    if (width === 0) return;
    if (this.column + width > this.#columns) {
      this.#full = true;
      return;
    }
    this.#settle();
    const isUnsure = unsure(cluster);
    if (isUnsure && !this.#isAnchored) this.#parts.push('?'.repeat(width));
    else if (isUnsure) this.#parts.push(this.#unsure(cluster, width));
    else this.#parts.push(cluster);
    this.#astray = isUnsure && this.#isAnchored;
    this.column += width;
  }

  /**
   * Where a terminal draws it narrower than we count, what stood there before must not show. Where one draws its parts side by
   * side, past the edge, into what nobody repaints, its first stands for all.
   */
  #unsure(cluster: string, width: number): string {
    const isPast = !FLAG.test(cluster) && this.column + widestWidth(cluster) > this.#columns;
    const shown = isPast ? String.fromCodePoint(cluster.codePointAt(0) ?? 0) : cluster;
    return width === 2 ? `\x1b[2X${shown}` : `\x1b[X${shown.replace(WIDENING, '')}`;
  }

  #settle(): void {
    if (this.#astray) this.#parts.push(`\x1b[${this.column + 1}G`);
    this.#astray = false;
  }
}
