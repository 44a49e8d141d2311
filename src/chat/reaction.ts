/** What counts as a reaction: one emoji, or the name of one between colons. */
import { cleanLine } from './text.ts';

/** One emoji as Unicode recommends it for interchange (UTS #51). */
const PROPERTY = 'RGI_Emoji';
// No literal: the compiler's target does not know the flag, Node 20 does.
const EMOJI = new RegExp(`^\\p{${PROPERTY}}$`, 'v');
const NAMED = /^:([\w+-]+):$/;

/** Offered by number where one is asked for. */
export const QUICK_REACTIONS: readonly string[] = ['👍', '❤️', '😂', '🎉', '😮', '🙏'];

/** An emoji, or the name that stood between colons. */
export type ReactionWord = { readonly emoji: string } | { readonly name: string };

/** One word as a reaction, or undefined when it is none. `❤` alone is the emoji, not the sign. */
export function parseReaction(word: string): ReactionWord | undefined {
  const [, name] = NAMED.exec(word) ?? [];
  if (name !== undefined) return { name: name.toLowerCase() };
  const text = cleanLine(word);
  if (EMOJI.test(text)) return { emoji: text };
  return EMOJI.test(`${text}\ufe0f`) ? { emoji: `${text}\ufe0f` } : undefined;
}
