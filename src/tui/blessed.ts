/**
 * The one file that knows blessed. It gives the tree of elements, their coordinates and focus, and terminfo; drawing,
 * keys and output are ours. Its process-wide habits (signal handlers, lists of every screen and program) are
 * taken off here, so that a session is a small tree and nothing else.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type TerminfoName, terminfoOf } from './terms.ts';

const require = createRequire(import.meta.url);

/** A rectangle in cells from 0; a hidden part has no height. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the parts of a screen stand. */
export interface Layout {
  readonly title: Rect;
  readonly main: Rect;
  /** Absent below 100 columns, or when hidden. */
  readonly people?: Rect;
  readonly status: Rect;
  readonly input: Rect;
}

/** People stand beside the text from this width on. */
const PEOPLE_FROM = 100;
const PEOPLE_COLUMNS = 24;
/** What gives way in a low terminal: the input line stays, then the scrollback, the status, the title. */
const STATUS_FROM_ROWS = 4;
const TITLE_FROM_ROWS = 6;

/** What we use of a compiled terminfo entry: capabilities as functions. */
interface Tput {
  smcup?(): string;
  rmcup?(): string;
  smkx?(): string;
  rmkx?(): string;
}

/** What we use of an element; coordinates are worked out by blessed from the tree each time they are read. */
interface Node {
  readonly aleft: number;
  readonly atop: number;
  readonly width: number;
  readonly height: number;
  readonly visible: boolean;
  readonly focused: boolean;
  position: Position;
  show(): void;
  hide(): void;
  focus(): void;
  destroy(): void;
}

/** As in blessed: from the parent's edges, in cells. */
interface Position {
  left?: number;
  right?: number;
  top?: number;
  bottom?: number;
  width?: number;
  height?: number;
}

type NodeClass = new (options: object) => Node;

interface Statics {
  bind(instance: unknown): void;
}

const blessed = require('blessed') as {
  readonly screen: NodeClass & Statics;
  readonly program: Statics;
  readonly element: NodeClass;
  readonly tput: new (options: object) => Tput;
};

// Both lists are walked for every key and chunk of every session, and the first screen installs handlers for signals,
// `exit` and uncaught exceptions: with nothing bound, there is nothing to walk or to take off again.
blessed.screen.bind = () => {};
blessed.program.bind = () => {};

const compiled = new Map<TerminfoName, Tput>();

/** Compiled once per entry (about 300 KiB and 4 ms each), shared by all sessions. */
function tputOf(name: TerminfoName): Tput {
  let tput = compiled.get(name);
  if (tput === undefined) {
    const terminfoFile = join(dirname(require.resolve('blessed/package.json')), 'usr', name);
    tput = new blessed.tput({ terminal: name, terminfoFile, extended: true });
    compiled.set(name, tput);
  }
  return tput;
}

/** What a screen wants of blessed's Program: a size and the terminfo. Input and output go through the session. */
class Size {
  cols: number;
  rows: number;
  readonly tput: Tput;
  readonly type = 'program';
  readonly options: { resizeTimeout?: number } = {};

  constructor(columns: number, rows: number, tput: Tput) {
    this.cols = columns;
    this.rows = rows;
    this.tput = tput;
  }

  setupTput(): void {}
  /** It would listen for resize, focus and warnings; the session tells those. */
  on(): void {}
  destroy(): void {}
}

/** The root of the tree. No grid of cells is ever made: rows are painted elsewhere. */
class Root extends blessed.screen {
  enter(): void {}
  leave(): void {}
  postEnter(): void {}
  alloc(): void {}
  clearRegion(): void {}
  render(): void {}
}

/** A part of the screen: a place in the tree, without content of its own. */
class Region extends blessed.element {
  setContent(): void {}
  parseContent(): boolean {
    return false;
  }
}

/** One session's tree: title, scrollback, people, status, input, and an overlay over the scrollback. */
export class BlessedScreen {
  readonly #size: Size;
  readonly #root: Node;
  readonly #title: Node;
  readonly #main: Node;
  readonly #people: Node;
  readonly #status: Node;
  readonly #input: Node;
  readonly #overlay: Node;
  /** False on the Linux console, which would print what sets one. */
  readonly hasTitle: boolean;
  #layout: { readonly key: string; readonly layout: Layout } | undefined;

