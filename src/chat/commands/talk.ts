/** Saying things: to the channel, to one person, and the bell. The words themselves are shown by the windows, not here. */
import type { Command, CommandContext } from '../command.ts';
import type { Sent } from '../manager.ts';
import { directConversation } from '../message.ts';
import type { Line } from '../quote.ts';
import type { Result } from '../result.ts';
import { absenceOf, findPerson, peerHandle } from './person.ts';
import { setPages } from './presence.ts';
import { speakInTurn } from './turn.ts';
import { firstWord, onOrOff } from './words.ts';

async function act(context: CommandContext, action: string): Promise<void> {
  const { chat, me, here, reply } = context;
  const peer = await peerHandle(context);
  if (peer === undefined) {
    await speakInTurn(context, { text: `/me ${action}`, speak: () => chat.act(me.id, here, action) });
    return;
  }
  // A direct conversation has no action of its own kind: it is written out, as it would be read.
  const said = await tell(context, peer, `* ${me.handle} ${action}`);
  if (!said.ok) reply.refuse(said);
}

/** Says something in the window it was typed in, maybe as the answer to a line; false, and why, when it was not said. */
export async function sayHere(context: CommandContext, text: string, answered?: Line): Promise<boolean> {
  const { chat, me, here, reply } = context;
  const peer = await peerHandle(context);
  if (peer === undefined) {
    const aim = answered === undefined ? undefined : ({ kind: 'reply', line: answered } as const);
    const speak = () => chat.say(me.id, here, text, undefined, answered?.seq);
    return await speakInTurn(context, { text, aim, speak });
  }
  const said = await tell(context, peer, text, answered?.seq);
  if (!said.ok) reply.refuse(said);
  return said.ok;
}

/** Sends a direct message; says so, once, when it will not be read at once. Codes: as `ChatManager.direct`. */
async function tell(context: CommandContext, handle: string, text: string, replyTo?: number): Promise<Result<Sent>> {
  const { chat, me, reply, session } = context;
  const sent = await chat.direct(me.id, handle, text, undefined, replyTo);
  if (!sent.ok) return sent;
  const { to } = sent.value;
  const absence = to.id === me.id ? undefined : absenceOf(context, to);
  if (session.isNews(to.id, absence)) reply.line(`${absence}; kept for their return.`);
  return sent;
}

async function direct(context: CommandContext, handle: string, text: string): Promise<void> {
  const sent = await tell(context, handle, text);
  if (!sent.ok) context.reply.refuse(sent);
}

async function message(context: CommandContext, rest: string): Promise<void> {
  const { word, text } = firstWord(rest);
  if (text.trim() !== '') return await direct(context, word, text);
  const found = await findPerson(context, word);
  if (!found.ok) return context.reply.refuse(found);
  await context.session.show(directConversation(context.me.id, found.value.id));
}

async function answer(context: CommandContext, text: string): Promise<void> {
  const handle = context.session.lastDirectFrom();
  if (handle !== undefined) return await direct(context, handle, text);
  context.reply.refuse('Nobody has written to you directly yet; /msg bob hello writes to bob.');
}

async function page(context: CommandContext, rest: string): Promise<void> {
  const { chat, me, reply } = context;
  const { word, text } = firstWord(rest);
  // No account is called `on` or `off`.
  const on = onOrOff(word);
  if (on !== undefined) return setPages(context, on);
  const paged = await chat.page(me.id, word, text);
  if (!paged.ok) return reply.refuse(paged);
  for (const account of paged.value.to) {
    const absence = absenceOf(context, account);
    const isDnd = chat.participant(account.id)?.dnd === true;
    if (absence !== undefined) reply.line(`${absence}; the page is kept for their return.`);
    else if (isDnd) reply.line(`${account.handle} does not want to be disturbed: the page is shown, without the bell.`);
  }
}

export const talk: readonly Command[] = [
  {
    name: 'me',
    args: 'waves',
    required: 1,
    summary: 'say what you do: * alice waves',
    group: 'talk',
    multiline: true,
    run: act,
  },
  {
    name: 'msg',
    aliases: ['m', 'w', 'whisper', 'tell', 'query', 'dm'],
    args: 'bob [text]',
    required: 1,
    summary: 'direct message, read by the two of you only',
    details: [
      'Without text it opens the window of your conversation; there you just type.',
      'Words for somebody who is not here are kept for their return.',
    ],
    group: 'talk',
    complete: ['handle', undefined],
    multiline: true,
    run: message,
  },
  {
    name: 'reply',
    aliases: ['r'],
    args: 'text',
    required: 1,
    summary: 'answer who last wrote to you directly',
    group: 'talk',
    multiline: true,
    run: answer,
  },
  {
    name: 'page',
    args: 'bob [reason]',
    required: 1,
    summary: "ring bob's bell and say why, in private",
    details: [
      'It rings wherever they look; once a minute per person. Kept for the return of who is not here.',
      '/page sysop pages whoever of the sysops is here.',
      '/page off: nobody can page you; /page on: they can again.',
    ],
    group: 'talk',
    complete: ['handle', undefined],
    run: page,
  },
];
