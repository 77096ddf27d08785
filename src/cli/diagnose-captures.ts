import { Diagnostician } from '../diagnosis/diagnose.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import type { Survey } from '../survey/survey.js';
import type { Io } from './io.js';
import { Progress } from './progress.js';
import { readCaptures, type StoredInput } from './read-captures.js';

/** Captures that were read and judged. */
export interface DiagnosedCaptures {
  readonly survey: Survey;
  readonly inputs: readonly StoredInput[];
  readonly diagnosis: Diagnosis;
  /** Ids of the rules that found something in a flow. */
  findingsOfFlow(flow: number): string[];
}

/** Reads captures with progress on standard error, and judges them. Throws `CaptureError`. */
export async function diagnoseCaptures(
  paths: readonly string[],
  io: Io,
  { hash, checksums = false }: { readonly hash: boolean; readonly checksums?: boolean },
): Promise<DiagnosedCaptures> {
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
    const diagnosis = judge.finish({ files, readerProblems: [problems] });
    return { survey, inputs, diagnosis, findingsOfFlow: (flow) => judge.findingsOfFlow(flow) };
  } finally {
    progress.clear();
  }
}
