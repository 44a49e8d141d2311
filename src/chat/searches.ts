/**
 * Looking for what was said. Who may find what is decided here alone: the channels one is in, and one's own direct
 * conversations.
 */
import { channelName } from './channel-name.ts';
import { quotable, skeleton } from './handle.ts';
import { Highlights, isCalling, wordsOf } from './mention.ts';
import { type ChatMessage, type Conversation, directConversation, peersOf, type UserId } from './message.ts';
import type { Account, Accounts } from './ports/accounts.ts';
import type { MessageLog, SearchQuery } from './ports/message-log.ts';
import { ok, type Result, refuse } from './result.ts';
import type { SearchAsked } from './search-query.ts';
import { type Phrase, phrasesOf } from './search-terms.ts';
import { NOT_HERE, type Seats } from './seats.ts';
import { Turns } from './turns.ts';

/** Messages of a page. */
const PAGE = 50;
/** A page that has something is given after so many calls of the log, though it could hold more. */
const PATIENCE = 8;
/** After so many calls without a find, a search ends: about ten seconds, on the slowest of words. */
const MOST_CALLS = 400;

interface Deps {
  readonly log: MessageLog;
  readonly accounts: Accounts;
  readonly seats: Seats;
}

/** Who searches, and from where. */
export interface Seeker {
  readonly id: UserId;
  /** The conversation that `in:.` means. */
  readonly here: Conversation;
  /** Whose words they do not want to see. */
  readonly ignored: readonly UserId[];
}

/** A search under way: pages of what it finds, newest first. */
export interface Finding {
  /** The next messages; none when everything was looked at. One call at a time. */
  more(): Promise<readonly ChatMessage[]>;
}

/** Of a keyword so many terms are looked up: the words of what is found are compared in full. */
const KEYWORD_TERMS = 3;

/** What is the same for all pages. */
type Fixed = Omit<SearchQuery, 'before' | 'limit' | 'conversations' | 'directsOf'>;

/** Where to look; undefined is everywhere. */
type Places = readonly Conversation[] | undefined;

export class Searches {
  readonly #deps: Deps;
  /** One page of a person is looked for at a time, in however many sessions they ask. */
  readonly #turns = new Turns();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Finds what was asked for. Codes: `not-here`, `no-such-handle`, `not-in-channel`, `no-words`. */
  async find(seeker: Seeker, asked: SearchAsked): Promise<Result<Finding>> {
    const { phrases, from, in: places, since, until } = asked;
    const isBound = Number.isFinite(since) || Number.isFinite(until);
    if (phrases.length === 0 && from.length === 0 && places.length === 0 && !isBound) {
      return refuse('no-words', 'There is nothing in that to search for: it takes letters, digits or symbols.');
    }
    return await this.#begin(seeker, asked, [phrases], seeker.ignored, () => true);
  }

  /** The words of others that hold one of these, as whole words. Codes: as {@link find}. */
  async mentions(seeker: Seeker, asked: SearchAsked, terms: readonly string[]): Promise<Result<Finding>> {
    const highlights = new Highlights(terms);
    const begun = (term: string): readonly Phrase[] =>
      phrasesOf(term).map((phrase) => ({ ...phrase, terms: phrase.terms.slice(0, KEYWORD_TERMS) }));
    const wanted = terms.map((term) => [...begun(term), ...asked.phrases]);
    const isMeant = (message: ChatMessage) => isCalling(message) && highlights.isIn(wordsOf(message));
    return await this.#begin(seeker, asked, wanted, [seeker.id, ...seeker.ignored], isMeant);
  }

