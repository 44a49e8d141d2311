/** The channels a person was in last time, kept with their profile, so that the next login finds the same windows. */
import { channelName } from './channel-name.ts';
import { REMEMBERED } from './late-profiles.ts';
import type { Conversation, UserId } from './message.ts';
import type { Profiles } from './ports/profiles.ts';

/** How many channels one person may be in: their names as JSON fit a setting's 4 KiB. */
export const CHANNELS_EACH = 100;

/** In the order they were entered; the lobby for who has none yet. */
export async function recallChannels(profiles: Profiles, user: UserId, lobby: Conversation): Promise<Conversation[]> {
  const stored = (await profiles.settings(user)).get(REMEMBERED.channels);
  const channels = stored === undefined ? [] : parse(stored);
  return channels.length === 0 ? [lobby] : channels;
}

/** For {@link recallChannels}: at most {@link CHANNELS_EACH}, which whoever enters them sees to. */
export async function rememberChannels(
  profiles: Profiles,
  user: UserId,
  channels: Iterable<Conversation>,
): Promise<void> {
  await profiles.setSetting(user, REMEMBERED.channels, JSON.stringify([...channels]));
}

/** What somebody else wrote there is no reason to fail a login. */
function parse(stored: string): Conversation[] {
  let names: unknown;
  try {
    names = JSON.parse(stored);
  } catch {
    return [];
  }
  if (!Array.isArray(names)) return [];
  const channels = names.flatMap((name) => {
    const channel = channelName(String(name));
    return channel.ok ? [channel.value] : [];
  });
  return [...new Set(channels)].slice(0, CHANNELS_EACH);
}
