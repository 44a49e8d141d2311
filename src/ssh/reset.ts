/** Ends a socket at once, whatever waits to be sent: nobody can keep one by not reading. */
import type { Socket } from 'node:net';

/**
 * With a reset, so that nothing of it stays in the system either. Not after `end()`: while a shutdown is under way the system
 * refuses to reset (EINVAL), and node 20 then forgets the socket without closing it, for good.
 */
export function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
