/**
 * What a change makes of a message: the rule that every backend of the log applies, inside its own transaction. Whether a
 * person may is asked before (`amendments.ts`); here only what cannot be done at all is refused.
 */
import { type AmendedEvent, type Author, type Change, type ChatMessage, type Reaction, textOf } from './message.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';

/** Different emoji under one message; one more would make a wall of them. */
const REACTIONS = 20;

/**
 * Of the replies to a deleted line the newest are told of, each with a revision of its own; all others lose what they quoted
 * where they are stored, and where they are held by the deletion itself. There may be tens of thousands.
 */
export const REPLIES_TOLD = 100;

/** A reply without what it quoted. */
export function unquoted(message: ChatMessage): ChatMessage {
  return message.replyTo === undefined ? message : { ...message, replyTo: { ...message.replyTo, excerpt: '' } };
}

/** No line has this number. */
export const NO_SUCH_LINE: Refusal = refuse('no-such-line', 'There is no such line.');

/**
 * The message after a change, with the revision and time (epoch ms) given. Codes: `deleted` (nothing more can become of
 * it), `unchanged`, `no-words` (a line that says nothing cannot be edited), `too-many-reactions`.
 */
export function amend(
  message: ChatMessage,
  by: Author,
  change: Change,
  revision: number,
  at: number,
): Result<ChatMessage> {
  if (message.deletedBy !== undefined) return refuse('deleted', 'This line was deleted.');
  switch (change.change) {
    case 'edit': {
      if (textOf(message) === change.text) return refuse('unchanged', 'That is what it says already.');
      const edited = withText(message, change.text);
      if (edited === undefined) return refuse('no-words', 'Only what somebody said can be edited.');
      return ok({ ...edited, revision, editedAt: at });
    }
    case 'delete': {
      const { reactions: _reactions, replyTo: _replyTo, editedAt: _editedAt, ...rest } = message;
      return ok({ ...(withText(rest, '') ?? rest), revision, deletedBy: by });
    }
    case 'react': {
      const reacted = react(message.reactions ?? [], by, change.emoji, change.on);
      if (!reacted.ok) return reacted;
      const { reactions: _reactions, ...rest } = message;
      return ok({ ...rest, revision, ...(reacted.value.length === 0 ? {} : { reactions: reacted.value }) });
    }
    case 'unquote': {
      if (message.replyTo === undefined) return refuse('unchanged', 'It quotes nothing.');
      return ok({ ...unquoted(message), revision });
    }
    default:
      return change satisfies never;
  }
}

/** The event that tells of a change. */
export function amendedEvent(message: ChatMessage, by: Author, change: Change): AmendedEvent {
  return { event: 'amended', conversation: message.conversation, message, by, change };
}

/** The message with other words; undefined for what has none. */
function withText(message: ChatMessage, text: string): ChatMessage | undefined {
  switch (message.kind) {
    case 'public':
    case 'direct':
    case 'system':
      return { ...message, text };
    case 'action':
      return { ...message, action: text };
    case 'leave':
    case 'page':
      return { ...message, reason: text };
    case 'join':
      return undefined;
    default:
      return message satisfies never;
  }
}

function react(reactions: readonly Reaction[], by: Author, emoji: string, on: boolean): Result<readonly Reaction[]> {
  const at = reactions.findIndex((reaction) => reaction.emoji === emoji);
  const known = reactions[at];
  const isOn = known?.by.some(({ id }) => id === by.id) === true;
  if (isOn === on) return refuse('unchanged', on ? 'You reacted so already.' : 'You did not react so.');
  if (known === undefined) {
    if (reactions.length < REACTIONS) return ok([...reactions, { emoji, by: [by] }]);
    return refuse('too-many-reactions', `This line has ${REACTIONS} different reactions, and that is the most.`);
  }
  const people = on ? [...known.by, by] : known.by.filter(({ id }) => id !== by.id);
  return ok(people.length === 0 ? reactions.toSpliced(at, 1) : reactions.with(at, { emoji, by: people }));
}
