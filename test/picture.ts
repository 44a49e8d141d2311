/**
 * `npm run picture`: docs/screen.svg, the README's picture, from a real session: a real server, four people on real SSH
 * connections, and what the emulator shows of one of them, cell by cell with its colours.
 */
import { writeFile } from 'node:fs/promises';
import type { IBufferCell, Terminal } from '@xterm/headless';
import { withServer } from './conversation/server.ts';

const CELL = { width: 8.4, height: 17 } as const;
const MARGIN = 12;
const BACKGROUND = '#1c1c1c';
const FOREGROUND = '#d0d0d0';
const ANSI = ['#1c1c1c', '#d75f5f', '#87af5f', '#d7af5f', '#5f87af', '#af87af', '#5fafaf', '#d0d0d0'] as const;

/** A colour of xterm's 256 as `#rrggbb`. */
function colour(index: number): string {
  if (index < 16) return ANSI[index % 8] ?? FOREGROUND;
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  if (index >= 232) return `#${hex(8 + (index - 232) * 10).repeat(3)}`;
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cell = index - 16;
  return `#${hex(level(Math.floor(cell / 36)))}${hex(level(Math.floor(cell / 6) % 6))}${hex(level(cell % 6))}`;
}

function coloursOf(cell: IBufferCell): { readonly ink: string; readonly paper: string } {
  const fg = cell.isFgDefault() ? FOREGROUND : colour(cell.getFgColor());
  const bg = cell.isBgDefault() ? BACKGROUND : colour(cell.getBgColor());
  return cell.isInverse() !== 0 ? { ink: bg, paper: fg } : { ink: fg, paper: bg };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function drawCell(cell: IBufferCell, x: number, y: number): string {
  const { ink, paper } = coloursOf(cell);
  const left = (MARGIN + x * CELL.width).toFixed(1);
  const top = MARGIN + y * CELL.height;
  const width = (cell.getWidth() * CELL.width + 0.3).toFixed(1);
  const rectangle =
    paper === BACKGROUND
      ? ''
      : `<rect x="${left}" y="${top}" width="${width}" height="${CELL.height}" fill="${paper}"/>`;
  const text = cell.getChars();
  if (text.trim() === '') return rectangle;
  const weight = cell.isBold() !== 0 ? ' font-weight="bold"' : '';
  return `${rectangle}<text x="${left}" y="${top + 13}" fill="${ink}"${weight}>${escaped(text)}</text>`;
}

function draw(terminal: Terminal): string {
  const { cols, rows } = terminal;
  const buffer = terminal.buffer.active;
  const width = Math.ceil(cols * CELL.width + 2 * MARGIN);
  const height = rows * CELL.height + 2 * MARGIN;
  let cells = '';
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < cols; x += 1) {
      const cell = buffer.getLine(buffer.viewportY + y)?.getCell(x);
      if (cell !== undefined && cell.getWidth() > 0) cells += drawCell(cell, x, y);
    }
  }
  const cursor = `<rect x="${(MARGIN + buffer.cursorX * CELL.width).toFixed(1)}" y="${MARGIN + buffer.cursorY * CELL.height}" width="${CELL.width}" height="${CELL.height}" fill="${FOREGROUND}" opacity="0.7"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"><title>A Partyline session at 80×24: the lobby, a direct message, and a line being typed</title><rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/><g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">${cells}</g>${cursor}</svg>\n`;
}

await withServer({ args: ['--motd', 'Be kind.'] }, async (cast) => {
  await cast.play(`
    alice joins
    alice> /topic The front porch. Be kind.
    alice< The front porch
    bob joins
    carol joins
    dave joins
    alice> morning all
    alice< morning all
    bob> hey alice! coffee's on
    bob< coffee's on
    carol> /me waves
    carol< waves
    dave> 日本語もOK 🎉 https://example.org/notes
    dave< example.org
    erin joins
    erin< Type to talk
    carol> /join #dev
    carol< #dev
    erin> /join #dev
    erin< 2:#dev
    erin> /window 1
    erin< #lobby │
    alice> did the deploy finish?
    erin< did the deploy finish?
    bob> @erin yes, ten minutes ago
    erin< ten minutes ago
    carol> anyone for a review?
    carol> it is a small one
    carol> /msg erin lunch?
    erin< (direct from carol) lunch?
    erin> hello everybody 👋
    erin< hello everybody
  `);
  const erin = cast.person('erin');
  erin.type('see you at no');
  await erin.sees('see you at no');
  await writeFile('docs/screen.svg', draw(erin.emulator));
});
