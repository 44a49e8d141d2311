/** Finding what was said: `/search`, `/mentions`. What is found is a list, from which one goes to the line in its place. */
import type { Choice, Choices, Words } from '../choices.ts';
import type { Command, CommandContext } from '../command.ts';
import { Highlights, keywordsIn, type Range } from '../mention.ts';
import { authorOf, type ChatMessage, type Conversation, peersOf, textOf } from '../message.ts';
import type { Result } from '../result.ts';
import { parseSearch, type SearchAsked } from '../search-query.ts';
import { placesOf, termsOf } from '../search-terms.ts';
import type { Finding, Seeker } from '../searches.ts';

/** What a list shows of a text, in UTF-16 units. */
const EXCERPT = 400;
/** A find that ends further on may not be in view: the text is shown from so much before it. */
const IN_VIEW = 40;
const LEAD = 24;
/** Further back the beginning of a word is not looked for. */
const LONG_WORD = 16;
/** What is pointed out is looked for in so much of a text, in UTF-16 units, and at so many places: more is not seen. */
const LOOKED_THROUGH = 8192;
const MOST_RANGES = 50;
/** Of a longer title only the beginning is shown. */
const TITLE = 60;

/** What a list is made of. */
interface Asked {
  readonly title: string;
  readonly empty: string;
  readonly finding: Finding;
  /** What to point out in a text, in order. */
  rangesIn(text: string): readonly Range[];
}

function seekerOf({ me, here, session }: CommandContext): Seeker {
  return { id: me.id, here, ignored: session.ignored().map(({ id }) => id) };
}

/** In order, those that touch as one. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const found: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last === undefined || range.from > last.to) found.push(range);
    else found[found.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return found;
}

/** One line of a text around the first find in it, the finds pointed out. */
export function excerpt(text: string, ranges: readonly Range[]): readonly Words[] {
  const [first] = ranges;
  const start = first === undefined || first.to <= IN_VIEW ? 0 : wordStart(text, Math.max(0, first.from - LEAD));
  const end = Math.min(text.length, start + EXCERPT);
  const words: Words[] = start > 0 ? [{ text: '…' }] : [];
  const put = (from: number, to: number, tone?: 'match') => {
    // Put together anew: a slice would keep the whole text in memory.
    const part = [...text.slice(from, Math.min(to, end))].join('').replace(/\s+/g, ' ');
    if (part !== '') words.push(tone === undefined ? { text: part } : { text: part, tone });
  };
  let at = start;
  for (const { from, to } of ranges) {
    put(at, from);
    put(from, to, 'match');
    at = to;
  }
  put(at, end);
  return end < text.length ? [...words, { text: '…' }] : words;
}

/** The beginning of the word at a place, unless that is far; never within a surrogate pair. */
function wordStart(text: string, at: number): number {
  const from = Math.max(0, at - LONG_WORD);
  const space = text.slice(from, at).search(/\s\S*$/);
  if (space >= 0) return from + space + 1;
  return /^[\udc00-\udfff]/.test(text.slice(at, at + 1)) ? at + 1 : at;
}

/** `#dev`, or `@carol` for the conversation with her; what the chat itself says there does not tell with whom. */
function placeOf({ conversation, ...message }: ChatMessage, me: number): string {
  if (peersOf(conversation) === undefined) return conversation;
  if (message.kind !== 'direct' && message.kind !== 'page') return 'direct';
  return `@${message.from.id === me ? message.to.handle : message.from.handle}`;
}

function choiceOf(message: ChatMessage, { rangesIn }: Asked, { me, formatTime }: CommandContext): Choice {
  const text = textOf(message);
  const ranges = rangesIn(text.slice(0, LOOKED_THROUGH));
  const handle = authorOf(message)?.handle ?? '--';
  return {
    key: `${message.conversation} ${message.seq}`,
    cells: [
      [{ text: formatTime(message.at), tone: 'aside' }],
      placeOf(message, me.id),
      [{ text: message.kind === 'action' ? '* ' : '' }, { text: handle, tone: 'handle' }],
      excerpt(text, ranges),
    ],
  };
}

