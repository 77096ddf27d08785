/**
 * Trees as text: what `parse` makes of the text is the tree again.
 */

import { isPlainWord } from './tokens.js';
import type { Node, Scalar, Value } from './tree.js';

/** The expression of a tree, with one blank around what joins and none around what compares. */
export function printFilter(node: Node): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.terms
        .map((term) =>
          term.kind === 'or' || term.kind === node.kind ? `(${printFilter(term)})` : printFilter(term),
        )
        .join(node.kind === 'and' ? ' && ' : ' || ');
    case 'not':
      return isChain(node.term) ? `!(${printFilter(node.term)})` : `!${printFilter(node.term)}`;
    case 'comparison':
      return comparisonText(node);
    case 'field':
      return node.field.text;
    case 'text':
      return scalarText(node.text);
  }
}

function isChain(node: Node): boolean {
  return node.kind === 'and' || node.kind === 'or';
}

function comparisonText({ field, operator, values }: Extract<Node, { kind: 'comparison' }>): string {
  const [first] = values;
  const isOne = values.length === 1 && first !== undefined;
  const right = isOne ? valueText(first) : `{${values.map(valueText).join(', ')}}`;
  return /[a-z]/.test(operator) ? `${field.text} ${operator} ${right}` : `${field.text}${operator}${right}`;
}

function valueText({ from, to }: Value): string {
  return to === null ? scalarText(from) : `${scalarText(from)}..${scalarText(to)}`;
}

function scalarText({ text, isQuoted }: Scalar): string {
  const isPhrase = /^[^\s]+ by [^\s]+$/.test(text) && text.split(' ').every(isPlainWord);
  const needsQuotes = isQuoted || !(isPhrase || isPlainWord(text));
  return needsQuotes ? `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"` : text;
}
