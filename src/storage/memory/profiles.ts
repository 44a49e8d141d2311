/** The reference Profiles: maps of maps, made when first written to. */
import type { Author, Conversation, UserId } from '../../chat/message.ts';
import type { Profiles, SavedWindow } from '../../chat/ports/profiles.ts';
import { checkDraft, checkSetting } from '../bounds.ts';

interface Profile {
  readonly markers: Map<Conversation, number>;
  readonly ignored: Map<UserId, Author>;
  readonly settings: Map<string, string>;
  readonly windows: Map<Conversation, SavedWindow>;
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

  async windows(user: UserId): Promise<readonly SavedWindow[]> {
    return [...this.#profile(user).windows.values()].sort((a, b) => a.position - b.position);
  }

  async saveWindows(user: UserId, windows: readonly SavedWindow[]): Promise<void> {
    for (const { draft } of windows) checkDraft(draft);
    for (const window of windows) this.#profile(user).windows.set(window.conversation, { ...window });
  }

  async forgetWindow(user: UserId, conversation: Conversation): Promise<void> {
    this.#profile(user).windows.delete(conversation);
  }

  #profile(user: UserId): Profile {
    let profile = this.#profiles.get(user);
    if (profile === undefined) {
      profile = { markers: new Map(), ignored: new Map(), settings: new Map(), windows: new Map() };
      this.#profiles.set(user, profile);
    }
    return profile;
  }
}
