/**
 * What one connection is asked and told until it is in. A state machine over the `Accounts` port: each method is one thing
 * the far end can do, and returns what to answer. Calls must not overlap; the door makes them wait for each other.
 *
 * In closed registration nothing here may tell a known handle from an unknown one: the same questions to the port, the
 * same hash, the same words.
 */
import { checkHandle, isWellFormed, skeleton } from '../chat/handle.ts';
import type { Account, AccountKey, NewAccount } from '../chat/ports/accounts.ts';
import { ok, type Result, refuse } from '../chat/result.ts';
import { hashCode } from './codes.ts';
import type { GuessLimits } from './guess-limits.ts';
import { checkPassword } from './hashing.ts';
import type { PublicKey } from './keys.ts';
import * as say from './sentences.ts';
import type { UnusedAccounts } from './unused-accounts.ts';
import type { AuthenticationDeps, Login, Prompt, Verdict } from './verdict.ts';

/** Wrong passwords and invite codes per connection, over all methods. */
const TRIES = 3;
/** Questions per connection; mistyped new passwords are no wrong ones, but have an end too. */
const ROUNDS = 12;
/** Keys that are remembered as shown. */
const SHOWN = 20;
/** No account has this id: asked about, so that an unknown handle costs what a known one does. */
const NOBODY = 0;

type Step =
  | { readonly at: 'idle' }
  | { readonly at: 'password' }
  | { readonly at: 'invite' }
  | { readonly at: 'choose'; readonly inviteHash: string | undefined }
  /** `last`: once the words were read. */
  | { readonly at: 'farewell'; readonly last: Verdict };

/** Who is at the door. */
export interface Caller {
  /** As the client gave it, any text. */
  readonly handle: string;
  /** Where the server listens, for the sentences. */
  readonly port: number;
  /** Where they come from, for the limits: an address or a network, compared as text. */
  readonly address: string;
  /** Counts one more new account from there, or says that there were too many. */
  admitNewcomer(): boolean;
}

const REJECT: Verdict = { kind: 'reject', final: false };
const FINAL: Verdict = { kind: 'reject', final: true };
const UNHEARD: Verdict = { kind: 'unheard', final: false };
const UNHEARD_LAST: Verdict = { kind: 'unheard', final: true };

export class Dialogue {
  readonly #deps: AuthenticationDeps;
  readonly #unused: UnusedAccounts;
  readonly #guesses: GuessLimits;
  readonly #caller: Caller;
  readonly #shown: PublicKey[] = [];
  readonly #logins: Login[] = [];
  #step: Step = { at: 'idle' };
  #questions = 0;
  #tries = TRIES;
  #rounds = ROUNDS;
  /** Nobody had the handle when a key was shown. */
  #isFree = false;
  /** Whether they may be new here, once that was asked. */
  #admitted: boolean | undefined;
  #closed = false;

  constructor(deps: AuthenticationDeps, unused: UnusedAccounts, guesses: GuessLimits, caller: Caller) {
    this.#deps = deps;
    this.#unused = unused;
    this.#guesses = guesses;
    this.#caller = caller;
  }

  /** What the far end calls itself, any text. */
  get handle(): string {
    return this.#caller.handle;
  }

  /** Whether anybody may be called that; an account that exists may have a reserved name all the same. */
  get isPossible(): boolean {
    return this.#checked.ok;
  }

  /** Whether {@link askKey} says yes to every key: then a key that does not help is proved all the same. */
  get welcomesAnyKey(): boolean {
    return this.#isClosed;
  }