async function show(context: CommandContext, asked: Asked): Promise<void> {
  const { reply, session } = context;
  const items: Choice[] = [];
  // One page after the other, though the list was closed and opened again meanwhile.
  let fetching = Promise.resolve();
  const fetch = async () => {
    // Only what is shown is kept of the messages, not their whole text.
    for (const message of await asked.finding.more()) items.push(choiceOf(message, asked, context));
  };
  await fetch();
  const open = (selected?: string): void => {
    let shown = items.length;
    const more = async () => {
      fetching = fetching.then(() => (items.length === shown ? fetch() : undefined));
      await fetching;
      const fresh = items.slice(shown);
      shown = items.length;
      return fresh;
    };
    const choices: Choices = {
      title: asked.title,
      items: [...items],
      empty: asked.empty,
      more,
      enter: {
        does: 'goes there',
        run: async ({ key }) => {
          const [conversation = '', seq] = key.split(' ');
          await session.goTo(conversation as Conversation, Number(seq), () => open(key));
          return undefined;
        },
      },
    };
    reply.list(selected === undefined ? choices : { ...choices, selected });
  };
  open();
}

/** Says why not, or shows the list. */
async function answer(context: CommandContext, finding: Result<Finding>, asked: Omit<Asked, 'finding'>): Promise<void> {
  if (!finding.ok) return context.reply.refuse(finding);
  await show(context, { ...asked, finding: finding.value });
}

function titleOf(text: string): string {
  const title = text.replace(/\s+/g, ' ').trim();
  return title.length <= TITLE ? title : `${title.slice(0, TITLE)}…`;
}

function rangesOf({ phrases }: SearchAsked, text: string): readonly Range[] {
  const terms = termsOf(text);
  return phrases.flatMap((phrase) => placesOf(terms, phrase, MOST_RANGES));
}

async function search(context: CommandContext, rest: string): Promise<void> {
  const { chat, clock, reply, zone } = context;
  const asked = parseSearch(rest, clock.now(), zone());
  if (!asked.ok) return reply.refuse(asked);
  const title = titleOf(rest);
  await answer(context, await chat.searches.find(seekerOf(context), asked.value), {
    title: `Search · ${title}`,
    empty: `Nothing is found for ${title} where you are, nor in what was written to you.`,
    rangesIn: (text) => merged(rangesOf(asked.value, text)),
  });
}

async function mentions(context: CommandContext, rest: string): Promise<void> {
  const { chat, clock, me, reply, session, zone } = context;
  const asked = parseSearch(rest, clock.now(), zone());
  if (!asked.ok) return reply.refuse(asked);
  const terms = [me.handle, ...keywordsIn(session.preferences().get('keywords'))];
  const highlights = new Highlights(terms);
  await answer(context, await chat.searches.mentions(seekerOf(context), asked.value, terms), {
    title: `Mentions · ${terms.join(', ')}`,
    empty: 'Nobody has called you by your handle or your keywords there.',
    rangesIn: (text) => merged([...highlights.rangesIn(text), ...rangesOf(asked.value, text)]),
  });
}

const FILTERS = [
  'from:bob, in:#dev (or in:bob, in:. for this window), before: after: since: until: on:2026-11-01.',
  '"some words" in quotes stand together; deploy* finds what begins so.',
  'A date is 2026-11-01, 2026-11, yesterday, monday or 3d for three days ago.',
];

export const searchCommands: readonly Command[] = [
  {
    name: 'search',
    aliases: ['find', 'lastlog'],
    args: 'words',
    required: 1,
    summary: 'find what was said, newest first (Alt-S)',
    details: [
      'Where you are and in your direct messages; Enter goes to the line, Esc comes back.',
      ...FILTERS,
      'Without a screen the newest 50 are printed; before: reads further.',
    ],
    group: 'talk',
    run: search,
  },
  {
    name: 'mentions',
    args: '[words]',
    required: 0,
    summary: 'where others called you by name or keyword',
    details: ['Words and filters narrow it as in /search.', ...FILTERS.slice(0, 1)],
    group: 'talk',
    run: mentions,
  },
];
