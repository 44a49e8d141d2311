/**
 * The frame that takes many screens from one state of a pane to the next, encoded once for all of them. Most frames of a busy
 * channel are such: nothing else on those screens changes, and what is sent is the same to the last byte.
 */
import { overlaps, type Pane, paint, type Screenful } from './painter.ts';
import { idOf } from './pane-diff.ts';
import type { Row } from './row.ts';
import { Notes, type Rows } from './shared-rows.ts';

/** What is written to a terminal. */
export type Bytes = string | Buffer;

/** One step, and all that its bytes depend on. */
interface Step {
  /**
   * The rows before, by number (kept themselves, they would keep all that ever was); below 0, how many rows were added, and to how
   * many.
   */
  readonly from: number;
  readonly pane: Pane;
  /** What stands in the same lines beside it, which a scroll moves too. */
  readonly beside: Rows | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly cursor: Screenful['cursor'];
  readonly bytes: Buffer;
}

/** Screens in step need one; those of other sizes, or with a cursor elsewhere, some more. */
const REMEMBERED = 16;

/** In no row: none holds a control character but ESC. */
const ANY = '\0';

/** More than any terminal has. */
const MOST_ROWS = 1000;

const steps = new Notes<Step[]>(() => []);

/** As `paint(previous, next)`, where all but the pane at `index` is the same. Its rows are shared, before and after. */
export function sharedFrame(previous: Screenful, next: Screenful, index: number): Bytes {
  const before = previous.panes[index];
  const pane = next.panes[index];
  if (before === undefined || pane === undefined) return paint(previous, next);
  if (before.rows === pane.rows) return '';
  const known = steps.of(pane.rows);
  const from = idOf(before.rows);
  const beside = besideOf(next, index);
  for (const step of known) if (step.from === from && fits(step, next, pane, beside)) return step.bytes;
  return keep(known, stepOf(from, next, pane, beside, paint(previous, next)));
}

/** How many rows there are above the blank ones at the bottom. */
export function filled(rows: Rows): number {
  let count = rows.length;
  while (count > 0 && rows[count - 1] === undefined) count -= 1;
  return count;
}

/**
 * As {@link sharedFrame}, for a pane that differs from screen to screen, but to which all of them add the same `count` rows (less
 * than its height), below those that are there. They stand at the bottom of `source`, shared rows with which the frame is kept.
 */
export function appendedFrame(previous: Screenful, next: Screenful, index: number, count: number, source: Rows): Bytes {
  const before = previous.panes[index];
  const pane = next.panes[index];
  if (before === undefined || pane === undefined) return paint(previous, next);
  const room = filled(before.rows);
  const from = -(count * MOST_ROWS + room);
  const known = steps.of(source);
  const beside = besideOf(next, index);
  for (const step of known) if (step.from === from && fits(step, next, pane, beside)) return step.bytes;
  // Rows that are nobody's stand for what differs. A frame that would draw one of them is not for all.
  const theirs = Array.from({ length: room }, (_, at): Row => ({ bytes: ANY + long(at), width: pane.width }));
  const end = filled(pane.rows);
  const after = [...theirs.slice(room + count - end), ...pane.rows.slice(end - count, end)];
  const bytes = paint(withRows(previous, index, theirs), withRows(next, index, after));
  if (bytes.includes(ANY)) return paint(previous, next);
  return keep(known, stepOf(from, next, pane, beside, bytes));
}

function withRows(screenful: Screenful, index: number, rows: Rows): Screenful {
  const panes = screenful.panes.map((pane, at) => (at === index ? { ...pane, rows } : pane));
  return { ...screenful, panes };
}

/** Each another, and longer than a scroll. */
function long(at: number): string {
  return String(at).padStart(1000);
}

function stepOf(from: number, next: Screenful, pane: Pane, beside: Rows | undefined, bytes: string): Step {
  const { columns, rows, cursor } = next;
  return { from, pane, beside, columns, rows, cursor, bytes: Buffer.from(bytes) };
}

function keep(known: Step[], step: Step): Buffer {
  known.unshift(step);
  if (known.length > REMEMBERED) known.pop();
  return step.bytes;
}

function fits(step: Step, next: Screenful, pane: Pane, beside: Rows | undefined): boolean {
  return (
    step.cursor.x === next.cursor.x &&
    step.cursor.y === next.cursor.y &&
    step.cursor.visible === next.cursor.visible &&
    step.columns === next.columns &&
    step.rows === next.rows &&
    step.pane.x === pane.x &&
    step.pane.y === pane.y &&
    step.pane.width === pane.width &&
    step.pane.height === pane.height &&
    step.beside === beside
  );
}

/** The rows of the pane that stands in the same lines; there is one at the most. */
export function besideOf({ panes }: Screenful, index: number): Rows | undefined {
  const pane = panes[index] as Pane;
  for (let at = 0; at < panes.length; at += 1) {
    if (at !== index && overlaps(panes[at] as Pane, pane)) return panes[at]?.rows;
  }
  return undefined;
}
