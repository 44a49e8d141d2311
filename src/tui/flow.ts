/**
 * Styled text into rows: wrapped as one text, then cut back into its spans, so that a name, a link or a mention keeps its
 * look wherever the break falls.
 */
import type { Link, Span } from './row.ts';
import { wrap } from './wrap.ts';

/** The spans of each row of at most `columns`, the first of at most `firstColumns`. The texts must be harmless already. */
export function flow(spans: readonly Span[], columns: number, firstColumns: number = columns): readonly Span[][] {
  const text = spans.map((span) => span.text).join('');
  const cut = cutter(spans);
  let from = 0;
  return wrap(text, columns, firstColumns).map((row) => {
    // The spaces at a break are swallowed, and so is the newline.
    while (!text.startsWith(row, from) && /[ \n]/.test(text.charAt(from))) from += 1;
    // Not shown as written (a wide cluster in one column): in the look of the whole.
    if (!text.startsWith(row, from)) return [{ ...spans.at(-1), text: row, link: undefined }];
    const start = from;
    from += row.length;
    return cut(start, from);
  });
}

/**
 * Gives the part of the spans between two offsets into their joined text. To be asked in order: what was passed is not looked at
 * again.
 */
function cutter(spans: readonly Span[]): (start: number, end: number) => Span[] {
  let first = 0;
  let at = 0;
  const lengthOf = (index: number) => spans[index]?.text.length ?? 0;
  return (start, end) => {
    while (first < spans.length && at + lengthOf(first) <= start) {
      at += lengthOf(first);
      first += 1;
    }
    const parts: Span[] = [];
    let from = at;
    for (let index = first; index < spans.length && from < end; index += 1) {
      const span = spans[index] as Span;
      const text = span.text.slice(Math.max(0, start - from), end - from);
      if (text !== '') parts.push({ ...span, text });
      from += span.text.length;
    }
    return parts;
  };
}

const URL_PATTERN = /https?:\/\/[^\s<>"`{}|\\^]+/giu;
/** A longer address is no link, UTF-16 units. */
export const MAX_URL = 2083;

/** A text in one look, its web addresses as links; the text itself is untouched. `id` tells this text's links from others. */
export function linked(text: string, sgr: string, linkSgr: string, id: string): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(URL_PATTERN)) {
    const shown = trimmed(match[0]);
    const url = safeUrl(shown);
    if (url === undefined) continue;
    if (match.index > from) spans.push({ text: text.slice(from, match.index), sgr });
    const link: Link = { id: `${id}.${match.index.toString(36)}`, url };
    spans.push({ text: shown, sgr: sgr + linkSgr, link });
    from = match.index + shown.length;
  }
  if (from < text.length) spans.push({ text: text.slice(from), sgr });
  return spans;
}

/** What ends the sentence around an address. */
const STOP = /[.,;:!?'\]»”’…]/;

/** Without the stops of the sentence around it, and the bracket that it did not open. */
function trimmed(url: string): string {
  const isOpened = url.includes('(');
  let end = url.length;
  for (let last = url.charAt(end - 1); STOP.test(last) || (last === ')' && !isOpened); last = url.charAt(end - 1)) {
    end -= 1;
  }
  return url.slice(0, end);
}

/** In ASCII as RFC 3986 wants it, or undefined when it is no address. */
function safeUrl(text: string): string | undefined {
  if (text.length > MAX_URL || !URL.canParse(text)) return undefined;
  const { href } = new URL(text);
  return href.length <= MAX_URL && /^https?:\/\/[\x21-\x7e]+$/.test(href) ? href : undefined;
}
