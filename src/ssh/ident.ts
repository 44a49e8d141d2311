/**
 * The first line of both sides (RFC 4253 §4.2), before there is any SSH: ours is sent at once, theirs is put together from
 * whatever pieces it comes in (ssh2 loses one that comes in three). Until it is there a connection costs a socket and no more.
 */
import type { Socket } from 'node:net';

/** What we call ourselves. No version: it helps nobody but who looks for an old one. */
export const SOFTWARE = 'Partyline';

const OURS = `SSH-2.0-${SOFTWARE}\r\n`;
/** With its line end, inclusive. */
const MAX_LINE = 255;
/** 1.99 means: speaks 2.0 as well (RFC 4253 §5.1). */
const THEIRS = /^SSH-(?:2\.0|1\.99)-([\x21-\x7e]{1,200})(?: [\x20-\x7e]*)?\r?$/;

/**
 * Sends our line and waits for theirs. Everything read is put back, the socket is left paused.
 * @param done their software name, or undefined when they said something else, too much, or nothing in time
 */
export function exchangeIdents(socket: Socket, timeoutMs: number, done: (software: string | undefined) => void): void {
  let read = Buffer.alloc(0);
  const finish = (software: string | undefined) => {
    clearTimeout(timer);
    socket.off('data', onData).off('close', onClose).pause();
    if (software !== undefined) socket.unshift(read);
    done(software);
  };
  const onData = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf(0x0a);
    if (end >= MAX_LINE || (end < 0 && read.length >= MAX_LINE)) return finish(undefined);
    if (end >= 0) finish(THEIRS.exec(read.toString('latin1', 0, end))?.[1]);
  };
  const onClose = () => finish(undefined);
  const timer = setTimeout(onClose, timeoutMs);
  // Whoever read the header of a proxy has left it paused.
  socket.on('data', onData).on('close', onClose).resume();
  socket.write(OURS);
}

/** Keeps ssh2 from saying our line a second time: the first thing it writes is dropped if it is that line. */
export function swallowIdent(socket: Socket): void {
  const write = (chunk: Buffer | string): boolean => {
    Reflect.deleteProperty(socket, 'write');
    return chunk.toString() === OURS ? true : socket.write(chunk);
  };
  Object.defineProperty(socket, 'write', { value: write, configurable: true });
}
