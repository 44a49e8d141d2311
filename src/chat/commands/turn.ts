/** Words for a channel, in their turn: said at once where that may be, or kept by the session until a slow channel takes them. */
import type { Aim, CommandContext, HeldWords } from '../command.ts';
import type { Result } from '../result.ts';
import { slowness } from '../slow-mode.ts';

/** Something to be said in the channel it was typed in. */
export interface Words {
  /** As it would be typed again. */
  readonly text: string;
  /** What it answers, if anything. */
  readonly aim?: Aim | undefined;
  speak(): Promise<Result<unknown>>;
}

/** False when it was neither said nor kept for later; why is told. */
export async function speakInTurn(context: CommandContext, words: Words): Promise<boolean> {
  const { chat, me, here, reply, session } = context;
  if (chat.settings.slowWait(me.id, here) > 0 || session.held(here) > 0) return later(context, words);
  const said = await words.speak();
  if (said.ok) return true;
  // Another session of theirs was quicker.
  if (said.code === 'slow') return later(context, words);
  reply.refuse(said);
  return false;
}

/** Has words wait for a slow channel; false, and why, when too many wait for it already. */
function later(context: CommandContext, { text, aim, speak }: Words): boolean {
  const { chat, me, here, reply, session } = context;
  const info = chat.channel(here);
  const about = info === undefined ? here : slowness(info);
  const wait = () => chat.settings.slowWait(me.id, here);
  const ms = wait() + session.held(here) * (info?.slow ?? 0) * 1000;
  const say: HeldWords['say'] = async () => {
    const said = await speak();
    if (said.ok) return 'said';
    if (said.code === 'slow') return 'early';
    reply.refuse(said);
    return 'refused';
  };
  const isHeld = session.hold(here, { text, aim, wait, say });
  if (!isHeld) reply.refuse(`${about}; too much is waiting to be sent.`);
  // The channel may be quick again, and these only wait for those before them.
  else if (ms > 0) reply.line(`${about}; that is sent in ${Math.ceil(ms / 1000)} s.`);
  return isHeld;
}
