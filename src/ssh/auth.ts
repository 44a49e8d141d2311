/**
 * Brings ssh2's authentication requests before `accounts/` and its verdicts back. One at a time whatever the client
 * pipelines; whatever is asked of a connection that died meanwhile is caught here, and nothing is ever thrown out.
 */
import type { AuthContext, AuthenticationType, KeyboardAuthContext, PublicKeyAuthContext } from 'ssh2';
import type { GuardedDialogue } from '../accounts/guarded-dialogue.ts';
import { isGoodSignature, type PublicKey, parseKeyBlob } from '../accounts/keys.ts';
import type { Login, Verdict } from '../accounts/verdict.ts';
import type { LoginMethod } from './login-log.ts';
import { keyTurn, Proofs } from './proofs.ts';

/** What is said after a refusal. The full list every time, so that clients ask no stray question. */
const METHODS: AuthenticationType[] = ['publickey', 'keyboard-interactive', 'password'];
/** After the last try: with a password method on the list stock ssh would go on asking for one that cannot help. */
const KEYS_ONLY: AuthenticationType[] = ['publickey'];

/** 20 keys of an agent, each asked about and proved. */
const MAX_KEY_REQUESTS = 40;
/** All requests of one connection; nobody honest comes near it. */
const MAX_REQUESTS = 64;

export interface SignInEvents {
  /** Who the far end says it is; once, with the first request. */
  begin(handle: string): GuardedDialogue;
  /** A question is out that a person may be answering, or no longer. */
  asking(isOut: boolean): void;
  /** A password, an answer or a proof was not good enough. */
  refused(method: LoginMethod, dialogue: GuardedDialogue): void;
  /** A password was not compared, for too many come. */
  unheard(): void;
  /** More requests than anyone needs, or proofs that are none. */
  tooMany(): void;
  /** The port behind the rules failed; the attempt was refused. */
  failed(error: unknown): void;
}

export class SignIn {
  readonly #events: SignInEvents;
  #dialogue: GuardedDialogue | undefined;
  #turn: Promise<void> = Promise.resolve();
  #requests = 0;
  #keyRequests = 0;
  readonly #proofs = new Proofs();
  #closed = false;
  #stopAsking: (() => void) | undefined;
  /** Who ssh2 was last told to accept, and why; true of the connection once ssh2 says it is ready. */
  accepted: { readonly login: Login; readonly method: LoginMethod; readonly key?: PublicKey } | undefined;

  constructor(events: SignInEvents) {
    this.#events = events;
  }

  get dialogue(): GuardedDialogue | undefined {
    return this.#dialogue;
  }

