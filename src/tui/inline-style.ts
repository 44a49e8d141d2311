/**
 * Light styling of what people write: `*bold*`, `_italic_`, `` `code` `` and blocks between ```` ``` ````. The marks stay, so that
 * copying is faithful and a stray one changes nothing. Each pattern looks at a character a bounded number of times.
 */
import { highlighted, type Marked } from './highlight.ts';
import type { Span } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';

const BOLD = '\x1b[1m';
const ITALIC = '\x1b[3m';

const FENCE = '```';
/** Outside a word and outside a path on both sides, around something that neither begins nor ends with a space; one line. */
const CODE_SPAN = /(?<!`)`[^`\n]+`(?!`)/g;
const BOLD_SPAN = /(?<![\p{L}\p{N}*/:\\])\*(?=[^\s*])[^*\n]*(?<=[^\s*])\*(?![\p{L}\p{N}*/])/gu;
const ITALIC_SPAN = /(?<![\p{L}\p{N}_/:\\])_(?=[^\s_])[^_\n]*(?<=[^\s_])_(?![\p{L}\p{N}_/])/gu;
/** No styling inside an address. A scheme is no longer, or `a.a.a…` would be walked anew at each dot. */
const ADDRESS = /\b[a-z][a-z0-9+.-]{0,15}:\/\/\S+/giu;

/** The spans with their styling added; their joined text is untouched. */
export function inlineStyled(spans: readonly Span[], style: RowStyle): readonly Span[] {
  const text = spans.map((span) => span.text).join('');
  if (!/[*_`]/.test(text)) return spans;
  const blocks = blocksOf(text);
  const code = [...blocks, ...outside(matches(text, CODE_SPAN), blocks)].sort((a, b) => a.from - b.from);
  const taken = [...code, ...matches(text, ADDRESS)].sort((a, b) => a.from - b.from);
  let styled = highlighted(spans, code, sgr(style, 'code'));
  styled = highlighted(styled, outside(matches(text, BOLD_SPAN), taken), BOLD);
  return highlighted(styled, outside(matches(text, ITALIC_SPAN), taken), ITALIC);
}

/** From a fence to the next one. One that is not closed counts if it ends its line: the rest was folded away. */
function blocksOf(text: string): readonly Marked[] {
  const found: Marked[] = [];
  for (let from = text.indexOf(FENCE); from >= 0; ) {
    const close = text.indexOf(FENCE, from + FENCE.length);
    if (close >= 0) found.push({ from, to: close + FENCE.length });
    else if (/^```[\w+-]*\n/.test(text.slice(from, from + 40))) found.push({ from, to: text.length });
    if (close < 0) break;
    from = text.indexOf(FENCE, close + FENCE.length);
  }
  return found;
}

function matches(text: string, pattern: RegExp): readonly Marked[] {
  return Array.from(text.matchAll(pattern), ({ 0: match, index }) => ({ from: index, to: index + match.length }));
}

/** Those parts that touch none of the others; both are in order. */
function outside(parts: readonly Marked[], others: readonly Marked[]): readonly Marked[] {
  let at = 0;
  return parts.filter(({ from, to }) => {
    while (at < others.length && (others[at] as Marked).to <= from) at += 1;
    return at >= others.length || (others[at] as Marked).from >= to;
  });
}
