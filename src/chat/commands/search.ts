/** Finding what was said: `/search`, `/mentions`. What is found is a list, from which one goes to the line in its place. */
import type { Choice, Choices } from '../choices.ts';
import type { Command, CommandContext } from '../command.ts';
import { Highlights, keywordsIn, type Range } from '../mention.ts';
import { authorOf, type ChatMessage, type Conversation, peersOf, textOf } from '../message.ts';
import type { Result } from '../result.ts';
import { parseSearch, type SearchAsked } from '../search-query.ts';
import { placesOf, termsOf } from '../search-terms.ts';
import type { Finding, Seeker } from '../searches.ts';
import { excerpt, Marks } from './excerpt.ts';

/** What is pointed out is looked for at so many places of a text: more is not seen. */
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

/** `#dev`, or `@carol` for the conversation with her; what the chat itself says there does not tell with whom. */
function placeOf({ conversation, ...message }: ChatMessage, me: number): string {
  if (peersOf(conversation) === undefined) return conversation;
  if (message.kind !== 'direct' && message.kind !== 'page') return 'direct';
  return `@${message.from.id === me ? message.to.handle : message.from.handle}`;
}

function choiceOf(message: ChatMessage, ranges: readonly Range[], { me, formatTime }: CommandContext): Choice {
  const handle = message.kind === 'system' ? '--' : (authorOf(message)?.handle ?? '--');
  return {
    key: `${message.conversation} ${message.seq}`,
    cells: [
      [{ text: formatTime(message.at), tone: 'aside' }],
      placeOf(message, me.id),
      [{ text: message.kind === 'action' ? '* ' : '' }, { text: handle, tone: 'handle' }],
      excerpt(textOf(message), ranges),
    ],
  };
}

async function show(context: CommandContext, asked: Asked): Promise<void> {
  const { reply, session } = context;
  const items: Choice[] = [];
  const marks = new Marks(asked.rangesIn, () => context.pause());
  // One page after the other, though the list was closed and opened again meanwhile.
  let fetching = Promise.resolve();
  const fetch = async () => {
    const found: Choice[] = [];
    // Only what is shown is kept of the messages, not their whole text.
    for (const message of await asked.finding.more()) {
      found.push(choiceOf(message, await marks.rangesIn(textOf(message)), context));
    }
    items.push(...found);
  };
  await fetch();
  const open = (selected?: string): void => {
    let shown = items.length;
    const more = async () => {
      // Whoever asked for a page that could not be read has heard so; it may be read now.
      const before = fetching.catch(() => undefined);
      fetching = before.then(() => (items.length === shown ? fetch() : undefined));
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
