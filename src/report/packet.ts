/**
 * One frame as text or JSON: its tree and its octets. Text is for a person and may grow; JSON follows
 * schema/frame.schema.json.
 */
import { NOT_A_PACKET } from '../capture/frame-reader.js';
import type { TreeNode } from '../closeup/tree/node.js';
import { hexDigits, hexLines, type OctetRange } from '../view/hex.js';
import { inputText } from '../view/input-text.js';
import { linkTypeText } from '../view/link-type-text.js';
import { counted, plain } from '../view/number.js';
import { ownText, packetText, type SafeText, type Secrets, safeText, say } from '../view/safe-text.js';
import { isoTime, utcText } from '../view/time.js';
import { secretRanges } from '../view/tree-secrets.js';
import {
  nameText,
  summaryText,
  type TreeContext,
  treeProblemText,
  valueOrSummary,
  valueText,
} from '../view/tree-text.js';

/** Version of the JSON form: the first number changes when something that was there goes or changes its meaning. */
const SCHEMA_VERSION = '1.0.0';

/** Most characters of a comment. */
const COMMENT_LENGTH = 4096;

/** A frame, where it was found, and its tree. */
export interface PacketDocument {
  /** Of the whole capture, from 1. */
  readonly number: number;
  /** Path of the file as given. */
  readonly file: string;
  /** Number within its file, from 1. */
  readonly numberInFile: number;
  /** Octet offset of the record in the (decompressed) file. */
  readonly fileOffset: number;
  /** Seconds since 1970 and nanoseconds from there on; null and `NaN` where the record has no time. */
  readonly epochSeconds: number | null;
  readonly timeNs: number;
  readonly linkType: number;
  readonly originalLength: number;
  /** Index over the whole file and name as written in it; null where there is none. */
  readonly interfaceIndex: number | null;
  readonly interfaceName: string | null;
  /** pcapng comments on this frame, as written. */
  readonly comments: readonly string[];
  /** The captured octets. */
  readonly octets: Uint8Array;
  readonly tree: readonly TreeNode[];
}

