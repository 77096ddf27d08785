/** Which octets of a frame hold a secret that a report does not show. */
import type { TreeNode } from '../closeup/tree/node.js';
import type { OctetRange } from './hex.js';
import { LineMasker, maskSecrets } from './secrets.js';

/** Stands for a secret. */
export const MASK = '***';

/** Whether the name of a header line says that its value is a secret: `Cookie`, `X-Api-Key`. */
export function isSecretLine({ name, value }: TreeNode): boolean {
  if (value?.type !== 'text') return false;
  const pair = `${name}=value`;
  return maskSecrets(pair) !== pair;
}

/** The octets that are to be hidden: values of such lines, and every line of text in which something was masked. */
export function secretRanges(octets: Uint8Array, tree: readonly TreeNode[]): OctetRange[] {
  return tree.flatMap((node) => {
    const { at, length, value, children } = node;
    if (children.length > 0) return secretRanges(octets, children);
    if (value?.type === 'octets') return secretLines(octets, at, at + length);
    const isSecret = value?.type === 'text' && (isSecretLine(node) || maskSecrets(value.text) !== value.text);
    return isSecret ? [{ at, length }] : [];
  });
}

/** Lines of an octet string, taken as text. */
function secretLines(octets: Uint8Array, at: number, end: number): OctetRange[] {
  const ranges: OctetRange[] = [];
  const masker = new LineMasker();
  let lineAt = at;
  for (const line of latin1(octets.subarray(at, end)).split('\n')) {
    // A head goes on in a second segment, whose lines are not known for what they are.
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (masker.mask(text) !== text) ranges.push({ at: lineAt, length: text.length });
    lineAt += line.length + 1;
  }
  return ranges;
}

function latin1(octets: Uint8Array): string {
  return Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
}
