import { CaptureError, type CaptureErrorCode } from './capture-error.js';

/** Octets from the start of an input that decide what it is. */
export const RECOGNITION_BYTES = 80;

const SHOWN_BYTES = 8;
const WITH_EDITCAP = 'Convert it with `editcap -F pcap in out`, which comes with Wireshark.';
const ETL_BUFFER_TYPE_AT = 0x36;
const ETL_HEADER_MARKER_AT = 0x4a;

interface UnreadableFormat {
  readonly code: CaptureErrorCode;
  /** Completes "the file is …". */
  readonly what: string;
  readonly advice: string;
  readonly recognises: (first: Uint8Array) => boolean;
}

const UNREADABLE: readonly UnreadableFormat[] = [
  {
    code: 'bad-header',
    what: 'a pcapng file whose first section header has no byte-order magic',
    advice: 'Capture or copy the file again.',
    recognises: startsWith(0x0a, 0x0d, 0x0d, 0x0a),
  },
  {
    code: 'unsupported-format',
    what: 'an ETL trace (netsh trace, pktmon)',
    advice: 'Convert it with `pktmon etl2pcap` or etl2pcapng on any Windows machine.',
    recognises: isEtl,
  },
  {
    code: 'unsupported-format',
    what: 'a NetScaler trace (nstrace)',
    advice: 'Take it again with `start nstrace -size 0 -traceformat PCAP`: editcap cannot convert it.',
    recognises: (first) => /Net[sS]caler (?:V\d\d )?Performance Data/.test(asText(first)),
  },
  unsupported('a pcap with modified record headers', WITH_EDITCAP, 0xa1, 0xb2, 0xcd, 0x34),
  unsupported('a pcap with modified record headers', WITH_EDITCAP, 0x34, 0xcd, 0xb2, 0xa1),
  unsupported('compressed with lz4', 'Decompress it first: `unlz4 in`.', 0x04, 0x22, 0x4d, 0x18),
  unsupported('compressed with xz', 'Decompress it first: `unxz in`.', 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0),
  unsupported('compressed with bzip2', 'Decompress it first: `bunzip2 in`.', 0x42, 0x5a, 0x68),
  unsupported('a ZIP archive', 'Unpack it first.', 0x50, 0x4b, 3, 4),
  {
    code: 'not-a-capture',
    what: 'a hex dump as text',
    advice: 'Make a capture of it with `text2pcap in out`, which comes with Wireshark.',
    recognises: (first) => /^\s*[0-9a-f]{4,8}:?\s+[0-9a-f]{2}/i.test(asText(first)),
  },
  {
    code: 'not-a-capture',
    what: 'text',
    advice:
      'Write the capture with `tcpdump -w` or as pcapng: the text that these programs print is not enough.',
    recognises: (first) => /^[\t\n\r\x20-\x7e]+$/.test(asText(first)),
  },
];

/**
 * The error for an input of no format that is read.
 * @param name of the input. @param first its first octets, at least one; `RECOGNITION_BYTES` where it has so many.
 */
export function whyNotReadable(name: string, first: Uint8Array): CaptureError {
  const found = UNREADABLE.find((format) => format.recognises(first));
  const seen = `it begins with ${hex(first)}`;
  if (found !== undefined)
    return new CaptureError(found.code, `${name} is ${found.what}: ${seen}`, found.advice);
  return new CaptureError(
    'not-a-capture',
    `${name} is no capture of a format that is known here: ${seen}`,
    'Check that it is a capture: `capinfos` names the formats that Wireshark reads, `editcap -F pcap in out` converts them.',
  );
}

function unsupported(what: string, advice: string, ...magic: number[]): UnreadableFormat {
  return { code: 'unsupported-format', what, advice, recognises: startsWith(...magic) };
}

function startsWith(...magic: number[]): (first: Uint8Array) => boolean {
  return (first) => magic.every((octet, index) => first[index] === octet);
}

/** ETL has no magic: a buffer of type "header" that begins with a system trace header, 32 or 64 bits. */
function isEtl(first: Uint8Array): boolean {
  const version = first[ETL_HEADER_MARKER_AT];
  return (
    first[ETL_BUFFER_TYPE_AT] === 4 &&
    first[ETL_BUFFER_TYPE_AT + 1] === 0 &&
    (version === 1 || version === 2) &&
    first[ETL_HEADER_MARKER_AT + 1] === 0xc0
  );
}

function asText(first: Uint8Array): string {
  return String.fromCharCode(...first.subarray(0, RECOGNITION_BYTES));
}

function hex(first: Uint8Array): string {
  return Array.from(first.subarray(0, SHOWN_BYTES), (octet) => octet.toString(16).padStart(2, '0')).join(' ');
}