/** The frame as lines of text, the last one with its line feed. */
export function packetDocumentText(document: PacketDocument, secrets: Secrets): string {
  const { octets, tree } = document;
  const context = { octets, secrets };
  const hidden = hiddenRanges(document, secrets);
  const lines = [
    ...frameLines(document, secrets),
    ...tree.flatMap((node) => nodeLines(node, context)),
    ...(octets.length === 0 ? [] : [ownText(''), ...hexLines(octets, { hidden })]),
    ...(hidden.length === 0 ? [] : [ownText(''), ownText('** stands for octets of secrets: --show-secrets')]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function frameLines(document: PacketDocument, secrets: Secrets): SafeText[] {
  const { number, octets, originalLength, epochSeconds, timeNs, comments, numberInFile } = document;
  const length = say`${counted(octets.length, 'octet')} captured of ${plain(originalLength)}`;
  const place = numberInFile === number ? ownText('') : say`, frame ${plain(numberInFile)} there`;
  return [
    say`Frame ${plain(number)}: ${length}, ${utcText(epochSeconds, timeNs)}`,
    say`  ${inputText(document.file)}${place}, at octet ${plain(document.fileOffset)}`,
    say`  ${linkText(document.linkType)}${interfaceText(document)}`,
    ...comments.flatMap((comment) => commentLines(comment, secrets)),
  ];
}

function linkText(linkType: number): SafeText {
  return linkType === NOT_A_PACKET ? ownText('a record that is not a packet') : linkTypeText(linkType);
}

function interfaceText({ interfaceIndex, interfaceName }: PacketDocument): SafeText {
  if (interfaceIndex === null) return ownText('');
  const name = interfaceName === null ? ownText('') : say` ${safeText(interfaceName)}`;
  return say`, interface ${plain(interfaceIndex)}${name}`;
}

function commentLines(comment: string, secrets: Secrets): SafeText[] {
  return comment
    .split(/\r?\n/)
    .map(
      (line, index) =>
        say`  ${ownText(index === 0 ? 'Comment:' : '        ')} ${packetText(line, secrets, COMMENT_LENGTH)}`,
    );
}

/** A header: its name, what it says in short, and where it lies; then its fields. */
function nodeLines(node: TreeNode, context: TreeContext): SafeText[] {
  const last = node.at + node.length - 1;
  const range =
    node.length === 0
      ? ownText('')
      : say`  (octets ${plain(node.at)}${ownText(last === node.at ? '' : `-${last}`)})`;
  const summary = node.children.length === 0 ? valueText(node, context) : summaryText(node, context);
  const gap = summary === '' ? ownText('') : ownText('  ');
  return [
    say`${nameText(node)}${gap}${summary}${range}${problemsText(node)}`,
    ...childLines(node, context, '  '),
  ];
}

function childLines(node: TreeNode, context: TreeContext, indent: string): SafeText[] {
  const children = node.children.filter((child) => !isToldByParent(child, node));
  const names = children.map(nameText);
  const width = Math.max(0, ...names.map((name) => Math.min(name.length, WIDEST_NAME)));
  return children.flatMap((child, index) => {
    const name = ownText((names[index] as SafeText).padEnd(width));
    const value = child.field === 'cut' ? ownText('') : valueOrSummary(child, context);
    return [
      say`${ownText(indent)}${name}  ${value}${problemsText(child)}`,
      ...childLines(child, context, `${indent}  `),
    ];
  });
}

/** Single bits stand in the words of their field, and the name of an option says its kind. */
function isToldByParent(child: TreeNode, parent: TreeNode): boolean {
  if (parent.value?.type === 'flags') return true;
  return OPTION_HEADS.has(child.field) && !parent.field.endsWith('.unknown');
}

const OPTION_HEADS: ReadonlySet<string> = new Set([
  'tcp.option_kind',
  'tcp.option_len',
  'ip.opt.type',
  'ip.opt.len',
]);

/** Names are padded to the longest of their group, but a very long one pushes its own line only. */
const WIDEST_NAME = 28;

function problemsText({ problems }: TreeNode): SafeText {
  const texts = problems.map((problem) => say`  ! ${treeProblemText(problem)}`);
  return ownText(texts.join(''));
}

function hiddenRanges({ octets, tree }: PacketDocument, secrets: Secrets): OctetRange[] {
  return secrets === 'masked' ? secretRanges(octets, tree) : [];
}

/** The frame as indented JSON with a line feed at its end. All texts are safe to print. */
export function packetJson(document: PacketDocument, secrets: Secrets, version: string): string {
  const { octets, tree, epochSeconds, timeNs, interfaceIndex, interfaceName } = document;
  const context = { octets, secrets };
  const hidden = hiddenRanges(document, secrets);
  const object = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'tcpdx', version },
    secrets,
    frame: {
      number: document.number,
      file: safeText(document.file),
      numberInFile: document.numberInFile,
      fileOffset: document.fileOffset,
      time: isoTime(epochSeconds, timeNs),
      capturedBytes: octets.length,
      originalBytes: document.originalLength,
      linkType: document.linkType === NOT_A_PACKET ? null : document.linkType,
      interface:
        interfaceIndex === null
          ? null
          : { index: interfaceIndex, name: interfaceName === null ? null : safeText(interfaceName) },
      comments: document.comments.map((comment) => packetText(comment, secrets, COMMENT_LENGTH)),
    },
    tree: tree.map((node) => nodeObject(node, context)),
    octets: hexDigits(octets, { at: 0, length: octets.length }, hidden),
  };
  return `${JSON.stringify(object, null, 2)}\n`;
}

function nodeObject(node: TreeNode, context: TreeContext): object {
  const { field, at, length, value, problems, children } = node;
  return {
    field,
    name: nameText(node),
    at,
    length,
    value: value?.type === 'text' ? { type: 'text', text: valueText(node, context) } : value,
    problems,
    children: children.map((child) => nodeObject(child, context)),
  };
}
