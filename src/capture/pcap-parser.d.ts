/** Types for pcap-parser 0.2.1, which brings none: only what `second-reader.ts` uses. */
declare module 'pcap-parser' {
  import type { EventEmitter } from 'node:events';
  import type { Readable } from 'node:stream';

  const pcapParser: { parse(input: Readable): EventEmitter };
  export default pcapParser;
}
