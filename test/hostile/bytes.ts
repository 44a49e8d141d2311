/** What a victim's terminal was sent, looked at byte by byte: only sequences of our own kind may be in it. */

/** Every sequence that a screen of ours sends, and nothing else; strings (OSC) hold printable characters only. */
const OWN = [
  // Modes, cursor, erasing, scrolling, margins, colours: numbers of at most four digits.
  String.raw`\x1b\[[?>]?\d{0,4}(?:[;:]\d{1,3})*[A-Za-z@]`,
  // Title, hyperlink, notification.
  String.raw`\x1b\](?:0|1|2|8|9|777);[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\)`,
  // Character sets, keypad, cursor saved and restored.
  String.raw`\x1b(?:[()][B0]|[=>78M])`,
];
const OWN_SEQUENCE = new RegExp(OWN.join('|'), 'g');

/**
 * Sequences of ours that repeat what was said, as printable text: a notification, the address of a link (ours has an id). The
 * generated attacks carry marks, of which a harmless rest may be left ("https://x.example/31337").
 */
const QUOTING = new RegExp(
  [String.raw`^\x1b\]777;notify;`, String.raw`^\x1b\]8;id=[\w.]+;https?://[\x21-\x7e]*\x1b\\$`].join('|'),
);

/** Controls that a screen sends as they are; a bell may ring. */
const CONTROLS = /[^\P{Cc}\b\t\n\r]/u;
/** What turns the reading order round, hides, or has no business on a screen. */
const HIDDEN =
  /\u034f|[\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\uffa0\p{Co}\p{Cn}\p{Cs}\u{e0000}-\u{e007f}]/u;
/** More marks than any script needs; Hebrew, Tibetan and Burmese may have six. */
const TOWER = /(?:(?![\u0590-\u05ff\u0f00-\u0fff\u1000-\u109f])\p{M}){4,}|\p{M}{7,}/u;
/**
 * More letters of Hangul, SARA AM or emoji in one cluster than anybody writes: drawn side by side, they cover what stands beside.
 */
const CROWD = /[\u1100-\u115f\ua960-\ua97c]{4,}|[\u0e33\u0eb3]{2,}|(?:\p{ExtPict}\p{EMod}?\ufe0f?\u200d){6,}/u;

/** Whatever in these bytes is not ours, in words; empty when all is. */
export function strangeBytes(raw: string, isPlain: boolean): readonly string[] {
  const found: string[] = [];
  const report = (what: string, at: number) =>
    found.push(`${what} in ${JSON.stringify(raw.slice(Math.max(0, at - 40), at + 40))}`);
  for (const { 0: sequence, index } of raw.matchAll(OWN_SEQUENCE)) {
    if (isPlain) report('a sequence in plain lines', index);
    if (/31337|pwned/.test(sequence) && !QUOTING.test(sequence)) report('theirs', index);
  }
  const text = raw.replace(OWN_SEQUENCE, '').replaceAll('\u0007', '');
  for (const [what, pattern] of [
    ['a control', CONTROLS],
    ['a hidden character', HIDDEN],
    ['a tower of marks', TOWER],
    ['a crowd', CROWD],
  ] as const) {
    const match = pattern.exec(text);
    if (match !== null) {
      found.push(
        `${what} ${JSON.stringify(match[0])} in ${JSON.stringify(text.slice(Math.max(0, match.index - 40), match.index + 40))}`,
      );
    }
  }
  return found;
}
