/** The part of the package `cap` 0.2.1 that is used; it has no types of its own. */
declare module 'cap' {
  import type { EventEmitter } from 'node:events';

  export class Cap extends EventEmitter<{ packet: [length: number, isTruncated: boolean] }> {
    static deviceList(): {
      name: string;
      description?: string;
      addresses: { addr?: string }[];
      flags?: string;
    }[];
    /** Returns the link type's name. Throws libpcap's words. */
    open(device: string, filter: string, bufferBytes: number, octets: Buffer): string;
    close(): boolean;
  }
}
