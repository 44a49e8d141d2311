/** Whom a command means, and what is said of where they are. */
import type { CommandContext } from '../command.ts';
import { humanDuration } from '../duration.ts';
import { quotable, skeleton } from '../handle.ts';
import { peersOf, type UserId } from '../message.ts';
import { nearest } from '../nearest.ts';
import type { Participant } from '../participant.ts';
import type { Account } from '../ports/accounts.ts';
import { ok, type Result, refuse } from '../result.ts';

/**
 * The account with this handle, here or not; case and a leading `@` do not matter. A look-alike is somebody else and is
 * never taken for them, only offered. Code: `no-such-handle`.
 */
export async function findPerson({ accounts, chat }: CommandContext, text: string): Promise<Result<Account>> {
  const handle = text.replace(/^@/, '');
  const account = await accounts.find(skeleton(handle));
  if (account?.handle.toLowerCase() === handle.toLowerCase()) return ok(account);
  const meant =
    account?.handle ??
    nearest(
      handle,
      chat.getParticipants().map((participant) => participant.handle),
    );
  const hint = meant === undefined ? '/who lists who is here.' : `Did you mean ${meant}?`;
  return refuse('no-such-handle', `Nobody is called ${quotable(handle)}. ${hint}`);
}

/** The handle of the other person of the window, or undefined in a channel. One's own for notes to oneself. */
export async function peerHandle({ me, here, accounts }: CommandContext): Promise<string | undefined> {
  const peers = peersOf(here);
  if (peers === undefined) return undefined;
  const peer: UserId = peers[0] === me.id ? peers[1] : peers[0];
  return (await accounts.get(peer))?.handle;
}

/** `here`, `away`, `connection lost`; with `dnd` for who does not want to be disturbed. */
export function presenceOf(participant: Participant): string {
  if (participant.lostSince !== undefined) return 'connection lost';
  const where = participant.away === undefined ? 'here' : 'away';
  return participant.dnd ? `${where}, dnd` : where;
}

/** ` (lunch)`, or nothing without a reason. */
export function inBrackets(reason: string | undefined): string {
  return reason === undefined || reason === '' ? '' : ` (${reason})`;
}

/** `active`, or `idle 3 min` from a minute on; `now` in steady ms. */
export function idleOf(participant: Participant, now: number): string {
  const idle = now - participant.lastActive;
  return idle < 60_000 ? 'active' : `idle ${humanDuration(idle)}`;
}

/** Why somebody may not read something at once, as `bob is away (lunch)`; undefined when they are here. */
export function absenceOf({ chat }: CommandContext, { id, handle }: Account): string | undefined {
  const participant = chat.participant(id);
  if (participant === undefined) return `${handle} is not here`;
  if (participant.lostSince !== undefined) return `${handle} has lost the connection`;
  return participant.away === undefined ? undefined : `${handle} is away${inBrackets(participant.away)}`;
}
