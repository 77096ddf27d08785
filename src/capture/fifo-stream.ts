import { close, open } from 'node:fs';
import { Socket } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';

/**
 * The octets of a FIFO. Node reads files by calls that nothing can end: a thread whose writer is silent could not be left before
 * the writer says something. A socket waits for what comes, and can be closed meanwhile. Only the opening waits for a writer.
 * @param stop ends the octets where they are, as if the writer had closed the FIFO
 */
export function fifoStream(path: string, stop?: AbortSignal): Readable {
  const octets = new PassThrough();
  let socket: Socket | null = null;
  const end = () => {
    socket?.unpipe(octets);
    octets.end();
  };
  if (stop?.aborted === true) end();
  else stop?.addEventListener('abort', end, { once: true });
  open(path, 'r', (error, descriptor) => {
    if (error !== null) octets.destroy(error);
    else if (octets.destroyed || octets.writableEnded) close(descriptor, () => {});
    else {
      socket = new Socket({ fd: descriptor, readable: true, writable: false });
      // What goes wrong is told by the stream that is read; with that one the socket is closed.
      socket.once('error', (reason) => octets.destroy(reason));
      octets.once('close', () => socket?.destroy());
      socket.pipe(octets);
    }
  });
  return octets;
}
