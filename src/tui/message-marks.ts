/**
 * What stands around a message's own words: the line it answers above them, and after them that they were edited and how
 * people reacted. Made from the message alone, so the rows stay shared; only own reactions are a person's own look.
 */
import type { ChatMessage, Quoted, UserId } from '../chat/message.ts';
import { encodeRow, harmless, type Row, type Span } from './row.ts';
import { type RowStyle, sgr } from './row-style.ts';
import { truncate } from './width.ts';

const NONE: readonly string[] = Object.freeze([]);

/** The emoji by which somebody reacted to a message; the same empty array for nearly everyone. */
export function ownReactions({ reactions }: ChatMessage, me: UserId): readonly string[] {
  if (reactions === undefined) return NONE;
  const own = reactions.filter(({ by }) => by.some(({ id }) => id === me)).map(({ emoji }) => emoji);
  return own.length === 0 ? NONE : own;
}

/** `👍2 [🎉1]`, one's own in brackets; empty for none. */
export function reactionsText({ reactions = [] }: ChatMessage, own: readonly string[]): string {
  return reactions
    .map(({ emoji, by }) => (own.includes(emoji) ? `[${emoji}${by.length}]` : `${emoji}${by.length}`))
    .join(' ');
}

/** ` (edited) 👍2 🎉1`, after the words. */
export function trailOf(message: ChatMessage, style: RowStyle, own: readonly string[]): readonly Span[] {
  const trail: Span[] = [];
  if (message.editedAt !== undefined) trail.push({ text: ' (edited)', sgr: sgr(style, 'time') });
  const reactions = harmless(reactionsText(message, own));
  if (reactions !== '') trail.push({ text: ` ${reactions}`, sgr: sgr(style, 'time') });
  return trail;
}

/** What stands where a deleted line stood: `(deleted)`, with the name of who did when it was somebody else. */
export function deletedText({ deletedBy }: ChatMessage, author: UserId | undefined): string {
  return deletedBy === undefined || deletedBy.id === author ? '(deleted)' : `(deleted by ${deletedBy.handle})`;
}

/** `bob: did the deploy finish?`, without what was deleted since. */
export function quotedText({ handle, excerpt }: Quoted): string {
  return `${handle}: ${excerpt === '' ? '(deleted)' : excerpt}`;
}

/** Where a quotation stands: its mark in this column, its words in that. */
export interface QuotePlace {
  readonly mark: number;
  readonly words: number;
}

/**
 * `┌        bob: did the deploy finish?` in one row above the reply. The mark stands over the name of who answers, where
 * nobody's words ever stand, so that no paste can look like it.
 */
export function quoteRow(quoted: Quoted, style: RowStyle, place: QuotePlace): Row {
  const gap = Math.max(1, place.words - place.mark - 1);
  const room = Math.max(0, style.columns - place.mark);
  const text = truncate(harmless(`┌${' '.repeat(gap)}${quotedText(quoted)}`), room);
  return encodeRow([{ text: ' '.repeat(place.mark) }, { text, sgr: sgr(style, 'time') }], style.columns);
}
