/**
 * What is changed in ssh2's source while it is loaded: each row replaces a passage that must be there exactly once, so a version
 * that was not read cannot be amended by accident. SECURITY.md lists them with their threads upstream.
 */

export interface Amendment {
  /** Below ssh2's `lib/`. */
  readonly file: string;
  readonly passage: string;
  readonly instead: string;
}

export const AMENDMENTS: readonly Amendment[] = [
  // Key exchanges of ours, see hybrid-kex.ts (mscdex/ssh2#1471) and x25519-kex.ts; `exchange` is put there when all is loaded.
  {
    file: 'protocol/kex.js',
    passage:
      "        case 'curve25519-sha256':\n        case 'curve25519-sha256@libssh.org':\n" +
      '          if (!curve25519Supported)\n            break;\n' +
      "          return new Curve25519Exchange('sha256', ...args);\n",
    instead:
      "        case 'mlkem768x25519-sha256':\n        case 'curve25519-sha256':\n" +
      "        case 'curve25519-sha256@libssh.org':\n" +
      '          return module.exports.exchange(kexType, Curve25519Exchange, args);\n',
  },
  // It fetches the handlers when a connection first needs them, and another copy of the module might be found then.
  {
    file: 'protocol/kex.js',
    passage: 'module.exports = {\n  KexInit,\n',
    instead: 'module.exports = {\n  useHandlers: (table) => { MESSAGE_HANDLERS = table; },\n  KexInit,\n',
  },
  // It counts packets only while no keys are exchanged; empty ones, and with a lenient client messages to be ignored, were free.
  {
    file: 'protocol/kex.js',
    passage: 'function onKEXPayload(state, payload) {\n',
    instead: 'function onKEXPayload(state, payload) {\n  this._onPacket();\n',
  },
  // RFC 4253 §7: a guess is wrong when the first choices of both sides differ, even if the client's was agreed on in the end.
  // Dropbear sends its key again then. ssh2 compared with the first letter of the algorithm, so that every guess was wrong.
  {
    file: 'protocol/kex.js',
    passage: 'if (firstFollows && (!remote.kex.length || clientList[i] !== remote.kex[0])) {',
    instead:
      'if (firstFollows && (clientList[0] !== serverList[0]' +
      ' || remote.serverHostKey[0] !== local.lists.serverHostKey.array[0])) {',
  },
  // RFC 8308 §3.1: a comma was missing (mscdex/ssh2#1485), SHA-1 and DSA were offered, security keys were not (#1496).
  {
    file: 'protocol/Protocol.js',
    passage:
      "    'ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521'\n" +
      "      + 'rsa-sha2-512,rsa-sha2-256,ssh-rsa,ssh-dss';\n",
    instead:
      "    'ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256,'\n" +
      "      + 'sk-ssh-ed25519@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com';\n",
  },
  // RFC 4252 §5.1: requests may come all at once, are answered in their order, and end a dialogue without an answer to it. ssh2 took
  // the last one first, none after a key question or while a dialogue waited, and no key question after a dialogue that was ended.
  {
    file: 'server.js',
    passage: "              authCtx.emit('abort');\n",
    instead: "              authCtx.emit('abort');\n              proto._authsQueue.shift();\n",
  },
  {
    file: 'server.js',
    passage: '    this._cbfinal = (allowed, methodsLeft, isPartial) => {\n',
    instead:
      '    this._asked = () => cb(this);\n' + //
      '    this._cbfinal = (allowed, methodsLeft, isPartial) => {\n',
  },
  {
    file: 'server.js',
    passage: '      this._protocol.authPKOK(this.key.algo, this.key.data);\n',
    instead: '      this._protocol.authPKOK(this.key.algo, this.key.data);\n      this._asked();\n',
  },
  {
    file: 'server.js',
    passage: '    this._protocol.authInfoReq(title, instructions, prompts);\n',
    instead: '    this._protocol.authInfoReq(title, instructions, prompts);\n    this._asked();\n',
  },
  {
    file: 'server.js',
    passage:
      '          proto.authFailure(methodsLeft, isPartial);\n          if (pendingAuths.length) {\n' +
      '            authCtx = pendingAuths.pop();\n',
    instead:
      '          if (allowed === false) proto.authFailure(methodsLeft, isPartial);\n          if (pendingAuths.length) {\n' +
      "            if (allowed === undefined && ctx._multistep) {\n              ctx.emit('abort');\n" +
      '              proto._authsQueue.shift();\n            }\n' +
      '            authCtx = pendingAuths.shift();\n',
  },
];

/**
 * The source of a file of ssh2 as it is to be compiled.
 * @param file below ssh2's `lib/`, with slashes
 * @throws Error when a passage is not there exactly once
 */
export function amended(file: string, source: string): string {
  return AMENDMENTS.filter((row) => row.file === file).reduce((text, { passage, instead }) => {
    const [before, after, ...more] = text.split(passage);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`ssh2/lib/${file} is not the version that this was written for: ${passage.trim()}`);
    }
    return before + instead + after;
  }, source);
}
