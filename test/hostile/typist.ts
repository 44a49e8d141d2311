/** Somebody who types every command there is, whatever the disk does, and sees that they can go on after each. */
import assert from 'node:assert/strict';
import ssh2 from 'ssh2';
import type { Person } from '../conversation/person.ts';
import { newKey } from '../new-key.ts';
import { everyCommand, type Typed } from './every-command.ts';

/** How people read that the disk is to blame. */
export const REFUSED = /Not saved|cannot read or write its data/;
/** How a screen marks a refusal, of any kind. */
const ERROR = /!! /;
const BUG = /Sorry, something went wrong/;
const CLEAR_LINE = '\u0015';
/** Nobody else types so many commands in a row that they wait. */
const WAITS = /sending in \d+ s/;

/** Says something and has it back from the log. */
export async function says(person: Person, words: string): Promise<void> {
  person.enter(words);
  await person.sees(new RegExp(`${person.handle} ${words.replaceAll('.', '\\.')}`));
}

export async function carriesOut(person: Person, line: string, seen: string): Promise<void> {
  person.enter(line);
  await person.sees(seen);
}

/** What is typed shows: the session lives, and its owner can go on. */
export async function canType(person: Person, word: string): Promise<void> {
  person.type(`${CLEAR_LINE}${word}`);
  await person.sees(`> ${word}`);
  person.type(CLEAR_LINE);
  await person.until(() => !person.text().includes(`> ${word}`), 'the line should be empty');
}

/** Has no refusal on the screen: one may come late, of older lines that are fetched meanwhile. */
async function clears(person: Person): Promise<void> {
  const isEmpty = () => !ERROR.test(person.text());
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    person.enter('/clear');
    await canType(person, `cleared-${attempt}`);
    await person.until(() => !WAITS.test(person.text()), 'what waits should be done');
    if (isEmpty()) return;
  }
  await person.until(isEmpty, 'the screen should be empty');
}

/** What the disk does: all, everything but write, everything but read. */
export type Disk = 'well' | 'takes nothing' | 'gives nothing';

/** Types a line on an empty screen, answers what it asks and goes where it leads; false when it was refused on the way. */
async function types(person: Person, { line, answers, goesTo }: Typed, disk: Disk): Promise<boolean> {
  await clears(person);
  person.enter(line);
  const unlessRefused = async (condition: () => boolean, what: string) => {
    const isRefused = () => disk !== 'well' && ERROR.test(person.text());
    await person.until(() => condition() || isRefused(), `${line} should ${what}`);
    return condition();
  };
  for (const [seen, answer] of answers) {
    if (!(await unlessRefused(() => person.text().includes(seen), `show ${seen}`))) return false;
    person.type(answer);
    await person.until(() => !person.text().includes(seen), `${line} should be answered`);
  }
  if (goesTo === undefined) return true;
  return await unlessRefused(() => person.screen()[0]?.startsWith(` ${goesTo} `) === true, `go to ${goesTo}`);
}

/** What is typed is carried out in order: the last line is done with when another is answered, or was dropped for a secret. */
async function isDoneWith(person: Person): Promise<void> {
  const [line, answer] = [`${CLEAR_LINE}/nick`, 'a handle is the name of an account'];
  person.enter(line);
  await person.sees(new RegExp(`${answer}|What was typed meanwhile was dropped`));
  if (!person.text().includes(answer)) await carriesOut(person, line, answer);
}

/** Each command in its turn; how many were refused for want of the disk. */
export async function typesAll(person: Person, disk: Disk): Promise<number> {
  let refused = 0;
  for (const [name, typed] of everyCommand(publicLine())) {
    for (const each of typed) {
      const isDone = await types(person, each, disk);
      if (each.writes && disk === 'takes nothing') {
        await person.sees(REFUSED);
        // A long line shows its end.
        const isBack = () => person.screen().at(-1)?.endsWith(each.line.slice(-60)) === true;
        await person.until(isBack, `${each.line} should come back`);
      } else {
        await isDoneWith(person);
      }
      if (REFUSED.test(person.text())) refused += 1;
      assert.doesNotMatch(person.text(), BUG, name);
      await canType(person, `after-${name}`);
      // The next was to be typed where this one leads.
      if (!isDone) break;
    }
  }
  await person.until(() => !WAITS.test(person.text()), 'all of it should be done');
  return refused;
}

/** A key that nobody has, as in a .pub file. */
function publicLine(): string {
  const key = ssh2.utils.parseKey(newKey());
  assert.ok(!(key instanceof Error));
  return `ssh-ed25519 ${key.getPublicSSH().toString('base64')}`;
}
