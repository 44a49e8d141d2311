/** What may be said, and where: the questions that are asked of new words and of edited ones alike. */
import { type Conversation, peersOf } from './message.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';
import type { Seat } from './seats.ts';
import { checkBlock, checkLine, cleanBlock, cleanLine } from './text.ts';

const EMPTY = refuse('empty', 'There is nothing in it to send.');

/** Safe text, newlines kept, that may be sent: something is in it, and not too much. Codes: `empty`, `too-long`. */
export function checkedBlock(text: string): Result<string> {
  return checked(cleanBlock(text), checkBlock);
}

/** The same on one line. */
export function checkedLine(text: string): Result<string> {
  return checked(cleanLine(text), checkLine);
}

function checked(text: string, check: (text: string) => Result<undefined>): Result<string> {
  if (text.trim() === '') return EMPTY;
  const length = check(text);
  return length.ok ? ok(text) : length;
}

/** A refusal, or undefined for who is in the channel. Codes: `not-a-channel`, `not-in-channel`. */
export function inChannel(seat: Seat, channel: Conversation): Refusal | undefined {
  if (seat.channels.has(channel)) return undefined;
  if (peersOf(channel) !== undefined) return refuse('not-a-channel', 'That works in a channel only.');
  return refuse('not-in-channel', `You are not in ${channel}; /join ${channel} first.`);
}
