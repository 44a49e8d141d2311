/**
 * From the screenful a terminal shows to the one it should show, in as few bytes as it takes. Pure: rows are compared by
 * identity, a pane that moved scrolls, and what two sessions with the same panes need is worked out once for both.
 */
import { type PaneDiff, type Place, paneDiff, repaired } from './pane-diff.ts';
import type { Rows } from './shared-rows.ts';

/** A rectangle of a screen and what it shows; rows beyond `height` are not shown, missing ones are blank. */
export interface Pane extends Place {
  /** Rows at most `width` wide; undefined is blank. Of shared ones (shared-rows.ts) the diff is shared, too. */
  readonly rows: Rows;
}

/** A whole screen. Panes do not overlap; what none of them covers stays blank. */
export interface Screenful {
  readonly columns: number;
  readonly rows: number;
  readonly panes: readonly Pane[];
  /** From 0, inside the screen. */
  readonly cursor: { readonly x: number; readonly y: number; readonly visible: boolean };
}

const CLEAR = '\x1b[m\x1b[r\x1b[2J';

/**
 * The bytes that turn `previous` into `next`; empty when nothing changed. Undefined for `previous` clears and draws all,
 * and so does another size or layout. Autowrap must be off and attributes reset, before and after.
 */
export function paint(previous: Screenful | undefined, next: Screenful): string {
  const base = previous !== undefined && isSameLayout(previous, next) ? previous : undefined;
  const bytes = (base === undefined ? CLEAR : '') + paintPanes(base?.panes, next);
  return bytes + paintCursor(base, next, bytes !== '');
}

function isSameLayout(a: Screenful, b: Screenful): boolean {
  if (a.columns !== b.columns || a.rows !== b.rows || a.panes.length !== b.panes.length) return false;
  return a.panes.every((pane, index) => {
    const other = b.panes[index] as Pane;
    if (pane === other) return true;
    return pane.x === other.x && pane.y === other.y && pane.width === other.width && pane.height === other.height;
  });
}

function paintPanes(before: readonly Pane[] | undefined, next: Screenful): string {
  const diffs = next.panes.map((pane, index) => paneDiff(before?.[index]?.rows, pane.rows, pane, next.columns));
  const scrolled = before === undefined ? undefined : cheaperByScrolling(before, next, diffs);
  if (scrolled !== undefined) return scrolled;
  let bytes = '';
  for (const diff of diffs) bytes += diff.repaint;
  return bytes;
}

/** All panes with one of them scrolled, when that is fewer bytes than without. A scroll region spans the full width. */
function cheaperByScrolling(before: readonly Pane[], next: Screenful, diffs: readonly PaneDiff[]): string | undefined {
  const index = diffs.findIndex((diff) => diff.scroll !== undefined);
  const pane = next.panes[index];
  const scroll = diffs[index]?.scroll;
  if (pane === undefined || scroll === undefined) return undefined;
  let bytes = '';
  for (let at = 0; at < next.panes.length; at += 1) {
    const beside = next.panes[at] as Pane;
    const isMoved = at !== index && overlaps(beside, pane);
    if (isMoved && (beside.y !== pane.y || beside.height !== pane.height)) return undefined;
    if (at === index) bytes = scroll.bytes + bytes;
    else if (isMoved) bytes += repaired(before[at]?.rows ?? [], beside.rows, beside, next.columns, scroll.by);
    else bytes += diffs[at]?.repaint ?? '';
  }
  const without = diffs.reduce((sum, diff) => sum + diff.repaint.length, 0);
  return bytes.length < without ? bytes : undefined;
}

/** True when they share lines of the screen. */
export function overlaps(a: Pane, b: Pane): boolean {
  return a.height > 0 && a.width > 0 && a.y < b.y + b.height && b.y < a.y + a.height;
}

function paintCursor(before: Screenful | undefined, next: Screenful, isMoved: boolean): string {
  const { x, y, visible } = next.cursor;
  const place = `\x1b[${y + 1};${x + 1}H`;
  if (before === undefined) return `${place}\x1b[?25${visible ? 'h' : 'l'}`;
  const was = before.cursor;
  const mode = was.visible === visible ? '' : `\x1b[?25${visible ? 'h' : 'l'}`;
  return (isMoved || was.x !== x || was.y !== y ? place : '') + mode;
}
