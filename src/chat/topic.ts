/** What a channel is about, as one person is shown it. */
import type { UserId } from './message.ts';
import type { ChannelInfo } from './ports/channels.ts';

const OF_IGNORED = '(topic by somebody you ignore)';

/** Whether its topic was set by one of those who are ignored. */
export function isTopicIgnored(channel: ChannelInfo | undefined, ignored: Pick<ReadonlySet<UserId>, 'has'>): boolean {
  const { topic = '', topicBy } = channel ?? {};
  return topic !== '' && topicBy !== undefined && ignored.has(topicBy);
}

/** The topic; empty where there is none. Of an ignored person's only that it is one. */
export function topicFor(channel: ChannelInfo | undefined, ignored: Pick<ReadonlySet<UserId>, 'has'>): string {
  return isTopicIgnored(channel, ignored) ? OF_IGNORED : (channel?.topic ?? '');
}
