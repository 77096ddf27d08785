/** Names of the files that are written. */
import { CONTENT_WORDS, type ExportContent } from '../../export-content.js';

/** What is left off the name of a capture: how it is packed, then what it is. */
const PACKED = /\.(gz|zst|lz4|xz|bz2)$/i;
const CAPTURE = /\.(pcap|pcapng|ntar|cap|dmp|snoop|trc|etl)$/i;

/** The name of a file beside which nothing is known of the capture, such as standard input. */
const NAMELESS = 'capture';

/** The default name: the capture's own without folder and ending, in the folder where the program was started. */
export function defaultName(paths: readonly string[], content: ExportContent): string {
  const [first = ''] = paths;
  const file = first.split(/[/\\]/).pop() ?? '';
  const name = file.replace(PACKED, '').replace(CAPTURE, '');
  return `${name === '' || name === '-' ? NAMELESS : name}${CONTENT_WORDS[content].suffix}`;
}

/** The path for another content: a path that ends as the dialog named it ends in the new way, any other stays. */
export function renamed(path: string, from: ExportContent, to: ExportContent): string {
  const { suffix } = CONTENT_WORDS[from];
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) + CONTENT_WORDS[to].suffix : path;
}
