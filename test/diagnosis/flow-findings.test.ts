import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FlowFindings, shareFlowFindings } from '../../src/diagnosis/flow-findings.js';
import { diagnoseCapture } from './diagnose-capture.js';

const CAPTURE = fileURLToPath(new URL('../../captures/iis7-health-check.pcap', import.meta.url));

test('what a message carries says of every flow what the judge says, and is no shared memory, of which collections know nothing', async () => {
  const { diagnostician: judge, diagnosis, survey } = await diagnoseCapture(CAPTURE);
  const { length } = survey.flows;
  const told = shareFlowFindings(judge, diagnosis.findings, 0, length);
  expect(told.setOfFlow.buffer).toBeInstanceOf(ArrayBuffer);
  const findings = new FlowFindings(structuredClone(told), diagnosis.findings);
  const flows = Array.from({ length }, (_, flow) => flow);
  expect(flows.map((flow) => findings.at(flow))).toEqual(flows.map((flow) => judge.findingsAt(flow)));
  expect(flows.some((flow) => findings.at(flow).length > 0)).toBe(true);
});
