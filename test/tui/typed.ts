/** What bytes mean to a screen, all at once. */
import { KeyDecoder, type KeyEvent } from '../../src/tui/keys.ts';

export function eventsOf(bytes: string | Uint8Array, decoder = new KeyDecoder()): KeyEvent[] {
  const events: KeyEvent[] = [];
  decoder.feed(Buffer.from(bytes));
  while (decoder.hasMore) events.push(...decoder.read());
  return events;
}
