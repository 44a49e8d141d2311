/** A chat with everything it needs in memory: a clock turned by hand, a log that can fail, and who was confirmed or released. */

import { skeleton } from '../../src/chat/handle.ts';
import { ChatManager, type ChatOptions } from '../../src/chat/manager.ts';
import {
  type ChatMessage,
  type Conversation,
  isMessage,
  type RingEntry,
  textOf,
  type UserId,
} from '../../src/chat/message.ts';
import type { Account } from '../../src/chat/ports/accounts.ts';
import type { ChannelInfo, Channels } from '../../src/chat/ports/channels.ts';
import type { MessageLog } from '../../src/chat/ports/message-log.ts';
import type { Profiles } from '../../src/chat/ports/profiles.ts';
import type { Roster } from '../../src/chat/ports/roster.ts';
import { StoreUnavailable } from '../../src/chat/ports/store-unavailable.ts';
import type { Refusal, Result } from '../../src/chat/result.ts';
import type { Subscription } from '../../src/chat/ring.ts';

const OPTIONS: ChatOptions = {
  capacity: 32,
  backlog: 100,
  resumeWindow: 600_000,
  pageInterval: 60_000,
  editWindow: 900_000,
  lobby: '#lobby',
};

export class House {
  /** Steady ms. */
  now = 5000;
  /** What the wall clock stands at when that is 0. */
  wall = Date.UTC(2026, 10, 19, 19, 0);
  /** Everything said, in the order of the log. */
  readonly said: ChatMessage[] = [];
  readonly accounts = new Map<UserId, Account>();
  readonly calls: string[] = [];
  readonly settings = new Map<UserId, Map<string, string>>();
  readonly markers: [UserId, Conversation, number][] = [];
  readonly seated = new Set<UserId>();
  readonly bugs: unknown[] = [];
  /** While true, the log refuses to write. */
  diskFull = false;
  /** While false, a topic is refused, though the log writes. */
  keepsTopics = true;
  /** While true, no name can be given back. */
  keepsNames = false;
  /** While set, the log waits for it before it writes. */
  slowDisk: Promise<void> | undefined;
  /** How many lines the log has taken and not answered yet. */
  writing = 0;
  followers = new Set<(batch: readonly ChatMessage[]) => void>();
  readonly chat: ChatManager;
  readonly #released = new Set<UserId>();
  #ids = 0;

  private constructor(options: Partial<ChatOptions>) {
    this.chat = new ChatManager(
      {
        log: this.#log() as MessageLog,
        roster: this.#roster() as Roster,
        channels: this.#channels(),
        accounts: this.#accounts() as never,
        profiles: this.#profiles() as Profiles,
        clock: { now: () => this.wall + this.now, steady: () => this.now },
        newId: () => `id-${++this.#ids}`,
        dismiss: (user, lastWords) => void this.calls.push(`dismiss ${user}: ${lastWords}`),
        onBug: (error) => this.bugs.push(error),
      },
      { ...OPTIONS, ...options },
    );
  }

  static async open(options: Partial<ChatOptions> = {}): Promise<House> {
    const house = new House(options);
    await house.chat.start();
    return house;
  }

  /** An account that exists; its id counts up from 1. */
  account(handle: string, more: Partial<Account> = {}): Account {
    const known = [...this.accounts.values()].find((account) => account.handle === handle);
    if (known !== undefined) return known;
    const id = this.accounts.size + 1;
    const base = { id, handle, role: 'user', createdAt: 0, provisional: false, hasPassword: false } as const;
    const account: Account = { ...base, ...more };
    this.accounts.set(id, account);
    return account;
  }

  /** The account takes a seat; returns its id. */
  async arrive(handle: string, more: Partial<Account> = {}, session = `${handle}-1`): Promise<UserId> {
    const account = this.account(handle, more);
    unwrap(await this.chat.join(account, session));
    return account.id;
  }

  /** What was said in a conversation, a line each: `join alice`, `public alice hello`. */
  lines(conversation: Conversation): string[] {
    return this.said.filter((message) => message.conversation === conversation).map(lineOf);
  }

