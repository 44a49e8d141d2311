/**
 * The test screen's widths. The grapheme addon reads its table from the start of the buffer pool that its bytes happen to
 * lie in: unless they have a buffer of their own, everything beyond the BMP is one column wide, or not, by chance.
 */
import { createRequire } from 'node:module';
import xterm from '@xterm/headless';

const poolSize = Buffer.poolSize;
Buffer.poolSize = 0;
const { UnicodeGraphemesAddon } = createRequire(import.meta.url)(
  '@xterm/addon-unicode-graphemes',
) as typeof import('@xterm/addon-unicode-graphemes');
Buffer.poolSize = poolSize;

/** A terminal that counts by grapheme, Unicode 15. */
export function graphemeTerminal(columns = 80, rows = 5): xterm.Terminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.unicode.activeVersion = '15-graphemes';
  return terminal;
}

/** How far the cursor moves for a text, after a letter (a combining mark needs something to stand on). */
export async function cursorMove(terminal: xterm.Terminal, text: string): Promise<number> {
  await new Promise<void>((done) => terminal.write(`\x1b[2J\x1b[Hx${text}`, done));
  return terminal.buffer.active.cursorX - 1;
}
