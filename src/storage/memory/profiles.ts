/** The reference Profiles: maps of maps, made when first written to. */
import type { Author, Conversation, UserId } from '../../chat/message.ts';
import type { Profiles } from '../../chat/ports/profiles.ts';
import { checkSetting } from '../bounds.ts';

interface Profile {
  readonly markers: Map<Conversation, number>;
  readonly ignored: Map<UserId, Author>;
  readonly settings: Map<string, string>;
}

export class MemoryProfiles implements Profiles {
  readonly #profiles = new Map<UserId, Profile>();

  async readMarkers(user: UserId): Promise<ReadonlyMap<Conversation, number>> {
    return new Map(this.#profile(user).markers);
  }

  async markRead(user: UserId, conversation: Conversation, seq: number): Promise<void> {
    const { markers } = this.#profile(user);
    if (seq > (markers.get(conversation) ?? 0)) markers.set(conversation, seq);
  }

  async ignored(user: UserId): Promise<readonly Author[]> {
    return [...this.#profile(user).ignored.values()];
  }

  async ignore(user: UserId, whom: Author): Promise<void> {
    this.#profile(user).ignored.set(whom.id, { id: whom.id, handle: whom.handle });
  }

  async unignore(user: UserId, whom: UserId): Promise<void> {
    this.#profile(user).ignored.delete(whom);
  }

  async settings(user: UserId): Promise<ReadonlyMap<string, string>> {
    return new Map(this.#profile(user).settings);
  }

  async setSetting(user: UserId, name: string, value: string | undefined): Promise<void> {
    const { settings } = this.#profile(user);
    if (value === undefined) {
      settings.delete(name);
      return;
    }
    checkSetting(name, value);
    settings.set(name, value);
  }

  #profile(user: UserId): Profile {
    let profile = this.#profiles.get(user);
    if (profile === undefined) {
      profile = { markers: new Map(), ignored: new Map(), settings: new Map() };
      this.#profiles.set(user, profile);
    }
    return profile;
  }
}
