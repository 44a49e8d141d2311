/** The directory of channels. Names arrive in lower case. */
import type { Database } from 'better-sqlite3';
import type { Conversation, UserId } from '../../../chat/message.ts';
import type { ChannelInfo } from '../../../chat/ports/channels.ts';

interface ChannelRow {
  readonly name: Conversation;
  readonly topic: string;
  readonly topic_by: UserId | null;
  readonly slow: number;
  readonly owner: UserId | null;
  readonly created_at: number;
}

function infoOf({ name, topic, slow, ...row }: ChannelRow): ChannelInfo {
  return {
    name,
    topic,
    topicBy: row.topic_by ?? undefined,
    slow,
    owner: row.owner ?? undefined,
    createdAt: row.created_at,
  };
}

const columns = 'name, topic, topic_by, slow, owner, created_at';

/** What the writer does with the directory of channels: operations by name, each in the batch’s transaction. */
export function channelWrites(db: Database) {
  const find = db.prepare<[string], ChannelRow>(`SELECT ${columns} FROM channel WHERE name = ?`);
  const insert = db.prepare<[string, UserId | null, number]>(
    'INSERT INTO channel (name, owner, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const topicUpdate = db.prepare<[string, UserId, string], ChannelRow>(
    `UPDATE channel SET topic = ?, topic_by = ? WHERE name = ? RETURNING ${columns}`,
  );
  const slowUpdate = db.prepare<[number, string], ChannelRow>(
    `UPDATE channel SET slow = ? WHERE name = ? RETURNING ${columns}`,
  );

  return {
    openChannel(name: Conversation, owner: UserId | undefined, now: number) {
      const created = insert.run(name, owner ?? null, now).changes === 1;
      const row = find.get(name);
      if (row === undefined) throw new Error(`channel ${name} vanished`);
      return { info: infoOf(row), created };
    },
    setTopic(name: Conversation, topic: string, by: UserId): ChannelInfo | undefined {
      const row = topicUpdate.get(topic, by, name);
      return row === undefined ? undefined : infoOf(row);
    },
    setSlow(name: Conversation, seconds: number): ChannelInfo | undefined {
      const row = slowUpdate.get(seconds, name);
      return row === undefined ? undefined : infoOf(row);
    },
  };
}

/** What the reader answers of the directory of channels: operations by name. */
export function channelReads(db: Database) {
  const find = db.prepare<[string], ChannelRow>(`SELECT ${columns} FROM channel WHERE name = ?`);
  const all = db.prepare<[], ChannelRow>(`SELECT ${columns} FROM channel ORDER BY name`);

  return {
    findChannel(name: Conversation): ChannelInfo | undefined {
      const row = find.get(name);
      return row === undefined ? undefined : infoOf(row);
    },
    listChannels(): readonly ChannelInfo[] {
      return all.all().map(infoOf);
    },
  };
}
