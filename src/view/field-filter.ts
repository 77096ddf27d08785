/** A field of a packet tree as a display filter of Wireshark: `ip.ttl == 64`. */
import type { TreeNode, TreeValue } from '../closeup/tree/node.js';
import { ownText, type SafeText } from './safe-text.js';
import { maskLine } from './secrets.js';
import { isSecretLine } from './tree-secrets.js';
import type { TreeContext } from './tree-text.js';

/** Nodes of ours that Wireshark has no field for. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['cut', 'http.head_end', 'http.line_part', 'frame']);

/** Lines that Wireshark keeps whole, with name and end. */
const WHOLE_LINES: ReadonlySet<string> = new Set(['http.request.line', 'http.response.line']);

/** Lines that Wireshark has as a mark without a value, and a number that stands in the packet as text. */
const MARKS: ReadonlySet<string> = new Set(['http.request', 'http.response']);
const STATUS = 'http.response.code';

/** Longest text and most octets that are compared; of longer ones the filter asks only whether the field is there. */
const LONGEST_TEXT = 200;
const MOST_OCTETS = 16;

/** What stands in quotation marks of a filter as it is. */
const QUOTABLE = /^[\x20-\x7e]*$/;

/** The filter; null for a node that Wireshark does not know. A secret is not in it unless secrets are shown. */
export function fieldFilter(node: TreeNode, context: TreeContext): SafeText | null {
  const { field, value } = node;
  if (OWN_FIELDS.has(field)) return null;
  const literal = value === null || MARKS.has(field) ? null : literalOf(node, value, context);
  if (literal === null) return ownText(field);
  return ownText(`${field} ${WHOLE_LINES.has(field) ? 'contains' : '=='} ${literal}`);
}

/** The value as it is written in a filter; null where it cannot be. */
function literalOf(node: TreeNode, value: TreeValue, { octets, secrets }: TreeContext): string | null {
  switch (value.type) {
    case 'integer':
      return value.hexDigits === null ? String(value.value) : hex(value.value, value.hexDigits);
    case 'flag':
      return value.isSet ? '1' : '0';
    case 'flags':
    case 'checksum':
      return hex(value.value, value.hexDigits);
    case 'address':
      return value.text;
    case 'text': {
      if (node.field === STATUS) return /^\d{3}$/.test(value.text) ? value.text : null;
      const isSecret = isSecretLine(node) || maskLine(value.text) !== value.text;
      return secrets === 'masked' && isSecret ? null : quoted(value.text);
    }
    case 'octets': {
      if (secrets === 'masked' || node.length === 0 || node.length > MOST_OCTETS) return null;
      const digits = Array.from(octets.subarray(node.at, node.at + node.length), (octet) =>
        octet.toString(16).padStart(2, '0'),
      );
      return digits.length === node.length ? digits.join(':') : null;
    }
  }
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function quoted(text: string): string | null {
  if (text.length > LONGEST_TEXT || !QUOTABLE.test(text)) return null;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
