/** Direct conversations with unread words: a window for each, while there is room; whose words wait besides is said. */
import type { ChatMessage, Conversation } from '../chat/message.ts';
import type { DirectSummary } from '../chat/ports/message-log.ts';
import type { Front } from './front.ts';
import type { Session } from './session.ts';

/** How many direct lines that came meanwhile are shown at login. */
const ANNOUNCED = 20;
/**
 * While so many direct conversations are open no other opens by itself, for each holds the tail of its history. Twice as many as
 * are opened again at a login (`DIRECTS`), so that there is room for new ones.
 */
export const DIRECTS_UNASKED = 100;
/** Of those that did not open so many are named. */
const NAMED = 5;

interface Choice {
  readonly toOpen: readonly Conversation[];
  /** Whose words wait besides. */
  readonly unopened: readonly string[];
}

export class WaitingDirects {
  readonly #session: Session;
  readonly #front: () => Front | undefined;

  /** The front may come later. */
  constructor(session: Session, front: () => Front | undefined) {
    this.#session = session;
    this.#front = front;
  }

  /**
   * At a login: opens them, the newest first; what then is to be told, the last 20 lines that waited in all of them, by `announce`.
   */
  async open(directs: readonly DirectSummary[], announce: (message: ChatMessage) => void): Promise<() => void> {
    const { windows, attention } = this.#session;
    const { toOpen, unopened } = this.choose(directs);
    const lines = (await windows.openAll(toOpen)).flatMap((window) => {
      const unread = window.transcript.after(window.readSeq);
      return unread.filter((message) => attention.weigh(message) === 'mention');
    });
    const last = lines.sort((a, b) => a.at - b.at).slice(-ANNOUNCED);
    return () => {
      for (const message of last) {
        announce(message);
        // A page that is read later rings then.
        if (message.kind === 'page') attention.call(message, false);
      }
      this.tell(unopened);
    };
  }

  /** Those that have unread words, in the order of `directs`; and the handles of those for whom there is no room. */
  choose(directs: readonly DirectSummary[]): Choice {
    const { ignored, windows, markers } = this.#session;
    const toOpen: Conversation[] = [];
    const unopened: string[] = [];
    let room = DIRECTS_UNASKED - windows.directs;
    for (const { conversation, lastSeq, peer } of directs) {
      if (lastSeq <= markers.readSeq(conversation) || ignored.has(peer.id)) continue;
      const isOpen = windows.find(conversation) !== undefined;
      if (!isOpen && room <= 0) {
        unopened.push(peer.handle);
        continue;
      }
      toOpen.push(conversation);
      if (!isOpen) room -= 1;
    }
    return { toOpen, unopened };
  }

  /** Says for whom there was no room, if there is anybody. */
  tell(unopened: readonly string[]): void {
    const [first] = unopened;
    if (first === undefined) return;
    const more = unopened.length - NAMED;
    const names = `${unopened.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    this.#front()?.notice({
      kind: 'info',
      text: `Too many wrote to you for a window each. Unread, too: ${names}. /msg ${first} reads what ${first} wrote.`,
    });
  }
}
