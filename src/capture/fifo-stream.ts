import { close, open } from 'node:fs';
import { Socket } from 'node:net';
import { PassThrough, pipeline, type Readable } from 'node:stream';

/**
 * The octets of a FIFO. Node reads files by calls that nothing can end: a thread whose writer is silent could not be left before
 * the writer says something. A socket waits for what comes, and can be closed meanwhile. Only the opening waits for a writer.
 */
export function fifoStream(path: string): Readable {
  const octets = new PassThrough();
  open(path, 'r', (error, descriptor) => {
    if (error !== null) octets.destroy(error);
    else if (octets.destroyed) close(descriptor, () => {});
    else {
      const socket = new Socket({ fd: descriptor, readable: true, writable: false });
      // What goes wrong is told by the stream that is read.
      pipeline(socket, octets, () => {});
    }
  });
  return octets;
}
