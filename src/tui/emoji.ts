/** Emoji by name, as GitHub and chat programs spell them (`:tada:`); the table is gemoji's. */
import { gemoji } from 'gemoji';

/** How many are offered: whoever wants another types a letter more. */
const OFFERED = 30;

/** In Unicode's order: faces before animals, a thumb up before a thumb down. */
const NAMED: readonly (readonly [name: string, emoji: string])[] = gemoji.flatMap(({ names, emoji }) =>
  names.map((name) => [name, emoji] as const),
);

/**
 * The emoji whose name begins with a lower-case prefix (without colons), first the one of just that name; at most 30, each once.
 */
export function emojiNamed(prefix: string): readonly string[] {
  const wanted = prefix.replace(/:$/, '');
  // `:heart:` means exactly that; `:heart` may still become `:heart_eyes:`.
  const isWhole = wanted !== prefix;
  const found = NAMED.filter(([name]) => (isWhole ? name === wanted : name.startsWith(wanted)));
  const exact = found.filter(([name]) => name === wanted);
  return [...new Set([...exact, ...found].map(([, emoji]) => emoji))].slice(0, OFFERED);
}

/** The emoji of exactly this name, lower case, without colons. */
export function emojiCalled(name: string): string | undefined {
  return NAMED.find(([each]) => each === name)?.[1];
}
