/**
 * One flow in full as JSON: the published form of a close-up (schema/show.schema.json). Texts are safe to print.
 */

import type { EarlyEnd } from '../capture/frame-reader.js';
import type { CloseUp } from '../closeup/close-up.js';
import { turnsOf } from '../closeup/conversation.js';
import { findingTitle, noteSentence } from '../view/finding-text.js';
import { hexDigits } from '../view/hex.js';
import { numberedEvidence } from '../view/ladder-rows.js';
import { type Secrets, safeText } from '../view/safe-text.js';
import { streamSections } from '../view/stream-text.js';
import { isoTime } from '../view/time.js';
import { flowRecords } from './flow-record.js';
import { segmentObject } from './segment-object.js';

/** Version of the JSON form: the first number changes when something that was there goes or changes its meaning. */
const SCHEMA_VERSION = '1.0.0';

/** What a close-up as JSON needs besides the flow. */
export interface CloseUpJsonContext {
  /** Version of this program. */
  readonly version: string;
  readonly secrets: Secrets;
  readonly files: readonly { readonly name: string; readonly endedEarly: EarlyEnd | null }[];
}

/** The flow as JSON in pieces, a line a segment and a line a turn; it ends in a line feed. */
export function* closeUpJson(closeUp: CloseUp, context: CloseUpJsonContext): Generator<string> {
  yield `{\n${members(headObject(closeUp, context))},\n`;
  yield* arrayMember('segments', segmentObjects(closeUp));
  yield ',\n';
  yield* arrayMember('conversation', turnObjects(closeUp, context.secrets));
  yield '\n}\n';
}

function members(object: object): string {
  return Object.entries(object)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');
}

function* arrayMember(name: string, items: Iterable<object>): Generator<string> {
  yield `  ${JSON.stringify(name)}: [`;
  let separator = '\n';
  for (const item of items) {
    yield `${separator}    ${JSON.stringify(item)}`;
    separator = ',\n';
  }
  yield '\n  ]';
}

function headObject(closeUp: CloseUp, context: CloseUpJsonContext): object {
  const { survey, clientSide, streams, flow, findings, isReuse, segmentsNotKept } = closeUp;
  const rules = findings.map(({ rule }) => rule);
  // A generator of the one flow: its exchanges are made while they are read.
  const [record] = flowRecords(survey, () => rules, context.secrets);
  const stream = (side: 0 | 1) => {
    const { parts, conflictingOctets, unplacedOctets } = streams[side];
    const octets = (kind: string) =>
      parts.reduce((sum, part) => sum + (part.kind === kind ? part.length : 0), 0);
    return { octets: octets('octets'), missingOctets: octets('gap'), conflictingOctets, unplacedOctets };
  };
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'tcpdx', version: context.version },
    secrets: context.secrets,
    files: context.files.map(({ name, endedEarly }) => ({ name: safeText(name, 1000), endedEarly })),
    flow: { ...record, flow, exchanges: [...(record?.exchanges ?? [])] },
    isReuse,
    streams: { client: stream(clientSide), server: stream(clientSide === 0 ? 1 : 0) },
    evidence: numberedEvidence(closeUp).map(({ label, finding, evidence }) => ({
      label,
      rule: finding.rule,
      title: findingTitle(finding),
      note: noteSentence(evidence, context.secrets),
      frames: evidence.frames,
    })),
    segmentsNotListed: segmentsNotKept,
  };
}

function* segmentObjects({ segments, clientSide, survey }: CloseUp): Generator<object> {
  for (const segment of segments) {
    const time = isoTime(survey.timeBase.epochSeconds, segment.timeNs);
    yield segmentObject(segment, segment.side === clientSide ? 'client' : 'server', time);
  }
}

function* turnObjects(closeUp: CloseUp, secrets: Secrets): Generator<object> {
  for (const { side, firstFrame, lastFrame, parts } of turnsOf(closeUp)) {
    yield {
      from: side === closeUp.clientSide ? 'client' : 'server',
      firstFrame,
      lastFrame,
      parts: parts.flatMap<object>((part) => {
        if (part.kind !== 'octets') return [part];
        return streamSections(part.octets, part.offset, secrets).map((section) =>
          section.kind === 'text'
            ? section
            : {
                kind: 'binary',
                offset: section.offset,
                hex: hexDigits(section.octets, { at: 0, length: section.octets.length }, section.hidden),
              },
        );
      }),
    };
  }
}
