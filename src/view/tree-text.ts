/** Words for the nodes of a packet tree. */
import type { ChecksumOutcome, TreeNode, TreeProblem, TreeValue } from '../closeup/tree/node.js';
import { hexDigits } from './hex.js';
import { counted, plain } from './number.js';
import { problemText } from './problem-text.js';
import { join, ownText, packetText, type SafeText, type Secrets, say } from './safe-text.js';
import { isSecretLine, MASK, secretRanges } from './tree-secrets.js';

/** Characters of a quoted line. */
const TEXT_LENGTH = 200;
/** Octets shown of a field that is nothing but octets; the dump has all. */
const OCTETS_SHOWN = 16;

/** `0x46af ok`, `0x46af wrong (expected 0x1234)`, … */
const CHECKSUM_WORDS: Readonly<Record<ChecksumOutcome, string>> = {
  ok: 'ok',
  wrong: 'wrong',
  'not-checkable': 'not checkable (cut)',
  'pseudo-header-only': 'only the pseudo-header sum: checksum offload',
  zero: 'zero: checksum offload',
  'not-used': 'not used',
};

/** What secrets are and which frame the octets are from. */
export interface TreeContext {
  readonly octets: Uint8Array;
  readonly secrets: Secrets;
}

/** The name of a node; that of a line of HTTP is its own. */
export function nameText(node: TreeNode): SafeText {
  return packetText(node.name, 'shown', TEXT_LENGTH);
}

/** The value of a node in words; empty for a header. */
export function valueText(node: TreeNode, context: TreeContext): SafeText {
  const { value } = node;
  if (value === null) return ownText('');
  switch (value.type) {
    case 'integer':
      return integerText(value);
    case 'flag':
      return ownText(value.isSet ? 'yes' : 'no');
    case 'flags':
      return say`${hex(value.value, value.hexDigits)} ${ownText(value.set.join(', '))}`;
    case 'address':
      return ownText(value.text);
    case 'text':
      return isSecretLine(node) && context.secrets === 'masked'
        ? ownText(MASK)
        : packetText(value.text, context.secrets, TEXT_LENGTH);
    case 'checksum':
      return checksumText(value);
    case 'octets':
      return octetsText(node, context);
  }
}

function integerText(value: Extract<TreeValue, { type: 'integer' }>): SafeText {
  const number = value.hexDigits === null ? plain(value.value) : hex(value.value, value.hexDigits);
  const unit = value.unit === null ? '' : ` ${value.unit}`;
  const meaning = value.meaning === null ? '' : ` (${value.meaning})`;
  return say`${number}${ownText(unit)}${ownText(meaning)}`;
}

function checksumText(value: Extract<TreeValue, { type: 'checksum' }>): SafeText {
  const words = say`${hex(value.value, value.hexDigits)} ${ownText(CHECKSUM_WORDS[value.outcome])}`;
  if (value.outcome !== 'wrong' || value.expected === null) return words;
  return say`${words} (expected ${hex(value.expected, value.hexDigits)})`;
}

function octetsText(node: TreeNode, { octets, secrets }: TreeContext): SafeText {
  if (node.length > OCTETS_SHOWN) return counted(node.length, 'octet');
  const hidden = secrets === 'masked' ? secretRanges(octets, [node]) : [];
  return ownText((hexDigits(octets, node, hidden).match(/../g) ?? []).join(' '));
}

function hex(value: number, digits: number): SafeText {
  return ownText(`0x${value.toString(16).padStart(digits, '0')}`);
}

/** What is odd about a node, as a clause. */
export function treeProblemText(problem: TreeProblem): SafeText {
  if (problem.code === 'cut') return say`${counted(problem.missingBytes, 'octet')} not captured`;
  if (problem.code === 'length-invalid') return ownText('a length that cannot be');
  return problemText(problem.code);
}

/** Fields of the two ends of a header, and the word that says what they are. */
const ENDS: Readonly<Record<string, readonly [source: string, destination: string]>> = {
  eth: ['eth.src', 'eth.dst'],
  ip: ['ip.src', 'ip.dst'],
  ipv6: ['ipv6.src', 'ipv6.dst'],
  tcp: ['tcp.srcport', 'tcp.dstport'],
  udp: ['udp.srcport', 'udp.dstport'],
};

/** What a header says in short: its two ends; for HTTP its first line; else nothing. */
export function summaryText(node: TreeNode, context: TreeContext): SafeText {
  const ends = ENDS[node.field];
  if (ends === undefined) return node.field === 'http' ? firstLine(node, context) : ownText('');
  const texts = ends.map((field) => node.children.find((child) => child.field === field));
  const known = texts.filter((child) => child !== undefined).map((child) => valueText(child, context));
  return known.length === 2 ? join(known, ' -> ') : ownText('');
}

/** What a line says of a node beside its name: its value, or of a header what it says in short. */
export function valueOrSummary(node: TreeNode, context: TreeContext): SafeText {
  const isContainer = node.children.length > 0 && node.value?.type === 'octets';
  if (isContainer) return counted(node.length, 'octet');
  return node.value === null ? summaryText(node, context) : valueText(node, context);
}

function firstLine(node: TreeNode, context: TreeContext): SafeText {
  const [first] = node.children;
  return first === undefined ? ownText('') : valueText(first, context);
}
