/**
 * The frame that takes many screens from one state of a pane to the next, encoded once for all of them. Most frames of a busy
 * channel are such: nothing else on those screens changes, and what is sent is the same to the last byte.
 */
import { overlaps, type Pane, paint, type Screenful } from './painter.ts';
import { idOf } from './pane-diff.ts';

/** What is written to a terminal. */
export type Bytes = string | Buffer;

type Rows = Pane['rows'];

/** One step, and all that its bytes depend on. */
interface Step {
  /** The rows before, by number: kept themselves, they would keep all that ever was. */
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

const steps = new WeakMap<Rows, Step[]>();

/** As `paint(previous, next)`, where all but the pane at `index` is the same. Its rows are frozen, before and after. */
export function sharedFrame(previous: Screenful, next: Screenful, index: number): Bytes {
  const before = previous.panes[index];
  const pane = next.panes[index];
  if (before === undefined || pane === undefined) return paint(previous, next);
  if (before.rows === pane.rows) return '';
  let known = steps.get(pane.rows);
  if (known === undefined) {
    known = [];
    steps.set(pane.rows, known);
  }
  const from = idOf(before.rows);
  const beside = besideOf(next, index);
  for (const step of known) if (step.from === from && fits(step, next, pane, beside)) return step.bytes;
  const { columns, rows, cursor } = next;
  const bytes = Buffer.from(paint(previous, next));
  known.unshift({ from, pane, beside, columns, rows, cursor, bytes });
  if (known.length > REMEMBERED) known.pop();
  return bytes;
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
function besideOf({ panes }: Screenful, index: number): Rows | undefined {
  const pane = panes[index] as Pane;
  for (let at = 0; at < panes.length; at += 1) {
    if (at !== index && overlaps(panes[at] as Pane, pane)) return panes[at]?.rows;
  }
  return undefined;
}