  /** `term` is a stranger's TERM; sizes are at least 1. */
  constructor({ term, columns, rows }: { readonly term: string; readonly columns: number; readonly rows: number }) {
    const terminfo = terminfoOf(term);
    this.hasTitle = terminfo !== 'linux';
    this.#size = new Size(columns, rows, tputOf(terminfo));
    this.#root = new Root({ program: this.#size });
    const region = (position: Position, hidden = false): Node =>
      new Region({ screen: this.#root, parent: this.#root, position, hidden });
    this.#title = region({ top: 0, left: 0, height: 1 });
    this.#main = region({ left: 0 });
    this.#people = region({ right: 0, width: PEOPLE_COLUMNS });
    this.#status = region({ bottom: 1, left: 0, height: 1 });
    this.#input = region({ bottom: 0, left: 0, height: 1 });
    this.#overlay = region({ left: 0 }, true);
    this.#input.focus();
  }

  /** Where everything stands; the same object until the size or the people's list changes. */
  layout(hidePeople = false): Layout {
    const { cols, rows } = this.#size;
    const key = `${cols} ${rows} ${hidePeople}`;
    if (this.#layout?.key !== key) this.#layout = { key, layout: this.#arrange(hidePeople) };
    return this.#layout.layout;
  }

  resize(columns: number, rows: number): void {
    this.#size.cols = columns;
    this.#size.rows = rows;
  }

  /** The overlay covers the scrollback and has the focus until it is closed. */
  openOverlay(): void {
    this.#overlay.show();
    this.#overlay.focus();
  }

  /** The input line has the focus again. */
  closeOverlay(): void {
    this.#overlay.hide();
    this.#input.focus();
  }

  /** Whether keys go to the overlay. */
  get isOverlayOpen(): boolean {
    return this.#overlay.visible && this.#overlay.focused;
  }

  /** Bytes before the first frame: alternate screen, keypad, no autowrap (rows end at the edge), bracketed paste, focus reports. */
  enter(): string {
    const { tput } = this.#size;
    return `${tput.smcup?.() ?? ''}${tput.smkx?.() ?? ''}\x1b[?7l\x1b[?2004h\x1b[?1004h`;
  }

  /** Bytes that put everything back; what was on the terminal before is seen again where it can be. */
  leave(): string {
    const { tput, rows } = this.#size;
    const off = '\x1b[m\x1b[r\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[?25h';
    // Without an alternate screen the shell goes on below what was drawn.
    const back = tput.rmcup?.() || `\x1b[${rows};1H\r\n`;
    return `${off}${tput.rmkx?.() ?? ''}${back}`;
  }

  /** Lets go of the tree; idempotent. */
  destroy(): void {
    this.#root.destroy();
  }

  #arrange(hidePeople: boolean): Layout {
    const { cols, rows } = this.#size;
    const top = rows >= TITLE_FROM_ROWS ? 1 : 0;
    const bottom = rows >= STATUS_FROM_ROWS ? 2 : 1;
    const hasPeople = !hidePeople && cols >= PEOPLE_FROM;
    setShown(this.#title, top === 1);
    setShown(this.#status, bottom === 2);
    setShown(this.#people, hasPeople);
    this.#main.position = { left: 0, right: hasPeople ? PEOPLE_COLUMNS : 0, top, bottom };
    this.#overlay.position = this.#main.position;
    this.#people.position = { right: 0, width: PEOPLE_COLUMNS, top, bottom };
    return Object.freeze({
      title: rectOf(this.#title),
      main: rectOf(this.#main),
      ...(hasPeople ? { people: rectOf(this.#people) } : {}),
      status: rectOf(this.#status),
      input: rectOf(this.#input),
    });
  }
}

function setShown(node: Node, isShown: boolean): void {
  if (isShown) node.show();
  else node.hide();
}

function rectOf(node: Node): Rect {
  const { aleft, atop, width } = node;
  const height = node.visible ? Math.max(0, node.height) : 0;
  return Object.freeze({ x: aleft, y: Math.max(0, atop), width: Math.max(0, width), height });
}
