import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { ownText, say } from '../view/safe-text.js';
import type { ReportContext } from './context.js';
import { coverageSection } from './coverage-section.js';
import { type Block, facts, heading } from './document.js';
import { findingsSection } from './findings-section.js';
import { knowledgeSection } from './knowledge-section.js';
import { qualitySection } from './quality-section.js';
import { summarySection } from './summary-section.js';
import { closingSection, verdictSection } from './verdict-section.js';

/** The whole report: what the reader of a ticket needs first comes first. */
export function reportBlocks(diagnosis: Diagnosis, context: ReportContext): Block[] {
  return [
    ...verdictSection(diagnosis, context),
    ...summarySection(diagnosis),
    ...findingsSection(diagnosis, context),
    ...knowledgeSection(diagnosis),
    ...coverageSection(diagnosis, context),
    ...qualitySection(diagnosis, context),
    ...methodSection(context),
    ...closingSection(diagnosis),
  ];
}

function methodSection({ version, secrets }: ReportContext): Block[] {
  const redaction =
    secrets === 'masked'
      ? 'Values that look like secrets (tokens, passwords, session ids, user information in addresses) are masked as ***. Addresses, host names and paths are not masked. Headers and bodies are not quoted except where shown above.'
      : 'NOTHING is masked (--show-secrets): this report may hold tokens and passwords. Do not pass it on.';
  const method =
    'One pass over the capture rebuilds every TCP flow and HTTP exchange; rules then judge them. Numbers of frames and flows are those of Wireshark (frame.number, tcp.stream). The same input gives the same report. Not decoded: TLS, HTTP/2 and later, encrypted tunnels.';
  return [
    heading(2, ownText('Method')),
    ...facts([
      [ownText('Tool'), say`tcpdx ${ownText(version)}`],
      [ownText('Method'), ownText(method)],
      [ownText('Redaction'), ownText(redaction)],
    ]),
  ];
}
