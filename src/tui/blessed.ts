/**
 * The one file that knows blessed. It gives the tree of elements, their coordinates, and terminfo; drawing, keys and output
 * are ours. Its process-wide habits (signal handlers, lists of every screen and program) are taken off here. One tree serves
 * all sessions, for where things stand follows from the size alone: a tree for each was 6 KiB.
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
  position: Position;
  show(): void;
  hide(): void;
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

/** The tree: title, scrollback, people, status and input. */
class Tree {
  readonly #size: Size;
  readonly #title: Node;
  readonly #main: Node;
  readonly #people: Node;
  readonly #status: Node;
  readonly #input: Node;

  constructor() {
    this.#size = new Size(80, 24, tputOf(terminfoOf('')));
    const root = new Root({ program: this.#size });
    const region = (position: Position): Node => new Region({ screen: root, parent: root, position });
    this.#title = region({ top: 0, left: 0, height: 1 });
    this.#main = region({ left: 0 });
    this.#people = region({ right: 0, width: PEOPLE_COLUMNS });
    this.#status = region({ bottom: 1, left: 0, height: 1 });
    this.#input = region({ bottom: 0, left: 0, height: 1 });
  }

  arrange(columns: number, rows: number, hidePeople: boolean): Layout {
    this.#size.cols = columns;
    this.#size.rows = rows;
    const top = rows >= TITLE_FROM_ROWS ? 1 : 0;
    const bottom = rows >= STATUS_FROM_ROWS ? 2 : 1;
    const hasPeople = !hidePeople && columns >= PEOPLE_FROM;
    setShown(this.#title, top === 1);
    setShown(this.#status, bottom === 2);
    setShown(this.#people, hasPeople);
    this.#main.position = { left: 0, right: hasPeople ? PEOPLE_COLUMNS : 0, top, bottom };
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

/** How many layouts are remembered: people have few sizes, and somebody who drags a corner has them all. */
const LAYOUTS = 1024;
const layouts = new Map<string, Layout>();
let tree: Tree | undefined;

/** Where everything stands; the same object for everybody of that size. */
function layoutOf(columns: number, rows: number, hidePeople: boolean): Layout {
  const key = `${columns} ${rows} ${hidePeople}`;
  let layout = layouts.get(key);
  if (layout === undefined) {
    if (layouts.size >= LAYOUTS) layouts.clear();
    tree ??= new Tree();
    layout = tree.arrange(columns, rows, hidePeople);
    layouts.set(key, layout);
  }
  return layout;
}

/** One session's screen: its size and what its terminal is told. */
export class BlessedScreen {
  /** False on the Linux console, which would print what sets one. */
  readonly hasTitle: boolean;
  readonly #tput: Tput;
  #columns: number;
  #rows: number;
  /** By whether people are hidden. */
  #layouts: [shown?: Layout, hidden?: Layout] = [];

  /** `term` is a stranger's TERM; sizes are at least 1. */
  constructor({ term, columns, rows }: { readonly term: string; readonly columns: number; readonly rows: number }) {
    const terminfo = terminfoOf(term);
    this.hasTitle = terminfo !== 'linux';
    this.#tput = tputOf(terminfo);
    this.#columns = columns;
    this.#rows = rows;
  }

  /** Where everything stands; the same object until the size or the people's list changes. */
  layout(hidePeople = false): Layout {
    const at = hidePeople ? 1 : 0;
    let layout = this.#layouts[at];
    if (layout === undefined) {
      layout = layoutOf(this.#columns, this.#rows, hidePeople);
      this.#layouts[at] = layout;
    }
    return layout;
  }

  resize(columns: number, rows: number): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#layouts = [];
  }

  /** Bytes before the first frame: alternate screen, keypad, no autowrap (rows end at the edge), bracketed paste, focus reports. */
  enter(): string {
    const tput = this.#tput;
    return `${tput.smcup?.() ?? ''}${tput.smkx?.() ?? ''}\x1b[?7l\x1b[?2004h\x1b[?1004h`;
  }

  /** Bytes that put everything back; what was on the terminal before is seen again where it can be. */
  leave(): string {
    const tput = this.#tput;
    const off = '\x1b[m\x1b[r\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[?25h';
    // Without an alternate screen the shell goes on below what was drawn.
    const back = tput.rmcup?.() || `\x1b[${this.#rows};1H\r\n`;
    return `${off}${tput.rmkx?.() ?? ''}${back}`;
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
