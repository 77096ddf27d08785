/**
 * The head of an HTTP/1 message that begins with the payload of a frame: start line and header lines, as far as they stand
 * in this frame. What the survey would not take for the beginning of a message is none here either.
 */
import { Head } from '../../http/head.js';
import { Likeness, likenessOf } from '../../http/likeness.js';
import { parseHead } from '../../http/parse-head.js';
import { cutNode } from './fields.js';
import { leaf, OCTETS, type TreeNode, type TreeValue } from './node.js';
import type { Place } from './place.js';

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;

/** Lines of one head that become nodes; what follows is body. */
const MOST_LINES = 1000;

/** Header fields that have an abbreviation of their own in Wireshark. */
const KNOWN_FIELDS: ReadonlyMap<string, string> = new Map([
  ['accept', 'http.accept'],
  ['accept-encoding', 'http.accept_encoding'],
  ['accept-language', 'http.accept_language'],
  ['authorization', 'http.authorization'],
  ['cache-control', 'http.cache_control'],
  ['connection', 'http.connection'],
  ['content-encoding', 'http.content_encoding'],
  ['content-length', 'http.content_length_header'],
  ['content-type', 'http.content_type'],
  ['cookie', 'http.cookie'],
  ['date', 'http.date'],
  ['host', 'http.host'],
  ['last-modified', 'http.last_modified'],
  ['location', 'http.location'],
  ['proxy-authenticate', 'http.proxy_authenticate'],
  ['proxy-authorization', 'http.proxy_authorization'],
  ['proxy-connection', 'http.proxy_connection'],
  ['referer', 'http.referer'],
  ['server', 'http.server'],
  ['set-cookie', 'http.set_cookie'],
  ['transfer-encoding', 'http.transfer_encoding'],
  ['upgrade', 'http.upgrade'],
  ['user-agent', 'http.user_agent'],
  ['www-authenticate', 'http.www_authenticate'],
  ['x-forwarded-for', 'http.x_forwarded_for'],
]);

/** Messages behind each other in one frame that become nodes. */
const MOST_MESSAGES = 100;

/**
 * The messages of the payload that begins at `place.at`, one behind the other; together they take all of it. Empty where none
 * begins there.
 */
export function readHttp(place: Place): TreeNode[] {
  const { bytes, end } = place;
  const nodes: TreeNode[] = [];
  let at = place.at;
  while (at < end) {
    const messageEnd = nodes.length === MOST_MESSAGES - 1 ? end : endOfMessage(bytes, at, end);
    // What is missing behind the octets is missing of the last message.
    const wireEnd = messageEnd < end ? messageEnd : place.wireEnd;
    const node = readMessage({ ...place, at, end: messageEnd, wireEnd });
    if (node === null) break;
    nodes.push(node);
    at = messageEnd;
  }
  return nodes;
}

/** Where the next message begins, if one does in these octets; else their end. */
function endOfMessage(bytes: Uint8Array, at: number, end: number): number {
  const head = new Head();
  if (!parseHead(bytes, at, end, head) || head.isChunked) return end;
  const bodyLength = Math.max(0, head.contentLength);
  const next = at + head.length + bodyLength;
  if (next >= end || (!head.isRequest && head.contentLength < 0)) return end;
  const likeness = likenessOf(bytes, next, end);
  return likeness === Likeness.Request || likeness === Likeness.Response ? next : end;
}

