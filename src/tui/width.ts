/**
 * The one width table of the product: text cut into grapheme clusters, and how many columns each takes. Whatever wraps,
 * aligns, edits or paints asks here, so that no two parts of a screen can disagree.
 */
import stringWidth from 'string-width';

/** Printable ASCII: one column each, one cluster each. */
const PLAIN = /^[\x20-\x7e]*$/;
/** Letters and symbols of one UTF-16 unit, between which there is always a boundary (UAX #29 GB999). */
const LETTER =
  '\\x20-\\x7e\\u00a1-\\u00ac\\u00ae-\\u02ff\\u0370-\\u0482\\u048a-\\u0556\\u0561-\\u0587\\u05d0-\\u05ea\\u0621-\\u064a\\u0671-\\u06d3' +
  '\\u0904-\\u0939\\u0e01-\\u0e30\\u0e32\\u0e40-\\u0e46\\u0e81-\\u0eb0\\u0ec0-\\u0ec6\\u10a0-\\u10ff\\u1e00-\\u1fff\\u2010-\\u2027\\u2030-\\u205e' +
  '\\u2190-\\u2bff\\u3001-\\u3029\\u3041-\\u3096\\u30a1-\\u30fa\\u3105-\\u312f\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff9d';
/** And emoji, which only a joiner joins (GB11). */
const EMOJI = '(?!\\p{RI}|\\p{EMod})\\p{Emoji_Presentation}';
/** One of them with the marks on it (GB9); after those a consonant is cut off in any case, see `CUTS`. */
const MARKED = `(?:[${LETTER}]|${EMOJI})[\\p{Mn}\\p{EMod}]*`;
/** Runs that need no segmenter, which takes some 3 µs for a cluster. Letters of flags go in pairs (GB12, GB13). */
const RUN = new RegExp(`(?:${MARKED}){4,}|\\p{RI}{8,}`, 'gu');
const RUN_CLUSTERS = new RegExp(`${MARKED}|\\p{RI}{1,2}`, 'gu');
const BARE = new RegExp(`^[${LETTER}]+$`);
const FLAGS = /^\p{RI}/u;
/** C0, DEL, C1, line and paragraph separators, half a surrogate pair: nothing that can be drawn. */
const CONTROL = /^(?:[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|\r\n)$/u;
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** Characters that join the one after them (GB9b), and would swallow even a space. */
const PREPEND =
  '[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u0d4e\\u{110bd}\\u{110cd}\\u{111c2}\\u{111c3}\\u{1193f}\\u{11941}\\u{11a3a}\\u{11a84}-\\u{11a89}\\u{11d46}\\u{11f02}]';
/**
 * Where a cluster of the standard is cut once more, since terminals draw the pieces side by side and the sum is what
 * counts: before a consonant after a virama, whatever extends that (a whole conjunct is one cluster since Unicode 15.1, GB9c, and
 * may be four columns wide), and after a *Prepend* character.
 */
const CUTS = new RegExp(`(?<=[\\p{M}\\p{EMod}][\\u200c\\u200d]?)(?=\\p{Lo})|(?<=${PREPEND})`, 'u');
/** THAI and LAO SARA AM: letters that join the cluster before them and take a column of their own. */
const SARA_AM = /.[\u0e33\u0eb3]/u;
/** Two letters of a flag, also of a country that there is not. */
const FLAG = /^\p{RI}{2}/u;
const EMOJI_STYLE = /^\p{Emoji}\ufe0f/u;
/** Old text symbols and new emoji alike: terminals follow different years of Unicode. */
const PICTOGRAPH = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/u;
/** What a terminal may join to a neighbour even where we cut: SARA AM, vowels and finals of Hangul, *Prepend*. */
const JOINING = new RegExp(`^(?:[\\u0e33\\u0eb3\\u1160-\\u11ff\\ud7b0-\\ud7fb]|${PREPEND})`, 'u');
const ZERO_WIDTH = /^[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]$/u;

/** After this, where clusters end depends on nothing before it: it is no mark, nor half a flag, nor half a pair. */
export const SETTLED = /[^\p{M}\p{Cf}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Cs}]/u;
/** How far back the last cluster of a text is looked for, in UTF-16 units. */
const LOOK_BACK = 256;

const CACHE_SIZE = 4096;
const cache = new Map<string, 0 | 1 | 2>();
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Node 20's segmenter copies its whole text at every cluster (64 KiB: seconds), so it gets so much at a time, in UTF-16 units. */
const STRETCH = 256;

/**
 * The grapheme clusters of a text (UAX #29, conjuncts by letter), in order; joined they are the text again. `\n` and
 * controls are clusters too.
 */
export function graphemes(text: string): string[] {
  if (PLAIN.test(text) || BARE.test(text)) return text.split('');
  const clusters: string[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const inRun = BARE.test(run) ? run.split('') : (run.match(RUN_CLUSTERS) ?? []);
    // The first letter may belong to one before it, and to the last what stands after it.
    const first = FLAGS.test(run) ? 0 : 1;
    const last = inRun.length - 1;
    segment(text.slice(from, index + (first === 0 ? 0 : (inRun[0] as string).length)), clusters);
    for (let at = first; at < last; at += 1) clusters.push(inRun[at] as string);
    from = index + run.length - (inRun[last] as string).length;
  }
  segment(text.slice(from), clusters);
  return clusters;
}