  /** The first line at or after a time; undefined when all are older. Codes: `not-here`, `not-in-channel`. */
  async lineAt(user: UserId, conversation: Conversation, at: number): Promise<Result<ChatMessage | undefined>> {
    const refused = this.#refusal(user, conversation);
    if (refused !== undefined) return refused;
    const seq = await this.#deps.log.seqAt(conversation, at);
    const [message] = (await this.#deps.log.after({ conversation, after: seq - 1, limit: 1 })).messages;
    return ok(message);
  }

  /** Whether somebody may read what was said in a conversation. */
  mayRead(user: UserId, conversation: Conversation): boolean {
    return this.#refusal(user, conversation) === undefined;
  }

  async #begin(
    seeker: Seeker,
    { from, in: named, since, until }: SearchAsked,
    wanted: Fixed['wanted'],
    except: readonly UserId[],
    isMeant: (message: ChatMessage) => boolean,
  ): Promise<Result<Finding>> {
    if (this.#deps.seats.get(seeker.id) === undefined) return NOT_HERE;
    const authors: UserId[] = [];
    for (const handle of from) {
      const account = handle.toLowerCase() === 'me' ? ok({ id: seeker.id }) : await this.#account(handle);
      if (!account.ok) return account;
      authors.push(account.value.id);
    }
    const places: Conversation[] = [];
    for (const name of named) {
      const place = await this.#place(seeker, name);
      if (!place.ok) return place;
      places.push(place.value);
    }
    const fixed = { wanted, authors, except, from: since, until };
    return ok(this.#finding(seeker.id, fixed, places.length === 0 ? undefined : places, isMeant));
  }

  #finding(user: UserId, fixed: Fixed, places: Places, isMeant: (message: ChatMessage) => boolean): Finding {
    let next: number | undefined = Number.POSITIVE_INFINITY;
    let calls = 0;
    const more = async (): Promise<readonly ChatMessage[]> => {
      const found: ChatMessage[] = [];
      for (let patience = PATIENCE; next !== undefined && found.length < PAGE && calls < MOST_CALLS; calls += 1) {
        const where = this.#readable(user, places);
        const page = await this.#deps.log.search({ ...fixed, ...where, before: next, limit: PAGE - found.length });
        found.push(...page.found.filter(isMeant));
        next = page.next;
        patience -= 1;
        if (patience <= 0 && found.length > 0) break;
      }
      if (found.length > 0) calls = 0;
      return found;
    };
    return { more: () => this.#turns.run(user, more) };
  }

  /** Of the places, or of everywhere, what this person may read now: it may be less than when the search began. */
  #readable(user: UserId, places: Places): Pick<SearchQuery, 'conversations' | 'directsOf'> {
    if (places !== undefined) {
      const conversations = places.filter((place) => this.mayRead(user, place));
      return { conversations, directsOf: undefined };
    }
    const channels = this.#deps.seats.get(user)?.channels;
    return { conversations: [...(channels ?? [])], directsOf: channels === undefined ? undefined : user };
  }

  /** Why this person may not read a conversation; undefined when they may. */
  #refusal(user: UserId, conversation: Conversation) {
    const seat = this.#deps.seats.get(user);
    if (seat === undefined) return NOT_HERE;
    const isTheirs = peersOf(conversation)?.includes(user) ?? seat.channels.has(conversation);
    if (isTheirs) return undefined;
    return refuse('not-in-channel', `You are not in ${conversation}; /join ${conversation} and then search it.`);
  }

  /** A channel by its name, the conversation with somebody by their handle, the one at hand for a dot. */
  async #place({ id, here }: Seeker, name: string): Promise<Result<Conversation>> {
    if (name === '.') return ok(here);
    const channel = channelName(name);
    const isChannel = name.startsWith('#') || (channel.ok && this.mayRead(id, channel.value));
    if (isChannel) {
      if (!channel.ok) return channel;
      return this.#refusal(id, channel.value) ?? channel;
    }
    const account = await this.#account(name);
    return account.ok ? ok(directConversation(id, account.value.id)) : account;
  }

  /** Case and a leading `@` do not matter; a look-alike is somebody else. */
  async #account(text: string): Promise<Result<Pick<Account, 'id'>>> {
    const handle = text.replace(/^@/, '');
    const account = await this.#deps.accounts.find(skeleton(handle));
    if (account?.handle.toLowerCase() === handle.toLowerCase()) return ok(account);
    const hint = account === undefined ? '' : ` Did you mean ${account.handle}?`;
    return refuse('no-such-handle', `Nobody is called ${quotable(handle)}.${hint}`);
  }
}
