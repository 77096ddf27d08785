/**
 * Which findings flows belong to, as numbers: four octets a flow, of which a message to another thread makes a copy.
 *
 * Not shared memory: nobody but the other thread reads them, and V8 takes shared memory for 0 octets, so that what a look every
 * few hundred milliseconds leaves behind would hasten no collection. And not handed over in place of the copy: once an array was
 * detached in a thread, V8 checks all arrays of that thread at every access, and the survey that goes on there took a third more
 * processor time.
 */
import type { Diagnostician } from './diagnose.js';
import type { Finding } from './diagnosis.js';

/** What another thread needs to know the findings of flows. */
export interface SharedFlowFindings {
  /** The flow with which `setOfFlow` begins. */
  readonly firstFlow: number;
  /** Number of the set of findings of each flow; 0 is the empty set. */
  readonly setOfFlow: Uint32Array;
  /** The sets that occur, as places in `Diagnosis.findings`. */
  readonly sets: readonly (readonly number[])[];
}

/** The findings of flows `firstFlow … endFlow - 1`, which are judged. */
export function shareFlowFindings(
  judge: Pick<Diagnostician, 'findingsAt'>,
  findings: readonly Finding[],
  firstFlow: number,
  endFlow: number,
): SharedFlowFindings {
  const placeOf = new Map(findings.map((finding, place) => [finding, place]));
  const sets: number[][] = [[]];
  const numberOfSet = new Map<number | string, number>();
  const setOfFlow = new Uint32Array(Math.max(0, endFlow - firstFlow));
  for (let flow = firstFlow; flow < endFlow; flow++) {
    const found = judge.findingsAt(flow);
    if (found.length === 0) continue;
    const places = found.map((finding) => placeOf.get(finding) as number);
    const key = places.length === 1 ? (places[0] as number) : places.join();
    let number = numberOfSet.get(key);
    if (number === undefined) {
      number = sets.push(places) - 1;
      numberOfSet.set(key, number);
    }
    setOfFlow[flow - firstFlow] = number;
  }
  return { firstFlow, setOfFlow, sets };
}

const NONE: readonly Finding[] = [];

/** The findings of flows, looked up. */
export class FlowFindings {
  private readonly firstFlow: number;
  private readonly setOfFlow: Uint32Array;
  private readonly sets: readonly (readonly Finding[])[];

  /** @param findings those of the diagnosis, some of which may be left out of all sets */
  constructor(
    { firstFlow, setOfFlow, sets }: SharedFlowFindings,
    findings: readonly Finding[],
    isTold: (finding: Finding) => boolean = () => true,
  ) {
    this.firstFlow = firstFlow;
    this.setOfFlow = setOfFlow;
    this.sets = sets.map((places) => {
      const set = places.map((place) => findings[place] as Finding).filter(isTold);
      return set.length === 0 ? NONE : set;
    });
  }

  /** The findings to which a flow belongs, in the order of the rules; empty for a flow that is not known. */
  at(flow: number): readonly Finding[] {
    return this.sets[this.setOfFlow[flow - this.firstFlow] ?? 0] ?? NONE;
  }
}
