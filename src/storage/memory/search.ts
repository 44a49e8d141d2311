/** What is found, said plainly: the reference for every index. */
import { authorOf, type ChatMessage, peersOf, textOf } from '../../chat/message.ts';
import type { SearchQuery } from '../../chat/ports/message-log.ts';
import { placesOf, searchedTermsOf } from '../../chat/search-terms.ts';

/** Whether a message is what is looked for. */
export function fits(message: ChatMessage, query: SearchQuery): boolean {
  const { kind, conversation, at } = message;
  const text = textOf(message);
  if (kind === 'join' || kind === 'leave' || text === '') return false;
  const { directsOf, conversations } = query;
  const isDirect = directsOf !== undefined && peersOf(conversation)?.includes(directsOf) === true;
  if (!isDirect && !conversations.includes(conversation)) return false;
  const author = authorOf(message)?.id;
  const isBy = (people: readonly number[]) => author !== undefined && people.includes(author);
  if (query.authors.length > 0 && !isBy(query.authors)) return false;
  if (isBy(query.except) || at < query.from || at >= query.until) return false;
  const terms = searchedTermsOf(text);
  const holds = query.wanted.map((phrases) => phrases.every((phrase) => placesOf(terms, phrase, 1).length > 0));
  return holds.length === 0 || holds.includes(true);
}