/** A message that takes all of the place; null where none begins. */
function readMessage(place: Place): TreeNode | null {
  const { bytes, at, end, wireEnd } = place;
  const likeness = likenessOf(bytes, at, end);
  if (likeness !== Likeness.Request && likeness !== Likeness.Response) return null;
  const isRequest = likeness === Likeness.Request;
  const children: TreeNode[] = [];
  let lineAt = at;
  for (let lines = 0; lines < MOST_LINES && lineAt < end; lines++) {
    const lineEnd = bytes.subarray(lineAt, end).indexOf(LF) + lineAt + 1;
    // A line without an end goes on in the next segment, or was not captured.
    if (lineEnd === lineAt) break;
    const line = { ...place, at: lineAt, end: lineEnd };
    children.push(lines === 0 ? startLine(line, isRequest) : headerLine(line, isRequest));
    lineAt = lineEnd;
    if (isEmptyLine(line)) break;
  }
  if (lineAt < end) {
    const last = children[children.length - 1];
    const hasWholeHead = last?.field === 'http.head_end' || children.length === MOST_LINES;
    children.push(hasWholeHead ? bodyNode(lineAt, end) : openLine(lineAt, end));
  }
  if (end < wireEnd) children.push(cutNode(children, at, end, wireEnd - end));
  return { ...leaf('http', 'HTTP', null, at, end - at), children };
}

function bodyNode(at: number, end: number): TreeNode {
  return leaf('http.file_data', 'Body', OCTETS, at, end - at);
}

/** The beginning of a line that does not end in this frame. */
function openLine(at: number, end: number): TreeNode {
  return leaf('http.line_part', 'Line that goes on elsewhere', OCTETS, at, end - at);
}

function isEmptyLine({ bytes, at, end }: Place): boolean {
  return end - at === 1 || (end - at === 2 && bytes[at] === CR);
}

function startLine(line: Place, isRequest: boolean): TreeNode {
  const textEnd = endOfText(line);
  const words = isRequest ? REQUEST_WORDS : RESPONSE_WORDS;
  const children: TreeNode[] = [];
  let from = line.at;
  for (const [index, [field, name]] of words.entries()) {
    if (from >= textEnd) break;
    const isLast = index === words.length - 1;
    const space = line.bytes.subarray(from, textEnd).indexOf(0x20);
    const to = isLast || space < 0 ? textEnd : from + space;
    children.push(textNode(field, name, line, from, to));
    from = to + 1;
  }
  const name = isRequest ? 'Request line' : 'Status line';
  const field = isRequest ? 'http.request' : 'http.response';
  const value = textOf(line.bytes, line.at, textEnd);
  return { ...leaf(field, name, value, line.at, line.end - line.at), children };
}

const REQUEST_WORDS = [
  ['http.request.method', 'Method'],
  ['http.request.uri', 'Target'],
  ['http.request.version', 'Version'],
] as const;
const RESPONSE_WORDS = [
  ['http.response.version', 'Version'],
  ['http.response.code', 'Status'],
  ['http.response.phrase', 'Reason'],
] as const;

/** A node for the whole line with its end; its value is what stands behind the colon. */
function headerLine(line: Place, isRequest: boolean): TreeNode {
  const { bytes, at, end } = line;
  if (isEmptyLine(line)) return leaf('http.head_end', 'End of the head', null, at, end - at);
  const textEnd = endOfText(line);
  const colon = bytes.subarray(at, textEnd).indexOf(COLON);
  const rest = isRequest ? 'http.request.line' : 'http.response.line';
  if (colon < 0) return textNode(rest, 'Line', line, at, textEnd, end);
  const name = latin1(bytes, at, at + colon);
  const value = latin1(bytes, at + colon + 1, textEnd).trim();
  const known = KNOWN_FIELDS.get(name.toLowerCase());
  return leaf(known ?? rest, name, { type: 'text', text: value }, at, end - at);
}

function textNode(
  field: string,
  name: string,
  { bytes }: Place,
  from: number,
  to: number,
  nodeEnd = to,
): TreeNode {
  return leaf(field, name, textOf(bytes, from, to), from, nodeEnd - from);
}

function textOf(bytes: Uint8Array, from: number, to: number): TreeValue {
  return { type: 'text', text: latin1(bytes, from, to) };
}

/** One character per octet: UTF-8 in a header is seen as what it is on the wire. */
function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Array.from(bytes.subarray(from, to), (octet) => String.fromCharCode(octet)).join('');
}

function endOfText({ bytes, at, end }: Place): number {
  return end - at >= 2 && bytes[end - 2] === CR ? end - 2 : end - 1;
}
