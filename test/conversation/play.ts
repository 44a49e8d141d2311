/**
 * Conversations as plain text, played over real SSH and read on emulators' screens.
 *
 *   alice joins                    connects with a key of her own (the same key each time)
 *   alice joins plain              without a pty
 *   alice joins 40x10              with a screen of that size
 *   alice joins 127.0.0.2          from that address
 *   alice> hello                   types a line and Enter
 *   alice keys ^A ESC              types keys without Enter (see KEYS)
 *   bob< alice hello               waits until bob's screen shows this (runs of spaces count as one)
 *   carol!< secret                 carol's screen does not show this now (after all that came before)
 *   bob rings 1                    bob's bell has rung this often
 *   alice leaves / alice vanishes  hangs up politely / the link is cut
 *   # a comment
 */
import assert from 'node:assert/strict';
import { newKey } from '../new-key.ts';
import { Person } from './person.ts';

const KEYS: Readonly<Record<string, string>> = {
  ENTER: '\r',
  ESC: '\u001b',
  TAB: '\t',
  UP: '\u001b[A',
  DOWN: '\u001b[B',
  RIGHT: '\u001b[C',
  LEFT: '\u001b[D',
  HOME: '\u001b[H',
  END: '\u001b[F',
  PGUP: '\u001b[5~',
  PGDN: '\u001b[6~',
  BACKSPACE: '\u007f',
  SPACE: ' ',
  DELETE: '\u001b[3~',
  F1: '\u001bOP',
  F2: '\u001bOQ',
};

function keyOf(name: string): string {
  const control = /^\^(.)$/.exec(name)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  const alt = /^M-(.+)$/.exec(name)?.[1];
  if (alt !== undefined) return `\u001b${alt}`;
  return KEYS[name] ?? name;
}

/** Everyone who took part in one script, by handle. */
export class Cast {
  readonly people = new Map<string, Person>();
  readonly #keys = new Map<string, string>();
  readonly port: number;

  constructor(port: number) {
    this.port = port;
  }

  person(handle: string): Person {
    const person = this.people.get(handle);
    assert.ok(person, `${handle} has not joined`);
    return person;
  }

  keyOf(handle: string): string {
    const key = this.#keys.get(handle) ?? newKey();
    this.#keys.set(handle, key);
    return key;
  }

  /** The key of somebody who was here before. */
  keep(handle: string, privateKey: string): void {
    this.#keys.set(handle, privateKey);
  }

  async join(handle: string, how = ''): Promise<Person> {
    const size = /^(\d+)x(\d+)$/.exec(how);
    const person = await Person.connect({
      port: this.port,
      handle,
      privateKey: this.keyOf(handle),
      ...(how === 'plain' ? { pty: false } : {}),
      ...(/^[\d.]+$/.test(how) ? { from: how } : {}),
      ...(size === null ? {} : { columns: Number(size[1]), rows: Number(size[2]) }),
    });
    this.people.set(handle, person);
    await person.until(() => person.text().trim() !== '', `${handle} should see something`);
    return person;
  }

  /** Plays a script line by line; the failing line is named. */
  async play(script: string): Promise<void> {
    for (const [number, line] of script.split('\n').entries()) {
      const text = line.trim();
      if (text === '' || text.startsWith('#')) continue;
      try {
        await this.#step(text);
      } catch (error) {
        throw new Error(`line ${number + 1}, "${text}": ${(error as Error).message}`, { cause: error });
      }
    }
  }

  async leaveAll(): Promise<void> {
    await Promise.all([...this.people.values()].map((person) => person.leave()));
    this.people.clear();
  }

  async #step(text: string): Promise<void> {
    const [, handle = '', verb = '', rest = ''] = /^([\w.-]+)(> ?|!< ?|< ?| \w+)\s?(.*)$/.exec(text) ?? [];
    switch (verb.trim()) {
      case '>':
        return this.person(handle).enter(rest);
      case '<':
        return await this.person(handle).sees(rest);
      case '!<':
        return assert.ok(!this.person(handle).text().replace(/ +/g, ' ').includes(rest), `${handle} sees it`);
      case 'joins':
        return void (await this.join(handle, rest));
      case 'keys':
        return this.person(handle).type(rest.split(' ').map(keyOf).join(''));
      case 'rings': {
        const person = this.person(handle);
        return await person.until(() => person.bells === Number(rest), `${handle}'s bell rang ${person.bells} times`);
      }
      case 'leaves':
        return await this.person(handle).leave();
      case 'vanishes':
        return this.person(handle).vanish();
      default:
        assert.fail(`no such step: ${text}`);
    }
  }
}
