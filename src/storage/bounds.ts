/** The bounds that the ports promise, and the refusals of accounts: the same for every backend. */
import { type ChatMessage, sizeOf } from '../chat/message.ts';
import { type Refusal, refuse } from '../chat/result.ts';

/** How many keys an account holds at the most. */
export const maxKeys = 16;

/** The size of a setting's value in UTF-8 bytes, inclusive. */
const maxSettingBytes = 4096;

/** The largest page of history, in messages. */
const maxPage = 1000;

/** A page size within 1–1000. */
export function pageSize(limit: number): number {
  return Math.max(1, Math.min(maxPage, Math.trunc(limit)));
}

/** How many of a person's direct conversations are listed, those that spoke last: a login reads them all. */
export const maxDirects = 1000;

/** The text of a page of history, in UTF-16 units: a page is made, copied between threads and kept as a whole. */
const maxPageText = 1_048_576;

/** Takes messages, as they are read, until the page is full; the rest is not read. A first one larger than a page is taken. */
export function pageOf(
  messages: Iterable<ChatMessage>,
  limit: number,
): { readonly taken: readonly ChatMessage[]; readonly hasMore: boolean } {
  const most = pageSize(limit);
  const taken: ChatMessage[] = [];
  let room = maxPageText;
  for (const message of messages) {
    room -= sizeOf(message);
    if (taken.length === most || (room < 0 && taken.length > 0)) return { taken, hasMore: true };
    taken.push(message);
  }
  return { taken, hasMore: false };
}

/** How many originals of a message are kept: the first, and the newest of the others. */
export const maxOriginals = 50;

/** The size of a draft in UTF-8 bytes, inclusive: what a line may be. */
const maxDraftBytes = 65_536;

/** Throws a RangeError for a draft above 64 KiB: the line it was typed in is bounded, so a larger one is a bug. */
export function checkDraft(draft: string): void {
  const bytes = Buffer.byteLength(draft);
  if (bytes > maxDraftBytes) throw new RangeError(`a draft of ${bytes} bytes, at most ${maxDraftBytes}`);
}

/** Throws a RangeError for a value above 4 KiB: whoever sets a setting bounds it first, so a larger one is a bug. */
export function checkSetting(name: string, value: string): void {
  const bytes = Buffer.byteLength(value);
  if (bytes > maxSettingBytes) throw new RangeError(`setting ${name}: ${bytes} bytes, at most ${maxSettingBytes}`);
}

export const refusals = {
  taken: (handle: string): Refusal => refuse('taken', `${handle} is taken; choose another name.`),
  badInvite: (): Refusal => refuse('bad-invite', 'This invite code is not good: unknown, used or expired.'),
  knownKey: (fingerprint: string): Refusal => refuse('known-key', `${fingerprint} is already one of your keys.`),
  tooMany: (): Refusal => refuse('too-many', `You have ${maxKeys} keys, which is the most; remove one first.`),
  noSuchKey: (fingerprint: string): Refusal => refuse('no-such-key', `${fingerprint} is not one of your keys.`),
  lastWayIn: (): Refusal =>
    refuse('last-way-in', 'This is your only key and you have no password; set a password or add another key first.'),
} as const;
