import { Diagnostician } from '../diagnosis/diagnose.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { FlowFilter } from '../filter/filter.js';
import type { Survey } from '../survey/survey.js';
import type { Io } from './io.js';
import { Progress } from './progress.js';
import { readCaptures, type StoredInput } from './read-captures.js';
import { keepNurserySmall } from './small-heap.js';

/** Captures that were read and judged. */
export interface DiagnosedCaptures {
  readonly survey: Survey;
  readonly inputs: readonly StoredInput[];
  /** Told of the flows that match, where there is a filter. */
  readonly diagnosis: Diagnosis;
  /** Whether a flow whose row is kept is to be told. */
  matches(flow: number): boolean;
  /** Ids of the rules that found something in a flow. */
  findingsOfFlow(flow: number): string[];
}

/** How captures are judged. */
export interface DiagnoseOptions {
  readonly hash: boolean;
  /** Whether checksums are computed and compared. */
  readonly checksums?: boolean;
  /** Null for all flows. */
  readonly filter: FilterOption | null;
}

/** A filter and what the user typed. */
export interface FilterOption {
  readonly typed: string;
  readonly filter: FlowFilter;
}

/** Reads captures with progress on standard error, and judges them. Throws `CaptureError`. */
export async function diagnoseCaptures(
  paths: readonly string[],
  io: Io,
  { hash, filter, checksums = false }: DiagnoseOptions,
): Promise<DiagnosedCaptures> {
  keepNurserySmall();
  const progress = new Progress(io);
  let diagnostician: Diagnostician | null = null;
  const judgeOf = (survey: Survey) => {
    diagnostician ??= new Diagnostician(survey);
    return diagnostician;
  };
  try {
    const { survey, files, inputs, problems } = await readCaptures(paths, {
      hash,
      checksums,
      standardInput: io.stdin,
      onEvict: (survey, first, end) => judgeOf(survey).consume(first, end),
      onProgress: (bytesRead, bytesTotal) => progress.show(bytesRead, bytesTotal),
    });
    const judge = judgeOf(survey);
    const whole = judge.finish({ files, readerProblems: [problems] });
    const findingsOfFlow = (flow: number) => judge.findingsOfFlow(flow);
    if (filter === null) return { survey, inputs, diagnosis: whole, matches: () => true, findingsOfFlow };
    const matches = filter.filter.over({
      survey,
      findings: whole.findings,
      findingsAt: (flow) => judge.findingsAt(flow),
    });
    return { survey, inputs, diagnosis: judge.only(filter.typed, matches), matches, findingsOfFlow };
  } finally {
    progress.clear();
  }
}
