/** What a channel may be called, however a person spells it. */
import type { Conversation } from './message.ts';
import { ok, type Result, refuse } from './result.ts';

/** `dev`, `#Dev` and `#dev` are `#dev`. Code: `bad-channel`. */
export function channelName(text: string): Result<Conversation> {
  const match = /^#?([a-z0-9_-]{1,30})$/.exec(text.trim().toLowerCase());
  if (match === null) {
    return refuse('bad-channel', 'A channel name is # and 1 to 30 letters, digits, - or _, such as #dev.');
  }
  return ok<Conversation>(`#${match[1]}`);
}
