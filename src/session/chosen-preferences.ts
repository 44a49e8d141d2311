/** What one person chose, as their session sees it: as it is kept, with at most one other value being tried on. */
import { Preferences } from '../chat/preferences.ts';

export class ChosenPreferences {
  #kept = new Preferences(new Map());
  /** What holds now; another object whenever something may have changed. */
  value = this.#kept;

  /** What is kept, by key; nothing is tried on any more. */
  keep(settings: ReadonlyMap<string, string>): void {
    this.#kept = new Preferences(settings);
    this.value = this.#kept;
  }

  /** Has a value hold in this session until something is kept; undefined ends that. */
  try(key: string, value: string | undefined): void {
    this.value = value === undefined ? this.#kept : this.#kept.with(key, value);
  }
}