  /** A request has come in. */
  take(ctx: AuthContext): void {
    this.#requests += 1;
    if (this.#requests > MAX_REQUESTS) {
      this.#events.tooMany();
      return;
    }
    // ssh2 keeps to the first name of a connection, and disconnects whoever changes it.
    this.#dialogue ??= this.#events.begin(String(ctx.username));
    const dialogue = this.#dialogue;
    this.#turn = this.#turn.then(async () => {
      if (this.#closed) return;
      try {
        await this.#decide(ctx, dialogue);
      } catch (error) {
        this.#events.failed(error);
        this.#refuse(ctx);
      }
    });
  }

  /** The connection is gone. Resolves when nothing of it is under way any more; never rejects. */
  close(): Promise<void> {
    this.#closed = true;
    this.#stopAsking?.();
    const release = async () => this.#dialogue?.close();
    this.#turn = this.#turn.then(release).catch((error: unknown) => this.#events.failed(error));
    return this.#turn;
  }

  async #decide(ctx: AuthContext, dialogue: GuardedDialogue): Promise<void> {
    this.#events.asking(false);
    switch (ctx.method) {
      case 'publickey':
        return this.#key(ctx, dialogue);
      case 'password':
        // A change of password (RFC 4252 §8) is an object here.
        if (typeof ctx.password !== 'string') this.#refuse(ctx);
        else this.#apply(ctx, await dialogue.password(ctx.password), { method: 'password' });
        return;
      case 'keyboard-interactive':
        return this.#converse(ctx, dialogue);
      default:
        // `none` comes first from everyone and is no attempt.
        guarded(() => ctx.reject(METHODS));
    }
  }

  async #key(ctx: PublicKeyAuthContext, dialogue: GuardedDialogue): Promise<void> {
    this.#keyRequests += 1;
    await keyTurn();
    if (this.#closed) return;
    const key = this.#keyRequests > MAX_KEY_REQUESTS ? undefined : keyOf(ctx);
    if (key === undefined) this.#refuse(ctx);
    else if (ctx.signature === undefined) await this.#keyQuestion(ctx, key, dialogue);
    else await this.#keyProof(ctx, key, dialogue);
  }

  async #keyQuestion(ctx: PublicKeyAuthContext, key: PublicKey, dialogue: GuardedDialogue): Promise<void> {
    const isWelcome = await dialogue.askKey(key);
    // The passphrase of the key is typed now.
    if (isWelcome) this.#events.asking(true);
    guarded(() => (isWelcome ? ctx.accept() : ctx.reject(METHODS)));
  }

  async #keyProof(ctx: PublicKeyAuthContext, key: PublicKey, dialogue: GuardedDialogue): Promise<void> {
    const isRight = this.#proofs.check(ctx, key, !dialogue.welcomesAnyKey);
    if (isRight === true) return this.#apply(ctx, await dialogue.proveKey(key), { method: 'publickey', key });
    if (isRight === false) this.#events.refused('publickey', dialogue);
    if (this.#proofs.areForged) this.#events.tooMany();
    else this.#refuse(ctx);
  }

  async #converse(ctx: KeyboardAuthContext, dialogue: GuardedDialogue): Promise<void> {
    let isAborted = false;
    ctx.once('abort', () => {
      isAborted = true;
    });
    let verdict = await dialogue.begin();
    while (verdict.kind === 'prompt' && !isAborted) {
      this.#events.asking(true);
      const answers = await this.#ask(ctx, verdict);
      if (answers === undefined) return; // aborted by the next request, or gone: no reply is due
      verdict = await dialogue.answer(answers);
    }
    this.#apply(ctx, verdict, { method: 'keyboard-interactive' });
  }

  /** The answers, or undefined when there will be none. */
  #ask(ctx: KeyboardAuthContext, { instruction, prompts }: Extract<Verdict, { kind: 'prompt' }>) {
    return new Promise<readonly string[] | undefined>((resolve) => {
      this.#stopAsking = () => resolve(undefined);
      if (this.#closed) this.#stopAsking();
      const list = prompts.map(({ text }) => ({ prompt: text, echo: false }));
      try {
        // An abort arrives as an Error in place of the answers.
        ctx.prompt(list, '', instruction, (answers: unknown) =>
          resolve(Array.isArray(answers) ? answers.map(String) : undefined),
        );
      } catch {
        resolve(undefined);
      }
    });
  }

  #apply(ctx: AuthContext, verdict: Verdict, by: { readonly method: LoginMethod; readonly key?: PublicKey }): void {
    if (verdict.kind === 'unavailable') {
      this.#events.failed(verdict.error);
      this.#refuse(ctx, verdict.final);
    } else if (verdict.kind === 'unheard') {
      this.#events.unheard();
      this.#refuse(ctx, verdict.final);
    } else if (verdict.kind !== 'accept') {
      // A key that is not the account's is the next key's turn, and nobody's failure.
      if (by.key === undefined && this.#dialogue !== undefined) this.#events.refused(by.method, this.#dialogue);
      this.#refuse(ctx, verdict.kind === 'reject' && verdict.final);
    } else if (!this.#closed) {
      this.accepted = { login: verdict.login, ...by };
      guarded(() => ctx.accept());
    }
  }

  #refuse(ctx: AuthContext, final = false): void {
    // Whoever gave a wrong password is asked again, by their own client.
    this.#events.asking(ctx.method === 'password' && !final);
    guarded(() => ctx.reject(final ? KEYS_ONLY : METHODS));
  }
}

/** ssh2 throws when the connection died while we were thinking; there is nobody left to answer. */
function guarded(reply: () => void): void {
  try {
    reply();
  } catch {
    // as said
  }
}

/** The key of a request, when it is one that may sign in and is named as what it is. */
function keyOf(ctx: PublicKeyAuthContext): PublicKey | undefined {
  const { algo, data } = ctx.key;
  if (!Buffer.isBuffer(data)) return undefined;
  const key = parseKeyBlob(data);
  if (!key.ok || key.value.type !== algo || !isGoodSignature(algo, ctx.hashAlgo)) return undefined;
  return key.value;
}
