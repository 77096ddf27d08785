/** What happens in a live capture, as JSON: one object a line, and last the report (schema/report.schema.json). */
import type { CaptureFacts, Diagnosis, Finding, LiveFacts } from '../diagnosis/diagnosis.js';
import { packetText, type SafeText } from '../view/safe-text.js';
import { isoTime } from '../view/time.js';
import type { ReportContext } from './context.js';
import { findingObject, liveObject, reportObject } from './json.js';

/** The capture began. */
export function startEvent(live: LiveFacts): string {
  return line({ event: 'start', live: liveObject(live) });
}

/** A finding was made, grew, or was taken back. */
export function findingEvent(
  change: 'new' | 'grown' | 'withdrawn',
  finding: Finding,
  capture: CaptureFacts,
  context: ReportContext,
): string {
  const time = isoTime(capture.epochSeconds, finding.lastTimeNs);
  return line({ event: 'finding', change, time, finding: findingObject(finding, capture, context) });
}

/** Something went wrong beside the capture: a program of `--on-finding` failed, the disk is full. */
export function warningEvent(message: SafeText): string {
  return line({ event: 'warning', message });
}

/** The capture is over: why, where every frame went, and where the frames are. */
export function endEvent(diagnosis: Diagnosis, message: string | null, files: readonly SafeText[]): string {
  const { live } = diagnosis.capture;
  return line({
    event: 'end',
    message: message === null ? null : packetText(message, 'masked', 1000),
    live: live === undefined ? null : liveObject(live),
    recorded: files,
  });
}

/** The report, in one line. */
export function reportEvent(diagnosis: Diagnosis, context: ReportContext): string {
  return line({ event: 'report', report: reportObject(diagnosis, context) });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