/**
 * The last cluster of a text; empty for none. Looks at its end only: of more than 64 flags in a row, or a tower of more
 * than 255 marks, the last may be cut elsewhere than `graphemes` would.
 */
export function lastGrapheme(text: string): string {
  for (let units = LOOK_BACK / 64; ; units *= 4) {
    const end = text.slice(-units);
    const from = end.length === text.length ? 0 : end.search(SETTLED);
    const clusters = graphemes(from > 0 ? end.slice(from) : end);
    // The first of them may have begun before.
    const isSure = end.length === text.length || (from >= 0 && clusters.length > 1);
    if (isSure || units === LOOK_BACK) return clusters.at(-1) ?? '';
  }
}

/** Stretch by stretch. The last cluster of one may go on in the next, which therefore begins with it. */
function segment(text: string, into: string[]): void {
  let from = 0;
  let size = STRETCH;
  for (let to = stretchEnd(text, size); to < text.length; to = stretchEnd(text, from + size)) {
    const clusters = Array.from(segmenter.segment(text.slice(from, to)), ({ segment: cluster }) => cluster);
    const last = clusters.pop() ?? '';
    for (const cluster of clusters) push(cluster, into);
    from = to - last.length;
    // Nothing but one long cluster: looked at again in twice as much.
    size = clusters.length === 0 ? size * 2 : STRETCH;
  }
  for (const { segment: cluster } of segmenter.segment(text.slice(from))) push(cluster, into);
}

/** Never within a surrogate pair. */
function stretchEnd(text: string, end: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end + 1 : end;
}

function push(cluster: string, into: string[]): void {
  if (cluster.length < 2) into.push(cluster);
  else into.push(...cluster.split(CUTS));
}

/** Columns a cluster takes, 0–2; controls and lone combining marks take none. East Asian *ambiguous* ones take 1. */
export function clusterWidth(cluster: string): 0 | 1 | 2 {
  if (cluster.length === 1 && cluster >= ' ' && cluster <= '~') return 1;
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  const width = measure(cluster);
  // Towers of marks are not worth keeping, and would make the bound on entries no bound on memory.
  if (cluster.length <= 16) {
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(cluster, width);
  }
  return width;
}

function measure(cluster: string): 0 | 1 | 2 {
  if (cluster === '' || isControl(cluster)) return 0;
  if (SARA_AM.test(cluster) || EMOJI_STYLE.test(cluster) || FLAG.test(cluster)) return 2;
  const columns = stringWidth(cluster);
  return columns >= 2 ? 2 : columns === 1 ? 1 : 0;
}

/** The columns a cluster takes on a terminal that joins none of it, and draws all symbols wide. */
export function widestWidth(cluster: string): number {
  if (cluster.length === 1 && cluster < '\x7f') return clusterWidth(cluster);
  let columns = 0;
  for (const character of cluster) columns += PICTOGRAPH.test(character) ? 2 : clusterWidth(character);
  return Math.max(columns, clusterWidth(cluster));
}

/** Columns a text takes; `\n` and controls take none. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const cluster of graphemes(drawable(text))) columns += clusterWidth(cluster);
  return columns;
}

/** True for a cluster that must not reach a row: controls, `\n`, half a surrogate pair. */
export function isControl(cluster: string): boolean {
  return CONTROL.test(cluster);
}

/**
 * True when real terminals disagree on the width, so that the cursor must be set anew after it: whatever is more than one
 * code point, takes no column, joins what stands before it, or is a symbol or emoji.
 */
export function unsure(cluster: string): boolean {
  if (cluster.length === 1 && cluster < '\x7f') return false;
  const isSingle = cluster.length === 1 || (cluster.length === 2 && (cluster.codePointAt(0) ?? 0) > 0xffff);
  return (
    !isSingle || PICTOGRAPH.test(cluster) || JOINING.test(cluster) || ZERO_WIDTH.test(cluster) || isControl(cluster)
  );
}

/** The text in at most `columns`, ending in `ellipsis` if something was cut off. Controls are dropped. */
export function truncate(text: string, columns: number, ellipsis = '…'): string {
  if (PLAIN.test(text) && text.length <= columns) return text;
  const room = columns - textWidth(ellipsis);
  let width = 0;
  let all = '';
  let short = '';
  for (const cluster of graphemes(drawable(text))) {
    width += clusterWidth(cluster);
    if (width > columns) return room < 0 ? '' : short + ellipsis;
    all += cluster;
    if (width <= room) short = all;
  }
  return all;
}

/** Spaces after the text up to `columns`; a wider text stays as it is. Controls are dropped. */
export function padEnd(text: string, columns: number): string {
  return drawable(text) + padding(text, columns);
}

/** Spaces before the text up to `columns`; a wider text stays as it is. Controls are dropped. */
export function padStart(text: string, columns: number): string {
  return padding(text, columns) + drawable(text);
}

function padding(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - textWidth(text)));
}

/** The text without what cannot be drawn: `\n`, other controls, half a surrogate pair. */
export function drawable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(CONTROLS, '');
}