  tell(...batch: ChatMessage[]): void {
    for (const follower of this.followers) follower(batch);
  }

  #log(): Partial<MessageLog> {
    return {
      append: async (draft) => {
        this.writing += 1;
        await this.slowDisk;
        this.writing -= 1;
        if (this.diskFull) throw new StoreUnavailable('disk full');
        const stored = this.said.filter(({ conversation }) => conversation === draft.conversation);
        const known = stored.find(({ id }) => id === draft.id);
        if (known !== undefined) return known;
        const message: ChatMessage = { ...draft, seq: stored.length + 1, at: this.wall + this.now };
        this.said.push(message);
        this.tell(message);
        return message;
      },
      follow: (listener) => {
        this.followers.add(listener);
        return () => this.followers.delete(listener);
      },
    };
  }

  #roster(): Partial<Roster> {
    return {
      claim: async ({ id }, capacity, beyond = false) => {
        await Promise.resolve();
        if (this.seated.has(id)) return 'held';
        if (this.seated.size >= capacity && !beyond) return 'full';
        this.seated.add(id);
        return 'claimed';
      },
      release: async (id) => void this.seated.delete(id),
      enter: async () => {},
      exit: async () => {},
    };
  }

  #channels(): Channels {
    const infos = new Map<Conversation, ChannelInfo>();
    const change = (name: Conversation, changed: Partial<ChannelInfo>) => {
      const known = infos.get(name);
      if (known === undefined) return undefined;
      const info = { ...known, ...changed };
      infos.set(name, info);
      return info;
    };
    return {
      open: async (name, owner) => {
        const known = infos.get(name);
        if (known !== undefined) return { info: known, created: false };
        const info: ChannelInfo = {
          name,
          topic: '',
          topicBy: undefined,
          slow: 0,
          owner,
          createdAt: this.wall + this.now,
        };
        infos.set(name, info);
        return { info, created: true };
      },
      find: async (name) => infos.get(name),
      list: async () => [...infos.values()],
      setTopic: async (name, topic, by) => {
        if (!this.keepsTopics) throw new StoreUnavailable('disk full');
        return change(name, { topic, topicBy: by });
      },
      setSlow: async (name, slow) => change(name, { slow }),
    };
  }

  #accounts() {
    return {
      find: async (wanted: string) => [...this.accounts.values()].find(({ handle }) => skeleton(handle) === wanted),
      get: async (id: UserId) => (this.#released.has(id) ? undefined : this.accounts.get(id)),
      confirm: async (id: UserId) => void this.calls.push(`confirm ${id}`),
      release: async (id: UserId) => {
        if (this.keepsNames) throw new StoreUnavailable('disk full');
        this.calls.push(`release ${id}`);
        this.#released.add(id);
      },
    };
  }

  #profiles(): Partial<Profiles> {
    return {
      settings: async (user) => this.settings.get(user) ?? new Map(),
      setSetting: async (user, name, value) => {
        const settings = this.settings.get(user) ?? new Map();
        this.settings.set(user, settings.set(name, value));
      },
      markRead: async (...marker) => void this.markers.push(marker),
    };
  }
}

/** The value of a result that must not be a refusal. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.sentence}`);
  return result.value;
}

/** The refusal that a result must be. */
export function refusal(result: Result<unknown>): Refusal {
  if (result.ok) throw new Error('it was not refused');
  return result;
}

/** What a subscription holds, a line each. */
export function heard(subscription: Subscription): string[] {
  return subscription.drain().entries.map((entry) => (isMessage(entry) ? lineOf(entry) : eventOf(entry)));
}

function lineOf(message: ChatMessage): string {
  const who = 'who' in message ? message.who.handle : 'from' in message ? message.from.handle : '';
  return [message.kind, who, textOf(message)].filter((word) => word !== '').join(' ');
}

function eventOf(entry: Exclude<RingEntry, ChatMessage>): string {
  const what = 'who' in entry ? ` ${entry.who.handle}` : 'text' in entry ? ` ${entry.text}` : '';
  return `(${entry.event}${what})`;
}
