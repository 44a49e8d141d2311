/** Just enough of the ports for the commands, in memory. */
import type { Author, ChatMessage, Conversation, UserId } from '../../../src/chat/message.ts';
import type { Account, AccountKey, Accounts } from '../../../src/chat/ports/accounts.ts';
import type { ChannelInfo, Channels } from '../../../src/chat/ports/channels.ts';
import type { Clock } from '../../../src/chat/ports/clock.ts';
import type { MessageLog } from '../../../src/chat/ports/message-log.ts';
import type { Profiles } from '../../../src/chat/ports/profiles.ts';
import type { Roster } from '../../../src/chat/ports/roster.ts';
import { ok } from '../../../src/chat/result.ts';

export function memoryStores(clock: Clock) {
  const bySkeleton = new Map<string, Account>();
  const keys = new Map<UserId, AccountKey[]>();
  const change = (id: UserId, what: Partial<Account>) => {
    for (const [skeleton, account] of bySkeleton)
      if (account.id === id) bySkeleton.set(skeleton, { ...account, ...what });
  };
  const accounts = {
    find: async (skeleton: string) => bySkeleton.get(skeleton),
    get: async (id: UserId) => [...bySkeleton.values()].find((account) => account.id === id),
    create: async ({ handle, skeleton }: { handle: string; skeleton: string }) => {
      const id = bySkeleton.size + 1;
      const account: Account = {
        id,
        handle,
        role: 'user',
        createdAt: clock.now(),
        provisional: false,
        hasPassword: false,
      };
      bySkeleton.set(skeleton, account);
      return ok(account);
    },
    setPassword: async (id: UserId) => change(id, { hasPassword: true }),
    setRole: async (id: UserId, role: Account['role']) => change(id, { role }),
    keys: async (id: UserId) => keys.get(id) ?? [],
    addKey: async (id: UserId, key: Omit<AccountKey, 'addedAt'>) => {
      keys.set(id, [...(keys.get(id) ?? []), { ...key, addedAt: clock.now() }]);
      return ok();
    },
    confirm: async () => {},
  } as unknown as Accounts;

  const listeners = new Set<(batch: readonly ChatMessage[]) => void>();
  const seqs = new Map<Conversation, number>();
  const log = {
    append: async (draft: ChatMessage) => {
      const seq = (seqs.get(draft.conversation) ?? 0) + 1;
      seqs.set(draft.conversation, seq);
      const message = { ...draft, seq, at: clock.now() };
      for (const listener of listeners) listener([message]);
      return message;
    },
    follow: (listener: (batch: readonly ChatMessage[]) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as MessageLog;

  const directory = new Map<Conversation, ChannelInfo>();
  const channels: Channels = {
    open: async (name, owner) => {
      const created = !directory.has(name);
      const info = directory.get(name) ?? { name, topic: '', owner, createdAt: clock.now() };
      directory.set(name, info);
      return { info, created };
    },
    find: async (name) => directory.get(name),
    list: async () => [...directory.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    setTopic: async (name, topic) => {
      const info = directory.get(name);
      if (info !== undefined) directory.set(name, { ...info, topic });
      return directory.get(name);
    },
  };

  const roster = {
    claim: async (_who: Author) => 'claimed',
    release: async () => {},
    enter: async () => {},
    exit: async () => {},
  } as unknown as Roster;
  const profiles = {
    settings: async () => new Map(),
    setSetting: async () => {},
  } as unknown as Profiles;
  return { accounts, log, channels, roster, profiles };
}
