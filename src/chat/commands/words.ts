/** Taking a command's arguments apart. */

/**
 * The first word, and what follows it. Only the spaces and the one newline right after the word are dropped: a pasted
 * text keeps its indentation.
 */
export function firstWord(rest: string): { readonly word: string; readonly text: string } {
  const [, word = '', text = ''] = /^(\S*) *\n?([\s\S]*)$/.exec(rest) ?? [];
  return { word, text };
}

/** How many words there are. */
export function countWords(rest: string): number {
  return rest.match(/\S+/g)?.length ?? 0;
}

/** `on` or `off`, case aside; undefined for anything else. */
export function onOrOff(word: string): boolean | undefined {
  const lower = word.trim().toLowerCase();
  if (lower === 'on') return true;
  return lower === 'off' ? false : undefined;
}
