/** Drives the list of flows in tests: answers to what it asks for. */

import { openCapture } from '../../src/capture/open-capture.js';
import type { CloseUp } from '../../src/closeup/close-up.js';
import { FlowReading } from '../../src/closeup/flow-reading.js';
import { compileFilter } from '../../src/filter/filter.js';
import type { Screen } from '../../src/tui/screen.js';
import { FLOWS_SCREEN } from '../../src/tui/screens/flows/flows-screen.js';
import type { Shared } from '../../src/tui/shared.js';
import { Driver, sharedOf } from './drive.js';
import { screensWith } from './stub-screens.js';

/** The list of flows among stubs. */
const SCREENS = screensWith(FLOWS_SCREEN as Screen<unknown>);

/** A program that shows the list of flows of a capture of `captures/`. */
export async function flowsOf(capture: string, changes: Partial<Shared> = {}): Promise<FlowsDriver> {
  const path = `captures/${capture}.pcap`;
  return new FlowsDriver(path, await sharedOf(path, changes));
}

/** Answers requests the simple way; orders by number only. */
export class FlowsDriver extends Driver {
  private readonly path: string;
  private answered = 0;

  constructor(path: string, shared: Shared) {
    super(SCREENS, shared);
    this.path = path;
    this.press('3');
  }

  get shared(): Shared {
    return this.state.shared;
  }

  /** Answers all requests since the last call. */
  async answer(): Promise<this> {
    while (this.answered < this.effects.length) {
      const effect = this.effects[this.answered++];
      if (effect?.kind === 'view-flows') this.share({ flows: flowView(this.shared, effect) });
      if (effect?.kind === 'close-up') {
        const closeUp = await closeUpOf(this.path, effect.flow);
        this.share({ closeUp: { kind: 'ready', flow: effect.flow, closeUp } });
      }
    }
    return this;
  }
}

/** The flows that a query asks for. */
export function flowView(
  shared: Shared,
  { filter, order, markedOnly }: Pick<Shared['flows'], 'filter' | 'order' | 'markedOnly'>,
): Shared['flows'] {
  const { capture, findingsOf, marks } = shared;
  if (capture.kind !== 'ready') throw new Error('Expected a capture that was read');
  const { survey, diagnosis } = capture;
  const compiled = filter === '' ? null : compileFilter(filter);
  if (compiled?.ok === false) throw new Error(`Expected a filter: ${filter}`);
  const findingsAt = findingsOf;
  const matches = compiled?.filter.over({ survey, findings: diagnosis.findings, findingsAt });
  const all = Array.from({ length: survey.flows.length }, (_, flow) => flow);
  const flows = all.filter((flow) => (matches?.(flow) ?? true) && (!markedOnly || marks.has(flow)));
  if (order.isDescending) flows.reverse();
  return { filter, order, markedOnly, flows: Uint32Array.from(flows), total: all.length, tookMs: 41 };
}

async function closeUpOf(path: string, flow: number): Promise<CloseUp> {
  const reading = new FlowReading(flow, 1);
  const reader = await openCapture(path, { timeBase: reading.timeBase, hash: false });
  try {
    await reading.read(reader, 0, () => {});
  } finally {
    await reader.close();
  }
  const closeUp = reading.finish();
  if (closeUp === null) throw new Error(`Expected flow ${flow}`);
  return closeUp;
}
