/** An emulator's screen and a screenful, both cell by cell, so that they can be compared. */
import type xterm from '@xterm/headless';
import type { Screenful } from '../../src/tui/painter.ts';
import { clusterWidth, graphemes } from '../../src/tui/width.ts';
import { words } from './said.ts';

/** Resolves when the terminal has taken it. */
export function write(terminal: xterm.Terminal, bytes: string): Promise<void> {
  return new Promise((done) => terminal.write(bytes, done));
}

/** Every cell of the emulator: its cluster, empty for the second half of a wide one. It has two columns at least. */
export function cells(terminal: xterm.Terminal, columns = terminal.cols): string[][] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, y) => {
    const line = active.getLine(active.baseY + y);
    return Array.from({ length: columns }, (_, x) => {
      const cell = line?.getCell(x);
      return cell?.getWidth() === 0 ? '' : cell?.getChars() || ' ';
    });
  });
}

/** Every cell as the screenful has it, from the rows' own words. */
export function expected(screen: Screenful): string[][] {
  const grid = Array.from({ length: screen.rows }, () => Array.from({ length: screen.columns }, () => ' '));
  for (const pane of screen.panes) {
    for (let at = 0; at < Math.min(pane.height, pane.rows.length); at += 1) {
      const row = pane.rows[at];
      let x = pane.x;
      for (const cluster of row === undefined ? [] : graphemes(words(row))) {
        const cellsOfRow = grid[pane.y + at] as string[];
        cellsOfRow[x] = cluster;
        if (clusterWidth(cluster) === 2) cellsOfRow[x + 1] = '';
        x += clusterWidth(cluster);
      }
    }
  }
  return grid;
}
