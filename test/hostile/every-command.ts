/** A line for every command, as somebody types it on a screen, and what it needs of the disk. */

/** A line to type. */
export interface Typed {
  readonly line: string;
  /** It needs the disk to take something: while that does not, it is refused and comes back into the input. */
  readonly writes: boolean;
  /** What is seen then, and what is typed in answer. */
  readonly answers: readonly (readonly [seen: string, answer: string])[];
  /** The channel that is looked at then. */
  readonly goesTo?: string;
}

const reads = (line: string): Typed => ({ line, writes: false, answers: [] });
const writes = (line: string, ...answers: Typed['answers']): Typed => ({ line, writes: true, answers });
/** Opens something that shows this, and closes it. */
const opens = (line: string, seen: string): Typed => ({ line, writes: false, answers: [[seen, '\u001b']] });

const goes = (line: string, goesTo: string): Typed => ({ line, writes: false, answers: [], goesTo });

/**
 * By the command's name, in an order that makes sense: alice is a sysop in #lobby and #tea with lines of her own, bob is in
 * #lobby, said something and wrote to her; carol and dave have accounts, and she ignores carol. `key` is a line of a .pub file.
 */
export function everyCommand(key: string): ReadonlyMap<string, readonly Typed[]> {
  return new Map([
    ['originals', [reads('/originals 1')]],
    ['me', [writes('/me waves')]],
    ['msg', [writes('/msg bob psst'), writes('/msg dave psst')]],
    ['reply', [writes('/reply to you')]],
    ['page', [writes('/page bob tea is ready')]],
    ['edit', [writes('s/kept/held/'), writes('/edit other words')]],
    ['react', [writes('/react :tada:'), writes('+:wave:')]],
    ['reply-to', [writes('/reply-to bob indeed')]],
    ['delete', [writes('/delete')]],
    ['select', [opens('/select', '· Esc')]],
    ['chat', [opens('/chat bob', 'Esc')]],
    ['end', [reads('/end')]],
    ['who', [opens('/who', 'people here')]],
    ['people', [opens('/people', 'people in')]],
    ['whois', [opens('/whois bob', 'bob is a user')]],
    ['ignore', [writes('/ignore dave')]],
    ['unignore', [writes('/unignore carol')]],
    ['join', [writes('/join #brandnew'), goes('/join #tea', '#tea'), goes('/join #lobby', '#lobby')]],
    ['part', [reads('/part #tea'), goes('/join #tea', '#tea'), goes('/window 1', '#lobby')]],
    ['channels', [opens('/channels', 'Channels')]],
    ['topic', [writes('/topic tea at five')]],
    ['slow', [writes('/slow 2')]],
    ['away', [reads('/away lunch')]],
    ['back', [reads('/back')]],
    ['dnd', [writes('/dnd on')]],
    ['set', [writes('/set clock 12h'), opens('/set', 'Preferences')]],
    ['theme', [writes('/theme light')]],
    ['highlight', [writes('/highlight add deploy')]],
    ['search', [opens('/search kept', 'Search')]],
    ['mentions', [opens('/mentions', 'Mentions')]],
    [
      'password',
      [writes('/password', ['New password:', 'correct horse\r'], ['New password again:', 'correct horse\r'])],
    ],
    ['key', [writes(`/key add ${key}`), opens('/key list', 'Your keys')]],
    ['claim', [reads('/claim nothing')]],
    ['invite-code', [writes('/invite-code')]],
    ['window', [opens('/window', 'Windows')]],
    ['close', [goes('/window tea', '#tea'), goes('/close', '#lobby')]],
    ['read', [reads('/read')]],
    ['history', [reads('/history 20'), reads('/history yesterday')]],
    ['help', [opens('/help', 'Commands')]],
    ['nick', [reads('/nick bobby')]],
    ['keys', [opens('/keys', 'Keys')]],
    ['clear', [reads('/clear')]],
  ]);
}