  /** Would a proof with this key help? No state changes but that the key was shown (RFC 4252 §7). */
  async askKey(key: PublicKey): Promise<boolean> {
    this.#show(key);
    if (this.#isClosed) return true;
    const { account, owns } = await this.#findOwner(key);
    this.#isFree = account === undefined;
    return this.#isFree ? this.#registration === 'open' && this.#checked.ok : owns;
  }

  /** The far end has proved that it has this key. */
  async proveKey(key: PublicKey): Promise<Verdict> {
    this.#show(key);
    if (this.#isFree) {
      const verdict = await this.#comeNew(key);
      // Whoever was faster may be the same person.
      if (verdict !== REJECT) return verdict;
    }
    const { account, owns } = await this.#findOwner(key);
    if (account === undefined) return this.#comeNew(key);
    return owns ? this.#accept({ account, isNew: false, keyFingerprint: key.fingerprint }) : REJECT;
  }

  /** The `password` method: for accounts that exist; a new one is chosen in the dialogue, where it is typed twice. */
  async password(password: string): Promise<Verdict> {
    this.#step = { at: 'idle' };
    if (this.#tries <= 0) return FINAL;
    const account = await this.#check(password);
    if (!account.ok) return UNHEARD;
    if (account.value !== undefined) return this.#acceptPassword(account.value, false);
    this.#tries -= 1;
    return this.#tries <= 0 ? FINAL : REJECT;
  }

  /** Keyboard-interactive begins (again). */
  async begin(): Promise<Verdict> {
    this.#step = { at: 'idle' };
    if (this.#tries <= 0) return FINAL;
    if (this.#isClosed) return this.#askPassword('');
    if ((await this.#find()) !== undefined) return this.#askPassword(this.#taken);
    const checked = this.#checked;
    if (!checked.ok) return this.#farewell(checked.sentence);
    if (this.#admitted === false) return this.#farewell(say.tooManyNew);
    return this.#registration === 'invite' ? this.#askInvite('') : this.#choosePassword(undefined, '');
  }

  /** Answers to the questions asked last, in order. */
  async answer(answers: readonly string[]): Promise<Verdict> {
    const step = this.#step;
    this.#step = { at: 'idle' };
    const [first = '', second = ''] = answers;
    if (answers.length !== this.#questions) return REJECT;
    switch (step.at) {
      case 'idle':
        return REJECT;
      case 'farewell':
        this.#tries = 0;
        return step.last;
      case 'password':
        return this.#answerPassword(first);
      case 'invite':
        return this.#answerInvite(first);
      case 'choose':
        return this.#register(first, second, step.inviteHash);
      default:
        return step satisfies never;
    }
  }

  /** The one who signed in opened a session. */
  entered(): void {
    for (const { account } of this.#logins) this.#unused.entered(account.id);
  }

  /** The connection is gone; idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { account } of this.#logins.splice(0)) await this.#unused.left(account.id);
  }

  get #registration() {
    return this.#deps.registration;
  }

  get #isClosed(): boolean {
    return this.#registration === 'closed';
  }

  get #accounts() {
    return this.#deps.accounts;
  }

  get #handle(): string {
    return this.#caller.handle;
  }

  get #taken(): string {
    return say.taken(this.#handle, this.#caller.port);
  }

  /** Counted once for a connection, before anything is hashed or made. Invites are counted by whoever gives them. */
  get #isAdmitted(): boolean {
    if (this.#registration !== 'open') return true;
    this.#admitted ??= this.#caller.admitNewcomer();
    return this.#admitted;
  }

  /** Whether the handle may be somebody new's. */
  get #checked(): Result<string> {
    return checkHandle(this.#handle, this.#caller.port);
  }

  /** With a key, where that is enough. Why it was not keyboard-interactive says, where clients come next. */
  async #comeNew(key: PublicKey): Promise<Verdict> {
    if (this.#registration !== 'open' || !this.#checked.ok || !this.#isAdmitted) return REJECT;
    const created = await this.#create({ key: { ...key, comment: '' }, provisional: true });
    return created.ok ? this.#accept({ account: created.value, isNew: true, keyFingerprint: key.fingerprint }) : REJECT;
  }

  /** By skeleton: a look-alike is taken too, and its owner may come in under it. */
  async #find(): Promise<Account | undefined> {
    return isWellFormed(this.#handle) ? this.#accounts.find(skeleton(this.#handle)) : undefined;
  }

  #show(key: PublicKey): void {
    const known = this.#shown.some(({ fingerprint }) => fingerprint === key.fingerprint);
    if (!known && this.#shown.length < SHOWN) this.#shown.push(key);
  }

  /** Whose handle this is, and whether the key is theirs. */
  async #findOwner(key: PublicKey): Promise<{ readonly account: Account | undefined; readonly owns: boolean }> {
    if (!isWellFormed(this.#handle)) return { account: undefined, owns: false };
    const wanted = skeleton(this.#handle);
    const [account, keys] = await Promise.all([this.#accounts.find(wanted), this.#accounts.findKeys(wanted)]);
    const isIt = ({ fingerprint, blob }: AccountKey) => fingerprint === key.fingerprint && blob === key.blob;
    return { account, owns: keys.some(isIt) };
  }

  /** The account whose password this is. Codes: `busy`, `too-many`; both tell nothing of the handle. */
  async #check(password: string): Promise<Result<Account | undefined>> {
    // What can be nobody's handle shares one allowance.
    const guessed = isWellFormed(this.#handle) ? skeleton(this.#handle) : '';
    const giveBack = this.#guesses.allow(guessed, this.#caller.address, this.#deps.clock.steady());
    if (giveBack === undefined) return refuse('too-many', say.tooManyGuesses(this.#handle));
    let account: Account | undefined;
    let hash: string | undefined;
    try {
      account = await this.#find();
      hash = await this.#accounts.passwordHash(account?.id ?? NOBODY);
    } catch (error) {
      // A store that cannot be read left nothing to compare with.
      giveBack();
      throw error;
    }
    const same = await this.#deps.hasher.verify(hash, password);
    if (!same.ok) {
      giveBack();
      return same;
    }
    if (same.value) this.#guesses.wasRight(guessed, this.#caller.address);
    return ok(same.value ? account : undefined);
  }

  async #answerPassword(password: string): Promise<Verdict> {
    const checked = await this.#check(password);
    if (!checked.ok) {
      if (checked.code === 'busy') return this.#askPassword(checked.sentence);
      return this.#farewell(checked.sentence, UNHEARD_LAST);
    }
    if (checked.value !== undefined) return this.#acceptPassword(checked.value, false);
    this.#tries -= 1;
    if (!this.#isClosed && (await this.#find())?.hasPassword === false)
      return this.#farewell(say.keyOnly(this.#handle));
    return this.#tries <= 0 ? FINAL : this.#askPassword(say.wrongPassword(this.#tries));
  }

  async #answerInvite(code: string): Promise<Verdict> {
    if (this.#deps.isClaimCode?.(code) === true) return this.#choosePassword(undefined, '');
    const hash = hashCode(code);
    if (await this.#accounts.inviteIsGood(hash)) return this.#choosePassword(hash, '');
    return this.#badInvite();
  }

  #badInvite(): Verdict {
    this.#tries -= 1;
    return this.#tries <= 0 ? FINAL : this.#askInvite(say.wrongCode);
  }

  async #register(password: string, again: string, inviteHash: string | undefined): Promise<Verdict> {
    const good = checkPassword(password);
    if (!good.ok) return this.#choosePassword(inviteHash, good.sentence);
    if (password !== again) return this.#choosePassword(inviteHash, say.mismatch);
    if (!this.#isAdmitted) return this.#farewell(say.tooManyNew);
    const hashed = await this.#deps.hasher.hash(password);
    if (!hashed.ok) return this.#choosePassword(inviteHash, hashed.sentence);
    const invite = inviteHash === undefined ? {} : { inviteHash };
    const created = await this.#create({ passwordHash: hashed.value, provisional: false, ...invite });
    if (created.ok) return this.#acceptPassword(created.value, true);
    return created.code === 'bad-invite' ? this.#badInvite() : this.#askPassword(this.#taken);
  }

  async #create(account: Omit<NewAccount, 'handle' | 'skeleton'>): Promise<Result<Account>> {
    const checked = this.#checked;
    if (!checked.ok) return checked;
    return this.#accounts.create({ handle: this.#handle, skeleton: checked.value, ...account });
  }

  async #acceptPassword(account: Account, isNew: boolean): Promise<Verdict> {
    const own = new Set((await this.#accounts.keys(account.id)).map(({ fingerprint }) => fingerprint));
    const strangeKey = this.#shown.find(({ fingerprint }) => !own.has(fingerprint));
    return this.#accept({ account, isNew, ...(strangeKey === undefined ? {} : { strangeKey }) });
  }

  async #accept(login: Login): Promise<Verdict> {
    this.#unused.signedIn(login);
    this.#logins.push(login);
    // They hung up while we were asking.
    if (this.#closed) await this.close();
    return { kind: 'accept', login };
  }

  #askPassword(instruction: string): Verdict {
    return this.#ask({ at: 'password' }, instruction, [{ text: say.askPassword(this.#handle) }]);
  }

  #askInvite(instruction: string): Verdict {
    return this.#ask({ at: 'invite' }, instruction, [{ text: say.askInvite }]);
  }

  #choosePassword(inviteHash: string | undefined, instruction: string): Verdict {
    return this.#ask({ at: 'choose', inviteHash }, instruction || say.passwordRule, [
      { text: say.choosePassword(this.#handle) },
      { text: say.again },
    ]);
  }

  /** Last words: a client that is refused next has read them. */
  #farewell(sentence: string, last = FINAL): Verdict {
    return this.#ask({ at: 'farewell', last }, sentence, []);
  }

  #ask(step: Step, instruction: string, prompts: readonly Prompt[]): Verdict {
    this.#rounds -= 1;
    if (this.#rounds < 0) {
      this.#tries = 0;
      return FINAL;
    }
    this.#step = step;
    this.#questions = prompts.length;
    return { kind: 'prompt', instruction, prompts };
  }
}
