/**
 * Styled text into rows: wrapped as one text, then cut back into its spans, so that a name, a link or a mention keeps its
 * look wherever the break falls.
 */
import type { Link, Span } from './row.ts';
import { wrap } from './wrap.ts';

/** The spans of each row of at most `columns`, the first of at most `firstColumns`. The texts must be harmless already. */
export function flow(spans: readonly Span[], columns: number, firstColumns: number = columns): readonly Span[][] {
  const text = spans.map((span) => span.text).join('');
  let from = 0;
  return wrap(text, columns, firstColumns).map((row) => {
    // The spaces at a break are swallowed, and so is the newline.
    let start = from;
    while (!text.startsWith(row, start) && /[ \n]/.test(text.charAt(start))) start += 1;
    // Not shown as written (a wide cluster in one column): in the look of the whole.
    if (!text.startsWith(row, start)) return [{ ...spans.at(-1), text: row, link: undefined }];
    from = start + row.length;
    return cut(spans, start, from);
  });
}

/** The part of the spans between two offsets into their joined text. */
function cut(spans: readonly Span[], start: number, end: number): Span[] {
  const parts: Span[] = [];
  let at = 0;
  for (const span of spans) {
    const text = span.text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (text !== '') parts.push({ ...span, text });
    at += span.text.length;
    if (at >= end) break;
  }
  return parts;
}

const URL_PATTERN = /https?:\/\/[^\s<>"`{}|\\^]+/giu;
const MAX_URL = 2083;

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

/** Without the stops of the sentence around it, and the bracket that it did not open. */
function trimmed(url: string): string {
  let shown = url;
  for (;;) {
    const last = shown.at(-1) ?? '';
    const closes = last === ')' && !shown.includes('(');
    if (!closes && !/[.,;:!?'\]»”’…]/u.test(last)) return shown;
    shown = shown.slice(0, -1);
  }
}

/** In ASCII as RFC 3986 wants it, or undefined when it is no address. */
function safeUrl(text: string): string | undefined {
  if (text.length > MAX_URL || !URL.canParse(text)) return undefined;
  const { href } = new URL(text);
  return href.length <= MAX_URL && /^https?:\/\/[\x21-\x7e]+$/.test(href) ? href : undefined;
}
