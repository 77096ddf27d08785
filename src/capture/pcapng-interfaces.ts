import type { TimeBase } from '../bytes/time.js';
import { PcapngInterface } from './pcapng-interface.js';
import type { OptionArea } from './pcapng-options.js';

/** Most interfaces kept of one file. */
export const MAX_INTERFACES = 65_536;

/**
 * The interfaces of a pcapng file. In the file they are counted from 0 in every section (`id`); outside the reader they
 * have one index over all sections: `first + id`.
 */
export class PcapngInterfaces {
  /** All interfaces kept, in file order. */
  readonly all: PcapngInterface[] = [];
  /** Index of the current section's interface 0. */
  first = 0;
  private described = 0;

  /** Forgets the ids of the section before. */
  beginSection(): void {
    this.first = this.all.length;
    this.described = 0;
  }

  /** Adds the interface whose description block is at `blockAt`. False: the table is full, the interface is not kept. */
  add(blockAt: number, options: OptionArea, timeBase: TimeBase): boolean {
    this.described++;
    if (this.all.length >= MAX_INTERFACES) return false;
    this.all.push(new PcapngInterface(blockAt, options, timeBase));
    return true;
  }

  /** Whether the current section describes this interface, kept or not. */
  describes(id: number): boolean {
    return id < this.described;
  }

  /** An interface of the current section; undefined when it is not described or not kept. */
  get(id: number): PcapngInterface | undefined {
    return this.all[this.first + id];
  }
}
