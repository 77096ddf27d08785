import { type HeaderTable, readTable } from './fields.js';
import type { HeaderReader } from './place.js';

/** Source: RFC 2516 section 4. */
const PPPOE: HeaderTable = {
  field: 'pppoes',
  name: 'PPPoE',
  length: 6,
  fields: [
    { field: 'pppoe.version', name: 'Version', at: 0, width: 1, mask: 0xf0 },
    { field: 'pppoe.type', name: 'Type', at: 0, width: 1, mask: 0x0f },
    { field: 'pppoe.code', name: 'Code', at: 1, width: 1, kind: 'hex' },
    { field: 'pppoe.session_id', name: 'Session', at: 2, width: 2, kind: 'hex' },
    { field: 'pppoe.payload_length', name: 'Payload length', at: 4, width: 2, unit: 'octets' },
  ],
};

/** Reads a PPPoE session header, without the PPP behind it. */
export const readPppoe: HeaderReader = (place) => ({ node: readTable(place, PPPOE), next: null });
